import { describe, expect, it } from "vitest";
import { AccessLogBucket, type AccessLogBucketProps } from "../../../modules/common/access-log-bucket";
import { PrivateBucket } from "../../../modules/common/private-bucket";
import type { Construct } from "constructs";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const logged = (scope: Construct, name = "files") =>
  new PrivateBucket(scope, name, {
    name,
    encryption: { keyArn: "arn:key" },
    noncurrentVersionRetentionDays: 30,
    protectData: true,
  });

const synthesize = (change: ChangeProps<AccessLogBucketProps> = () => ({})) =>
  Template.of((stack) => {
    new AccessLogBucket(stack, "Access", {
      name: "files-logs",
      of: logged(stack),
      accountId: "123456789012",
      retentionDays: 365,
      protectData: true,
      ...change(stack),
    });
  });

const lifecycle = "aws_s3_bucket_lifecycle_configuration";

describe("AccessLogBucket", () => {
  const template = synthesize();
  const reference = (bucket: string, attribute: string) => template.reference("aws_s3_bucket", attribute, { bucket });
  const log = { bucket: reference("files-logs", "id") };

  it("creates a second private bucket, and the delivery into it", () => {
    const perBucket = {
      aws_s3_bucket: 2,
      aws_s3_bucket_public_access_block: 2,
      aws_s3_bucket_ownership_controls: 2,
      aws_s3_bucket_versioning: 2,
      aws_s3_bucket_server_side_encryption_configuration: 2,
      [lifecycle]: 2,
      aws_s3_bucket_policy: 2,
    };
    expect(template.inventory).toEqual({ ...perBucket, aws_s3_bucket_logging: 1 });
  });

  it("defaults to the only encryption that S3 delivers to", () => {
    expect(template.with("aws_s3_bucket_server_side_encryption_configuration", log).rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
  });

  it("defaults to a folder for each day", () => {
    expect(template.only("aws_s3_bucket_logging")).toMatchObject({
      target_prefix: "access/",
      target_object_key_format: { partitioned_prefix: { partition_date_source: "EventTime" } },
    });
  });

  it("defaults to a week in which a deleted log can be had back", () => {
    expect(template.with(lifecycle, log).rule).toMatchObject([
      { noncurrent_version_expiration: [{ noncurrent_days: 7 }] },
    ]);
  });

  describeOptions<AccessLogBucketProps>(synthesize, {
    name: { to: () => "other", type: "aws_s3_bucket", gives: { bucket: "other" } },
    of: {
      to: (scope) => logged(scope, "others"),
      type: "aws_s3_bucket_logging",
      gives: { bucket: expect.stringContaining("aws_s3_bucket.others_") },
    },
    accountId: {
      to: () => "210987654321",
      type: "aws_s3_bucket_policy",
      gives: {
        policy: {
          Statement: [{}, { Condition: { StringEquals: { "aws:SourceAccount": "210987654321" } } }],
        },
      },
    },
    retentionDays: { to: () => 30, type: lifecycle, gives: { rule: [{ expiration: [{ days: 30 }] }] } },
    protectData: { to: () => false, type: "aws_s3_bucket", gives: { lifecycle: { prevent_destroy: false } } },
  });

  describe("wiring", () => {
    it("admits the log of that one bucket, and nothing else", () => {
      const policy = template.with("aws_s3_bucket_policy", log).policy as { Statement: { Sid: string }[] };
      expect(policy.Statement.filter(({ Sid }) => Sid !== "RefusePlainHttp")).toEqual([
        {
          Sid: "AccessLogDelivery",
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: ["s3:PutObject"],
          Resource: [`${reference("files-logs", "arn")}/*`],
          Condition: {
            ArnLike: { "aws:SourceArn": reference("files", "arn") },
            StringEquals: { "aws:SourceAccount": "123456789012" },
          },
        },
      ]);
    });

    it("delivers only once the bucket admits it", () => {
      expect(template.only("aws_s3_bucket_logging")).toMatchObject({
        bucket: reference("files", "bucket"),
        target_bucket: reference("files-logs", "bucket"),
        depends_on: [template.address("aws_s3_bucket_policy", log)],
      });
    });
  });
});
