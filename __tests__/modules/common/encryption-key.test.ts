import { describe, expect, it } from "vitest";
import { cloudWatchLogsMayUse, EncryptionKey, type EncryptionKeyProps } from "../../../modules/common/encryption-key";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<EncryptionKeyProps> = () => ({})) =>
  Template.of((stack) => {
    new EncryptionKey(stack, "Key", {
      name: "test-data",
      description: "Data",
      accountId: "123456789012",
      protectData: true,
      ...change(stack),
    });
  });

describe("EncryptionKey", () => {
  const template = synthesize();

  it("creates the key and a name for it", () => {
    expect(template.inventory).toEqual({ aws_kms_key: 1, aws_kms_alias: 1 });
  });

  it("defaults to yearly rotation, the longest way back, and the account's administration", () => {
    expect(template.only("aws_kms_key")).toEqual({
      description: "Data",
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "AccountAdministers",
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::123456789012:root" },
            Action: ["kms:*"],
            Resource: ["*"],
          },
        ],
      },
      lifecycle: { prevent_destroy: true },
    });
  });

  describeOptions<EncryptionKeyProps>(synthesize, {
    name: { to: () => "other", type: "aws_kms_alias", gives: { name: "alias/other" } },
    description: { to: () => "Logs", type: "aws_kms_key", gives: { description: "Logs" } },
    accountId: {
      to: () => "210987654321",
      type: "aws_kms_key",
      gives: { policy: { Statement: [{ Principal: { AWS: "arn:aws:iam::210987654321:root" } }] } },
    },
    statements: {
      to: () => [cloudWatchLogsMayUse("us-east-1", "123456789012")],
      type: "aws_kms_key",
      gives: { policy: { Statement: [{ Sid: "AccountAdministers" }, { Sid: "CloudWatchLogsEncrypts" }] } },
    },
    protectData: { to: () => false, type: "aws_kms_key", gives: { lifecycle: { prevent_destroy: false } } },
  });

  it("wires the alias to the key", () => {
    expect(template.only("aws_kms_alias").target_key_id).toBe(template.reference("aws_kms_key", "key_id"));
  });
});

describe("cloudWatchLogsMayUse", () => {
  it("admits the region's CloudWatch Logs, for log groups of the account only", () => {
    const { principal, conditions } = cloudWatchLogsMayUse("us-east-1", "123456789012");
    expect(principal).toEqual({ service: "logs.us-east-1.amazonaws.com" });
    expect(conditions).toEqual({
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:123456789012:log-group:*" },
    });
  });
});
