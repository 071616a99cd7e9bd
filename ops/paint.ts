/** Colours for what `core/` renders: on a terminal that a person looks at, and nowhere else. */
import pc from "picocolors";
import type { Paint } from "../core/plan-review/render/paint";
import type { Console } from "./console";

export function paintFor({ isTerminal }: Console): Paint {
  return pc.createColors(isTerminal && pc.isColorSupported);
}
