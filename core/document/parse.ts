/** Strict JSON with positions. Comments and trailing commas are refused, but read over, so that the rest is checked too. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { documentProblems as problems, type Issue } from "../errors";
import { JsonDocument, LineIndex, type Path, keyOf } from "./json-document";

export interface ParsedText {
  /** Absent when the text cannot be read as JSON at all. */
  readonly document: JsonDocument | undefined;
  /** Syntax errors and duplicate keys, in the order of the file. */
  readonly issues: readonly Issue[];
}

/** Far deeper than any file of ours; parsers recurse, and a stack has an end. */
const deepest = 100;

/** Reads JSON text; never throws. A byte order mark at the start is skipped. */
export function parseJson(textWithMark: string, file: string): ParsedText {
  const text = textWithMark.replace(/^\uFEFF/, "");
  const lines = new LineIndex(text);
  const at = (offset: number, message: string): Issue => ({ file, ...lines.at(offset), where: "", message });
  if (text.trim() === "") return { document: undefined, issues: [at(0, problems.empty())] };

  const shape = scan(text);
  if (shape.tooDeepAt !== undefined) {
    return { document: undefined, issues: [at(shape.tooDeepAt, problems.tooDeep(deepest))] };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: true });
  const isComment = (error: ParseError) => printParseErrorCode(error.error) === "InvalidCommentToken";
  // What follows the first real error is often only its consequence.
  const fatal = errors.find((error) => !isComment(error));
  const end = fatal?.offset ?? Infinity;
  const issues = [
    ...errors
      .filter((error) => isComment(error) && error.offset < end)
      .map(({ offset }) => at(offset, problems.comment())),
    ...shape.trailingCommas.filter((offset) => offset < end).map((offset) => at(offset, problems.trailingComma())),
  ];
  if (fatal !== undefined || root === undefined) {
    const { offset, code, word } = explain(text, fatal);
    return { document: undefined, issues: [...issues, at(offset, problems.syntax(code, word))] };
  }
  const document = new JsonDocument(file, text, root);
  return { document, issues: [...issues, ...duplicateKeys(document, root, [])] };
}

/** The parser's error, looked at more closely where it says too little: `040` is one bad number, not a missing comma. */
function explain(text: string, error: ParseError | undefined): { offset: number; code: string; word: string } {
  if (error === undefined) return { offset: 0, code: "ValueExpected", word: "" };
  const { offset, length } = error;
  const code = printParseErrorCode(error.error);
  const before = /[\w.+-]*$/.exec(text.slice(0, offset))?.[0] ?? "";
  const word = before + (/^[\w.+-]*/.exec(text.slice(offset))?.[0] ?? "");
  const isNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(word);
  if (/^[-+.]?\d/.test(word) && !isNumber) return { offset: offset - before.length, code: "InvalidNumberFormat", word };
  if (text[offset] === "'") return { offset, code: "SingleQuotes", word };
  if (code === "InvalidSymbol" && /^\s*:/.test(text.slice(offset + length))) {
    return { offset, code: "KeyWithoutQuotes", word: text.slice(offset, offset + length) };
  }
  return { offset, code, word: text.slice(offset, offset + length) };
}

/** What the parser does not tell: the place of trailing commas, and of nesting that would exhaust its stack. */
function scan(text: string): { readonly trailingCommas: readonly number[]; readonly tooDeepAt: number | undefined } {
  const token = /"(?:[^"\\\r\n]|\\.)*"?|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|[[\]{},]|[^\s"[\]{},/]+|\//g;
  const trailingCommas: number[] = [];
  let depth = 0;
  let comma: number | undefined;
  for (const { 0: word, index } of text.matchAll(token)) {
    if (word.startsWith("//") || word.startsWith("/*")) continue;
    if (word === "{" || word === "[") depth++;
    if (depth > deepest) return { trailingCommas, tooDeepAt: index };
    if (word === "}" || word === "]") {
      depth--;
      if (comma !== undefined) trailingCommas.push(comma);
    }
    comma = word === "," ? index : undefined;
  }
  return { trailingCommas, tooDeepAt: undefined };
}

function duplicateKeys(document: JsonDocument, node: Node, path: Path): Issue[] {
  if (node.type === "array") {
    return (node.children ?? []).flatMap((child, index) => duplicateKeys(document, child, [...path, index]));
  }
  if (node.type !== "object") return [];
  const first = new Map<string, number>();
  return (node.children ?? []).flatMap((child) => {
    const key = keyOf(child);
    const below = [...path, key];
    const value = child.children?.[1];
    const issues = value === undefined ? [] : duplicateKeys(document, value, below);
    const line = first.get(key);
    if (line === undefined) {
      first.set(key, document.issueAt(child.offset, below, "").line);
      return issues;
    }
    return [document.issueAt(child.offset, below, problems.duplicateKey(line)), ...issues];
  });
}
