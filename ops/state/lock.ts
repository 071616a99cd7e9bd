/** The two parts of Terraform's lock on a state, as they were written. */
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { names } from "../../core/naming/names";
import type { LockPlace } from "../../core/release/lock";
import { hasCode } from "../aws/aws";
import type { Backend } from "./backend";
import type { AwsClients } from "./clients";

export function placeOf({ bucket, lockTable }: Backend, stateKey: string): LockPlace {
  return { bucket, table: lockTable, stateKey };
}

/** Whether somebody holds it, by either of its parts. */
export async function isLocked(clients: Pick<AwsClients, "s3" | "dynamodb">, place: LockPlace): Promise<boolean> {
  return (await itemText(clients, place)) !== undefined || (await fileText(clients, place)) !== undefined;
}

/** The part in the table; undefined where there is none. */
export async function itemText(
  { dynamodb }: Pick<AwsClients, "dynamodb">,
  place: LockPlace,
): Promise<string | undefined> {
  const Key = { LockID: { S: names.lockId(place) } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: place.table, Key, ConsistentRead: true }));
  return Item === undefined ? undefined : (Item["Info"]?.S ?? "");
}

/** The part in the bucket; undefined where there is none. */
export async function fileText({ s3 }: Pick<AwsClients, "s3">, place: LockPlace): Promise<string | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: place.bucket, Key: names.lockFile(place.stateKey) }));
    return (await Body?.transformToString("utf8")) ?? "";
  } catch (error) {
    // By its name where the client is none of those that put refusals into words.
    if (hasCode(error, "NoSuchKey") || (error instanceof Error && error.name === "NoSuchKey")) return undefined;
    throw error;
  }
}
