import { describe, expect, it } from "vitest";
import { testEnvironment } from "../support/fixtures";
import { Platform } from "../support/platform";

const template = Platform.synthesize({
  environment: testEnvironment({ files: { corsOrigins: ["https://example.com"] } }),
  manifest: { services: [] },
}).template("data");

const read = (output: string) => `\${data.terraform_remote_state.network.outputs.${output}}`;

describe("DataStack", () => {
  it("creates the database, the cache and the bucket of the files, all with one key", () => {
    expect(template.inventory).toMatchObject({
      aws_db_instance: 1,
      aws_elasticache_replication_group: 1,
      aws_s3_bucket_cors_configuration: 1,
      aws_kms_key: 1,
    });
  });

  it("names everything after the environment", () => {
    expect(template.only("aws_db_instance").identifier).toBe("smart360-test-database");
    expect(template.only("aws_elasticache_replication_group").replication_group_id).toBe("smart360-test-cache");
    expect(template.has("aws_s3_bucket", { bucket: "smart360-test-files-123456789012" })).toBe(true);
    expect(template.only("aws_secretsmanager_secret").name).toBe("smart360/test/cache/token");
    expect(template.only("aws_kms_alias").name).toBe("alias/smart360-test-data");
  });

  describe("wiring", () => {
    it("stands in the isolated subnets, which have no way out", () => {
      for (const type of ["aws_db_subnet_group", "aws_elasticache_subnet_group"])
        expect(template.only(type).subnet_ids).toBe(read("isolated_subnet_ids"));
      for (const { vpc_id } of template.all("aws_security_group")) expect(vpc_id).toBe(read("vpc_id"));
    });

    it("opens neither database nor cache to anybody: whoever needs them adds a rule", () => {
      expect(template.count("aws_vpc_security_group_ingress_rule")).toBe(0);
    });

    it("encrypts everything with its key", () => {
      const keyArn = template.reference("aws_kms_key", "arn");
      expect(template.outputs["key_arn"]).toBe(keyArn);
      expect(template.only("aws_db_instance").kms_key_id).toBe(keyArn);
      expect(template.only("aws_elasticache_replication_group").kms_key_id).toBe(keyArn);
      for (const { kms_key_id } of template.all("aws_cloudwatch_log_group")) expect(kms_key_id).toBe(keyArn);
    });
  });
});
