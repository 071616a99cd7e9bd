import { describe, expect, it } from "vitest";
import { policiesOnRole, policyCharacters, policySize } from "../../../modules/delivery/policy-limits";
import { releasePolicies } from "../../../modules/delivery/release-policies";
import { foreign, statementsOf } from "../../support/delivery";
import { testEnvironment } from "../../support/fixtures";
import { allows, permits } from "../../support/iam";

const environment = testEnvironment();
const known = foreign(environment);
const release = (...services: string[]) => releasePolicies(environment, { ...known, services });
const statements = statementsOf(release("billing", "metering"));
const of = (sid: string) => statements.find((statement) => statement.sid === sid);

/** ARNs of a service `name` in an environment. */
const arns = (name: string, where: string) => ({
  "ecr:PutImage": `arn:aws:ecr:us-east-1:123456789012:repository/smart360/${where}/${name}`,
  "ssm:PutParameter": `arn:aws:ssm:us-east-1:123456789012:parameter/smart360/${where}/${name}/image`,
  "ecs:RegisterTaskDefinition": `arn:aws:ecs:us-east-1:123456789012:task-definition/smart360-${where}-${name}:7`,
  "ecs:RunTask": `arn:aws:ecs:us-east-1:123456789012:task-definition/smart360-${where}-${name}:7`,
  "ecs:UpdateService": `arn:aws:ecs:us-east-1:123456789012:service/smart360-${where}/smart360-${where}-${name}`,
  "iam:PassRole": `arn:aws:iam::123456789012:role/smart360-${where}-${name}-task`,
  "logs:GetLogEvents": `arn:aws:logs:us-east-1:123456789012:log-group:/smart360/${where}/${name}:log-stream:task/${name}/1`,
});

