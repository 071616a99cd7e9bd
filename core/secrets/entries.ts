/** The secrets of services as `smart360 secrets` sees them: what each is called, and where its value comes from. */
import type { Service } from "../manifest/schema";
import { secretEntries } from "../manifest/secrets";
import { names, type NameSpace } from "../naming/names";

/** `database` and `cache`: composed from what the stack `data` made. `given`: somebody has to tell the value. */
export type Origin = "database" | "cache" | "given";

export interface SecretEntry {
  readonly service: string;
  /** Name in services.json: `database-url`. */
  readonly entry: string;
  /** Variables of the containers that get the value. */
  readonly variables: readonly string[];
  /** Name in Secrets Manager. */
  readonly name: string;
  readonly origin: Origin;
}

/** Every entry of a service once, whichever variables read it. */
export function entriesOf(environment: NameSpace, service: Pick<Service, "name" | "uses" | "secrets">): SecretEntry[] {
  const variablesOf = new Map<string, string[]>();
  for (const [variable, entry] of Object.entries(secretEntries(service)))
    variablesOf.set(entry, [...(variablesOf.get(entry) ?? []), variable]);
  const brought = (["database", "cache"] as const)
    .filter((use) => service.uses.includes(use))
    .flatMap((use) => Object.values(secretEntries({ uses: [use], secrets: {} })).map((entry) => [entry, use] as const));
  const origins = new Map<string, Origin>(brought);
  return [...variablesOf].map(([entry, variables]) => ({
    service: service.name,
    entry,
    variables,
    name: names.secret(environment, service.name, entry),
    origin: origins.get(entry) ?? "given",
  }));
}
