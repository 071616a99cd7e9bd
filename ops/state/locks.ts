/** Locks and digests that a killed terraform left in the state backend. For the local AWS only: nobody else uses it. */
import { createHash } from "node:crypto";
import { DeleteItemCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import { DeleteObjectCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { names } from "../../core/naming/names";
import { readLockInfo, type LockInfo } from "../../core/release/lock";
import { isAbsent, type Backend } from "./backend";
import type { AwsClients } from "./clients";
import { fileText, placeOf } from "./lock";
import { objectKeys } from "./read";

/** A state that is locked, by either lock. */
export interface LockedState {
  readonly key: string;
  /** Undefined where the lock is not as Terraform writes it. */
  readonly info: LockInfo | undefined;
}

/** By key, sorted. */
export async function lockedStates(clients: AwsClients, backend: Backend): Promise<readonly LockedState[]> {
  const { items, files } = await find(clients, backend);
  const states = new Map<string, LockedState>();
  for (const key of files)
    states.set(key, { key, info: readLockInfo((await fileText(clients, placeOf(backend, key))) ?? "") });
  for (const { id, info } of items) {
    const key = id.slice(backend.bucket.length + 1);
    states.set(key, { key, info: readLockInfo(info) });
  }
  return [...states.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** Removes the locks on these states. The caller knows that no holder is alive. */
export async function clearLocks(clients: AwsClients, backend: Backend, keys: readonly string[]): Promise<void> {
  for (const stateKey of keys) {
    await removeItem(clients, backend, names.lockId({ bucket: backend.bucket, stateKey }));
    await clients.s3.send(new DeleteObjectCommand({ Bucket: backend.bucket, Key: names.lockFile(stateKey) }));
  }
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

/** The items, and the keys of the states that the files lock. */
async function find(clients: AwsClients, backend: Backend) {
  const items = (await scan(clients, backend)).filter(({ id }) => names.digestedBy(id) === undefined);
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
  const found: { id: string; info: string; digest: string | undefined }[] = [];
  const pages = paginateScan({ client: clients.dynamodb }, { TableName: lockTable, ConsistentRead: true });
  await unlessAbsent(async () => {
    for await (const page of pages) {
      for (const item of page.Items ?? []) {
        const id = item["LockID"]?.S;
        if (id?.startsWith(`${bucket}/`)) found.push({ id, info: item["Info"]?.S ?? "", digest: item["Digest"]?.S });
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
