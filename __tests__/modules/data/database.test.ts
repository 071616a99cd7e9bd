import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { EncryptionKey } from "../../../modules/common/encryption-key";
import { Database, type DatabaseProps } from "../../../modules/data/database";
import { testEnvironment } from "../../support/fixtures";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const settings = testEnvironment().database;

const key = (scope: Construct, id = "Key") =>
  new EncryptionKey(scope, id, { name: id, description: id, accountId: "123456789012", protectData: true });

const synthesize = (change: ChangeProps<DatabaseProps> = () => ({})) =>
  Template.of((stack) => {
    new Database(stack, "Database", {
      name: "test-database",
      vpcId: "vpc-1",
      subnetIds: ["subnet-1", "subnet-2"],
      settings,
      key: key(stack),
      logRetentionDays: 365,
      protectData: true,
      ...change(stack),
    });
  });

describe("Database", () => {
  const template = synthesize();
  const instance = template.only("aws_db_instance");
  const keyArn = template.reference("aws_kms_key", "arn");

  it("creates the instance and all it stands on", () => {
    expect(template.inventory).toEqual({
      aws_kms_key: 1, // the test's
      aws_kms_alias: 1, // the test's
      aws_db_instance: 1,
      aws_db_subnet_group: 1,
      aws_db_parameter_group: 1,
      aws_security_group: 1, // without rules: the platform opens it
      aws_cloudwatch_log_group: 2, // postgresql and upgrade
      aws_iam_role: 1, // enhanced monitoring
      aws_iam_role_policy: 1,
    });
  });

  describe("defaults", () => {
    it("are PostgreSQL 15 whose minor versions are RDS's business", () => {
      expect(instance).toMatchObject({
        engine: "postgres",
        engine_version: "15",
        engine_lifecycle_support: "open-source-rds-extended-support-disabled",
        auto_minor_version_upgrade: true,
        allow_major_version_upgrade: false,
        apply_immediately: false,
        ca_cert_identifier: "rds-ca-rsa2048-g1",
        storage_type: "gp3",
      });
    });

    it("keep the world out and the data encrypted", () => {
      expect(instance).toMatchObject({ publicly_accessible: false, storage_encrypted: true, port: 5433 });
    });

    it("leave the master password to RDS and nobody else", () => {
      expect(instance).toMatchObject({
        username: "smart360_ops",
        manage_master_user_password: true,
        iam_database_authentication_enabled: true,
      });
      expect(instance).not.toHaveProperty("password");
    });

    it("keep what is needed to get the data back", () => {
      expect(instance).toMatchObject({
        copy_tags_to_snapshot: true,
        delete_automated_backups: false,
        skip_final_snapshot: false,
        final_snapshot_identifier: "test-database-final",
        deletion_protection: true,
        lifecycle: { prevent_destroy: true },
      });
    });

    it("force TLS and log connections, changes of schema and slow statements", () => {
      expect(template.only("aws_db_parameter_group")).toEqual({
        name: "test-database-postgres15",
        family: "postgres15",
        lifecycle: { create_before_destroy: true },
        description: "TLS only; slow statements and connections are logged",
        parameter: [
          { name: "rds.force_ssl", value: "1", apply_method: "pending-reboot" },
          { name: "max_connections", value: "400", apply_method: "pending-reboot" },
          { name: "log_min_duration_statement", value: "1000", apply_method: "immediate" },
          { name: "log_statement", value: "ddl", apply_method: "immediate" },
          { name: "log_connections", value: "1", apply_method: "immediate" },
          { name: "log_disconnections", value: "1", apply_method: "immediate" },
        ],
      });
    });

    it("export both logs, to groups that exist before RDS makes its own", () => {
      expect(instance.enabled_cloudwatch_logs_exports).toEqual(["postgresql", "upgrade"]);
      for (const log of ["postgresql", "upgrade"])
        expect(
          template.with("aws_cloudwatch_log_group", { name: `/aws/rds/instance/test-database/${log}` }),
        ).toMatchObject({ retention_in_days: 365, kms_key_id: keyArn });
    });

    it("watch the operating system every minute", () => {
      expect(instance.monitoring_interval).toBe(60);
    });

    it("watch statements and waits with Database Insights, for as long as it costs nothing", () => {
      expect(instance).toMatchObject({
        database_insights_mode: "standard",
        performance_insights_enabled: true,
        performance_insights_retention_period: 7,
      });
    });
  });

  describeOptions<DatabaseProps>(synthesize, {
    name: { to: () => "other", type: "aws_db_instance", gives: { identifier: "other" } },
    vpcId: { to: () => "vpc-2", type: "aws_security_group", gives: { vpc_id: "vpc-2" } },
    subnetIds: { to: () => ["subnet-3"], type: "aws_db_subnet_group", gives: { subnet_ids: ["subnet-3"] } },
    settings: {
      to: () => ({
        instanceClass: "db.m6g.large",
        allocatedStorageGiB: 100,
        maxAllocatedStorageGiB: 500,
        multiAz: true,
        backupRetentionDays: 14,
        backupWindow: "01:00-02:00",
        maintenanceWindow: "mon:03:00-mon:04:00",
        maxConnections: 200,
        setupImage: "registry.example.com/postgres:15",
      }),
      type: "aws_db_instance",
      gives: {
        instance_class: "db.m6g.large",
        allocated_storage: 100,
        max_allocated_storage: 500,
        multi_az: true,
        backup_retention_period: 14,
        backup_window: "01:00-02:00",
        maintenance_window: "mon:03:00-mon:04:00",
      },
    },
    key: {
      to: (scope) => key(scope, "OtherKey"),
      type: "aws_db_instance",
      gives: { kms_key_id: expect.stringContaining("aws_kms_key.OtherKey") },
    },
    logRetentionDays: { to: () => 7, type: "aws_cloudwatch_log_group", gives: { retention_in_days: 7 } },
    protectData: {
      to: () => false,
      type: "aws_db_instance",
      gives: { deletion_protection: false, lifecycle: { prevent_destroy: false } },
    },
  });

  describe("wiring", () => {
    it("stands in its subnets, group and parameters", () => {
      expect(instance).toMatchObject({
        db_subnet_group_name: template.reference("aws_db_subnet_group", "name"),
        vpc_security_group_ids: [template.reference("aws_security_group", "id")],
        parameter_group_name: template.reference("aws_db_parameter_group", "name"),
      });
    });

    it("encrypts data, master password and statements with the one key", () => {
      expect(instance).toMatchObject({
        kms_key_id: keyArn,
        master_user_secret_kms_key_id: keyArn,
        performance_insights_kms_key_id: keyArn,
      });
    });

    it("comes after its log groups and the grants of its monitoring", () => {
      expect(instance.monitoring_role_arn).toBe(template.reference("aws_iam_role", "arn"));
      expect([...(instance.depends_on as string[])].sort()).toEqual(
        [
          template.address("aws_cloudwatch_log_group", { name: "/aws/rds/instance/test-database/postgresql" }),
          template.address("aws_cloudwatch_log_group", { name: "/aws/rds/instance/test-database/upgrade" }),
          template.address("aws_iam_role_policy"),
        ].sort(),
      );
    });
  });
});
