/** `smart360 secrets status`: which entries exist and have a value. */
import { table } from "../document/table";
import { placeOptions, type Where } from "../environment/where";
import type { SecretEntry } from "./entries";

/** What Secrets Manager tells of an entry without its value; undefined where it has none by that name. */
export interface SecretFacts {
  readonly hasValue: boolean;
  readonly isBeingDeleted: boolean;
  readonly changed: Date | undefined;
}

export type SecretState = "missing" | "being deleted" | "no value" | "ok";

export interface SecretRow {
  readonly service: string;
  readonly entry: string;
  readonly variables: readonly string[];
  readonly name: string;
  readonly origin: SecretEntry["origin"];
  readonly state: SecretState;
  /** When the entry last changed; null without a value. */
  readonly changed: string | null;
}

export function rowOf(entry: SecretEntry, facts: SecretFacts | undefined): SecretRow {
  const { service, variables, name, origin } = entry;
  const state = stateOf(facts);
  const changed = state === "ok" ? (facts?.changed?.toISOString() ?? null) : null;
  return { service, entry: entry.entry, variables, name, origin, state, changed };
}

function stateOf(facts: SecretFacts | undefined): SecretState {
  if (facts === undefined) return "missing";
  if (facts.isBeingDeleted) return "being deleted";
  return facts.hasValue ? "ok" : "no value";
}

const remedies = (where: Where): Readonly<Record<Exclude<SecretState, "ok">, string>> => ({
  missing: "not in Secrets Manager: apply the stack registry",
  "being deleted": "being deleted: restore it with `aws secretsmanager restore-secret`",
  "no value": `without a value: smart360 secrets init${placeOptions(where)}`,
});

export interface Remedy {
  readonly state: string;
  /** Of the secrets that are in it, in Secrets Manager. */
  readonly names: readonly string[];
  /** What is wrong with them, and what to do: to be read after their number. */
  readonly remedy: string;
}

/** What is to do about secrets that are not `ok`, for each state that there is. */
export function remediesOf(rows: readonly SecretRow[], where: Where): readonly Remedy[] {
  return Object.entries(remedies(where))
    .map(([state, remedy]) => ({
      state,
      names: rows.filter((row) => row.state === state).map(({ name }) => name),
      remedy,
    }))
    .filter(({ names }) => names.length > 0);
}

/** The table, and below it what is to do. */
export function renderSecrets(rows: readonly SecretRow[], where: Where): readonly string[] {
  if (rows.length === 0) return ["No service has a secret."];
  const cells = [
    ["service", "entry", "variable", "changed", "state"],
    ...rows.map(({ service, entry, variables, changed, state }) => [
      service,
      entry,
      variables.join(", "),
      changed?.slice(0, 10) ?? "-",
      state,
    ]),
  ];
  const todo = remediesOf(rows, where).map(({ names, remedy }) => `${names.length} ${remedy}`);
  return [...table(cells), "", ...(todo.length === 0 ? ["Every secret has a value."] : todo)];
}
