import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import { EncryptionKey } from "../common/encryption-key";
import { PrivateBucket } from "../common/private-bucket";
import { protect } from "../common/protection";

/** Days that superseded states are kept: long enough to find out that one was lost. */
const supersededStateRetentionDays = 365;

export interface StateStoreProps {
  readonly bucketName: string;
  readonly lockTableName: string;
  /** Alias of the key, without `alias/`. */
  readonly keyName: string;
  readonly accountId: string;
  readonly protectData: boolean;
}

/** Where Terraform's states live: the bucket, the table of their locks, and the key of both. */
export class StateStore extends Construct {
  readonly bucket: PrivateBucket;
  readonly lockTableName: string;
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: StateStoreProps) {
    super(scope, id);
    const key = new EncryptionKey(this, "Key", {
      name: props.keyName,
      description: "Terraform states and their locks",
      accountId: props.accountId,
      protectData: props.protectData,
    });
    this.bucket = new PrivateBucket(this, "Bucket", {
      name: props.bucketName,
      encryption: { keyArn: key.arn },
      noncurrentVersionRetentionDays: supersededStateRetentionDays,
      protectData: props.protectData,
    });
    const table = new DynamodbTable(this, "LockTable", {
      name: props.lockTableName,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "LockID",
      attribute: [{ name: "LockID", type: "S" }],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      deletionProtectionEnabled: props.protectData,
      lifecycle: protect(props.protectData),
    });
    this.lockTableName = table.name;
    this.keyArn = key.arn;
  }
}
