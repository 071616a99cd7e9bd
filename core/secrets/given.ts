/** Values that somebody tells: the file of `--from-file`, read against the services. */
import { valueProblems } from "../errors/secrets";
import type { SecretEntry } from "./entries";

/** Name in Secrets Manager -> value. */
export type GivenValues = ReadonlyMap<string, string>;

export interface GivenFile {
  readonly values: GivenValues;
  /** Everything wrong with it; none quotes a value. */
  readonly problems: readonly string[];
}

/** @param document service -> entry -> value, as parsed from JSON */
export function readGiven(document: unknown, entries: readonly SecretEntry[]): GivenFile {
  if (!isObject(document)) return { values: new Map(), problems: [valueProblems.notObject("the file")] };
  const values = new Map<string, string>();
  const services = [...new Set(entries.map(({ service }) => service))];
  const problems = Object.entries(document).flatMap(([service, given]) => {
    if (!services.includes(service)) return [valueProblems.unknownService(service, services)];
    if (!isObject(given)) return [valueProblems.notObject(service)];
    const own = entries.filter((entry) => entry.service === service);
    return Object.entries(given).flatMap(([name, value]) => {
      const found = own.find(({ entry }) => entry === name);
      if (found === undefined) return [valueProblems.unknownEntry(service, name, takingValues(own))];
      if (found.origin !== "given") return [valueProblems.composed(service, name)];
      if (typeof value !== "string" || value === "") return [valueProblems.notText(service, name)];
      values.set(found.name, value);
      return [];
    });
  });
  return { values, problems };
}

const takingValues = (entries: readonly SecretEntry[]) =>
  entries.filter(({ origin }) => origin === "given").map(({ entry }) => entry);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
