/** What an edit changes in the file, as a unified diff. */
import { formatPatch, structuredPatch } from "diff";
import { colorsFor } from "../colors";
import type { Console } from "../console";

export function difference(file: string, before: string, after: string): string {
  const patch = structuredPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, { context: 3 });
  const text = formatPatch(patch);
  return text.slice(text.indexOf("--- ")).trimEnd();
}

/** Prints a diff, coloured for a person. */
export function printDifference(diff: string, out: Console): void {
  const colors = colorsFor(out);
  for (const line of diff.split("\n")) {
    const shown = line.replace(/\r$/, "");
    if (/^(---|\+\+\+) /.test(line)) out.print(out.bold(shown));
    else if (line.startsWith("+")) out.print(colors.green(shown));
    else if (line.startsWith("-")) out.print(colors.red(shown));
    else out.print(line.startsWith("@@") ? colors.cyan(shown) : shown);
  }
}
