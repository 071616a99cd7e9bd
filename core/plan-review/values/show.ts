/** Values on one line, short enough to be read. */
import type { Shown } from "../review";
import { printable } from "./printable";
import { hiddenText } from "./secrecy";
import { Encoded, isEmpty, isList, isMap, Secret, Unknown, type Value } from "./value";

/** Characters of a text: an ARN fits. */
const longestText = 160;
const longestInline = 100;

export const shownNone: Shown = { kind: "none", text: "(none)" };
const shownSecret: Shown = { kind: "sensitive", text: hiddenText };
const shownUnknown: Shown = { kind: "unknown", text: "(known after apply)" };

export function show(value: Value | undefined): Shown {
  if (value instanceof Secret) return shownSecret;
  if (value instanceof Unknown) return shownUnknown;
  if (value === undefined || value === null) return shownNone;
  return { kind: "value", text: inline(value) };
}

function quoted(text: string): string {
  const shown = text.length > longestText ? `${text.slice(0, longestText).replace(/[\ud800-\udbff]$/, "")}…` : text;
  return printable(JSON.stringify(shown));
}

/** Texts in quotes, short lists and maps as they are, long ones as their size. */
export function inline(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "string") return quoted(value);
  if (value instanceof Secret) return shownSecret.text;
  if (value instanceof Unknown) return shownUnknown.text;
  if (value instanceof Encoded) return inline(value.content);
  if (isList(value)) {
    const text = fits(value) ? `[${value.map(inline).join(", ")}]` : "";
    return text !== "" && text.length <= longestInline
      ? text
      : `[${value.length} element${value.length === 1 ? "" : "s"}]`;
  }
  if (isMap(value)) {
    const entries = Object.entries(value).filter(([, inner]) => !isEmpty(inner));
    const text =
      entries.length > 8 ? "" : `{ ${entries.map(([name, inner]) => `${name} = ${inline(inner)}`).join(", ")} }`;
    return text !== "" && text.length <= longestInline
      ? text
      : `{${entries.length} field${entries.length === 1 ? "" : "s"}}`;
  }
  return String(value);
}

const fits = (list: readonly Value[]) => list.length <= 20;

/** Without the quotes of a text, for words: `5432`, `arn:aws:...`. */
export function plain(value: Value | undefined): string {
  const { kind, text } = show(value);
  return kind === "value" && typeof value === "string" ? quoted(value).slice(1, -1) : text;
}
