import { describe, expect, it } from "vitest";
import { FrontendBucket, type FrontendBucketProps } from "../../../modules/edge/frontend-bucket";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<FrontendBucketProps> = () => ({})) =>
  Template.of((stack) => {
    new FrontendBucket(stack, "Frontend", {
      name: "test-frontend",
      distributionArn: "arn:distribution",
      releaseRetentionDays: 90,
      protectData: true,
      ...change(stack),
    });
  });

const admits = (distributionArn: string) => ({
  policy: { Statement: [{}, { Condition: { StringEquals: { "aws:SourceArn": distributionArn } } }] },
});

describe("FrontendBucket", () => {
  const template = synthesize();

  it("creates one private bucket: no website endpoint, no access from other origins", () => {
    expect(template.inventory).toEqual({
      aws_s3_bucket: 1,
      aws_s3_bucket_public_access_block: 1,
      aws_s3_bucket_ownership_controls: 1,
      aws_s3_bucket_versioning: 1,
      aws_s3_bucket_server_side_encryption_configuration: 1,
      aws_s3_bucket_lifecycle_configuration: 1,
      aws_s3_bucket_policy: 1,
    });
  });

  it("defaults to S3's own keys: everybody may download what is in it", () => {
    expect(template.only("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
  });

  it("defaults to keeping what is released: nothing expires but what a later release replaced", () => {
    expect(template.only("aws_s3_bucket_lifecycle_configuration").rule).toEqual([
      expect.not.objectContaining({ expiration: expect.anything() as unknown }),
    ]);
  });

  describeOptions<FrontendBucketProps>(synthesize, {
    name: { to: () => "other", type: "aws_s3_bucket", gives: { bucket: "other" } },
    distributionArn: { to: () => "arn:other", type: "aws_s3_bucket_policy", gives: admits("arn:other") },
    releaseRetentionDays: {
      to: () => 7,
      type: "aws_s3_bucket_lifecycle_configuration",
      gives: { rule: [{ noncurrent_version_expiration: [{ noncurrent_days: 7 }] }] },
    },
    protectData: { to: () => false, type: "aws_s3_bucket", gives: { lifecycle: { prevent_destroy: false } } },
  });

  it("is wired to exactly the distribution, which may only read", () => {
    const bucketArn = template.reference("aws_s3_bucket", "arn");
    expect(template.only("aws_s3_bucket_policy").policy).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "RefusePlainHttp",
          Effect: "Deny",
          Principal: "*",
          Action: ["s3:*"],
          Resource: [bucketArn, `${bucketArn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "DistributionReads",
          Effect: "Allow",
          Principal: { Service: "cloudfront.amazonaws.com" },
          Action: ["s3:GetObject"],
          Resource: [`${bucketArn}/*`],
          Condition: { StringEquals: { "aws:SourceArn": "arn:distribution" } },
        },
      ],
    });
  });
});
