/** Finding, folding and printing; the page says everything without it. */
export const script = `
(() => {
  const form = document.querySelector("form.tools");
  if (form === null) return;
  form.hidden = false;
  const entries = [...document.querySelectorAll("li.entry")];
  const words = new Map(entries.map((entry) => [entry, entry.textContent.toLowerCase()]));
  const folds = () => [...document.querySelectorAll("main details")];
  const find = () => {
    const wanted = form.elements.find.value.trim().toLowerCase();
    let found = 0;
    for (const entry of entries) {
      entry.hidden = wanted !== "" && !words.get(entry).includes(wanted);
      if (!entry.hidden) found += 1;
    }
    for (const fold of document.querySelectorAll("details.stack, section > details")) {
      const all = fold.querySelectorAll("li.entry");
      if (all.length === 0) continue;
      const isEmpty = [...all].every((entry) => entry.hidden);
      fold.hidden = isEmpty;
      if (wanted !== "" && !isEmpty) fold.open = true;
    }
    form.elements.found.value = wanted === "" ? "" : found + (found === 1 ? " entry" : " entries");
  };
  form.elements.find.addEventListener("input", find);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.elements.expand.addEventListener("click", () => folds().forEach((fold) => { fold.open = true; }));
  form.elements.collapse.addEventListener("click", () => folds().forEach((fold) => { fold.open = false; }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input")) return;
    event.preventDefault();
    form.elements.find.focus();
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = folds().filter((fold) => !fold.open);
    closed.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((fold) => { fold.open = false; }));
})();
`;
