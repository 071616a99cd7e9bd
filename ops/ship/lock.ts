/** Takes, frees and breaks Terraform's lock on a state: both of its parts, in Terraform's order and format. */
import { backendMissing, lockUnreadable, objectUnreadable, otherLock, stateLocked } from "../../core/errors";
import { describeHolder, processOf, readLockInfo, type LockInfo, type LockPlace } from "../../core/release/lock";
import { names } from "../../core/naming/names";
import { hasCode, type Aws } from "../aws/aws";
import { fileText, itemText } from "../state/lock";

/** What this machine knows of itself. */
export interface Machine {
  /** `user@host` */
  readonly who: string;
  readonly processId: number;
  readonly isAlive: (processId: number) => boolean;
}

export interface LockOptions {
  readonly aws: Pick<Aws, "s3" | "dynamodb">;
  readonly place: LockPlace;
  /** For messages, as the environment is. */
  readonly stack: string;
  readonly environment: string;
  readonly machine: Machine;
  readonly now: () => Date;
}

/** Another holder may free the lock between our try and our look at it. */
const attempts = 3;

/** @throws {UserError} saying who holds the lock since when */
export async function takeLock(options: LockOptions, info: LockInfo): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const holder = await tryLock(options, info).catch((error: unknown) => {
      const { bucket, table } = options.place;
      if (!hasCode(error, "NoSuchBucket", "ResourceNotFoundException")) throw error;
      throw backendMissing(bucket, table, options.environment);
    });
    if (holder === "ours") return;
    if (holder !== undefined) throw locked(options, holder);
  }
  throw lockUnreadable(options.stack);
}

/** Frees the parts of the lock that carry `id`; returns whether any did. Both are tried before a failure is thrown. */
export async function freeLock({ aws, place }: LockOptions, id: string): Promise<boolean> {
  const freed = await Promise.allSettled([freeFile(aws, place, id), freeItem(aws, place, id)]);
  for (const result of freed) if (result.status === "rejected") throw result.reason;
  return freed.some((result) => result.status === "fulfilled" && result.value);
}

/** Frees the lock of a dead holder, which the caller names; nothing happens when the state is not locked any more. */
export async function breakLock(options: LockOptions, id: string): Promise<boolean> {
  const holder = await readHolder(options);
  if (holder === undefined) return false;
  if (holder.ID !== id) throw otherLock(options.stack, id, describeHolder(holder, options.now()), holder.ID);
  return freeLock(options, id);
}

/** Who holds the lock, by either of its parts. */
export async function readHolder({ aws, place }: Pick<LockOptions, "aws" | "place">): Promise<LockInfo | undefined> {
  return (await readItem(aws, place)) ?? (await readFile(aws, place));
}

/** Undefined: somebody held it, and does not any more. */
async function tryLock({ aws, place }: LockOptions, info: LockInfo): Promise<LockInfo | "ours" | undefined> {
  if (!(await putFile(aws, place, info))) {
    const holder = await readFile(aws, place);
    // A try whose answer was lost counts as a conflict with ourselves.
    if (holder?.ID !== info.ID) return holder;
  }
  let holder: LockInfo | undefined;
  try {
    if (await putItem(aws, place, info)) return "ours";
    holder = await readItem(aws, place);
  } catch (error) {
    // Why the lock was not taken says more than why its file stays.
    await freeFile(aws, place, info.ID).catch(() => false);
    throw error;
  }
  if (holder?.ID === info.ID) return "ours";
  await freeFile(aws, place, info.ID);
  return holder;
}

async function putFile({ s3 }: LockOptions["aws"], place: LockPlace, info: LockInfo): Promise<boolean> {
  try {
    const Body = JSON.stringify(info);
    const Key = names.lockFile(place.stateKey);
    await s3.putObject({ Bucket: place.bucket, Key, Body, ContentType: "application/json", IfNoneMatch: "*" });
    return true;
  } catch (error) {
    if (hasCode(error, "PreconditionFailed", "ConditionalRequestConflict")) return false;
    throw error;
  }
}

async function putItem({ dynamodb }: LockOptions["aws"], place: LockPlace, info: LockInfo): Promise<boolean> {
  try {
    await dynamodb.putItem({
      TableName: place.table,
      Item: { LockID: { S: names.lockId(place) }, Info: { S: JSON.stringify(info) } },
      ConditionExpression: "attribute_not_exists(LockID)",
    });
    return true;
  } catch (error) {
    if (hasCode(error, "ConditionalCheckFailedException")) return false;
    throw error;
  }
}

async function readFile(aws: LockOptions["aws"], place: LockPlace): Promise<LockInfo | undefined> {
  try {
    return readLockInfo((await fileText(aws, place)) ?? "");
  } catch (error) {
    throw hasCode(error, "AccessDenied") ? objectUnreadable(place.bucket, names.lockFile(place.stateKey)) : error;
  }
}

async function readItem(aws: LockOptions["aws"], place: LockPlace): Promise<LockInfo | undefined> {
  return readLockInfo((await itemText(aws, place)) ?? "");
}

async function freeFile(aws: LockOptions["aws"], place: LockPlace, id: string): Promise<boolean> {
  if ((await readFile(aws, place))?.ID !== id) return false;
  await aws.s3.deleteObject({ Bucket: place.bucket, Key: names.lockFile(place.stateKey) });
  return true;
}

async function freeItem(aws: LockOptions["aws"], place: LockPlace, id: string): Promise<boolean> {
  if ((await readItem(aws, place))?.ID !== id) return false;
  await aws.dynamodb.deleteItem({ TableName: place.table, Key: { LockID: { S: names.lockId(place) } } });
  return true;
}

function locked({ stack, machine, now }: LockOptions, info: LockInfo) {
  const process = processOf(info, machine.who);
  const isDead = process !== undefined && !machine.isAlive(process);
  return stateLocked({ stack, holder: describeHolder(info, now()), id: info.ID, isDead });
}
