import type { DatabaseInsightsMode } from "@aws-sdk/client-rds";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Construct } from "constructs";
import type { Environment } from "../../core/environment/schema";
import type { EncryptionKey } from "../common/encryption-key";
import { LogGroup } from "../common/log-group";
import { protect } from "../common/protection";
import { Role } from "../common/role";
import { SecurityGroup } from "../common/security-group";

/** Not PostgreSQL's 5432: a port that scanners try first (AWS control RDS.23). */
const port = 5_433;
const parameterFamily = "postgres15";
/** The database that RDS makes; services have their own. */
export const databaseName = "smart360";
/** Role that owns the instance; only operations use it. */
const masterUsername = "smart360_ops";
/** Seconds between two samples of enhanced monitoring. */
const monitoringIntervalSeconds = 60;
/** Days of Database Insights' standard mode, the load by statement and wait: those that cost nothing. */
const insightsRetentionDays = 7;
/** Statements slower than this are logged, milliseconds. */
const slowStatementMilliseconds = 1_000;

export interface DatabaseProps {
  readonly name: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly settings: Environment["database"];
  readonly key: EncryptionKey;
  readonly logRetentionDays: number;
  readonly protectData: boolean;
}

/**
 * RDS for PostgreSQL 15. RDS owns and rotates the master password, which no service uses: each service has a database,
 * role and credential of its own. TLS is forced. Minor versions are RDS's business.
 */
export class Database extends Construct {
  readonly address: string;
  readonly port = port;
  readonly identifier: string;
  readonly securityGroupId: string;
  readonly masterSecretArn: string;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const { settings } = props;
    const group = new SecurityGroup(this, "SecurityGroup", {
      name: props.name,
      description: "PostgreSQL of the platform",
      vpcId: props.vpcId,
    });
    const subnets = new DbSubnetGroup(this, "SubnetGroup", {
      name: props.name,
      description: "Isolated subnets",
      subnetIds: [...props.subnetIds],
    });
    const parameters = this.parameters(props);
    const logGroups = ["postgresql", "upgrade"].map(
      (log) =>
        // RDS would create them itself, unencrypted and without retention.
        new LogGroup(this, `Log-${log}`, {
          name: `/aws/rds/instance/${props.name}/${log}`,
          retentionDays: props.logRetentionDays,
          keyArn: props.key.arn,
        }),
    );
    const monitoring = new Role(this, "MonitoringRole", {
      name: `${props.name}-monitoring`,
      description: "Enhanced monitoring of the database",
      assumedBy: "monitoring.rds.amazonaws.com",
      statements: [
        {
          // Those of AWS's own policy AmazonRDSEnhancedMonitoringRole.
          sid: "WriteOsMetrics",
          actions: [
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:GetLogEvents",
            "logs:PutLogEvents",
            "logs:PutRetentionPolicy",
          ],
          resources: ["arn:aws:logs:*:*:log-group:RDSOSMetrics", "arn:aws:logs:*:*:log-group:RDSOSMetrics:*"],
        },
      ],
    });
    const instance = new DbInstance(this, "Resource", {
      identifier: props.name,
      engine: "postgres",
      engineVersion: "15",
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      instanceClass: settings.instanceClass,
      allocatedStorage: settings.allocatedStorageGiB,
      maxAllocatedStorage: settings.maxAllocatedStorageGiB,
      storageType: "gp3",
      storageEncrypted: true,
      kmsKeyId: props.key.arn,
      multiAz: settings.multiAz,
      dbName: databaseName,
      port,
      username: masterUsername,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: props.key.arn,
      iamDatabaseAuthenticationEnabled: true,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [group.id],
      publiclyAccessible: false,
      parameterGroupName: parameters.name,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      autoMinorVersionUpgrade: true,
      allowMajorVersionUpgrade: false,
      applyImmediately: false,
      backupRetentionPeriod: settings.backupRetentionDays,
      backupWindow: settings.backupWindow,
      maintenanceWindow: settings.maintenanceWindow,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `${props.name}-final`,
      deletionProtection: props.protectData,
      enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
      monitoringInterval: monitoringIntervalSeconds,
      monitoringRoleArn: monitoring.arn,
      databaseInsightsMode: "standard" satisfies DatabaseInsightsMode,
      performanceInsightsEnabled: true,
      performanceInsightsRetentionPeriod: insightsRetentionDays,
      performanceInsightsKmsKeyId: props.key.arn,
      lifecycle: protect(props.protectData),
      dependsOn: [...logGroups.map(({ resource }) => resource), ...monitoring.grants],
    });
    this.address = instance.address;
    this.identifier = instance.identifier;
    this.securityGroupId = group.id;
    this.masterSecretArn = instance.masterUserSecret.get(0).secretArn;
  }

  private parameters(props: DatabaseProps): DbParameterGroup {
    return new DbParameterGroup(this, "Parameters", {
      name: `${props.name}-${parameterFamily}`,
      family: parameterFamily,
      // A group in use cannot be deleted: another family's comes first, under its own name.
      lifecycle: { createBeforeDestroy: true },
      description: "TLS only; slow statements and connections are logged",
      parameter: [
        // Static parameters: as "immediate" RDS answers with "pending-reboot" and the plan never becomes empty.
        { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
        { name: "max_connections", value: String(props.settings.maxConnections), applyMethod: "pending-reboot" },
        { name: "log_min_duration_statement", value: String(slowStatementMilliseconds), applyMethod: "immediate" },
        { name: "log_statement", value: "ddl", applyMethod: "immediate" },
        { name: "log_connections", value: "1", applyMethod: "immediate" },
        { name: "log_disconnections", value: "1", applyMethod: "immediate" },
      ],
    });
  }
}
