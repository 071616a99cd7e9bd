import { describe, expect, it } from "vitest";
import { setupSql } from "../../../core/secrets/database-setup";
import { EncryptionKey } from "../../../modules/common/encryption-key";
import { Database } from "../../../modules/data/database";
import { DatabaseSetup, type DatabaseSetupProps } from "../../../modules/data/database-setup";
import { testEnvironment } from "../../support/fixtures";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";
import type { Construct } from "constructs";

const key = (scope: Construct, id: string) =>
  new EncryptionKey(scope, id, { name: id, description: id, accountId: "123456789012", protectData: true });

const database = (scope: Construct, id: string) =>
  new Database(scope, id, {
    name: id,
    vpcId: "vpc-1",
    subnetIds: ["subnet-1", "subnet-2"],
    settings: testEnvironment().database,
    key: key(scope, `${id}-key`),
    logRetentionDays: 365,
    protectData: true,
  });

const synthesize = (change: ChangeProps<DatabaseSetupProps> = () => ({})) =>
  Template.of((stack) => {
    new DatabaseSetup(stack, "Setup", {
      name: "test-secrets-init",
      database: database(stack, "database"),
      image: "registry.example.com/postgres:15.14",
      key: key(stack, "Key"),
      logGroupName: "/test/secrets-init",
      logRetentionDays: 365,
      region: "us-east-1",
      accountId: "123456789012",
      ...change(stack),
    });
  });

const task = "aws_ecs_task_definition";
const role = (template: Template) =>
  template.all("aws_iam_role_policy").find(({ policy }) => JSON.stringify(policy).includes("ReadMasterPassword"));

interface Container {
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[];
}

describe("DatabaseSetup", () => {
  const template = synthesize();
  const [container] = template.only(task).container_definitions as [Container];

  it("creates a task that nothing starts by itself, and what it needs to start", () => {
    expect(template.count(task)).toBe(1);
    expect(template.count("aws_ecs_service")).toBe(0);
    expect(template.has("aws_cloudwatch_log_group", { name: "/test/secrets-init" })).toBe(true);
    expect(template.has("aws_iam_role", { name: "test-secrets-init-execution" })).toBe(true);
  });

  describe("defaults", () => {
    it("are psql in a container without rights and without anything to write to", () => {
      expect(container).toMatchObject({
        name: "psql",
        image: "registry.example.com/postgres:15.14",
        user: "10001:10001",
        readonlyRootFilesystem: true,
        privileged: false,
        linuxParameters: { capabilities: { drop: ["ALL"] } },
        entryPoint: ["/bin/sh", "-c"],
        command: [`printf '%s' "$SETUP_SQL" | psql --no-psqlrc --quiet --no-password --file=-`],
        memory: 128,
      });
      expect(template.only(task).task_role_arn).toBeUndefined();
    });

    it("are the SQL as it stands in core, whatever Terraform reads into texts", () => {
      expect(container.environment).toContainEqual({ name: "SETUP_SQL", value: setupSql });
      expect(setupSql).not.toMatch(/[$%]\{/);
    });

    it("are a connection that nobody can stand in the middle of", () => {
      expect(container.environment).toContainEqual({ name: "PGSSLMODE", value: "require" });
      expect(container.environment).toContainEqual({ name: "PGCHANNELBINDING", value: "require" });
    });
  });

  describe("wiring", () => {
    it("gives the master's name and password to the task by ECS, never as plain variables", () => {
      expect(container.secrets.map(({ name }) => name)).toEqual(["PGPASSWORD", "PGUSER"]);
      for (const { valueFrom } of container.secrets) expect(valueFrom).toContain("master_user_secret");
      expect(container.environment.map(({ name }) => name)).not.toContain("PGPASSWORD");
    });

    it("lets it start with that secret and no other", () => {
      const policy = JSON.stringify(role(template)?.policy);
      expect(policy.match(/secretsmanager:\w+/g)).toEqual(["secretsmanager:GetSecretValue"]);
      expect(policy).toContain("master_user_secret");
    });
  });

  it("may pull its image where that is in ECR", () => {
    const image = "210987654321.dkr.ecr.eu-west-1.amazonaws.com/mirror/postgres@sha256:" + "0".repeat(64);
    const { Statement: statements } = role(synthesize(() => ({ image })))?.["policy"] as {
      Statement: { Sid: string }[];
    };
    expect(statements.slice(0, 2)).toEqual([
      { Sid: "LogInToRegistry", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
      {
        Sid: "PullImage",
        Effect: "Allow",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Resource: ["arn:aws:ecr:eu-west-1:210987654321:repository/mirror/postgres"],
      },
    ]);
    expect(JSON.stringify(role(template))).not.toContain("ecr:");
  });

  const gives = (given: object) => ({ container_definitions: [given] });
  describeOptions<DatabaseSetupProps>(synthesize, {
    name: { to: () => "other", type: task, gives: { family: "other" } },
    database: {
      to: (scope) => database(scope, "other"),
      type: task,
      gives: {
        container_definitions: [
          {
            environment: expect.arrayContaining([
              { name: "PGHOST", value: "${aws_db_instance.other_7F016EE3.address}" },
            ]),
          },
        ],
      },
    },
    image: {
      to: () => "registry.example.com/other:15",
      type: task,
      gives: gives({ image: "registry.example.com/other:15" }),
    },
    key: { to: (scope) => key(scope, "Other"), type: "aws_kms_key", gives: { description: "Other" } },
    logGroupName: { to: () => "/other", type: "aws_cloudwatch_log_group", gives: { name: "/other" } },
    logRetentionDays: {
      to: () => 30,
      type: "aws_cloudwatch_log_group",
      gives: { name: "/test/secrets-init", retention_in_days: 30 },
    },
    region: {
      to: () => "eu-west-1",
      type: task,
      gives: gives({ logConfiguration: { options: { "awslogs-region": "eu-west-1" } } }),
    },
    accountId: {
      to: () => "210987654321",
      type: "aws_iam_role",
      gives: {
        assume_role_policy: {
          Statement: [{ Condition: { StringEquals: { "aws:SourceAccount": "210987654321" } } }],
        },
      },
    },
  });
});
