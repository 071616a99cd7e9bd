import { type Issue, ManifestError } from "../errors";

/** Throws the issues in the order of the file, each once. */
export function throwIssues(issues: readonly Issue[]): never {
  const sorted = sortedIssues(issues);
  if (sorted === undefined) throw new RangeError("throwIssues needs at least one issue");
  throw new ManifestError(sorted);
}

/** The issues in the order of the file, each once; undefined when there is none. */
export function sortedIssues(issues: readonly Issue[]): readonly [Issue, ...Issue[]] | undefined {
  const once = new Map(issues.map((issue) => [JSON.stringify(issue), issue]));
  const [first, ...rest] = [...once.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  return first === undefined ? undefined : [first, ...rest];
}
