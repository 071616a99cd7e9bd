/** Guards that more than one argument makes up, or that a new resource weakens: by type. */
import type { ChangedResource } from "../changed-resource";
import type { Guard } from "../facts/weakening";
import { bucketExpiry } from "./bucket-expiry";
import { denials } from "./denials";
import { imageExpiry } from "./image-expiry";
import { parameters } from "./parameters";
import { settings } from "./settings";

export interface Weakened {
  readonly kind: Guard["kind"];
  /** A sentence without its subject: `would delete objects after 9 days; now after 30`. */
  readonly sentence: string;
}

/** @param others all resources of the stack */
export type WeakenedOf = (resource: ChangedResource, others: readonly ChangedResource[]) => readonly Weakened[];

const readers: readonly WeakenedOf[] = [bucketExpiry, denials, imageExpiry, parameters, settings];

export const weakenedBy: WeakenedOf = (resource, others) => readers.flatMap((read) => read(resource, others));
