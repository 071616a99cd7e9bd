import { deliverySchema } from "../../core/environment/delivery";
import type { Environment } from "../../core/environment/schema";
import type { PolicyStatement } from "../../modules/common/policy";
import type { Policies } from "../../modules/delivery/policy-limits";
import { releasePolicies } from "../../modules/delivery/release-policies";
import { secretsPolicies } from "../../modules/delivery/secrets-policies";
import { applyPolicies, planPolicies } from "../../modules/delivery/terraform-policies";
import { testEnvironment } from "./fixtures";

export const oidcTrust = {
  oidcIssuer: "https://jenkins.example.com/oidc",
  audience: "sts.amazonaws.com",
  releaseSubjects: ["https://jenkins.example.com/job/release-*/"],
  infrastructureSubjects: ["https://jenkins.example.com/job/infrastructure/"],
};

/** The test environment with Jenkins known by its tokens instead of by its role. */
export const oidcEnvironment = (): Environment => ({
  ...testEnvironment(),
  delivery: deliverySchema.parse({ trust: oidcTrust }),
});

/** What AWS gives names to, as the delivery stack reads it from other stacks. */
export function foreign({ accountId }: Environment) {
  return {
    stateKeyArn: `arn:aws:kms:us-east-1:${accountId}:key/00000000-0000-0000-0000-0000000state`,
    registryKeyArn: `arn:aws:kms:us-east-1:${accountId}:key/00000000-0000-0000-0000-0000registry`,
    dataKeyArn: `arn:aws:kms:us-east-1:${accountId}:key/00000000-0000-0000-0000-00000000data`,
    cacheTokenSecretArn: `arn:aws:secretsmanager:us-east-1:${accountId}:secret:cache/token-AbCdEf`,
    frontendBucketArn: `arn:aws:s3:::frontend-${accountId}`,
    distributionArn: `arn:aws:cloudfront::${accountId}:distribution/EXAMPLE`,
  };
}

/** The policies of each role. */
export function rolePolicies(environment: Environment, services: readonly string[]): Record<string, Policies> {
  const known = foreign(environment);
  const plan = planPolicies(environment, known);
  return {
    release: releasePolicies(environment, { ...known, services }),
    plan,
    apply: { ...plan, ...applyPolicies(environment, known) },
    secrets: secretsPolicies(environment, { ...known, services }),
  };
}

export const statementsOf = (policies: Policies): PolicyStatement[] => Object.values(policies).flat();
