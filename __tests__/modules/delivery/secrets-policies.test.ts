import { describe, expect, it } from "vitest";
import { policyCharacters, policySize } from "../../../modules/delivery/policy-limits";
import { secretsPolicies } from "../../../modules/delivery/secrets-policies";
import { foreign, statementsOf } from "../../support/delivery";
import { testEnvironment } from "../../support/fixtures";
import { permits } from "../../support/iam";

const environment = testEnvironment();
const known = foreign(environment);
const policiesOf = (...services: string[]) => secretsPolicies(environment, { ...known, services });
const statements = statementsOf(policiesOf("billing", "metering"));
const through = (service: string) => ({ "kms:ViaService": `${service}.us-east-1.amazonaws.com` });
const may = (action: string, resource: string, context: Readonly<Record<string, string>> = {}) =>
  permits(statements, { action, resource, context });
const secret = (name: string) => `arn:aws:secretsmanager:us-east-1:123456789012:secret:smart360/test/${name}`;
const here = (service: string, rest: string) => `arn:aws:${service}:us-east-1:123456789012:${rest}`;
const inCluster = (name: string) => ({ "ecs:cluster": here("ecs", `cluster/${name}`) });

describe("who gives secrets their values", () => {
  it("writes those of the services, of no other, and nothing of the platform's own", () => {
    expect(may("secretsmanager:PutSecretValue", secret("billing/redis-url-AbCdEf"))).toBe(true);
    expect(may("secretsmanager:PutSecretValue", secret("payments/redis-url-AbCdEf"))).toBe(false);
    expect(may("secretsmanager:PutSecretValue", secret("cache/token-AbCdEf"))).toBe(false);
    expect(may("secretsmanager:PutSecretValue", here("secretsmanager", "secret:rds!db-1-AbCdEf"))).toBe(false);
  });

  it("reads the URLs of a database and of Redis and its token, and no value that somebody gave", () => {
    expect(may("secretsmanager:GetSecretValue", secret("billing/database-url-AbCdEf"))).toBe(true);
    expect(may("secretsmanager:GetSecretValue", secret("billing/redis-url-AbCdEf"))).toBe(true);
    expect(may("secretsmanager:GetSecretValue", known.cacheTokenSecretArn)).toBe(true);
    expect(may("secretsmanager:GetSecretValue", secret("billing/django-secret-key-AbCdEf"))).toBe(false);
    expect(may("secretsmanager:GetSecretValue", secret("billing/database-url-of-another-AbCdEf"))).toBe(false);
    expect(may("secretsmanager:GetSecretValue", here("secretsmanager", "secret:rds!db-1-AbCdEf"))).toBe(false);
  });

  it("uses each key for what it encrypts only", () => {
    expect(may("kms:GenerateDataKey", known.registryKeyArn, through("secretsmanager"))).toBe(true);
    expect(may("kms:GenerateDataKey", known.registryKeyArn, through("ecr"))).toBe(false);
    expect(may("kms:Decrypt", known.dataKeyArn, through("secretsmanager"))).toBe(true);
    expect(may("kms:GenerateDataKey", known.dataKeyArn, through("secretsmanager"))).toBe(false);
    expect(may("kms:Decrypt", known.dataKeyArn)).toBe(false);
    expect(may("kms:Decrypt", known.stateKeyArn, through("s3"))).toBe(true);
    expect(may("kms:GenerateDataKey", known.stateKeyArn, through("s3"))).toBe(false);
  });

  it("reads the state of data, in its own account, and no other", () => {
    const bucket = "arn:aws:s3:::smart360-test-tfstate-123456789012";
    const own = { "aws:ResourceAccount": "123456789012" };
    expect(may("s3:GetObject", `${bucket}/test/data.tfstate`, own)).toBe(true);
    expect(may("s3:ListBucket", bucket, own)).toBe(true);
    expect(may("s3:GetObject", `${bucket}/test/edge.tfstate`, own)).toBe(false);
    expect(may("s3:GetObject", `${bucket}/test/data.tfstate`, { "aws:ResourceAccount": "210987654321" })).toBe(false);
  });

  it("runs the task that makes databases, on the environment's cluster, and no other", () => {
    const family = here("ecs", "task-definition/smart360-test-secrets-init:3");
    expect(may("ecs:RunTask", family, inCluster("smart360-test"))).toBe(true);
    expect(may("ecs:RunTask", family, inCluster("smart360-production"))).toBe(false);
    expect(may("ecs:ListTasks", "*", inCluster("smart360-test"))).toBe(true);
    expect(may("ecs:ListTasks", "*", inCluster("smart360-production"))).toBe(false);
    const service = here("ecs", "task-definition/smart360-test-billing:3");
    expect(may("ecs:RunTask", service, inCluster("smart360-test"))).toBe(false);
    const task = here("ecs", "task/smart360-test/0a1b");
    expect(may("ecs:StopTask", task, inCluster("smart360-test"))).toBe(true);
    expect(may("ecs:TagResource", task, { "ecs:CreateAction": "RunTask" })).toBe(true);
    expect(may("ecs:TagResource", task)).toBe(false);
  });

  it("gives that task its role and no other", () => {
    const role = (name: string) => `arn:aws:iam::123456789012:role/smart360-test-${name}`;
    const toTasks = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
    expect(may("iam:PassRole", role("secrets-init-execution"), toTasks)).toBe(true);
    expect(may("iam:PassRole", role("secrets-init-execution"), { "iam:PassedToService": "ec2.amazonaws.com" })).toBe(
      false,
    );
    expect(may("iam:PassRole", role("billing-execution"), toTasks)).toBe(false);
  });

  it("names each service as long as IAM's limits let it, then their pattern", () => {
    const many = (count: number) =>
      policiesOf(...Array.from({ length: count }, (_, index) => `service-number-${index}`));
    const written = (count: number) =>
      statementsOf(many(count))
        .filter(({ sid }) => sid === "GiveValues")
        .flatMap(({ resources = [] }) => resources);
    expect(written(25)).toHaveLength(25);
    expect(written(100)).toHaveLength(100);
    expect(written(900)).toEqual([secret("*/*")]);
    for (const count of [25, 100, 900])
      expect(Object.values(many(count)).filter((policy) => policySize(policy) > policyCharacters)).toEqual([]);
  });
});
