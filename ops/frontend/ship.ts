/** Releases a build of the frontend, or goes back to an earlier release. */
import {
  frontendReleaseIncomplete,
  frontendReleaseLive,
  frontendReleaseUnknown,
  hashReused,
  noFrontendReleaseBefore,
  UserError,
} from "../../core/errors";
import {
  changedUnderHash,
  invalidationPaths,
  keptReleases,
  newestFirst,
  storedByReleases,
  toCopy,
  toDelete,
  toUpload,
} from "../../core/frontend/plan";
import { isSame, recordKey, releaseOf, type FrontendRelease } from "../../core/frontend/release";
import type { Aws } from "../ship/aws";
import type { Clock } from "../ship/clock";
import { copyToFixedName, deleteAll, liveId, putPage, putRecord, readContents, upload, type Contents } from "./bucket";
import { invalidate, waitForInvalidation } from "./invalidation";
import { takeLock, type HeldLock } from "./lock";
import type { Place } from "./place";
import type { Build } from "./read-build";

export interface FrontendShip {
  readonly aws: Pick<Aws, "s3" | "cloudfront">;
  readonly place: Place;
  readonly clock: Clock;
  /** `user@host` */
  readonly who: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** Releases that are kept. */
  readonly keep: number;
  /** Wait until every edge location of CloudFront has the release. */
  readonly wait: boolean;
  readonly pollSeconds: number;
}

export interface FrontendPlan {
  readonly release: FrontendRelease;
  /** The site is live already. */
  readonly isLive: boolean;
  readonly previous: string | undefined;
  readonly uploads: readonly string[];
  readonly copies: readonly string[];
  readonly deletions: readonly string[];
  readonly invalidations: readonly string[];
}

/** A failure, and what users see after it. */
export class FrontendFailure extends Error {
  constructor(
    readonly why: string,
    readonly live: "before" | "release" | "unknown",
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
  try {
    const contents = await readContents(bucketOf(ship));
    const plan = planFrom(ship, wish, contents);
    await carryOut(ship, wish, plan, contents, lock);
    return plan;
  } finally {
    // A lock that cannot be freed ends by itself; the reason why the release failed says more.
    await lock.free().catch(() => ship.say("The lock could not be freed; it ends by itself within 5 minutes."));
  }
}

export const bucketOf = ({ aws, place }: Pick<FrontendShip, "aws" | "place">) => ({ s3: aws.s3, name: place.bucket });

function planFrom(ship: FrontendShip, wish: Wish, contents: Contents): FrontendPlan {
  const release = wish.kind === "build" ? built(ship, wish.build, contents) : goneBackTo(wish.to, contents);
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
    uploads: uploads.map(({ key }) => key),
    copies: copies.map(({ path }) => path),
    deletions: sweeps ? [...dropped, ...toDelete(coming, kept)] : [],
    invalidations: invalidationPaths(!isLive, copies),
  };
}

function built({ who, clock }: FrontendShip, { files, page }: Build, { live, liveId: previous, releases }: Contents) {
  const release = releaseOf({ files, page, previous, who, now: clock.now() });
  const [reused] = changedUnderHash(release, releases);
  if (reused !== undefined) throw hashReused(reused.path, reused.release);
  return live !== undefined && isSame(live, release) ? live : release;
}

function goneBackTo(to: string | undefined, { live, liveId: current, releases, stored }: Contents): FrontendRelease {
  const id = to ?? live?.previous;
  if (id === undefined) throw noFrontendReleaseBefore();
  const release = releases.find((each) => each.id === id);
  if (release === undefined) {
    const known = newestFirst(releases).map((each) => each.id);
    throw frontendReleaseUnknown(id, known);
  }
  if (id === current) throw frontendReleaseLive(id);
  const lost = toUpload(release, stored).map(({ path }) => path);
  if (lost.length > 0) throw frontendReleaseIncomplete(id, lost);
  return release;
}

async function carryOut(
  ship: FrontendShip,
  wish: Wish,
  plan: FrontendPlan,
  { pageTag }: Contents,
  lock: HeldLock,
): Promise<void> {
  const { release, isLive } = plan;
  const bucket = bucketOf(ship);
  try {
    if (wish.kind === "build") await uploadAll(ship, wish.build, plan, lock);
    if (!isLive) {
      if (wish.kind === "build") await putRecord(bucket, release);
      ship.signal.throwIfAborted();
      await lock.confirm();
      await putPage(bucket, release, pageTag);
      ship.say("index.html: switched");
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw await failure(ship, release, error);
  }
  try {
    const copied = new Set(plan.copies);
    for (const file of release.files) if (copied.has(file.path)) await copyToFixedName(bucket, file);
    if (plan.invalidations.length > 0) await refresh(ship, plan);
    if (plan.deletions.length > 0) await deleteAll(bucket, plan.deletions);
  } catch (error) {
    throw new FrontendFailure(reason(ship, error), "release", release.id);
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

async function refresh(ship: FrontendShip, { release, invalidations }: FrontendPlan): Promise<void> {
  const { aws, place, clock } = ship;
  const id = await invalidate(aws.cloudfront, place.distribution, {
    paths: invalidations,
    reference: `${release.id}-${clock.now().getTime()}`,
  });
  ship.say(`CloudFront is to forget ${invalidations.join(", ")}`);
  if (ship.wait) await waitForInvalidation(ship, id);
}

/** The answer to the switch may have got lost: S3 is asked who won. */
async function failure(ship: FrontendShip, release: FrontendRelease, error: unknown): Promise<FrontendFailure> {
  const live = await liveId(bucketOf(ship)).then(
    (id) => (id === release.id ? "release" : "before"),
    () => "unknown" as const,
  );
  return new FrontendFailure(reason(ship, error), live, release.id);
}

function reason({ signal }: FrontendShip, error: unknown): string {
  if (signal.aborted) return "It was interrupted.";
  return error instanceof Error ? error.message : String(error);
}
