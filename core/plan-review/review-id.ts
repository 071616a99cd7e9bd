/** What a review goes by: the same id stands for the same plans of the same place, and for no others. */
import { createHash } from "node:crypto";

export interface ReviewedPlans {
  readonly environment: string;
  /** AWS account, 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** `aws`, or `offline`: the embedded default. */
  readonly target: string;
  /** Hashes are SHA-256, in hexadecimal: of the saved plan, and of what was shown of it. */
  readonly plans: readonly { readonly stack: string; readonly planSha256: string; readonly jsonSha256: string }[];
}

/** Characters: too many to find other plans of the same id by trying, few enough to copy. */
const length = 16;

/** `3f2a9c81d0e4b7a6`. */
export function reviewId({ environment, accountId, region, target, plans }: ReviewedPlans): string {
  const all = plans.map(({ stack, planSha256, jsonSha256 }) => [stack, planSha256, jsonSha256]);
  const text = JSON.stringify([environment, accountId, region, target, all]);
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}
