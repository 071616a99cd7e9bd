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
 * Policies that name each service. Where there are more services than IAM's limit on a policy lets name (about thirty),
 * the pattern of the environment's names stands for all of them.
 */
export function namingEach(
  services: readonly string[],
  policiesFor: (services: readonly string[]) => Policies,
): Policies {
  const named = policiesFor(services);
  const fits = Object.values(named).every((statements) => policySize(statements) <= policyCharacters);
  return fits ? named : policiesFor(["*"]);
}

/** Characters of a policy as IAM counts them. */
export const policySize = (statements: readonly PolicyStatement[]) => JSON.stringify(policyJson(statements)).length;
