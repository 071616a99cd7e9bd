/** Whether somebody holds Terraform's lock on a state. */
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { names } from "../../core/naming/names";
import { exists, type Backend } from "./backend";
import type { AwsClients } from "./clients";

/** By either of its parts. @param stateKey as in the bucket */
export async function isLocked(
  { s3, dynamodb }: Pick<AwsClients, "s3" | "dynamodb">,
  { bucket, lockTable }: Backend,
  stateKey: string,
): Promise<boolean> {
  const Key = { LockID: { S: names.lockId({ bucket, stateKey }) } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: lockTable, Key, ConsistentRead: true }));
  if (Item !== undefined) return true;
  return exists(s3.send(new GetObjectCommand({ Bucket: bucket, Key: names.lockFile(stateKey) })));
}
