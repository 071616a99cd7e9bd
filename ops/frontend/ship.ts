/** Releases a build of the frontend, or goes back to an earlier release. */
import {
  frontendPageForeign,
  frontendReleaseIncomplete,
  frontendReleaseLive,
  frontendReleaseUnknown,
  hashReused,
  noFrontendReleaseBefore,
  UserError,
} from "../../core/errors";
import {
  changedUnderHash,
  keptReleases,
  newestFirst,
  storedByReleases,
  toCopy,
  toDelete,
  toUpload,
  type FrontendPlan,
} from "../../core/frontend/plan";
import { invalidationPaths } from "../../core/frontend/invalidation";
import { isSame, owedKey, recordKey, releaseOf, type FrontendRelease } from "../../core/frontend/release";
import { foreignNote, type Live } from "../../core/frontend/render";
import { describeTime } from "../../core/document/text";
import {
  copyToFixedName,
  deleteAll,
  liveId,
  putOwed,
  putPage,
  putRecord,
  readContents,
  upload,
  type Contents,
} from "./bucket";
import type { FrontendShip } from "./context";
import { invalidate, waitForInvalidation } from "./invalidation";
import { LockLost, takeLock, type HeldLock } from "./lock";
import type { Build } from "./read-build";

/** A failure, and what users see after it. */
export class FrontendFailure extends Error {
  constructor(
    readonly why: string,
    readonly live: Live,
    readonly release: string,
  ) {
    super(why);
  }
}

export type Wish =
  { readonly kind: "build"; readonly build: Build } | { readonly kind: "rollback"; readonly to: string | undefined };

const atOnce = 8;

/** What would be done. Reads only. */
export async function planFrontend(ship: FrontendShip, wish: Wish): Promise<FrontendPlan> {
  return planFrom(ship, wish, await readContents(bucketOf(ship)));
}

export async function shipFrontend(ship: FrontendShip, wish: Wish): Promise<FrontendPlan> {
  const what = wish.kind === "build" ? "release of a build" : "rollback";
  const lock = await takeLock(bucketOf(ship), { who: ship.who, what, clock: ship.clock });
  let plan: FrontendPlan;
  let invalidation: string | undefined;
  try {
    ship.signal.throwIfAborted();
    const contents = await readContents(bucketOf(ship));
    plan = planFrom(ship, wish, contents);
    await carryOut(ship, wish, plan, contents, lock);
    invalidation = await followUp(ship, plan, contents, lock);
  } finally {
    // A lock that cannot be freed ends by itself; the reason why the release failed says more.
    await lock.free().catch(() => ship.say("The lock could not be freed; it ends by itself within 5 minutes."));
  }
  if (ship.wait && invalidation !== undefined) await spread(ship, plan, invalidation);
  return plan;
}

export const bucketOf = ({ aws, place }: Pick<FrontendShip, "aws" | "place">) => ({ s3: aws.s3, name: place.bucket });

function planFrom(ship: FrontendShip, wish: Wish, contents: Contents): FrontendPlan {
  const release = wish.kind === "build" ? built(ship, wish.build, contents) : goneBackTo(ship, wish.to, contents);
  const foreignSince = contents.foreignSince?.toISOString();
  if (foreignSince !== undefined) ship.say(foreignNote(foreignSince));
  const stored = storedByReleases(contents.stored, contents.releases);
  const isLive = release.id === contents.liveId;
  const copies = toCopy(release, stored);
  const uploads = wish.kind === "build" ? toUpload(release, stored) : [];
  const kept = keptReleases(contents.releases, release, ship.keep);
  // What lay there before the first release stays until the second: pages that are open still ask for it.
  const sweeps = wish.kind === "build" && contents.live !== undefined;
  const coming = new Map([...contents.stored, ...uploads.map(({ key, md5 }) => [key, md5] as const)]);
  const keptIds = new Set(kept.map(({ id }) => id));
  const dropped = contents.releases.filter(({ id }) => !keptIds.has(id)).map(({ id }) => recordKey(id));
  return {
    release,
    isLive,
    previous: contents.liveId,
    foreignSince,
    uploads: uploads.map(({ key }) => key),
    copies: copies.map(({ path }) => path),
    deletions: sweeps ? [...dropped, ...toDelete(coming, kept)] : [],
    invalidations: invalidationPaths(!isLive, copies, owedPaths(contents)),
  };
}

const owedPaths = ({ owed }: Contents) => owed.flatMap(({ paths }) => paths);

function built({ who, clock }: FrontendShip, { files, page }: Build, { live, liveId: previous, releases }: Contents) {
  const release = releaseOf({ files, page, previous, who, now: clock.now() });
  const [reused] = changedUnderHash(release, releases);
  if (reused !== undefined) throw hashReused(reused.path, reused.release);
  return live !== undefined && isSame(live, release) ? live : release;
}

