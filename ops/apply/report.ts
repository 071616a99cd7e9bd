/** What `smart360 apply` says at its end: what is applied, what is not, and what comes next. */
import { placeOptions } from "../../core/environment/where";
import { wrap } from "../../core/plan-review/render/wrap";
import { ExitCode, type Console } from "../console";
import type { PlanRun } from "../plan/run";
import { describeApplied, type AppliedStack } from "./apply-plans";
import { widthOf } from "../width";

/**
 * @param again stacks that are to be planned again before they can be applied
 * @returns the exit code
 */
export function report(
  run: PlanRun,
  results: readonly AppliedStack[],
  again: ReadonlySet<string>,
  out: Console,
): number {
  const by = (...outcomes: AppliedStack["outcome"][]) => results.filter(({ outcome }) => outcomes.includes(outcome));
  const list = (some: readonly AppliedStack[]) => some.map(({ stack }) => stack).join(", ");
  const tell = (text: string) => wrap(text, widthOf(out)).forEach(out.print);
  const option = placeOptions(run);
  for (const { stack, error } of results) if (error !== undefined) out.print(`\n${out.bold(stack)}\n${error}`);
  const width = Math.max(...results.map(({ stack }) => stack.length));
  out.print("");
  for (const result of results) out.print(`${result.stack.padEnd(width)}  ${describeApplied(result)}`);
  out.print("");

  const [done, broken, skipped] = [by("applied", "before"), by("failed", "interrupted"), by("skipped")];
  tell(`Applied: ${done.length === 0 ? "none" : list(done)}.`);
  if (broken.length > 0) tell(`Begun and not finished: ${list(broken)}.`);
  if (skipped.length > 0) tell(`Not applied: ${list(skipped)}.`);
  if (broken.length > 0)
    tell(
      `What is applied stays applied. \`smart360 plan${option}\` plans what is left of ${list(broken)}, and whatever waits for it.`,
    );
  else if (skipped.length > 0) tell(`\`smart360 apply${option}\` goes on with the plans that are left.`);
  else tellNext(run, again, out);
  if (run.target === "offline") out.print("This was the embedded default: nothing reached AWS.");
  if (by("failed").length > 0) return ExitCode.failed;
  return broken.length > 0 || skipped.length > 0 ? ExitCode.interrupted : ExitCode.ok;
}

/** What the plans could not hold yet. */
export function tellNext(run: PlanRun, again: ReadonlySet<string>, out: Console): void {
  const { stacks } = run;
  const waiting = stacks.filter(({ outcome }) => outcome === "waiting");
  const stale = stacks.filter(
    ({ stack, outcome, againAfter }) => again.has(stack) && (outcome === "changes" || againAfter.length > 0),
  );
  const names = [...stale, ...waiting].map(({ stack }) => stack);
  if (names.length === 0) return;
  const option = placeOptions(run);
  const why = waiting.length === 0 ? "they read or follow what changed" : "what they waited for is there";
  wrap(`Next, as ${why}:`, widthOf(out)).forEach(out.print);
  // Not broken: it is to be copied.
  out.print(`  smart360 plan${option} ${names.join(" ")}`);
}
