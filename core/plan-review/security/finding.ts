import type { ChangedResource } from "../changed-resource";
import type { Directory } from "../directory";
import type { SecurityChange, SecurityLine } from "../review";

/** A change of who may do or reach what, and whether it opens something to everybody. */
export interface SecurityFinding extends Omit<SecurityChange, "place"> {
  /** A sentence for the red list; undefined where nobody new is let in. */
  readonly opens?: string;
}

export type FindingsOf = (resource: ChangedResource, directory: Directory) => readonly SecurityFinding[];

export type SecurityEffect = SecurityChange["effect"];

/** What lines amount to that each widen or narrow. */
export function combined(effects: readonly SecurityEffect[]): SecurityEffect {
  const [first = "changes"] = effects;
  return effects.every((effect) => effect === first) ? first : "changes";
}

export const added = (text: string): SecurityLine => ({ sign: "added", text });
export const removed = (text: string): SecurityLine => ({ sign: "removed", text });
