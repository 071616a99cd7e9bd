/** Applies saved plans in dependency order, one after the other, until one fails. */
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { applyProblems as problems } from "../../core/errors";
import type { Progress } from "../progress";
import type { StackOnDisk } from "../synthesize";
import { changesInSigns, noChanges, totalOf, withApplied } from "../terraform/changes";
import { describeFailure } from "../terraform/diagnostics";
import type { Changes } from "../terraform/messages";
import {
  lockWaitSeconds,
  runTerraform,
  type GroupKeeper,
  type Interruption,
  type TerraformResult,
} from "../terraform/run";
import type { Journal } from "./journal";
import { isAsPlanned, type ToApply } from "./verify";

/**
 * - `before`: an earlier run of this command applied it;
 * - `skipped`: not begun, because another failed or the command was interrupted.
 */
export type ApplyOutcome = "applied" | "before" | "failed" | "interrupted" | "skipped";

export interface AppliedStack {
  readonly stack: string;
  readonly outcome: ApplyOutcome;
  /** What was really done: a replacement counts as one added and one removed. */
  readonly changes: Changes;
  /** 0 of what was not begun. */
  readonly seconds: number;
  /** Terraform's words, for `failed` and `interrupted`. */
  readonly error?: string;
}

export interface ApplyPlansOptions {
  /** Of the plan files. */
  readonly folder: string;
  readonly stacks: readonly StackOnDisk[];
  /** Environment of terraform. */
  readonly variables: Readonly<Record<string, string>>;
  readonly keeper?: GroupKeeper;
  readonly interruption: Interruption;
  readonly progress: Progress;
  readonly journal: Journal;
  /** Whether something that the plan was made on is not the same any more, though its state is. */
  readonly isOutdated: (plan: ToApply) => Promise<boolean>;
  /** Whether somebody holds the lock of the stack's state. */
  readonly isLocked: (stack: string) => Promise<boolean>;
  /** The time; ISO 8601. */
  readonly now: () => string;
}

/**
 * One result a plan.
 *
 * @param plans in dependency order
 */
export async function applyPlans(
  plans: readonly ToApply[],
  options: ApplyPlansOptions,
): Promise<readonly AppliedStack[]> {
  const { interruption, journal, progress, now } = options;
  const results: AppliedStack[] = [];
  let isStopped = false;
  for (const plan of plans) {
    const { stack } = plan.record;
    const { planSha256 } = plan.saved;
    isStopped ||= interruption.requested;
    if (journal.isApplied(stack, planSha256)) results.push(untouched(stack, "before"));
    else if (isStopped) results.push(untouched(stack, "skipped"));
    else {
      progress.started(stack);
      journal.note({ stack, plan: planSha256, state: "begun", at: now() });
      const result = await applyPlan(plan, options);
      if (result.outcome === "applied") journal.note({ stack, plan: planSha256, state: "applied", at: now() });
      else isStopped = true;
      results.push(result);
    }
    tell(results.at(-1), progress);
  }
  return results;
}

function untouched(stack: string, outcome: ApplyOutcome): AppliedStack {
  return { stack, outcome, changes: noChanges, seconds: 0 };
}

function tell(result: AppliedStack | undefined, progress: Progress): void {
  if (result === undefined) return;
  const isBegun = result.seconds > 0;
  progress.ended({
    stack: result.stack,
    text: describeApplied(result),
    how: result.outcome === "applied" || result.outcome === "before" ? "done" : isBegun ? "failed" : "skipped",
    ...(isBegun ? { seconds: result.seconds } : {}),
  });
}

/** `+5 ~1`, `applied before`, `not applied`, `failed after +2`. */
export function describeApplied({ outcome, changes }: AppliedStack): string {
  const done = changesInSigns(changes);
  if (outcome === "applied") return done === "" ? "applied" : done;
  if (outcome === "before") return "applied before";
  if (outcome === "skipped") return "not applied";
  return done === "" ? outcome : `${outcome} after ${done}`;
}

async function applyPlan(plan: ToApply, options: ApplyPlansOptions): Promise<AppliedStack> {
  const { stacks, variables, keeper, interruption, progress } = options;
  const { stack } = plan.record;
  const began = performance.now();
  const folder = stacks.find(({ name }) => name === stack)?.folder;
  if (folder === undefined) throw new Error(`${stack} is not synthesized`);
  let changes = noChanges;
  const run = (...args: string[]) =>
    runTerraform(args, {
      folder,
      variables,
      interruption,
      ...(keeper === undefined ? {} : { keeper }),
      onMessage(message) {
        if (message.type !== "applied") return;
        changes = withApplied(changes, message);
        progress.phase(stack, `${totalOf(changes)} done`);
      },
    });
  const result = (outcome: ApplyOutcome, error?: string): AppliedStack => ({
    stack,
    outcome,
    changes,
    seconds: (performance.now() - began) / 1000,
    ...(error === undefined ? {} : { error }),
  });
  const notDone = (error: string) => result(interruption.requested ? "interrupted" : "failed", error);

  progress.phase(stack, "init");
  const init = await run("init", "-json", "-input=false", "-reconfigure");
  if (init.exitCode !== 0) return notDone(describeFailure(init));
  // Long after the others began: it must still be what was looked at.
  if (!isAsPlanned(plan, options.folder)) return notDone(problems.changedMeanwhile());
  const apply = await applyWhenFree(plan, options, run);
  if (apply === undefined) return notDone(problems.releasedMeanwhile());
  return apply.exitCode === 0 ? result("applied") : notDone(describeFailure(apply));
}

/**
 * A release holds the lock of its service's state while it runs, and writes the parameter of the image last: terraform,
 * left to wait for the lock, would apply a plan from before it. So here the lock is waited for, and then it is looked
 * whether the plan still holds.
 *
 * @returns undefined if it does not
 */
async function applyWhenFree(
  plan: ToApply,
  { folder, interruption, progress, isLocked, isOutdated }: ApplyPlansOptions,
  run: (...args: string[]) => Promise<TerraformResult>,
): Promise<TerraformResult | undefined> {
  const { stack } = plan.record;
  const end = performance.now() + lockWaitSeconds * 1000;
  for (;;) {
    // The last time terraform itself says who holds it.
    const isLast = performance.now() >= end;
    if (isLast || !(await isLocked(stack))) {
      if (await isOutdated(plan)) return undefined;
      progress.phase(stack, "apply");
      const apply = await run("apply", "-json", "-input=false", "-lock-timeout=0s", join(folder, plan.saved.plan));
      if (isLast || !wasLocked(apply)) return apply;
    }
    progress.phase(stack, "waits for the lock");
    await setTimeout(1000);
    if (interruption.requested) return { exitCode: 130, diagnostics: [], stray: ["It waited for the lock."] };
  }
}

function wasLocked({ exitCode, diagnostics }: TerraformResult): boolean {
  return exitCode !== 0 && diagnostics.some(({ summary }) => summary === "Error acquiring the state lock");
}
