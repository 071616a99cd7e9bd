import { describe, expect, it } from "vitest";
import { StateStore, type StateStoreProps } from "../../../modules/state/state-store";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<StateStoreProps> = () => ({})) =>
  Template.of((stack) => {
    new StateStore(stack, "Store", {
      bucketName: "test-tfstate",
      lockTableName: "test-lock",
      keyName: "test-tfstate",
      accountId: "123456789012",
      protectData: true,
      ...change(stack),
    });
  });

describe("StateStore", () => {
  const template = synthesize();

  it("creates the bucket of the states, the table of their locks and the key of both", () => {
    expect(template.inventory).toEqual({
      aws_kms_key: 1,
      aws_kms_alias: 1,
      aws_dynamodb_table: 1,
      aws_s3_bucket: 1,
      aws_s3_bucket_public_access_block: 1,
      aws_s3_bucket_ownership_controls: 1,
      aws_s3_bucket_versioning: 1,
      aws_s3_bucket_server_side_encryption_configuration: 1,
      aws_s3_bucket_lifecycle_configuration: 1,
      aws_s3_bucket_policy: 1,
    });
  });

  it("defaults to a table as Terraform's backend wants it, paid by request, restorable and undeletable", () => {
    expect(template.only("aws_dynamodb_table")).toEqual({
      name: "test-lock",
      billing_mode: "PAY_PER_REQUEST",
      hash_key: "LockID",
      attribute: [{ name: "LockID", type: "S" }],
      point_in_time_recovery: { enabled: true },
      server_side_encryption: { enabled: true, kms_key_arn: template.reference("aws_kms_key", "arn") },
      deletion_protection_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
  });

  it("defaults to a year in which a superseded state can be had back", () => {
    expect(template.only("aws_s3_bucket_lifecycle_configuration").rule).toMatchObject([
      { noncurrent_version_expiration: [{ noncurrent_days: 365 }] },
    ]);
  });

  describeOptions<StateStoreProps>(synthesize, {
    bucketName: { to: () => "other", type: "aws_s3_bucket", gives: { bucket: "other" } },
    lockTableName: { to: () => "other", type: "aws_dynamodb_table", gives: { name: "other" } },
    keyName: { to: () => "other", type: "aws_kms_alias", gives: { name: "alias/other" } },
    accountId: {
      to: () => "210987654321",
      type: "aws_kms_key",
      gives: { policy: { Statement: [{ Principal: { AWS: "arn:aws:iam::210987654321:root" } }] } },
    },
    protectData: {
      to: () => false,
      type: "aws_dynamodb_table",
      gives: { deletion_protection_enabled: false, lifecycle: { prevent_destroy: false } },
    },
  });

  it("takes protection off everything at once", () => {
    const bare = synthesize(() => ({ protectData: false }));
    for (const type of ["aws_kms_key", "aws_s3_bucket", "aws_dynamodb_table"])
      expect(bare.only(type).lifecycle).toEqual({ prevent_destroy: false });
  });

  it("encrypts the bucket with the key", () => {
    expect(template.only("aws_s3_bucket_server_side_encryption_configuration").rule).toMatchObject([
      { apply_server_side_encryption_by_default: { kms_master_key_id: template.reference("aws_kms_key", "arn") } },
    ]);
  });
});
