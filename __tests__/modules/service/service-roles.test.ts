import { describe, expect, it } from "vitest";
import { ServiceRoles, type ServiceRolesProps } from "../../../modules/service/service-roles";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const files = { bucketArn: "arn:files", keyArn: "arn:files-key" };

const synthesize = (change: ChangeProps<ServiceRolesProps> = () => ({})) =>
  Template.of((stack) => {
    new ServiceRoles(stack, "Roles", {
      executionRoleName: "test-execution",
      taskRoleName: "test-task",
      service: "billing",
      region: "us-east-1",
      accountId: "123456789012",
      repositoryArn: "arn:repository",
      logGroupArn: "arn:log",
      secretArns: ["arn:secret"],
      secretKeyArn: "arn:key",
      files,
      ...change(stack),
    });
  });

const policy = "aws_iam_role_policy";
const granting = (...statements: object[]) => ({ policy: { Statement: statements } });

describe("ServiceRoles", () => {
  const template = synthesize();
  const policyOf = (role: string, of = template) =>
    of.with(policy, { role: of.reference("aws_iam_role", "id", { name: role }) }).policy;

  it("creates the role that starts tasks and the role that tasks have", () => {
    expect(template.inventory).toEqual({ aws_iam_role: 2, [policy]: 2 });
  });

  it("creates no grant for the code of a service that uses no files", () => {
    expect(synthesize(() => ({ files: undefined })).inventory).toEqual({ aws_iam_role: 2, [policy]: 1 });
  });

  it("defaults to trust in this account's ECS tasks alone", () => {
    for (const { assume_role_policy } of template.all("aws_iam_role"))
      expect(assume_role_policy).toMatchObject({
        Statement: [
          {
            Principal: { Service: "ecs-tasks.amazonaws.com" },
            Condition: {
              StringEquals: { "aws:SourceAccount": "123456789012" },
              ArnLike: { "aws:SourceArn": "arn:aws:ecs:us-east-1:123456789012:*" },
            },
          },
        ],
      });
  });

  describeOptions<ServiceRolesProps>(synthesize, {
    executionRoleName: { to: () => "other", type: "aws_iam_role", gives: { name: "other" } },
    taskRoleName: { to: () => "other", type: "aws_iam_role", gives: { name: "other" } },
    service: {
      to: () => "payments",
      type: policy,
      gives: granting({}, { Resource: ["arn:files/payments/*"] }, {}),
    },
    region: {
      to: () => "eu-west-1",
      type: "aws_iam_role",
      gives: {
        assume_role_policy: {
          Statement: [{ Condition: { ArnLike: { "aws:SourceArn": "arn:aws:ecs:eu-west-1:123456789012:*" } } }],
        },
      },
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
    repositoryArn: {
      to: () => "arn:other",
      type: policy,
      gives: granting({}, { Sid: "PullImage", Resource: ["arn:other"] }, {}, {}, {}),
    },
    logGroupArn: {
      to: () => "arn:other",
      type: policy,
      gives: granting({}, {}, { Sid: "WriteLog", Resource: ["arn:other:*"] }, {}, {}),
    },
    secretArns: {
      to: () => ["arn:1", "arn:2"],
      type: policy,
      gives: granting({}, {}, {}, { Sid: "ReadSecrets", Resource: ["arn:1", "arn:2"] }, {}),
    },
    secretKeyArn: {
      to: () => "arn:other",
      type: policy,
      gives: granting({}, {}, {}, {}, { Sid: "DecryptSecrets", Resource: ["arn:other"] }),
    },
    files: {
      to: () => ({ ...files, bucketArn: "arn:other" }),
      type: policy,
      gives: granting({}, { Sid: "UseOwnFiles", Resource: ["arn:other/billing/*"] }, {}),
    },
  });

  describe("wiring", () => {
    it("lets the agent pull this image, write this log and read these secrets, and nothing else", () => {
      expect(policyOf("test-execution")).toEqual({
        Version: "2012-10-17",
        Statement: [
          { Sid: "LogInToRegistry", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
          {
            Sid: "PullImage",
            Effect: "Allow",
            Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            Resource: ["arn:repository"],
          },
          {
            Sid: "WriteLog",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: ["arn:log:*"],
          },
          { Sid: "ReadSecrets", Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: ["arn:secret"] },
          { Sid: "DecryptSecrets", Effect: "Allow", Action: ["kms:Decrypt"], Resource: ["arn:key"] },
        ],
      });
    });

    it("lets the agent decrypt nothing for a service without secrets", () => {
      expect(
        policyOf(
          "test-execution",
          synthesize(() => ({ secretArns: [] })),
        ),
      ).toMatchObject({
        Statement: [{ Sid: "LogInToRegistry" }, { Sid: "PullImage" }, { Sid: "WriteLog" }],
      });
    });

    it("lets the code of a service see its own prefix of the files, and no other service's", () => {
      expect(policyOf("test-task")).toEqual({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "ListOwnFiles",
            Effect: "Allow",
            Action: ["s3:ListBucket"],
            Resource: ["arn:files"],
            Condition: { StringLike: { "s3:prefix": ["billing/*"] } },
          },
          {
            Sid: "UseOwnFiles",
            Effect: "Allow",
            Action: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
            Resource: ["arn:files/billing/*"],
          },
          {
            Sid: "EncryptFiles",
            Effect: "Allow",
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: ["arn:files-key"],
          },
        ],
      });
    });
  });
});