function goneBackTo({ where }: FrontendShip, to: string | undefined, contents: Contents): FrontendRelease {
  const { live, liveId: current, releases, stored, foreignSince } = contents;
  const id = to ?? live?.previous;
  const known = newestFirst(releases).map((each) => each.id);
  if (id === undefined && foreignSince !== undefined)
    throw frontendPageForeign(describeTime(foreignSince.toISOString()), known);
  if (id === undefined) throw noFrontendReleaseBefore(where);
  const release = releases.find((each) => each.id === id);
  if (release === undefined) throw frontendReleaseUnknown(id, known);
  const isFollowed = toCopy(release, stored).length === 0 && contents.owed.length === 0;
  if (id === current && isFollowed) throw frontendReleaseLive(id);
  const lost = toUpload(release, stored).map(({ path }) => path);
  if (lost.length > 0) throw frontendReleaseIncomplete(id, lost);
  return release;
}

/** Up to the switch: from then on users get the release. */
async function carryOut(
  ship: FrontendShip,
  wish: Wish,
  plan: FrontendPlan,
  contents: Contents,
  lock: HeldLock,
): Promise<void> {
  const { release, isLive, invalidations } = plan;
  const bucket = bucketOf(ship);
  try {
    if (wish.kind === "build") await uploadAll(ship, wish.build, plan, lock);
    const noted = new Set(owedPaths(contents));
    if (!invalidations.every((path) => noted.has(path))) await putOwed(bucket, release.id, invalidations);
    if (isLive) return;
    if (wish.kind === "build") await putRecord(bucket, release);
    ship.signal.throwIfAborted();
    await lock.confirm();
    await putPage(bucket, release, contents.pageTag);
    ship.say("index.html: switched");
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw await failure(ship, plan, error);
  }
}

/** What the switch is followed by, come what may; returns the id of CloudFront's invalidation. */
async function followUp(
  ship: FrontendShip,
  plan: FrontendPlan,
  { owed }: Contents,
  lock: HeldLock,
): Promise<string | undefined> {
  const { release, copies, invalidations, deletions } = plan;
  const bucket = bucketOf(ship);
  try {
    const copied = new Set(copies);
    for (const file of release.files) {
      if (!copied.has(file.path)) continue;
      await lock.keep();
      await copyToFixedName(bucket, file);
    }
    const invalidation = invalidations.length > 0 ? await refresh(ship, plan) : undefined;
    const notes = new Set([...owed.map(({ key }) => key), owedKey(release.id)]);
    if (invalidation !== undefined) await deleteAll(bucket, [...notes]);
    if (deletions.length > 0) {
      // Who took the lock over may count on what this would delete.
      await lock.confirm();
      await deleteAll(bucket, deletions);
    }
    return invalidation;
  } catch (error) {
    throw error instanceof LockLost
      ? await failure(ship, plan, error)
      : new FrontendFailure(reason(error), "release", release.id);
  }
}

/** Waits for every edge location; another release may begin meanwhile. */
async function spread(ship: FrontendShip, { release }: FrontendPlan, invalidation: string): Promise<void> {
  try {
    await waitForInvalidation(ship, invalidation);
  } catch (error) {
    throw new FrontendFailure(ship.signal.aborted ? interrupted : reason(error), "spreading", release.id);
  }
}

/** All under names that the live page does not know: users see nothing of it. */
async function uploadAll(ship: FrontendShip, build: Build, plan: FrontendPlan, lock: HeldLock): Promise<void> {
  const wanted = new Set(plan.uploads);
  const files = plan.release.files.filter(({ key }) => wanted.has(key));
  for (let first = 0; first < files.length; first += atOnce) {
    ship.signal.throwIfAborted();
    await lock.keep();
    const batch = files.slice(first, first + atOnce);
    const put = await Promise.allSettled(
      batch.map((file) => upload(bucketOf(ship), file, build.contents.get(file.path) ?? Buffer.alloc(0))),
    );
    for (const result of put) if (result.status === "rejected") throw result.reason;
    ship.say(`uploaded ${Math.min(first + atOnce, files.length)} of ${files.length}`);
  }
}

async function refresh(ship: FrontendShip, { release, invalidations }: FrontendPlan): Promise<string> {
  const { aws, place, clock } = ship;
  const id = await invalidate(aws.cloudfront, place.distribution, {
    paths: invalidations,
    reference: `${release.id}-${clock.now().getTime()}`,
  });
  ship.say(`CloudFront is to forget ${invalidations.join(", ")}`);
  return id;
}

/** The answer to the switch may have got lost: S3 is asked who won. */
async function failure(ship: FrontendShip, { release, previous }: FrontendPlan, error: unknown) {
  const live = await liveId(bucketOf(ship)).then(
    (id): Live => (id === release.id ? "release" : id === previous ? "before" : "other"),
    (): Live => "unknown",
  );
  const why = ship.signal.aborted && !(error instanceof LockLost) ? interrupted : reason(error);
  return new FrontendFailure(why, live, release.id);
}

export const interrupted = "It was interrupted.";

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));