describe("what a release may do", () => {
  it("is exactly this", () => {
    expect([...new Set(statements.flatMap(({ actions }) => actions))].sort()).toEqual([
      "cloudfront:CreateInvalidation",
      "cloudfront:GetInvalidation",
      "dynamodb:DeleteItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:DescribeImageScanFindings",
      "ecr:DescribeImages",
      "ecr:DescribeRepositories",
      "ecr:GetAuthorizationToken",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
      "ecs:DeregisterTaskDefinition",
      "ecs:DescribeServices",
      "ecs:DescribeTaskDefinition",
      "ecs:DescribeTasks",
      "ecs:ListTaskDefinitions",
      "ecs:ListTasks",
      "ecs:RegisterTaskDefinition",
      "ecs:RunTask",
      "ecs:StopTask",
      "ecs:TagResource",
      "ecs:UpdateService",
      "elasticloadbalancing:DescribeTargetHealth",
      "iam:PassRole",
      "kms:Decrypt",
      "kms:GenerateDataKey",
      "logs:GetLogEvents",
      "s3:DeleteObject",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:PutObject",
      "ssm:GetParameter",
      "ssm:PutParameter",
      "sts:GetCallerIdentity",
    ]);
  });

  it.each(Object.entries(arns("billing", "test")))("lets it call %s for its services", (action, arn) => {
    expect(allows(statements, action, arn)).toBe(true);
  });

  it.each(Object.entries(arns("billing", "production")))("keeps it from %s in another environment", (action, arn) => {
    expect(allows(statements, action, arn)).toBe(false);
  });

  it.each(Object.entries(arns("payments", "test")))(
    "keeps it from %s for a service it does not name",
    (action, arn) => {
      expect(allows(statements, action, arn)).toBe(false);
    },
  );

  it("reads no secret, and no state", () => {
    expect(statements.filter(({ actions }) => actions.some((action) => action.startsWith("secretsmanager:")))).toEqual(
      [],
    );
    expect(
      allows(statements, "s3:GetObject", "arn:aws:s3:::smart360-test-tfstate-123456789012/test/data.tfstate"),
    ).toBe(false);
    expect(of("UseStateKey")).toEqual({
      sid: "UseStateKey",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [known.stateKeyArn],
      conditions: {
        StringEquals: { "kms:ViaService": ["s3.us-east-1.amazonaws.com", "dynamodb.us-east-1.amazonaws.com"] },
      },
    });
  });

  it("can tell that a stack is not applied, of which S3 tells nobody who may not list", () => {
    expect(of("SeeWhichStates")).toEqual({
      sid: "SeeWhichStates",
      actions: ["s3:ListBucket"],
      resources: ["arn:aws:s3:::smart360-test-tfstate-123456789012"],
      conditions: { StringEquals: { "aws:ResourceAccount": "123456789012" } },
    });
    expect(of("ReadOutputs")?.resources).toEqual(["arn:aws:s3:::smart360-test-tfstate-123456789012/test/edge.tfstate"]);
  });

  it("locks the states of its services and no other", () => {
    expect(of("LockStates")?.conditions).toEqual({
      "ForAllValues:StringLike": {
        "dynamodb:LeadingKeys": [
          "smart360-test-tfstate-123456789012/test/service-billing.tfstate",
          "smart360-test-tfstate-123456789012/test/service-metering.tfstate",
        ],
      },
    });
  });

  it("takes the lock files of its services' states, and no state itself", () => {
    expect(of("LockStatesByFile")?.resources).toEqual([
      "arn:aws:s3:::smart360-test-tfstate-123456789012/test/service-billing.tfstate.tflock",
      "arn:aws:s3:::smart360-test-tfstate-123456789012/test/service-metering.tfstate.tflock",
    ]);
  });

  it("gives a service's roles to tasks only", () => {
    expect(of("PassRolesToTasks")).toEqual({
      sid: "PassRolesToTasks",
      actions: ["iam:PassRole"],
      resources: ["billing-execution", "billing-task", "metering-execution", "metering-task"].map(
        (name) => `arn:aws:iam::123456789012:role/smart360-test-${name}`,
      ),
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    });
  });

  it("lists tasks in the cluster only, and tags only what it makes", () => {
    expect(of("ListTasks")?.conditions).toEqual({
      ArnEquals: { "ecs:cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/smart360-test" },
    });
    expect(of("TagWhatItMakes")?.conditions).toEqual({
      StringEquals: { "ecs:CreateAction": ["RegisterTaskDefinition", "RunTask"] },
    });
  });

  it("publishes to the frontend's bucket and distribution, in this account", () => {
    const inAccount = { StringEquals: { "aws:ResourceAccount": "123456789012" } };
    expect(of("ListFrontend")).toMatchObject({ resources: [known.frontendBucketArn], conditions: inAccount });
    expect(of("PublishFrontend")).toMatchObject({ resources: [`${known.frontendBucketArn}/*`], conditions: inAccount });
    expect(of("InvalidateFrontend")).toMatchObject({ resources: [known.distributionArn] });
  });

  const many = (count: number) => release(...Array.from({ length: count }, (_, index) => `service-number-${index}`));

  it("names each service as long as IAM's limits let it, then their pattern", () => {
    const images = (count: number) =>
      statementsOf(many(count))
        .filter(({ sid }) => sid === "PushAndCheckImages")
        .flatMap(({ resources = [] }) => resources);
    expect(images(25)).toHaveLength(25);
    expect(new Set(images(40)).size).toBe(40);
    expect(images(40)).toHaveLength(40);
    expect(images(900)).toEqual(["arn:aws:ecr:us-east-1:123456789012:repository/smart360/test/*"]);
  });

  it.each([0, 1, 25, 40, 60, 900])("stays within IAM's limits with %d services", (count) => {
    const policies = Object.values(many(count));
    expect(policies.length).toBeLessThanOrEqual(policiesOnRole);
    expect(policies.filter((policy) => policySize(policy) > policyCharacters)).toEqual([]);
  });

  it.each([1, 40, 900])("keeps from the task that makes the databases with %d services", (count) => {
    const release = statementsOf(many(count));
    const toTasks = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
    const reached = (name: string) =>
      Object.entries({
        "ecs:RegisterTaskDefinition": `arn:aws:ecs:us-east-1:123456789012:task-definition/smart360-test-${name}:7`,
        "ecs:RunTask": `arn:aws:ecs:us-east-1:123456789012:task-definition/smart360-test-${name}:7`,
        "iam:PassRole": `arn:aws:iam::123456789012:role/smart360-test-${name}-execution`,
        "logs:GetLogEvents": `arn:aws:logs:us-east-1:123456789012:log-group:/smart360/test/${name}:log-stream:task/1`,
      })
        .filter(([action, resource]) => permits(release, { action, resource, context: toTasks }))
        .map(([action]) => action);
    expect(reached("secrets-init")).toEqual([]);
    for (const name of ["service-number-0", `service-number-${count - 1}`])
      expect(reached(name)).toEqual(["ecs:RegisterTaskDefinition", "ecs:RunTask", "iam:PassRole", "logs:GetLogEvents"]);
  });
});
