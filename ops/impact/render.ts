/** An impact for a person. */
import { counted, listed } from "../../core/document/text";
import type { Paint } from "../../core/plan-review/render/paint";
import { renderSummary } from "../../core/plan-review/render/summary";
import { wrap } from "../../core/plan-review/render/wrap";
import { exitCodeOf, type Impact } from "./impact";
import { ExitCode } from "../console";

/** Files that are named; of more, the number is told. */
const mostFiles = 4;

/** Text without a line break at its end. */
export function renderImpact(impact: Impact, paint: Paint, width = 80): string {
  const { environment, since, files, review, orphaned } = impact;
  const changed = files.length > mostFiles ? counted(files.length, "file") : listed(files);
  const compared = `${environment}, compared with ${since}: ${changed === "" ? "no file that matters" : changed} changed.`;
  const blocks = [
    wrap(compared, width),
    exitCodeOf(impact) === ExitCode.ok ? [paint.bold(`Nothing changes in ${environment}.`)] : [],
    review.stacks.length === 0 ? [] : [renderSummary(review, { paint, width })],
    orphaned.flatMap(({ stack, resources }) =>
      wrap(
        `Stack ${stack} is gone from the app: its ${counted(resources, "resource")} would stay, and no plan would show them again. Destroy them first, while the stack is there.`,
        width,
      ).map(paint.red),
    ),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}
