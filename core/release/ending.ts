/** How a release ended, for people and for machines. */
import { placeOptions, type Where } from "../environment/where";
import { shortDigest } from "./image";

/**
 * - `released`: the image runs, and the parameter names it
 * - `unchanged`: it did already
 * - `idle`: the service's next task starts with it, and the parameter names it; ECS is to keep no task of the service
 * - `prepared`: the parameter names it, and the stack's next apply starts it
 * - every other: what ran before runs on, the parameter is as it was
 */
export type Outcome =
  | "released"
  | "unchanged"
  | "idle"
  | "prepared"
  | "failed"
  | "rolledBack"
  | "superseded"
  | "timedOut"
  | "unknown"
  | "interrupted";

/** An image at work. */
export interface Running {
  /** By digest, or however the task definition names it. */
  readonly image: string;
  readonly revision: number;
}

export interface Ending {
  readonly outcome: Outcome;
  /** The result in words. */
  readonly message: string;
  /** The step that failed. */
  readonly step?: string;
  /** What AWS says of a failure, line by line. */
  readonly details?: readonly string[];
  /** The image that was asked for. */
  readonly image?: string;
  /** What runs now. */
  readonly running?: Running;
  /** What ran before. */
  readonly before?: Running;
}

/** `sha256:0123456789ab` of an image by digest; any other as it is. */
export function shortImage(image: string): string {
  const [, digest] = image.split("@");
  return digest === undefined ? image : shortDigest(digest);
}

export function releasedMessage(service: string, image: string, running: Running, before: Running): string {
  return (
    `${service} runs ${image} as revision ${running.revision}.\n` +
    `Before it ran ${shortImage(before.image)} as revision ${before.revision}.`
  );
}

/** @param registered what the service is pointed at */
export function idleMessage(service: string, image: string, registered: Running, before: Running): string {
  return (
    `${service} is to start with ${image} as revision ${registered.revision}, but nothing runs: its desired count is 0.\n` +
    `Before it was ${shortImage(before.image)} as revision ${before.revision}. Whether the new one is healthy is not known.`
  );
}

/** Somebody registered past the lock what the service does not run. */
export function newerRevisionNote(service: string, revision: number): string {
  return (
    `Revision ${revision} is newer: somebody else registered it during this release.\n` +
    `Apply the stack service-${service}, which rolls it out; until then releases are refused.`
  );
}

export function unchangedMessage(service: string, image: string, { revision }: Running): string {
  return `${service} runs ${image} already, as revision ${revision}. For new tasks with it: --redeploy.`;
}

export function preparedMessage(service: string, image: string, hasMigrations: boolean, where: Where): string {
  const then = hasMigrations
    ? `, then run its migrations: smart360 ship ${service} --redeploy${placeOptions(where)}`
    : "";
  return `${service} is to start with ${image}. Now apply the stack service-${service}${then}.`;
}

/** @param left what became of the service, its revision and its parameter */
export function failedMessage(service: string, step: string, why: string, left: string): string {
  return `${service} is not released. ${step} failed: ${why}\n${left}`;
}

export function interruptedMessage(service: string, left: string): string {
  return `${service} is not released: interrupted.\n${left}`;
}

/** Nothing was registered yet. */
export function unbegunMessage(service: string, why: string): string {
  return `${service} is not released: ${why}`;
}
