import { describe, expect, it } from "vitest";
import { prepare } from "../../../core/scan/prepare";

const statement = (more = "") =>
  `{"Sid" = "Read", "Effect" = "Allow", "Action" = ["s3:GetObject"], "Resource" = ["\${aws_s3_bucket.Files.arn}/*"]${more}}`;
const policy = (more?: string) => `\${jsonencode({"Version" = "2012-10-17", "Statement" = [${statement(more)}]})}`;

describe("prepare", () => {
  it("leaves out what checkov cannot read, and what it has no use for", () => {
    const stack = { terraform: { required_version: ">= 1.11" }, output: {}, provider: { aws: [{}] }, resource: {} };
    expect(prepare(stack)).toEqual({ provider: { aws: [{}] }, data: { aws_iam_policy_document: {} }, resource: {} });
  });

  it("writes policies as the JSON that Terraform will make of them, references left in place", () => {
    const stack = { resource: { aws_s3_bucket_policy: { Policy: { bucket: "files", policy: policy() } } } };
    expect(prepare(stack)).toMatchObject({
      resource: {
        aws_s3_bucket_policy: {
          Policy: {
            bucket: "files",
            policy:
              '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject"],"Resource":["${aws_s3_bucket.Files.arn}/*"]}]}',
          },
        },
      },
    });
  });

  it("writes container definitions as blocks", () => {
    const containers = '${jsonencode([{"name" = "app", "readonlyRootFilesystem" = true}])}';
    const stack = { resource: { aws_ecs_task_definition: { Task: { container_definitions: containers } } } };
    expect(prepare(stack)).toMatchObject({
      resource: {
        aws_ecs_task_definition: { Task: { container_definitions: [{ name: "app", readonlyRootFilesystem: true }] } },
      },
    });
  });

  it("reads expressions at any depth and keeps everything else", () => {
    const given = { plain: 'a "${quoted}" text', list: [1, { deep: "${jsonencode([1])}" }], nothing: null, yes: true };
    expect(prepare({ resource: { aws_x: { Name: given } } })).toMatchObject({
      resource: { aws_x: { Name: { ...given, list: [1, { deep: [1] }] } } },
    });
  });

  describe("says what an identity may do again, where checkov looks for it", () => {
    const documents = (resource: object) =>
      (prepare({ data: { aws_region: { Here: {} } }, resource }) as { data: unknown }).data;

    it.each(["aws_iam_role_policy", "aws_iam_policy"])("for %s, beside the stack's own data", (type) => {
      expect(documents({ [type]: { Grants: { policy: policy() } } })).toEqual({
        aws_region: { Here: {} },
        aws_iam_policy_document: {
          Grants: {
            statement: [
              {
                sid: "Read",
                effect: "Allow",
                actions: ["s3:GetObject"],
                resources: ["${aws_s3_bucket.Files.arn}/*"],
              },
            ],
          },
        },
      });
    });

    it("with one condition for each operator and key", () => {
      const condition =
        ', "Condition" = {"StringEquals" = {"aws:SourceAccount" = "1", "aws:PrincipalTag/a" = ["b", "c"]}, "ArnLike" = {"aws:SourceArn" = "d"}}';
      expect(documents({ aws_iam_policy: { Grants: { policy: policy(condition) } } })).toMatchObject({
        aws_iam_policy_document: {
          Grants: {
            statement: [
              {
                condition: [
                  { test: "StringEquals", variable: "aws:SourceAccount", values: ["1"] },
                  { test: "StringEquals", variable: "aws:PrincipalTag/a", values: ["b", "c"] },
                  { test: "ArnLike", variable: "aws:SourceArn", values: ["d"] },
                ],
              },
            ],
          },
        },
      });
    });

    it("but not for a policy that is no expression", () => {
      expect(documents({ aws_iam_policy: { Grants: { policy: "{}" } } })).toMatchObject({
        aws_iam_policy_document: {},
      });
    });
  });
});
