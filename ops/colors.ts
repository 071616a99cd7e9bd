/** Colours: on a terminal that a person looks at, and nowhere else. */
import pc from "picocolors";

/** @param env says what the terminal can show, and what its user wants (no-color.org, force-color.org) */
export function colorsFor(
  { isTerminal }: { readonly isTerminal: boolean },
  env = process.env,
): ReturnType<typeof pc.createColors> {
  // picocolors also colours files for FORCE_COLOR, and both files and dumb terminals where CI is set.
  const isDumb = env["TERM"] === "dumb" && !env["FORCE_COLOR"];
  return pc.createColors(isTerminal && !isDumb && pc.isColorSupported);
}
