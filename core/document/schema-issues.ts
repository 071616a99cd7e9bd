/** Turns what zod found into issues at a place of the file, in this project's words. */
import { z } from "zod";
import { documentProblems as problems, type Issue } from "../errors";
import type { JsonDocument, Path } from "./json-document";
import { schemaAt } from "./schema-kit";
import { show, showKind } from "./text";

export interface SchemaIssueOptions {
  /** True for places whose values may be secrets: messages then tell the kind of the value only. */
  readonly conceals?: (path: Path) => boolean;
}

/** Checks the document against the schema: one issue per value, plus one per unknown key. */
export function schemaIssues(schema: z.ZodType, document: JsonDocument, options: SchemaIssueOptions = {}): Issue[] {
  const result = schema.safeParse(document.value);
  if (result.success) return [];
  const seen = new Set<string>();
  return result.error.issues.flatMap((issue) => {
    const path = issue.path.map((segment) => (typeof segment === "symbol" ? String(segment) : segment));
    if (issue.code === "unrecognized_keys") return unknownKeys(schema, document, path, issue.keys);
    // A value that breaks two rules at once is reported by the first.
    const key = JSON.stringify(path);
    if (seen.has(key)) return [];
    seen.add(key);
    return [valueIssue(schema, document, path, issue, options)];
  });
}

function unknownKeys(schema: z.ZodType, document: JsonDocument, path: Path, keys: readonly string[]): Issue[] {
  const target = schemaAt(schema, path);
  const known = target instanceof z.ZodObject ? Object.keys(target.shape) : [];
  return keys.map((key) => document.issueAtKey([...path, key], problems.unknownKey(key, known)));
}

function valueIssue(
  schema: z.ZodType,
  document: JsonDocument,
  path: Path,
  issue: z.core.$ZodIssue,
  options: SchemaIssueOptions,
): Issue {
  if (issue.code === "invalid_key") {
    const reason = issue.issues[0]?.message ?? "";
    return document.issueAtKey(path, problems.malformedKey(String(path.at(-1)), reason));
  }
  const target = schemaAt(schema, path);
  if (!document.has(path)) {
    const description = z.globalRegistry.get(target ?? schema)?.description;
    return document.issue(path.slice(0, -1), problems.missing(String(path.at(-1)), description));
  }
  const value = valueAt(document.value, path);
  const got = (options.conceals?.(path) ?? false) ? showKind(value) : show(value);
  return document.issue(path, describe(issue, target, value, got));
}

function describe(issue: z.core.$ZodIssue, target: z.core.$ZodType | undefined, value: unknown, got: string): string {
  switch (issue.code) {
    case "invalid_type":
      return problems.wrongType(got, issue.expected, value);
    case "invalid_value":
      return problems.notOneOf(got, issue.values.map(String), value);
    case "invalid_format":
      return problems.malformed(got, issue.message, value);
    case "too_small":
    case "too_big":
      return outOfRange(target, value, got);
    default:
      // Refinements bring their own sentence.
      return problems.refused(got, issue.message);
  }
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

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, segment) => (typeof value === "object" && value !== null ? Reflect.get(value, segment) : undefined),
    root,
  );
}
