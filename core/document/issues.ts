import { type Issue, ManifestError } from "../errors";

/** Throws the issues in the order of the file, each once. */
export function throwIssues(issues: readonly Issue[]): never {
  const once = new Map(issues.map((issue) => [JSON.stringify(issue), issue]));
  const [first, ...rest] = [...once.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  if (first === undefined) throw new RangeError("throwIssues needs at least one issue");
  throw new ManifestError([first, ...rest]);
}
