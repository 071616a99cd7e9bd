/** Foreign text in Markdown: shown as it is, never acting as markup, a link or a mention. */

/** Characters that Markdown or the HTML inside it may take for markup. */
const markup = /[\\`*_{}[\]<>#|~!&$]/g;

/** For running text. */
export function escapeMarkdown(value: string): string {
  return (
    value
      .replace(markup, (character) => (character === "<" ? "&lt;" : character === "&" ? "&amp;" : `\\${character}`))
      // A mention would notify somebody; a word joiner breaks it without being seen.
      .replace(/@(?=[\w-])/g, "@\u2060")
      .replace(/\r?\n/g, " ")
  );
}

/** As code: the fence is longer than any run of backticks inside. */
export function code(value: string): string {
  const line = value.replace(/\r?\n/g, " ");
  const runs = line.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") || line.trim() === "" ? " " : "";
  // Inside a table, a bar would end the cell even in code.
  return `${fence}${pad}${line}${pad}${fence}`;
}
