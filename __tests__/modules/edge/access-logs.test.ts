import { describe, expect, it } from "vitest";
import { AccessLogs, type AccessLogsProps } from "../../../modules/edge/access-logs";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<AccessLogsProps> = () => ({})) =>
  Template.of((stack) => {
    new AccessLogs(stack, "AccessLogs", {
      name: "test-access",
      bucketName: "test-edge-logs",
      distributionArn: "arn:distribution",
      region: "us-east-1",
      accountId: "123456789012",
      retentionDays: 365,
      protectData: true,
      ...change(stack),
    });
  });

const source = "aws_cloudwatch_log_delivery_source";
const destination = "aws_cloudwatch_log_delivery_destination";
const lifecycle = "aws_s3_bucket_lifecycle_configuration";
const admits = (condition: object) => ({ policy: { Statement: [{}, { Condition: condition }] } });

describe("AccessLogs", () => {
  const template = synthesize();
  const bucketArn = template.reference("aws_s3_bucket", "arn");

  it("creates the bucket, and the delivery from the distribution into it", () => {
    expect(template.inventory).toEqual({
      aws_s3_bucket: 1,
      aws_s3_bucket_public_access_block: 1,
      aws_s3_bucket_ownership_controls: 1,
      aws_s3_bucket_versioning: 1,
      aws_s3_bucket_server_side_encryption_configuration: 1,
      [lifecycle]: 1,
      aws_s3_bucket_policy: 1,
      [source]: 1, // what is logged
      [destination]: 1, // where to, and how
      aws_cloudwatch_log_delivery: 1, // that it is
    });
  });

  describe("defaults", () => {
    it("are access logs as JSON", () => {
      expect(template.only(source).log_type).toBe("ACCESS_LOGS");
      expect(template.only(destination).output_format).toBe("json");
    });

    it("are S3's own keys, and a week in which a deleted log can be had back", () => {
      expect(template.only("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
        { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
      ]);
      expect(template.only(lifecycle).rule).toMatchObject([
        { noncurrent_version_expiration: [{ noncurrent_days: 7 }] },
      ]);
    });
  });

  describeOptions<AccessLogsProps>(synthesize, {
    name: { to: () => "other", type: source, gives: { name: "other" } },
    bucketName: { to: () => "other", type: "aws_s3_bucket", gives: { bucket: "other" } },
    distributionArn: { to: () => "arn:other", type: source, gives: { resource_arn: "arn:other" } },
    region: {
      to: () => "eu-west-1",
      type: "aws_s3_bucket_policy",
      gives: admits({ ArnLike: { "aws:SourceArn": "arn:aws:logs:eu-west-1:123456789012:delivery-source:*" } }),
    },
    accountId: {
      to: () => "210987654321",
      type: "aws_s3_bucket_policy",
      gives: admits({
        StringEquals: { "aws:SourceAccount": "210987654321" },
        ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:210987654321:delivery-source:*" },
      }),
    },
    retentionDays: { to: () => 30, type: lifecycle, gives: { rule: [{ expiration: [{ days: 30 }] }] } },
    protectData: { to: () => false, type: "aws_s3_bucket", gives: { lifecycle: { prevent_destroy: false } } },
  });

  describe("wiring", () => {
    it("delivers from the distribution to the bucket, once the bucket admits it", () => {
      expect(template.only(destination)).toMatchObject({
        name: "test-access",
        delivery_destination_configuration: [{ destination_resource_arn: bucketArn }],
      });
      expect(template.only("aws_cloudwatch_log_delivery")).toEqual({
        delivery_source_name: template.reference(source, "name"),
        delivery_destination_arn: template.reference(destination, "arn"),
        depends_on: [template.address("aws_s3_bucket_policy")],
      });
    });

    it("admits log deliveries of this account and region, which may only write", () => {
      expect(template.only("aws_s3_bucket_policy").policy).toMatchObject({
        Statement: [
          { Sid: "RefusePlainHttp" },
          {
            Sid: "LogDeliveryWrites",
            Effect: "Allow",
            Principal: { Service: "delivery.logs.amazonaws.com" },
            Action: ["s3:PutObject"],
            Resource: [`${bucketArn}/*`],
            Condition: {
              StringEquals: { "aws:SourceAccount": "123456789012" },
              ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:123456789012:delivery-source:*" },
            },
          },
        ],
      });
    });
  });
});
