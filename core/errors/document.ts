/** Messages about any JSON file: its syntax and its shape. */
import { counted, quote, suggestion } from "../document/text";

/** Messages for the parser's error codes, and for a few that tell more; `text` is what it stumbled over. */
const syntaxErrors: Readonly<Record<string, (text: string) => string>> = {
  SingleQuotes: () => "strings stand in double quotes. Replace the single quotes.",
  KeyWithoutQuotes: (text) => `keys stand in double quotes: ${quote(text)}.`,
  InvalidSymbol: (text) =>
    `${quote(text)} is not JSON. Values are strings in double quotes, numbers, true, false, null, { ... } and [ ... ].`,
  InvalidNumberFormat: (text) => `${quote(text)} is not a number as JSON writes it.`,
  PropertyNameExpected: () => "a key in double quotes is expected here.",
  ValueExpected: () => "a value is expected here.",
  ColonExpected: () => "a colon is expected between a key and its value.",
  CommaExpected: () => "a comma is expected before this.",
  CloseBraceExpected: () => "the file ends before an object is closed. Add the missing }.",
  CloseBracketExpected: () => "the file ends before a list is closed. Add the missing ].",
  EndOfFileExpected: () =>
    "the file goes on after the end of its value. Remove what follows, or a bracket too many before.",
  UnexpectedEndOfString: () =>
    'a string is not closed on its line. Add the missing " (a line break inside is written \\n).',
  InvalidUnicode: () => "a \\u escape needs four hexadecimal digits.",
  InvalidEscapeCharacter: () =>
    'an unknown escape. JSON knows \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits.',
  InvalidCharacter: () => "a control character inside a string. Write it as an escape, for example \\t.",
};

const typeNames: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list [ ... ]",
  object: "an object { ... }",
  record: "an object { ... }",
};

export const documentProblems = {
  empty: () => "the file is empty. It must hold a JSON object { ... }.",
  syntax: (code: string, text: string) => syntaxErrors[code]?.(text) ?? "this is not JSON.",
  tooDeep: (levels: number) => `more than ${levels} levels of brackets.`,
  comment: () => "JSON has no comments. Remove it; a description field is the place for remarks.",
  trailingComma: () => "a comma after the last entry is not JSON. Remove it.",
  duplicateKey: (firstLine: number) =>
    `this key is already set on line ${firstLine}, and JSON readers silently keep only one of them. Remove one.`,

  unknownKey: (key: string, known: readonly string[]) => `unknown key. ${suggestion(key, known, "Known are")}`,
  malformedKey: (key: string, rule: string) => `the key must be ${rule}.${notAscii(key)}`,
  missing: (key: string, description: string | undefined) =>
    `${quote(key)} is missing.${description === undefined ? "" : ` Add it: ${description}`}`,
  wrongType: (got: string, expected: string, rule: string | undefined, value: unknown) =>
    `got ${got}, must be ${rule ?? typeNames[expected] ?? expected}.${rule === undefined ? quoting(expected, value) : ""}`,
  notOneOf: (got: string, allowed: readonly unknown[], value: unknown) => {
    const words = allowed.map(String);
    if (allowed.length === 1) return `got ${got}, must be ${quote(words[0] ?? "")}.`;
    if (typeof value === "string" && words.includes(value))
      return `got ${got}, which is not allowed. Write ${value} without quotes.`;
    return `got ${got}, which is not allowed. ${suggestion(typeof value === "string" ? value : "", words, "Use one of")}`;
  },
  malformed: (got: string, rule: string, value: unknown) =>
    `got ${got}, must be ${rule}.${notAscii(typeof value === "string" ? value : "")}`,
  refused: (got: string, reason: string) => `got ${got}, ${reason}`,
  outOfRange: (got: string, minimum: number | undefined, maximum: number | undefined) =>
    `got ${got}, must be ${range(minimum, maximum)}.`,
  wrongLength: (got: string, length: number, minimum: number | undefined, maximum: number | undefined) =>
    `got ${got} with ${counted(length, "character")}, must have ${range(minimum, maximum)}.`,
  wrongCount: (count: number, minimum: number | undefined, maximum: number | undefined) =>
    `has ${count === 0 ? "no entry" : count === 1 ? "1 entry" : `${count} entries`}, must have ${range(minimum, maximum)}.`,
};

function range(minimum: number | undefined, maximum: number | undefined): string {
  if (minimum === undefined) return `at most ${maximum}`;
  return maximum === undefined ? `at least ${minimum}` : `${minimum} to ${maximum}`;
}

/** A look-alike from another alphabet cannot be seen, so it is named. */
function notAscii(text: string): string {
  const found = [...text].find((character) => (character.codePointAt(0) ?? 0) > 127);
  if (found === undefined) return "";
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return ` ${quote(found)} (U+${code}) is not an ASCII character.`;
}

function quoting(expected: string, value: unknown): string {
  if (expected === "string" && typeof value === "number") return " Put it in quotes.";
  if (typeof value !== "string") return "";
  const isNumber = (expected === "int" || expected === "number") && /^-?\d+(\.\d+)?$/.test(value);
  const isBoolean = expected === "boolean" && /^(true|false)$/.test(value);
  return isNumber || isBoolean ? ` Write ${value} without quotes.` : "";
}
