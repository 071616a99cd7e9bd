import { policyJson, type PolicyStatement } from "../common/policy";

/**
 * What IAM allows: characters of a managed policy, white space not counted, and managed policies on a role.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const policyCharacters = 6_144;
export const policiesOnRole = 10;

/** Name -> statements. Each becomes one managed policy. */
export type Policies = Readonly<Record<string, readonly PolicyStatement[]>>;

/** Characters of a policy as IAM counts them. */
export const policySize = (statements: readonly PolicyStatement[]) => JSON.stringify(policyJson(statements)).length;
