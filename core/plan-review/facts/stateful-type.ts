/** A type that holds data. */
import type { Softening } from "./softening";

export interface Stateful {
  /** What would be gone, as the rest of `... would be gone: <holds>`. */
  readonly holds: string;
  /** Says more, from the arguments of the resource. */
  readonly softened?: Softening;
}
