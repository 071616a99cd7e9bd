/** An impact for a person. */
import { counted, listed } from "../../core/document/text";
import type { Paint } from "../../core/plan-review/render/paint";
import { renderSummary } from "../../core/plan-review/render/summary";
import { wrap } from "../../core/plan-review/render/wrap";
import type { GuardedResources } from "../../core/synthesized/guards";
import { exitCodeOf, type Impact } from "./impact";
import { ExitCode } from "../console";

/** Files that are named; of more, the number is told. */
const mostFiles = 4;
/** Resources that are named; of more, the number is told and where they are. */
const mostGuarded = 3;

/** Text without a line break at its end. */
export function renderImpact(impact: Impact, paint: Paint, width = 80): string {
  const { environment, since, files, review, orphaned, guards } = impact;
  const changed = files.length > mostFiles ? counted(files.length, "file") : listed(files);
  const compared = `${environment}, compared with ${since}: ${changed === "" ? "no file that matters" : changed} changed.`;
  const blocks = [
    wrap(compared, width),
    exitCodeOf(impact) === ExitCode.ok ? [paint.bold(`Nothing changes in ${environment}.`)] : [],
    guardLine(guards.lost, "lose", "Terraform no longer refuses to destroy").flatMap((line) =>
      wrap(line, width).map(paint.red),
    ),
    guardLine(guards.gained, "gain", "Terraform refuses to destroy").flatMap((line) => wrap(line, width)),
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

/** `66 resources in 7 stacks lose prevent_destroy: Terraform no longer refuses to destroy them (state 3, data 12, ...).` */
function guardLine(guarded: readonly GuardedResources[], verb: "gain" | "lose", meaning: string): string[] {
  const named = guarded.flatMap(({ stack, addresses }) => addresses.map((address) => `${stack}/${address}`));
  if (named.length === 0) return [];
  if (named.length === 1) return [`${listed(named)} ${verb}s prevent_destroy: ${meaning} it.`];
  const said = `${verb} prevent_destroy: ${meaning} them`;
  if (named.length <= mostGuarded) return [`${listed(named)} ${said}.`];
  const [only, ...others] = guarded;
  if (others.length === 0) return [`${counted(named.length, "resource")} of ${only?.stack} ${said}.`];
  const places = guarded.map(({ stack, addresses }) => `${stack} ${addresses.length}`).join(", ");
  return [`${counted(named.length, "resource")} in ${counted(guarded.length, "stack")} ${said} (${places}).`];
}
