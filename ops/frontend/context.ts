/** What a release of the frontend is made with. */
import type { Where } from "../../core/environment/where";
import type { Aws } from "../aws/aws";
import type { Clock } from "../aws/clock";
import type { Place } from "./place";

export interface FrontendShip {
  readonly aws: Pick<Aws, "s3" | "cloudfront">;
  readonly place: Place;
  readonly where: Where;
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
