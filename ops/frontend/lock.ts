/** Takes, keeps and frees the lock of the frontend by conditional requests, of which S3 lets one win. */
import { randomUUID } from "node:crypto";
import { frontendBucketMissing, frontendLocked, frontendLockLost } from "../../core/errors";
import {
  describeFrontendLock,
  expiry,
  hasExpired,
  needsRenewal,
  readLock,
  type FrontendLock,
} from "../../core/frontend/lock";
import { describeTime } from "../../core/document/text";
import { lockKey } from "../../core/frontend/release";
import { hasCode } from "../aws/aws";
import type { Clock } from "../aws/clock";
import type { Bucket } from "./bucket";
import { readText } from "./place";

/** Somebody has taken the lock over: whatever is done from here on could meet what they do. */
export class LockLost extends Error {}

export interface HeldLock {
  /** Says that the holder is alive, when that is due. @throws {LockLost} */
  keep(): Promise<void>;
  /** The same, due or not. */
  confirm(): Promise<void>;
  free(): Promise<void>;
}

export interface LockRequest {
  readonly who: string;
  readonly what: string;
  readonly clock: Clock;
}

/** @throws {UserError} saying who holds it, since and until when */
export async function takeLock(bucket: Bucket, { who, what, clock }: LockRequest): Promise<HeldLock> {
  const now = clock.now();
  let lock: FrontendLock = { id: randomUUID(), who, what, since: now.toISOString(), expires: expiry(now) };
  const there = await readText(bucket.s3, bucket.name, lockKey);
  const holder = there === undefined ? undefined : readLock(there.text);
  if (there !== undefined && holder !== undefined && !hasExpired(holder, now)) throw locked(holder, now);
  let tag = await put(bucket, lock, there?.etag, clock, locked);

  const confirm = async () => {
    lock = { ...lock, expires: expiry(clock.now()) };
    tag = await put(bucket, lock, tag, clock, lost);
  };
  return {
    keep: async () => (needsRenewal(lock, clock.now()) ? confirm() : undefined),
    confirm,
    async free() {
      // Another one's lock is left alone.
      if (readLock((await readText(bucket.s3, bucket.name, lockKey))?.text ?? "")?.id !== lock.id) return;
      await bucket.s3.deleteObject({ Bucket: bucket.name, Key: lockKey });
    },
  };
}

const locked = (holder: FrontendLock, now: Date) =>
  frontendLocked(describeFrontendLock(holder, now), describeTime(holder.expires));
const lost = (holder: FrontendLock, now: Date) => new LockLost(frontendLockLost(describeFrontendLock(holder, now)));

/** Puts the lock over the one with this ETag; returns its own. */
async function put(
  { s3, name }: Bucket,
  lock: FrontendLock,
  over: string | undefined,
  clock: Clock,
  refused: (holder: FrontendLock, now: Date) => Error,
): Promise<string> {
  const condition = over === undefined ? { IfNoneMatch: "*" } : { IfMatch: over };
  try {
    const Body = JSON.stringify(lock);
    const { ETag = "" } = await s3.putObject({
      Bucket: name,
      Key: lockKey,
      Body,
      ContentType: "application/json",
      ...condition,
    });
    return ETag;
  } catch (error) {
    if (hasCode(error, "NoSuchBucket")) throw frontendBucketMissing(name);
    if (!hasCode(error, "PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey")) throw error;
    const there = await readText(s3, name, lockKey);
    const holder = readLock(there?.text ?? "");
    // Of a try whose answer got lost, the repetition finds its own lock.
    if (there !== undefined && holder?.id === lock.id) return there.etag;
    const unknown = { ...lock, who: "somebody else", what: "release of the frontend" };
    throw refused(holder ?? unknown, clock.now());
  }
}
