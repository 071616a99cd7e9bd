/** Turns what zod found into issues at a place of the file, in this project's words. */
import { z } from "zod";
import { documentProblems as problems, type Issue } from "../errors";
import type { JsonDocument, Path } from "./json-document";
import { at } from "./plain";
import { descriptionOf, ruleOf, schemaAt } from "./schema-kit";
import { show, showKind } from "./text";
import { sizeHint } from "./units";

export interface SchemaIssueOptions {
  /** True for places whose values may be secrets: messages then tell the kind of the value only. */
  readonly conceals?: (path: Path) => boolean;
}

/** Checks the document against the schema: one issue per value, plus one per unknown key. */
export function schemaIssues(schema: z.ZodType, document: JsonDocument, options: SchemaIssueOptions = {}): Issue[] {
  const result = schema.safeParse(document.value);
  if (result.success) return [];
  const seen = new Set<string>();
  return result.error.issues
    .flatMap((issue) => place(issue, schema, [], document))
    .flatMap((found) => {
      if (found.issue.code === "unrecognized_keys") return unknownKeys(found, document, found.issue.keys);
      // A value that breaks two rules at once is reported by the first.
      const key = JSON.stringify(found.path);
      if (seen.has(key)) return [];
      seen.add(key);
      return [valueIssue(found, document, options)];
    });
}

/** Formats that zod knows by name, to complete the sentence "must be ...". */
const formats: Readonly<Record<string, string>> = { email: "an e-mail address" };

/** What zod found, the place in the file, and the schema that holds there. */
interface Found {
  readonly issue: z.core.$ZodIssue;
  readonly path: Path;
  readonly target: z.core.$ZodType | undefined;
}

/** Of alternatives, the one that fits best is taken for the one that is meant; where there is no value, none is. */
function place(issue: z.core.$ZodIssue, schema: z.core.$ZodType, base: Path, document: JsonDocument): Found[] {
  const path = [...base, ...issue.path.map((segment) => (typeof segment === "symbol" ? String(segment) : segment))];
  const target = schemaAt(schema, issue.path);
  if (issue.code !== "invalid_union" || !(target instanceof z.ZodUnion) || !document.has(path))
    return [{ issue, path, target }];
  const fewest = Math.min(...issue.errors.map((errors) => errors.length));
  const meant = issue.errors.findIndex((errors) => errors.length === fewest);
  const option: z.core.$ZodType = target.options[meant] ?? target;
  return (issue.errors[meant] ?? []).flatMap((inner) => place(inner, option, path, document));
}

function unknownKeys({ path, target }: Found, document: JsonDocument, keys: readonly string[]): Issue[] {
  const alternatives: readonly z.core.$ZodType[] =
    target instanceof z.ZodUnion ? target.options : target ? [target] : [];
  const known = alternatives.flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : []));
  return keys.map((key) => document.issueAtKey([...path, key], problems.unknownKey(key, known)));
}

function valueIssue({ issue, path, target }: Found, document: JsonDocument, options: SchemaIssueOptions): Issue {
  if (issue.code === "invalid_key") {
    const reason = issue.issues[0]?.message ?? "";
    return document.issueAtKey(path, problems.malformedKey(String(path.at(-1)), reason));
  }
  if (!document.has(path)) {
    const description = target && z.globalRegistry.get(target)?.description;
    return document.issue(path.slice(0, -1), problems.missing(String(path.at(-1)), description));
  }
  const value = at(document.value, path);
  const isConcealed = options.conceals?.(path) ?? false;
  const got = isConcealed ? showKind(value) : typeof value === "number" ? document.sourceOf(path) : show(value);
  // What may be a secret is not told by way of a hint either.
  const words = target === undefined || isConcealed ? "" : `${String(path.at(-1))} ${descriptionOf(target)}`;
  return document.issue(path, describe(issue, target, value, got, words));
}

/** @param words what tells the unit of a number: the field's name and description */
function describe(
  issue: z.core.$ZodIssue,
  target: z.core.$ZodType | undefined,
  value: unknown,
  got: string,
  words: string,
): string {
  switch (issue.code) {
    case "invalid_type": {
      const expected = isWhole(target) ? "int" : issue.expected;
      return problems.wrongType(got, expected, ruleOf(target), value) + sizeHint(value, words);
    }
    case "invalid_value":
      return problems.notOneOf(got, issue.values, value);
    case "invalid_format":
      return problems.malformed(got, formats[issue.format] ?? issue.message, value);
    case "too_small":
    case "too_big":
      return outOfRange(target, value, got);
    default:
      // Refinements bring their own sentence.
      return problems.refused(got, issue.message);
  }
}

function isWhole(target: z.core.$ZodType | undefined): boolean {
  return target instanceof z.ZodNumber && z.toJSONSchema(target).type === "integer";
}

function outOfRange(target: z.core.$ZodType | undefined, value: unknown, got: string): string {
  // The JSON Schema of one field is the simplest place to read its bounds.
  const bounds: z.core.JSONSchema.BaseSchema = target === undefined ? {} : z.toJSONSchema(target);
  if (typeof value === "string") {
    return problems.wrongLength(got, [...value].length, bounds.minLength, bounds.maxLength);
  }
  if (Array.isArray(value)) return problems.wrongCount(value.length, bounds.minItems, bounds.maxItems);
  return problems.outOfRange(got, bounds.minimum, bounds.maximum);
}
