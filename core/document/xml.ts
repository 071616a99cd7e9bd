/** Writes XML: elements with escaped attributes and text. */

/** Characters that XML 1.0 cannot hold, whatever their escape. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export function escaped(text: string): string {
  return text
    .replace(forbidden, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** @param children written already; an attribute that is undefined is left out */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).flatMap(([attribute, value]) =>
    value === undefined ? [] : [` ${attribute}="${escaped(String(value))}"`],
  );
  const open = `<${name}${written.join("")}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join("")}</${name}>`;
}

/** The lines of a block, further in. */
export const indented = (lines: readonly string[], by = "  ") => lines.map((line) => `${by}${line}`);
