import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { PrivateBucket, type PrivateBucketProps } from "../../../modules/common/private-bucket";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<PrivateBucketProps> = () => ({})) =>
  Template.of((stack) => {
    const bucket = new PrivateBucket(stack, "Bucket", {
      name: "test-files",
      encryption: { keyArn: "arn:key" },
      noncurrentVersionRetentionDays: 90,
      protectData: true,
      ...change(stack),
    });
    new TerraformOutput(stack, "Policy", { value: bucket.policy.id });
  });

const lifecycle = "aws_s3_bucket_lifecycle_configuration";

describe("PrivateBucket", () => {
  const template = synthesize();

  it("creates the bucket and, one by one as AWS has it, each of its safeguards", () => {
    expect(template.inventory).toEqual({
      aws_s3_bucket: 1,
      aws_s3_bucket_public_access_block: 1,
      aws_s3_bucket_ownership_controls: 1, // no access lists
      aws_s3_bucket_versioning: 1,
      aws_s3_bucket_server_side_encryption_configuration: 1,
      [lifecycle]: 1, // old versions and torn uploads
      aws_s3_bucket_policy: 1, // TLS only
    });
  });

  describe("defaults", () => {
    it("keep the public out in all four ways, and access lists with them", () => {
      expect(template.only("aws_s3_bucket_public_access_block")).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
      expect(template.only("aws_s3_bucket_ownership_controls").rule).toEqual({
        object_ownership: "BucketOwnerEnforced",
      });
    });

    it("refuse plain HTTP for the bucket and everything in it", () => {
      const arn = template.reference("aws_s3_bucket", "arn");
      expect(template.only("aws_s3_bucket_policy").policy).toEqual({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "RefusePlainHttp",
            Effect: "Deny",
            Principal: "*",
            Action: ["s3:*"],
            Resource: [arn, `${arn}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      });
    });

    it("keep versions and encrypt with the key, one data key for many objects", () => {
      expect(template.only("aws_s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
      expect(template.only("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
        {
          apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: "arn:key" },
          bucket_key_enabled: true,
        },
      ]);
    });

    it("keep objects, but neither old versions nor torn uploads for ever", () => {
      expect(template.only(lifecycle).rule).toEqual([
        {
          id: "retention",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrent_version_expiration: [{ noncurrent_days: 90 }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        },
      ]);
    });
  });

  describeOptions<PrivateBucketProps>(synthesize, {
    name: { to: () => "other", type: "aws_s3_bucket", gives: { bucket: "other" } },
    encryption: {
      to: () => "s3-managed",
      type: "aws_s3_bucket_server_side_encryption_configuration",
      gives: { rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }] },
    },
    noncurrentVersionRetentionDays: {
      to: () => 7,
      type: lifecycle,
      gives: { rule: [{ noncurrent_version_expiration: [{ noncurrent_days: 7 }] }] },
    },
    expirationDays: { to: () => 365, type: lifecycle, gives: { rule: [{ expiration: [{ days: 365 }] }] } },
    statements: {
      to: () => (arn: string) => [{ sid: "Write", actions: ["s3:PutObject"], resources: [`${arn}/logs/*`] }],
      type: "aws_s3_bucket_policy",
      gives: { policy: { Statement: [{ Sid: "RefusePlainHttp" }, { Sid: "Write", Action: ["s3:PutObject"] }] } },
    },
    corsOrigins: {
      to: () => ["https://example.com"],
      type: "aws_s3_bucket_cors_configuration",
      gives: {
        cors_rule: [
          {
            allowed_origins: ["https://example.com"],
            allowed_methods: ["GET", "HEAD", "PUT", "POST"],
            allowed_headers: ["*"],
            expose_headers: ["ETag"],
            max_age_seconds: 3000,
          },
        ],
      },
    },
    protectData: { to: () => false, type: "aws_s3_bucket", gives: { lifecycle: { prevent_destroy: false } } },
  });

  it("has no cross-origin rules for an empty list of origins, which S3 would refuse", () => {
    expect(synthesize(() => ({ corsOrigins: [] })).count("aws_s3_bucket_cors_configuration")).toBe(0);
  });

  it("names no key where S3 manages it", () => {
    const { rule } = synthesize(() => ({ encryption: "s3-managed" })).only(
      "aws_s3_bucket_server_side_encryption_configuration",
    );
    expect(rule).toEqual([{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }]);
  });

  describe("wiring", () => {
    it("puts every safeguard on the bucket", () => {
      const safeguards = Object.keys(template.inventory).filter((type) => type !== "aws_s3_bucket");
      const id = template.reference("aws_s3_bucket", "id");
      expect(safeguards.map((type) => template.only(type).bucket)).toEqual(safeguards.map(() => id));
    });

    it("puts the policy after the public access block, and old versions' expiry after versioning", () => {
      expect(template.only("aws_s3_bucket_policy").depends_on).toEqual([
        template.address("aws_s3_bucket_public_access_block"),
      ]);
      expect(template.only(lifecycle).depends_on).toEqual([template.address("aws_s3_bucket_versioning")]);
    });
  });
});
