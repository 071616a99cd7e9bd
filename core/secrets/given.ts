/** Values that somebody tells: the file of `--from-file`, read against the services. */
import { valueProblems } from "../errors/secrets";
import type { SecretEntry } from "./entries";

/** Name in Secrets Manager -> value. */
export type GivenValues = ReadonlyMap<string, string>;

export interface GivenFile {
  readonly values: GivenValues;
  /** Services of the environment that it has values for and that were not asked for. */
  readonly leftAlone: readonly string[];
  /** Everything wrong with it; none quotes a value. */
  readonly problems: readonly string[];
}

/** Names of the environment's services. */
export interface ServiceNames {
  readonly asked: readonly string[];
  /** Those that were not asked for. */
  readonly others: readonly string[];
}

/**
 * @param document service -> entry -> value, as parsed from JSON
 * @param entries of the services that are asked for
 */
export function readGiven(document: unknown, entries: readonly SecretEntry[], services: ServiceNames): GivenFile {
  if (!isObject(document)) return { values: new Map(), leftAlone: [], problems: [valueProblems.notObject("the file")] };
  const { asked, others } = services;
  const values = new Map<string, string>();
  const leftAlone = Object.keys(document).filter((service) => others.includes(service));
  const problems = Object.entries(document).flatMap(([service, given]) => {
    if (others.includes(service)) return [];
    if (!asked.includes(service)) return [valueProblems.unknownService(service, [...asked, ...others])];
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
  return { values, leftAlone, problems };
}

const takingValues = (entries: readonly SecretEntry[]) =>
  entries.filter(({ origin }) => origin === "given").map(({ entry }) => entry);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
