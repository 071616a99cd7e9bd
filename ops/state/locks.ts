/** Locks and digests that a killed terraform left in the state backend. For the local AWS only: nobody else uses it. */
import { createHash } from "node:crypto";
import { DeleteItemCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import { DeleteObjectCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { names } from "../../core/naming/names";
import { isAbsent, type Backend } from "./backend";
import type { AwsClients } from "./clients";
import { objectKeys } from "./read";

/** State keys that are locked, by either lock, sorted. */
export async function lockedKeys(clients: AwsClients, backend: Backend): Promise<readonly string[]> {
  const { items, files } = await find(clients, backend);
  const keys = [...items.map((id) => id.slice(backend.bucket.length + 1)), ...files];
  return [...new Set(keys)].sort();
}

/** Removes every lock; returns the state keys that were locked. The caller knows that no holder is alive. */
export async function clearLocks(clients: AwsClients, backend: Backend): Promise<readonly string[]> {
  const { items, files } = await find(clients, backend);
  const keys = await lockedKeys(clients, backend);
  for (const id of items) await removeItem(clients, backend, id);
  for (const key of files)
    await clients.s3.send(new DeleteObjectCommand({ Bucket: backend.bucket, Key: names.lockFile(key) }));
  return keys;
}

/**
 * Removes digests that disagree with their state. The local AWS writes objects at once but its tables when it stops, so
 * after a kill a digest may be older than its state, and Terraform would refuse to read it.
 */
export async function clearStaleDigests(clients: AwsClients, backend: Backend): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const item of await scan(clients, backend)) {
    const key = names.digestedBy(item.id)?.slice(backend.bucket.length + 1);
    if (key === undefined) continue;
    if ((await digestOf(clients, backend, key)) === item.digest) continue;
    await removeItem(clients, backend, item.id);
    stale.push(key);
  }
  return stale;
}

/** `LockID`s of the items, and the keys of the states that the files lock. */
async function find(clients: AwsClients, backend: Backend) {
  const items = (await scan(clients, backend)).map(({ id }) => id).filter((id) => names.digestedBy(id) === undefined);
  const files: string[] = [];
  await unlessAbsent(async () => {
    const keys = await objectKeys(clients, backend.bucket);
    files.push(...keys.flatMap((key) => names.lockedByFile(key) ?? []));
  });
  return { items, files };
}

/** A backend that is not there yet holds nothing. */
async function unlessAbsent(look: () => Promise<void>): Promise<void> {
  try {
    await look();
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

async function scan(clients: AwsClients, { lockTable, bucket }: Backend) {
  const found: { id: string; digest: string | undefined }[] = [];
  const pages = paginateScan({ client: clients.dynamodb }, { TableName: lockTable, ConsistentRead: true });
  await unlessAbsent(async () => {
    for await (const page of pages) {
      for (const item of page.Items ?? []) {
        const id = item["LockID"]?.S;
        if (id?.startsWith(`${bucket}/`)) found.push({ id, digest: item["Digest"]?.S });
      }
    }
  });
  return found;
}

async function removeItem(clients: AwsClients, { lockTable }: Backend, id: string): Promise<void> {
  await clients.dynamodb.send(new DeleteItemCommand({ TableName: lockTable, Key: { LockID: { S: id } } }));
}

async function digestOf(clients: AwsClients, { bucket }: Backend, key: string): Promise<string | undefined> {
  try {
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const bytes = await Body?.transformToByteArray();
    return createHash("md5")
      .update(bytes ?? new Uint8Array())
      .digest("hex");
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
