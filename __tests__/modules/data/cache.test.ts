import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { EncryptionKey } from "../../../modules/common/encryption-key";
import { Cache, type CacheProps } from "../../../modules/data/cache";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const key = (scope: Construct, id = "Key") =>
  new EncryptionKey(scope, id, { name: id, description: id, accountId: "123456789012", protectData: true });

const synthesize = (change: ChangeProps<CacheProps> = () => ({})) =>
  Template.of((stack) => {
    new Cache(stack, "Cache", {
      name: "test-cache",
      tokenSecretName: "test/cache/token",
      vpcId: "vpc-1",
      subnetIds: ["subnet-1", "subnet-2"],
      settings: { nodeType: "cache.t4g.small", replicas: 1, snapshotRetentionDays: 7 },
      key: key(stack),
      logGroupName: "/test/cache",
      logRetentionDays: 365,
      protectData: true,
      ...change(stack),
    });
  });

const group = "aws_elasticache_replication_group";

describe("Cache", () => {
  const template = synthesize();
  const redis = template.only(group);
  const keyArn = template.reference("aws_kms_key", "arn");

  it("creates the replication group, all it stands on, and its token", () => {
    expect(template.inventory).toEqual({
      aws_kms_key: 1, // the test's
      aws_kms_alias: 1, // the test's
      [group]: 1,
      aws_elasticache_subnet_group: 1,
      aws_elasticache_parameter_group: 1,
      aws_security_group: 1, // without rules: the platform opens it
      aws_cloudwatch_log_group: 1, // slow commands and the engine's own log
      aws_secretsmanager_secret: 1,
      aws_secretsmanager_secret_version: 1,
      "data.aws_secretsmanager_random_password": 1, // the token, drawn once
    });
  });

  describe("defaults", () => {
    it("are Redis 7.1 that fails over between zones", () => {
      expect(redis).toMatchObject({
        engine: "redis",
        engine_version: "7.1",
        port: 6379,
        num_cache_clusters: 2,
        automatic_failover_enabled: true,
        multi_az_enabled: true,
        auto_minor_version_upgrade: "true",
        apply_immediately: false,
      });
    });

    it("encrypt on the wire, without exception, and at rest", () => {
      expect(redis).toMatchObject({
        transit_encryption_enabled: true,
        transit_encryption_mode: "required",
        at_rest_encryption_enabled: "true",
        kms_key_id: keyArn,
      });
    });

    it("evict only keys that expire anyway", () => {
      expect(template.only("aws_elasticache_parameter_group")).toMatchObject({
        name: "test-cache-redis7",
        family: "redis7",
        lifecycle: { create_before_destroy: true },
        parameter: [{ name: "maxmemory-policy", value: "volatile-lru" }],
      });
    });

    it("keep a last snapshot and refuse to be destroyed", () => {
      expect(redis).toMatchObject({
        final_snapshot_identifier: "test-cache-final",
        snapshot_window: "02:00-03:00",
        maintenance_window: "sun:06:00-sun:07:00",
        lifecycle: { prevent_destroy: true },
      });
    });

    it("draw a token that redis-py can put into a URL, of a length that ElastiCache takes", () => {
      expect(template.only("data.aws_secretsmanager_random_password")).toEqual({
        password_length: 64,
        exclude_punctuation: true,
        include_space: false,
      });
    });

    it("log slow commands and the engine's own messages as JSON", () => {
      expect(redis.log_delivery_configuration).toEqual(
        ["slow-log", "engine-log"].map((type) => ({
          destination: template.reference("aws_cloudwatch_log_group", "name"),
          destination_type: "cloudwatch-logs",
          log_format: "json",
          log_type: type,
        })),
      );
    });
  });

  describeOptions<CacheProps>(synthesize, {
    name: { to: () => "other", type: group, gives: { replication_group_id: "other" } },
    tokenSecretName: { to: () => "other/token", type: "aws_secretsmanager_secret", gives: { name: "other/token" } },
    vpcId: { to: () => "vpc-2", type: "aws_security_group", gives: { vpc_id: "vpc-2" } },
    subnetIds: { to: () => ["subnet-3"], type: "aws_elasticache_subnet_group", gives: { subnet_ids: ["subnet-3"] } },
    settings: {
      to: () => ({ nodeType: "cache.m7g.large", replicas: 2, snapshotRetentionDays: 14 }),
      type: group,
      gives: { node_type: "cache.m7g.large", num_cache_clusters: 3, snapshot_retention_limit: 14 },
    },
    key: {
      to: (scope) => key(scope, "OtherKey"),
      type: group,
      gives: { kms_key_id: expect.stringContaining("aws_kms_key.OtherKey") },
    },
    logGroupName: { to: () => "/other", type: "aws_cloudwatch_log_group", gives: { name: "/other" } },
    logRetentionDays: { to: () => 7, type: "aws_cloudwatch_log_group", gives: { retention_in_days: 7 } },
    protectData: { to: () => false, type: group, gives: { lifecycle: { prevent_destroy: false } } },
  });

  it("does not ask for failover where there is nothing to fail over to", () => {
    const alone = synthesize(() => ({
      settings: { nodeType: "cache.t4g.small", replicas: 0, snapshotRetentionDays: 1 },
    }));
    expect(alone.only(group)).toMatchObject({
      num_cache_clusters: 1,
      automatic_failover_enabled: false,
      multi_az_enabled: false,
    });
  });

  describe("wiring", () => {
    it("stands in its subnets, group and parameters", () => {
      expect(redis).toMatchObject({
        subnet_group_name: template.reference("aws_elasticache_subnet_group", "name"),
        security_group_ids: [template.reference("aws_security_group", "id")],
        parameter_group_name: template.reference("aws_elasticache_parameter_group", "name"),
      });
    });

    it("asks for the token that the secret holds, set rather than rotated in", () => {
      expect(redis).toMatchObject({
        auth_token: template.reference("aws_secretsmanager_secret_version", "secret_string"),
        auth_token_update_strategy: "SET",
      });
    });

    it("writes the token once: later draws are ignored", () => {
      expect(template.only("aws_secretsmanager_secret_version")).toEqual({
        secret_id: template.reference("aws_secretsmanager_secret", "id"),
        secret_string: template.reference("data.aws_secretsmanager_random_password", "random_password"),
        lifecycle: { ignore_changes: ["secret_string"] },
      });
    });

    it("encrypts the token and the log with the same key, and protects the token", () => {
      expect(template.only("aws_secretsmanager_secret")).toMatchObject({
        kms_key_id: keyArn,
        recovery_window_in_days: 30,
        lifecycle: { prevent_destroy: true },
      });
      expect(template.only("aws_cloudwatch_log_group").kms_key_id).toBe(keyArn);
    });
  });
});
