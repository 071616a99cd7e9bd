import { DataAwsSecretsmanagerRandomPassword } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-random-password";
import { ElasticacheParameterGroup } from "@cdktf/provider-aws/lib/elasticache-parameter-group";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import type { AuthTokenUpdateStrategyType } from "@aws-sdk/client-elasticache";
import { Construct } from "constructs";
import type { Environment } from "../../core/environment/schema";
import type { EncryptionKey } from "../common/encryption-key";
import { LogGroup } from "../common/log-group";
import { protect } from "../common/protection";
import { SecurityGroup } from "../common/security-group";

const port = 6_379;
const parameterFamily = "redis7";
/** Letters and digits only: redis-py 3.5.3 does not decode a percent-encoded password. AWS takes 16 to 128. */
const tokenLength = 64;

export interface CacheProps {
  readonly name: string;
  /** Name of the Secrets Manager entry that holds the AUTH token. */
  readonly tokenSecretName: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly settings: Environment["cache"];
  readonly key: EncryptionKey;
  readonly logGroupName: string;
  readonly logRetentionDays: number;
  readonly protectData: boolean;
}

/**
 * ElastiCache for Redis 7.1 as a replication group (a plain cluster cannot do AUTH), with TLS, a token and encryption at
 * rest. The token is drawn once, at creation, into Secrets Manager; that it also stands in the encrypted state is
 * decided in docs/adr.
 */
export class Cache extends Construct {
  readonly address: string;
  readonly port = port;
  readonly replicationGroupId: string;
  readonly securityGroupId: string;
  readonly tokenSecretArn: string;

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { settings } = props;
    const group = new SecurityGroup(this, "SecurityGroup", {
      name: props.name,
      description: "Redis of the platform",
      vpcId: props.vpcId,
    });
    const subnets = new ElasticacheSubnetGroup(this, "SubnetGroup", {
      name: props.name,
      description: "Isolated subnets",
      subnetIds: [...props.subnetIds],
    });
    const parameters = new ElasticacheParameterGroup(this, "Parameters", {
      name: `${props.name}-${parameterFamily}`,
      family: parameterFamily,
      // A group in use cannot be deleted: another family's comes first, under its own name.
      lifecycle: { createBeforeDestroy: true },
      description: "Keys with an expiry are evicted first",
      parameter: [{ name: "maxmemory-policy", value: "volatile-lru" }],
    });
    const log = new LogGroup(this, "LogGroup", {
      name: props.logGroupName,
      retentionDays: props.logRetentionDays,
      keyArn: props.key.arn,
    });
    const { secret, token } = this.token(props);
    const replicated = settings.replicas > 0;
    const redis = new ElasticacheReplicationGroup(this, "Resource", {
      replicationGroupId: props.name,
      description: "Cache of the platform",
      engine: "redis",
      engineVersion: "7.1",
      nodeType: settings.nodeType,
      numCacheClusters: settings.replicas + 1,
      automaticFailoverEnabled: replicated,
      multiAzEnabled: replicated,
      port,
      subnetGroupName: subnets.name,
      securityGroupIds: [group.id],
      parameterGroupName: parameters.name,
      atRestEncryptionEnabled: "true",
      kmsKeyId: props.key.arn,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      authToken: token.secretString,
      // ROTATE would leave access without a password open when the token is added first.
      authTokenUpdateStrategy: "SET" satisfies AuthTokenUpdateStrategyType,
      autoMinorVersionUpgrade: "true",
      applyImmediately: false,
      snapshotRetentionLimit: settings.snapshotRetentionDays,
      snapshotWindow: "02:00-03:00",
      maintenanceWindow: "sun:06:00-sun:07:00",
      finalSnapshotIdentifier: `${props.name}-final`,
      logDeliveryConfiguration: [
        { destination: log.name, destinationType: "cloudwatch-logs", logFormat: "json", logType: "slow-log" },
        { destination: log.name, destinationType: "cloudwatch-logs", logFormat: "json", logType: "engine-log" },
      ],
      lifecycle: protect(props.protectData),
    });
    this.address = redis.primaryEndpointAddress;
    this.replicationGroupId = redis.replicationGroupId;
    this.securityGroupId = group.id;
    this.tokenSecretArn = secret.arn;
  }

  private token(props: CacheProps) {
    const secret = new SecretsmanagerSecret(this, "TokenSecret", {
      name: props.tokenSecretName,
      description: "AUTH token of Redis",
      kmsKeyId: props.key.arn,
      recoveryWindowInDays: 30,
      lifecycle: protect(props.protectData),
    });
    const drawn = new DataAwsSecretsmanagerRandomPassword(this, "DrawnToken", {
      passwordLength: tokenLength,
      excludePunctuation: true,
      includeSpace: false,
    });
    const token = new SecretsmanagerSecretVersion(this, "Token", {
      secretId: secret.id,
      secretString: drawn.randomPassword,
      // Each plan draws anew; only the first draw counts.
      lifecycle: { ignoreChanges: ["secret_string"] },
    });
    return { secret, token };
  }
}
