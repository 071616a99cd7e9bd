/** Parameters of the Query protocol as the XML of its answers: `Actions.member.1=a` is `<Actions><member>a</member></Actions>`. */

type Tree = Map<string, Tree | string>;

/** What stands inside the elements that the parameters name, by the first part of their names. */
export function queryXml(query: URLSearchParams): Readonly<Record<string, string>> {
  const root: Tree = new Map();
  for (const [name, value] of query) place(root, name.split("."), value);
  return Object.fromEntries([...root].map(([name, inner]) => [name, inside(inner)]));
}

function place(tree: Tree, [first = "", ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree.set(first, value);
    return;
  }
  const found = tree.get(first);
  const below: Tree = typeof found === "object" ? found : new Map();
  tree.set(first, below);
  place(below, rest, value);
}

function inside(inner: Tree | string): string {
  if (typeof inner === "string") return escapeXml(inner);
  return [...inner]
    .map(([name, below]) => {
      if (typeof below === "string" || ![...below.keys()].every((key) => /^\d+$/.test(key)))
        return element(name, below);
      // Numbered: the element is repeated.
      return [...below.values()].map((one) => element(name, one)).join("");
    })
    .join("");
}

function element(name: string, inner: Tree | string): string {
  return `<${name}>${inside(inner)}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
