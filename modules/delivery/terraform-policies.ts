/** What Terraform may do as Jenkins' `plan` and `apply`: the tables of `access/`, grouped into managed policies. */
import type { Environment } from "../../core/environment/schema";
import { amiParameter } from "../../core/patch/instance-group";
import type { PolicyStatement } from "../common/policy";
import { applicationAutoScaling, autoScaling } from "./access/auto-scaling";
import { cloudfront } from "./access/cloudfront";
import { cloudwatch } from "./access/cloudwatch";
import { acm, route53 } from "./access/domain";
import { dynamodb } from "./access/dynamodb";
import { ec2 } from "./access/ec2";
import { ecr } from "./access/ecr";
import { ecs } from "./access/ecs";
import { elasticLoadBalancing } from "./access/elastic-load-balancing";
import { elasticache } from "./access/elasticache";
import { iam } from "./access/iam";
import { kms } from "./access/kms";
import { logs } from "./access/logs";
import { rds } from "./access/rds";
import { s3 } from "./access/s3";
import { secretsManager } from "./access/secrets-manager";
import type { ServiceAccess } from "./access/service-access";
import { sns } from "./access/sns";
import { readStatements, writeStatements } from "./access/statements";
import { systemsManager } from "./access/systems-manager";
import { wafv2 } from "./access/wafv2";
import type { Policies } from "./policy-limits";
import { keepPeoplesStates, stateReads, stateWrites } from "./state-access";

/** Tables by the part of the platform that they are about. */
export const tables = {
  network: [ec2],
  platform: [elasticLoadBalancing, autoScaling, applicationAutoScaling, ecs, ecr],
  data: [rds, elasticache, s3, dynamodb, kms],
  edge: [cloudfront, wafv2, route53, acm],
  watch: [logs, cloudwatch, sns],
  access: [iam, secretsManager, systemsManager],
} as const satisfies Record<string, readonly ServiceAccess[]>;

export interface TerraformAccess {
  readonly stateKeyArn: string;
  readonly cacheTokenSecretArn: string;
  /** Key of that secret. */
  readonly dataKeyArn: string;
}

/** What compares the stacks with their states. */
export function planPolicies(environment: Environment, access: TerraformAccess): Policies {
  const reads = (services: readonly ServiceAccess[]) => services.flatMap((table) => readStatements(environment, table));
  return {
    "reads-platform": [...reads(tables.network), ...reads(tables.platform), ...reads(tables.access)],
    "reads-data": [
      ...reads(tables.data),
      ...cacheToken(environment, access),
      ...stateReads(environment, access.stateKeyArn),
    ],
    "reads-edge": [...reads(tables.edge), ...reads(tables.watch), ...lookForPatches(environment)],
  };
}

/** What `smart360 patch --check` asks beside: which image the instances run, and which one AWS recommends. */
function lookForPatches({ region }: Environment): PolicyStatement[] {
  return [
    { sid: "SeeImagesOfInstances", actions: ["ec2:DescribeInstances"], resources: ["*"] },
    {
      sid: "SeeRecommendedImage",
      actions: ["ssm:GetParameters"],
      resources: [`arn:aws:ssm:${region}::parameter${amiParameter}`],
    },
  ];
}

/** What changes the stacks that people do not apply, beside what compares them. */
export function applyPolicies(
  environment: Environment,
  { stateKeyArn }: Pick<TerraformAccess, "stateKeyArn">,
): Policies {
  const writes = (services: readonly ServiceAccess[]) =>
    services.flatMap((table) => writeStatements(environment, table));
  return {
    "changes-network": writes(tables.network),
    "changes-platform": writes(tables.platform),
    "changes-data": writes(tables.data),
    "changes-edge": writes(tables.edge),
    "changes-watch": writes(tables.watch),
    "changes-access": writes(tables.access),
    "changes-states": [...stateWrites(environment), ...keepPeoplesStates(environment, stateKeyArn)],
  };
}

/**
 * The one secret whose value Terraform reads: the provider compares a secret version by its value, and the token of
 * Redis is the only version that the stacks hold. The state, which Jenkins reads as well, holds it too.
 */
function cacheToken({ region }: Environment, access: TerraformAccess): PolicyStatement[] {
  return [
    {
      sid: "CompareCacheToken",
      actions: ["secretsmanager:GetSecretValue"],
      resources: [access.cacheTokenSecretArn],
    },
    {
      sid: "DecryptCacheToken",
      actions: ["kms:Decrypt"],
      resources: [access.dataKeyArn],
      conditions: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
    },
  ];
}
