import type { Difference } from "./compare";

export interface Finding extends Difference {
  readonly stack: string;
  /** The subject: `creation`, `unchanged`, or the edit. */
  readonly what: string;
}
