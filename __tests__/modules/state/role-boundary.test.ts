import { describe, expect, it } from "vitest";
import { roleBoundaryArn } from "../../../modules/common/role-boundary";
import type { PolicyStatement } from "../../../modules/common/policy";
import { boundary } from "../../../modules/state/role-boundary";
import { overlap, permits } from "../../support/iam";
import { Platform, production } from "../../support/platform";
import type { Attributes } from "../../support/template";

const environment = production();
const statements = boundary(environment);
const platform = Platform.synthesize();
const stacks = platform.stacks.filter((stack) => stack !== "delivery");
const all = (type: string) => stacks.flatMap((stack) => platform.template(stack).all(type));

interface Grant {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

const grants = all("aws_iam_role_policy").flatMap(
  ({ policy }) => (policy as { Statement: readonly Grant[] }).Statement,
);

/** Kinds of what a reference can stand for: the ARN that the provider will know. */
const known: readonly (readonly [RegExp, string])[] = [
  [/aws_cloudwatch_log_group\.\w+\.arn/, "arn:aws:logs:us-east-1:111122223333:log-group:/smart360/production/some"],
  [/repository_arns/, "arn:aws:ecr:us-east-1:111122223333:repository/smart360/production/some"],
  [
    /(secret_arns|cache_token_secret_arn)/,
    "arn:aws:secretsmanager:us-east-1:111122223333:secret:smart360/production/a",
  ],
  [/master_user_secret/, "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!db-0a1b-AbCdEf"],
  [/(key_arn|aws_kms_key\.\w+\.arn)/, "arn:aws:kms:us-east-1:111122223333:key/0a1b"],
  [/files_bucket_arn/, "arn:aws:s3:::smart360-production-files-111122223333"],
  [/aws_ssm_parameter\.\w+\.arn/, "arn:aws:ssm:us-east-1:111122223333:parameter/smart360/production/some"],
];

function resolved(resource: string): string {
  return resource.replaceAll(/\$\{[^}]+\}/g, (reference) => {
    const found = known.find(([pattern]) => pattern.test(reference));
    if (found === undefined) throw new Error(`what is ${reference}?`);
    return found[1];
  });
}

describe("the boundary", () => {
  it("is on every role but those of delivery, which people apply", () => {
    const roles = all("aws_iam_role");
    expect(roles.length).toBeGreaterThan(20);
    expect(new Set(roles.map((role: Attributes) => role["permissions_boundary"]))).toEqual(
      new Set([roleBoundaryArn(environment)]),
    );
    const delivery = platform.template("delivery").all("aws_iam_role");
    expect(delivery.filter((role) => "permissions_boundary" in role)).toEqual([]);
  });

  it("lets the task that makes databases pull a copy of its image from any repository of ECR", () => {
    const setupImage = "210987654321.dkr.ecr.eu-west-1.amazonaws.com/mirror/postgres:15.14";
    const bounds = boundary({ ...environment, database: { ...environment.database, setupImage } });
    const pull = (some: readonly PolicyStatement[]) => some.find(({ sid }) => sid === "PullImages")?.resources;
    const own = "arn:aws:ecr:us-east-1:111122223333:repository/smart360/production/*";
    expect(pull(statements)).toEqual([own]);
    expect(pull(bounds)).toEqual([own, "arn:aws:ecr:eu-west-1:210987654321:repository/mirror/postgres"]);
  });

  it("leaves every role what its own policy allows", () => {
    const covers = (action: string, resource: string) =>
      statements.some(
        ({ actions, resources = [] }) =>
          actions.includes(action) && resources.some((pattern) => overlap(pattern, resource)),
      );
    const cut = grants.flatMap(({ Sid, Action, Resource }) =>
      Action.flatMap((action) =>
        Resource.map(resolved)
          .filter((resource) => !covers(action, resource))
          .map((resource) => `${Sid}: ${action} on ${resource}`),
      ),
    );
    expect(cut).toEqual([]);
  });

  it("leaves the instances the two agents", () => {
    const cluster = "arn:aws:ecs:us-east-1:111122223333:cluster/smart360-production";
    const instance = "arn:aws:ecs:us-east-1:111122223333:container-instance/smart360-production/0a1b";
    const may = (action: string, resource: string, context = {}) => permits(statements, { action, resource, context });
    expect(may("ecs:RegisterContainerInstance", cluster)).toBe(true);
    expect(may("ecs:TagResource", instance, { "ecs:CreateAction": "RegisterContainerInstance" })).toBe(true);
    expect(may("ecs:Poll", instance)).toBe(true);
    expect(may("ssmmessages:OpenDataChannel", "*")).toBe(true);
    expect(may("ssm:UpdateInstanceInformation", "arn:aws:ec2:us-east-1:111122223333:instance/i-1")).toBe(true);
  });

  it("allows nothing that no role has: what is not in a policy is an agent's", () => {
    const granted = new Set(grants.flatMap(({ Action }) => Action));
    const agents = statements.filter(({ sid }) =>
      ["FindCluster", "JoinCluster", "FollowCluster", "SeeTags", "TagItself", "HoldSessions"].includes(sid),
    );
    const known = new Set([...granted, ...agents.flatMap(({ actions }) => actions)]);
    expect(statements.flatMap(({ actions }) => actions).filter((action) => !known.has(action))).toEqual([]);
  });

  const roleArn = "arn:aws:iam::111122223333:role/smart360-production-jenkins-apply";
  const own = { "aws:ResourceTag/Environment": "production", "aws:ResourceTag/Product": "smart360" };

  it.each<[string, string, Readonly<Record<string, string>>?]>([
    ["iam:CreateRole", "arn:aws:iam::111122223333:role/smart360-production-other"],
    ["iam:PutRolePolicy", roleArn],
    ["iam:PassRole", roleArn],
    ["sts:AssumeRole", roleArn],
    ["s3:GetObject", "arn:aws:s3:::smart360-production-tfstate-111122223333/production/data.tfstate"],
    ["s3:PutObject", "arn:aws:s3:::smart360-production-frontend-111122223333/index.html"],
    [
      "secretsmanager:GetSecretValue",
      "arn:aws:secretsmanager:us-east-1:111122223333:secret:smart360/staging/billing/a",
    ],
    ["secretsmanager:PutSecretValue", "arn:aws:secretsmanager:us-east-1:111122223333:secret:smart360/production/b/a"],
    ["kms:PutKeyPolicy", "arn:aws:kms:us-east-1:111122223333:key/0a1b", own],
    ["kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/0a1b", { ...own, "aws:ResourceTag/Environment": "other" }],
    ["ecs:UpdateService", "arn:aws:ecs:us-east-1:111122223333:service/smart360-production/smart360-production-billing"],
    ["ssm:SendCommand", "arn:aws:ssm:us-east-1::document/AWS-RunShellScript"],
  ])("keeps even a role with every right from %s on %s", (action, resource, context = {}) => {
    const everything: PolicyStatement = { sid: "Everything", actions: ["*"], resources: ["*"] };
    const request = { action, resource, context };
    expect(permits([everything], request)).toBe(true);
    expect(permits([everything], request) && permits(statements, request)).toBe(false);
  });

  it("lets keys be used by their tags only", () => {
    const use = { action: "kms:Decrypt", resource: "arn:aws:kms:us-east-1:111122223333:key/0a1b" };
    expect(permits(statements, { ...use, context: own })).toBe(true);
    expect(permits(statements, use)).toBe(false);
  });

  it("names no action by a pattern", () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
  });
});
