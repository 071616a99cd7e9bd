/** What a reader of weakened guards tells. */
import type { ChangedResource } from "../changed-resource";
import type { Guard } from "../facts/weakening";

export interface Weakened {
  readonly kind: Guard["kind"];
  /** A sentence without its subject: `would delete objects after 9 days; now after 30`. */
  readonly sentence: string;
}

/** @param others all resources of the stack */
export type WeakenedOf = (resource: ChangedResource, others: readonly ChangedResource[]) => readonly Weakened[];
