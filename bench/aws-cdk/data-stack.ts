import { Duration, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import {
  InstanceClass,
  InstanceSize,
  InstanceType,
  type IVpc,
  Port,
  SecurityGroup,
  SubnetType,
} from "aws-cdk-lib/aws-ec2";
import { CfnReplicationGroup, CfnSubnetGroup } from "aws-cdk-lib/aws-elasticache";
import { Key } from "aws-cdk-lib/aws-kms";
import { Credentials, DatabaseInstance, DatabaseInstanceEngine, PostgresEngineVersion } from "aws-cdk-lib/aws-rds";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";

export interface DataStackProps extends StackProps {
  readonly vpc: IVpc;
}

/** PostgreSQL, Redis and the bucket of files. */
export class DataStack extends Stack {
  readonly files: Bucket;

  constructor(scope: Construct, id: string, { vpc, ...props }: DataStackProps) {
    super(scope, id, props);
    const key = new Key(this, "Key", { enableKeyRotation: true });
    this.files = new Bucket(this, "Files", {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(90) }],
    });
    const database = new DatabaseInstance(this, "Database", {
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      engine: DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_15 }),
      instanceType: InstanceType.of(InstanceClass.M6G, InstanceSize.LARGE),
      credentials: Credentials.fromGeneratedSecret("smart360"),
      allocatedStorage: 100,
      maxAllocatedStorage: 500,
      multiAz: true,
      storageEncrypted: true,
      storageEncryptionKey: key,
      backupRetention: Duration.days(14),
      deletionProtection: true,
      removalPolicy: RemovalPolicy.SNAPSHOT,
      cloudwatchLogsExports: ["postgresql", "upgrade"],
    });
    const cacheGroup = new SecurityGroup(this, "CacheGroup", { vpc, allowAllOutbound: false });
    for (const subnet of vpc.privateSubnets) {
      database.connections.allowFrom({ connections: cacheGroup.connections }, Port.tcp(5_432), subnet.subnetId);
    }
    const subnets = new CfnSubnetGroup(this, "CacheSubnets", {
      description: "isolated",
      subnetIds: vpc.isolatedSubnets.map((subnet) => subnet.subnetId),
    });
    new CfnReplicationGroup(this, "Cache", {
      replicationGroupDescription: "cache",
      engine: "redis",
      engineVersion: "7.1",
      cacheNodeType: "cache.t4g.small",
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
      kmsKeyId: key.keyId,
      cacheSubnetGroupName: subnets.ref,
      securityGroupIds: [cacheGroup.securityGroupId],
      snapshotRetentionLimit: 7,
    });
  }
}
