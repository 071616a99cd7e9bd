import { policyJson, type PolicyStatement } from "../common/policy";

/**
 * What IAM allows: characters of a managed policy, white space not counted, and managed policies on a role.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const policyCharacters = 6_144;
export const policiesOnRole = 10;

/** Name -> statements. Each becomes one managed policy. */
export type Policies = Readonly<Record<string, readonly PolicyStatement[]>>;

/**
 * Policies that name each service. What does not fit into one policy becomes several, each for some of the services:
 * `tasks`, `tasks-2`. Only where that makes more policies than a role may have (from forty to fifty services, by the
 * length of their names) a pattern stands for all of them.
 * @param patternFor the policies for that pattern, which matches more than the services @default - nothing is refused
 */
export function namingEach(
  services: readonly string[],
  policiesFor: (services: readonly string[]) => Policies,
  patternFor: (pattern: string) => Policies = (pattern) => policiesFor([pattern]),
): Policies {
  const named = Object.keys(policiesFor(services)).flatMap((name) =>
    split(services, (some) => policiesFor(some)[name] ?? []).map((statements, index) => ({
      name: index === 0 ? name : `${name}-${index + 1}`,
      statements,
    })),
  );
  if (!named.every(({ statements }) => fits(statements)) || named.length > policiesOnRole) return patternFor("*");
  return Object.fromEntries(named.map(({ name, statements }) => [name, statements]));
}

/** The statements for the services, in as few parts as each within the limit; at most as many as a role may have. */
function split(
  services: readonly string[],
  statementsFor: (services: readonly string[]) => readonly PolicyStatement[],
): (readonly PolicyStatement[])[] {
  for (let count = 1; ; count += 1) {
    const length = Math.max(1, Math.ceil(services.length / count));
    const parts = Array.from({ length: Math.max(1, Math.ceil(services.length / length)) }, (_, index) =>
      statementsFor(services.slice(index * length, (index + 1) * length)),
    );
    if (count === policiesOnRole || parts.every(fits)) return parts;
  }
}

/** With room for ARNs that AWS makes up: they are longer than what stands for them until Terraform knows them. */
const fits = (statements: readonly PolicyStatement[]) => policySize(statements) <= 0.95 * policyCharacters;

/** Characters of a policy as IAM counts them. */
export const policySize = (statements: readonly PolicyStatement[]) => JSON.stringify(policyJson(statements)).length;
