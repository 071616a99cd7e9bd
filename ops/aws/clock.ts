/** Time as a release sees it. */
import { setTimeout } from "node:timers/promises";

export interface Clock {
  now(): Date;
  /** Since some moment; unlike the time of day it never jumps. */
  elapsedSeconds(): number;
  /** Rejects with an AbortError as soon as `signal` says so. */
  wait(seconds: number, signal?: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  now: () => new Date(),
  elapsedSeconds: () => performance.now() / 1000,
  wait: (seconds, signal) => setTimeout(seconds * 1000, undefined, signal === undefined ? {} : { signal }),
};
