/** What became of the entries between two versions of `services.json`. */
import { throwIssues } from "../document/issues";
import type { JsonDocument, Path } from "../document/json-document";
import { parseJson } from "../document/parse";
import { at, isObject, keysOf } from "../document/plain";
import { type Issue, vanishedProblems as problems } from "../errors";
import { manifestFile } from "./edit";

/** An entry of `services`, as plain data: an older version may follow an older schema. */
interface Entry {
  readonly name: string;
  readonly path: Path;
  readonly value: unknown;
}

/** Fields that say nothing about which service it is. */
const incidental = new Set(["name", "retired", "environments"]);
/** Part of all fields that must agree for two entries to be the same service. */
const mostFields = 0.6;

/** How far a service is on its way out. */
export type Step = "in use" | "retired" | "purged";

/**
 * Entries of `before` of which `after` gives up too much at once: those that are gone though what they stand for is not
 * given up, those with another name, those that are purged without having been retired. None tells Terraform what to do
 * with what is there. Each issue stands at the entry with the other name, or where the entry was.
 *
 * An older version that is no JSON tells nothing: no issue then.
 *
 * @param environments names of all environments: a service may be retired in one of them
 * @throws {ManifestError} when `after` is no JSON
 */
export function vanished(before: string, after: string, environments: readonly string[]): readonly Issue[] {
  const { document: old } = parseJson(before, manifestFile);
  const { document: now, issues } = parseJson(after, manifestFile);
  if (now === undefined) return throwIssues(issues);
  if (old === undefined) return [];
  const [entries, left] = [entriesOf(old), entriesOf(now)];
  const isNew = left.filter(({ name }) => entries.every((entry) => entry.name !== name));
  const taken = new Set<Entry>();
  return entries.flatMap((entry, index) => {
    const steps = stepsOf(entry, environments);
    const same = left.find(({ name }) => name === entry.name);
    if (same !== undefined) return purgedTooEarly(now, steps, same, environments);
    if (steps.every(([, step]) => step === "purged")) return [];
    const renamed = isNew.find((candidate) => !taken.has(candidate) && likeness(entry, candidate) !== undefined);
    if (renamed !== undefined) {
      taken.add(renamed);
      const message = problems.renamed(renamed.name, entry.name, likeness(entry, renamed) ?? "");
      return [now.issue([...renamed.path, "name"], message)];
    }
    const isRetired = steps.every(([, step]) => step !== "in use");
    const message = isRetired ? problems.retired(entry.name) : problems.inUse(entry.name);
    return [goneIssue(now, entries.slice(0, index), left, message)];
  });
}

/** How far a service is in each environment; undefined when the text has no such entry. */
export function stepsIn(
  text: string,
  name: string,
  environments: readonly string[],
): readonly (readonly [environment: string, step: Step])[] | undefined {
  const { document } = parseJson(text, manifestFile);
  const entry = document && entriesOf(document).find((each) => each.name === name);
  return entry && stepsOf(entry, environments);
}

function stepsOf({ value }: Entry, environments: readonly string[]): readonly (readonly [string, Step])[] {
  const own = at(value, ["retired"]);
  return environments.map((environment) => {
    const retired = at(value, ["environments", environment, "retired"]) ?? own;
    return [environment, retired === "purge" ? "purged" : retired === true ? "retired" : "in use"];
  });
}

function purgedTooEarly(
  now: JsonDocument,
  before: readonly (readonly [string, Step])[],
  entry: Entry,
  environments: readonly string[],
): Issue[] {
  const purged = new Set(stepsOf(entry, environments).flatMap(([name, step]) => (step === "purged" ? [name] : [])));
  const early = before.filter(([name, step]) => step === "in use" && purged.has(name)).map(([name]) => name);
  if (early.length === 0) return [];
  const own = early.map((name) => [...entry.path, "environments", name, "retired"]).find((path) => now.has(path));
  return [now.issue(own ?? [...entry.path, "retired"], problems.purgedInUse(entry.name, early))];
}

/** Where the entry was: at the last one before it that is still there. */
function goneIssue(now: JsonDocument, earlier: readonly Entry[], left: readonly Entry[], message: string): Issue {
  const neighbour = earlier.findLast(({ name }) => left.some((entry) => entry.name === name));
  const place = left.find(({ name }) => name === neighbour?.name)?.path ?? ["services"];
  return { ...now.issue(place, message), where: "services" };
}

function entriesOf(document: JsonDocument): readonly Entry[] {
  const services = at(document.value, ["services"]);
  return (Array.isArray(services) ? services : []).flatMap((value: unknown, index): Entry[] => {
    const name = at(value, ["name"]);
    return typeof name === "string" ? [{ name, path: ["services", index], value }] : [];
  });
}

/** What two entries have in common, in words, if that is so much that they are one service. */
function likeness(a: Entry, b: Entry): string | undefined {
  const paths = pathsOf(a).filter((path) => pathsOf(b).includes(path));
  if (paths.length > 0) return problems.samePaths(paths);
  const fields = [...new Set([...keysOf(a.value), ...keysOf(b.value)])].filter((key) => !incidental.has(key));
  const same = fields.filter((key) => isEqual(at(a.value, [key]), at(b.value, [key])));
  return same.length >= fields.length * mostFields ? problems.sameFields(same) : undefined;
}

function pathsOf({ value }: Entry): readonly string[] {
  const paths = at(value, ["paths"]);
  return Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : [];
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => isEqual(each, b[i]));
  if (!isObject(a) || !isObject(b)) return a === b;
  return keysOf(a).length === keysOf(b).length && keysOf(a).every((key) => isEqual(a[key], b[key]));
}
