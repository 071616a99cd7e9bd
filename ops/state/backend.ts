/** The state backend on the embedded default, made through the AWS SDK by the names that production uses. */
import { CreateTableCommand, DescribeTableCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, HeadBucketCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { hasCode } from "../aws/aws";
import type { AwsClients } from "./clients";

export interface Backend {
  readonly bucket: string;
  readonly lockTable: string;
}

/** Makes bucket (versioned) and lock table unless they exist; returns which of them were made. */
export async function ensureBackend(clients: AwsClients, { bucket, lockTable }: Backend): Promise<readonly string[]> {
  const made: string[] = [];
  if (!(await exists(clients.s3.send(new HeadBucketCommand({ Bucket: bucket }))))) {
    await clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
    made.push(bucket);
  }
  await clients.s3.send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }),
  );
  if (!(await exists(clients.dynamodb.send(new DescribeTableCommand({ TableName: lockTable }))))) {
    await clients.dynamodb.send(
      new CreateTableCommand({
        TableName: lockTable,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "LockID", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "LockID", KeyType: "HASH" }],
      }),
    );
    await waitUntilTableExists({ client: clients.dynamodb, maxWaitTime: 30, minDelay: 0.1 }, { TableName: lockTable });
    made.push(lockTable);
  }
  return made;
}

/** False when AWS says that there is no such thing; every other failure is thrown. */
export async function exists(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

const absent = ["NotFound", "NoSuchBucket", "NoSuchKey", "ResourceNotFoundException", "ParameterNotFound"];

export function isAbsent(error: unknown): boolean {
  return hasCode(error, ...absent) || (error instanceof Error && absent.includes(error.name));
}
