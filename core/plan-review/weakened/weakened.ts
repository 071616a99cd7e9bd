/** Guards that more than one argument makes up, or that a new resource weakens: by type. */
import { bucketExpiry } from "./bucket-expiry";
import { denials } from "./denials";
import { imageExpiry } from "./image-expiry";
import { parameters } from "./parameters";
import type { WeakenedOf } from "./reader";
import { settings } from "./settings";

const readers: readonly WeakenedOf[] = [bucketExpiry, denials, imageExpiry, parameters, settings];

export const weakenedBy: WeakenedOf = (resource, others) => readers.flatMap((read) => read(resource, others));
