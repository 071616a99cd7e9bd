import type { Construct } from "constructs";
import { names } from "../core/naming/names";
import { setupName } from "../core/secrets/database-setup";
import { AccessLogBucket } from "../modules/common/access-log-bucket";
import { cloudWatchLogsMayUse, EncryptionKey } from "../modules/common/encryption-key";
import { PrivateBucket } from "../modules/common/private-bucket";
import { Cache } from "../modules/data/cache";
import { Database } from "../modules/data/database";
import { DatabaseSetup } from "../modules/data/database-setup";
import { BaseStack, type StackProps } from "./base-stack";
import type { NetworkStack } from "./network-stack";
import { number, StackOutputs, string } from "./outputs";

const shape = {
  keyArn: string("KMS key of the data"),
  databaseAddress: string("Host name of PostgreSQL"),
  databasePort: number("Port of PostgreSQL"),
  databaseIdentifier: string("RDS instance"),
  databaseSecurityGroupId: string("Security group of PostgreSQL"),
  databaseMasterSecretArn: string("Secret with the master password, owned by RDS"),
  cacheAddress: string("Host name of the Redis primary"),
  cachePort: number("Port of Redis"),
  cacheSecurityGroupId: string("Security group of Redis"),
  cacheTokenSecretArn: string("Secret with the AUTH token of Redis"),
  filesBucketName: string("Bucket of the services' files"),
  filesBucketArn: string("ARN of the bucket of the services' files"),
};

export interface DataStackProps extends StackProps {
  readonly network: NetworkStack["outputs"];
}

/** Everything that holds the services' data: PostgreSQL, with the task that makes their databases in it, Redis, files. */
export class DataStack extends BaseStack {
  readonly outputs: StackOutputs<typeof shape>;

  constructor(scope: Construct, props: DataStackProps) {
    super(scope, "data", "data", props);
    const { environment } = props;
    const { accountId, protectData, region } = environment;
    const network = props.network.readIn(this);
    const key = new EncryptionKey(this, "Key", {
      name: names.shared(environment, "data"),
      description: "Database, cache and files",
      accountId,
      statements: [cloudWatchLogsMayUse(region, accountId)],
      protectData,
    });
    const place = { vpcId: network.vpcId, subnetIds: network.isolatedSubnetIds };
    const common = { key, logRetentionDays: environment.logs.retentionDays, protectData };
    const database = new Database(this, "Database", {
      ...place,
      ...common,
      name: names.shared(environment, "database"),
      settings: environment.database,
    });
    new DatabaseSetup(this, "DatabaseSetup", {
      name: names.shared(environment, setupName),
      database,
      image: environment.database.setupImage,
      key,
      logGroupName: names.path(environment, setupName),
      logRetentionDays: environment.logs.retentionDays,
      region,
      accountId,
    });
    const cache = new Cache(this, "Cache", {
      ...place,
      ...common,
      name: names.shared(environment, "cache"),
      tokenSecretName: names.secret(environment, "cache", "token"),
      logGroupName: names.path(environment, "cache"),
      settings: environment.cache,
    });
    const files = new PrivateBucket(this, "Files", {
      name: names.bucket(environment, "files"),
      encryption: { keyArn: key.arn },
      noncurrentVersionRetentionDays: environment.files.noncurrentVersionRetentionDays,
      corsOrigins: environment.files.corsOrigins,
      protectData,
    });
    new AccessLogBucket(this, "FilesAccess", {
      name: names.bucket(environment, "files-logs"),
      of: files,
      accountId,
      retentionDays: environment.logs.retentionDays,
      protectData,
    });
    this.outputs = new StackOutputs(this, shape, {
      keyArn: key.arn,
      databaseAddress: database.address,
      databasePort: database.port,
      databaseIdentifier: database.identifier,
      databaseSecurityGroupId: database.securityGroupId,
      databaseMasterSecretArn: database.masterSecretArn,
      cacheAddress: cache.address,
      cachePort: cache.port,
      cacheSecurityGroupId: cache.securityGroupId,
      cacheTokenSecretArn: cache.tokenSecretArn,
      filesBucketName: files.name,
      filesBucketArn: files.arn,
    });
  }
}
