/** What a rendering is told beside the review. */
import type { LeftOver } from "../../live/live";
import type { Gate } from "../gate";
import type { Review } from "../review";
import type { Paint } from "./paint";

/** Where the plans come from; each part is shown where it is known. */
export interface Origin {
  readonly environment?: string;
  /** AWS account, 12 digits. */
  readonly account?: string;
  readonly region?: string;
  /** Of the sources: `1a2b3c4`, with `, and uncommitted edits` where there are some. */
  readonly revision?: string;
  /** What `smart360 apply --review` goes by. */
  readonly review?: string;
}

/** A stack whose plan was applied, and is therefore not in the review any more. */
export interface AppliedPlan {
  readonly stack: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A stack that could not be planned yet. */
export interface WaitingStack {
  readonly stack: string;
  /** What must be applied first. */
  readonly for: readonly string[];
}

/** Resources that hold data and that Terraform would not refuse to destroy. */
export interface UnguardedStack {
  readonly stack: string;
  readonly resources: number;
}

export interface RenderOptions {
  readonly origin?: Origin;
  /** What the approvals said; without it, approvals are not spoken of. */
  readonly gate?: Gate;
  readonly waiting?: readonly WaitingStack[];
  readonly applied?: readonly AppliedPlan[];
  /** Stacks that were begun and not finished. */
  readonly begun?: readonly string[];
  /** States that belong to no stack any more: no plan shows what is in them. */
  readonly leftOver?: readonly LeftOver[];
  /** Stacks whose data is without `prevent_destroy`, which no plan shows either. */
  readonly unguarded?: readonly UnguardedStack[];
  /** Of the terminal. */
  readonly paint?: Paint;
  /** Characters of a line of the terminal. */
  readonly width?: number;
  /** The architecture with its changes, as an SVG element; of HTML. */
  readonly picture?: string;
}

export type Renderer = (review: Review, options?: RenderOptions) => string;
