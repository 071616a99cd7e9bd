/** The lock that keeps two releases of the frontend apart: an object in its bucket. */
import { z } from "zod";
import { ago, describeTime } from "../document/text";

const schema = z.object({
  id: z.string(),
  who: z.string(),
  what: z.string(),
  /** RFC 3339 */
  since: z.string(),
  expires: z.string(),
});

export type FrontendLock = Readonly<z.infer<typeof schema>>;

/** A holder says again and again that it is alive; whoever has not for this long was killed. */
export const lockSeconds = 300;

/** Undefined for text that is no lock. */
export function readLock(text: string): FrontendLock | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export const expiry = (now: Date) => new Date(now.getTime() + lockSeconds * 1000).toISOString();

/** What cannot be read holds nobody off. */
export const hasExpired = (lock: FrontendLock | undefined, now: Date) =>
  lock === undefined || !(new Date(lock.expires).getTime() > now.getTime());

/** Whether the holder should say that it is alive. */
export const needsRenewal = ({ expires }: FrontendLock, now: Date) =>
  new Date(expires).getTime() - now.getTime() < (lockSeconds * 1000) / 2;

/** `jenkins@builder-1 since 2026-09-29 14:02:03 UTC, 5 minutes ago (release of dist)` */
export const describeFrontendLock = ({ who, since, what }: FrontendLock, now: Date) =>
  `${who} since ${describeTime(since)}, ${ago(since, now)} (${what})`;
