/** What an edit changes in the platform, told after it was written. */
import type { Console } from "../console";

export async function tellImpact(_root: string, out: Console): Promise<void> {
  out.note("What it changes in the platform: `smart360 impact`");
}
