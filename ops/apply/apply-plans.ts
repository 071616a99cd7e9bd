/** Applies saved plans in dependency order, one after the other, until one fails. */
import { join } from "node:path";
import type { Progress } from "../progress";
import { sideBySide } from "../side-by-side";
import type { StackOnDisk } from "../synthesize";
import type { Changes } from "../terraform/messages";
import { describeFailure } from "../terraform/diagnostics";
import { runTerraform, type GroupKeeper, type Interruption } from "../terraform/run";
import type { Journal } from "./journal";
import type { ToApply } from "./verify";

/**
 * - `before`: an earlier run of this command applied it;
 * - `again`: what it reads changes in this run, so its plan says too little;
 * - `skipped`: not begun, because another failed or the command was interrupted.
 */
export type ApplyOutcome = "applied" | "before" | "again" | "failed" | "interrupted" | "skipped";

export interface AppliedStack {
  readonly stack: string;
  readonly outcome: ApplyOutcome;
  /** What was really done: a replacement counts as one added and one removed. */
  readonly changes: Changes;
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
  /** The time; ISO 8601. */
  readonly now: () => string;
}

const none: Changes = { add: 0, change: 0, remove: 0 };
const counter = { create: "add", update: "change", delete: "remove" } as const;
const lockTimeout = "-lock-timeout=60s";

/** One result a plan, in the order of `plans`. */
export function applyPlans(plans: readonly ToApply[], options: ApplyPlansOptions): Promise<readonly AppliedStack[]> {
  const { interruption, progress, journal, now } = options;
  let hasFailed = false;
  const steps = plans.map((plan) => ({
    name: plan.record.stack,
    dependencies: plan.record.dependencies,
    plan,
  }));
  return sideBySide(steps, {
    parallel: 1,
    interruption,
    async run({ name, plan: { record, saved } }): Promise<AppliedStack> {
      const told = (outcome: ApplyOutcome): AppliedStack => ({ stack: name, outcome, changes: none, seconds: 0 });
      if (journal.isApplied(name, saved.planSha256)) return ended(told("before"));
      if (hasFailed) return ended(told("skipped"));
      if (record.againAfter.length > 0) return ended(told("again"));
      progress.started(name);
      journal.note({ stack: name, plan: saved.planSha256, state: "begun", at: now() });
      const result = await applyPlan(name, join(options.folder, saved.plan), options);
      if (result.outcome === "applied")
        journal.note({ stack: name, plan: saved.planSha256, state: "applied", at: now() });
      else hasFailed = true;
      return ended(result);
    },
    isDone: ({ outcome }) => outcome === "applied" || outcome === "before",
    skipped: ({ name }) => ended({ stack: name, outcome: "skipped", changes: none, seconds: 0 }),
  });

  function ended(result: AppliedStack): AppliedStack {
    const isDone = result.outcome === "applied" || result.outcome === "before";
    const isBegun = result.seconds > 0;
    progress.ended({
      stack: result.stack,
      text: describeApplied(result),
      how: isDone ? "done" : isBegun ? "failed" : "skipped",
      ...(isBegun ? { seconds: result.seconds } : {}),
    });
    return result;
  }
}

/** `+5 ~1`, `applied before`, `not applied`, ... */
export function describeApplied({ outcome, changes: { add, change, remove } }: AppliedStack): string {
  const parts = [add > 0 ? `+${add}` : "", change > 0 ? `~${change}` : "", remove > 0 ? `-${remove}` : ""];
  const done = parts.filter((part) => part !== "").join(" ");
  if (outcome === "applied") return done === "" ? "applied" : done;
  if (outcome === "before") return "applied before";
  if (outcome === "again") return "to be planned again";
  if (outcome === "skipped") return "not applied";
  return done === "" ? outcome : `${outcome} after ${done}`;
}

async function applyPlan(stack: string, file: string, options: ApplyPlansOptions): Promise<AppliedStack> {
  const { stacks, variables, keeper, interruption, progress } = options;
  const began = performance.now();
  const folder = stacks.find(({ name }) => name === stack)?.folder;
  if (folder === undefined) throw new Error(`${stack} is not synthesized`);
  let changes = none;
  const run = (...args: string[]) =>
    runTerraform(args, {
      folder,
      variables,
      interruption,
      ...(keeper === undefined ? {} : { keeper }),
      onMessage(message) {
        if (message.type !== "applied") return;
        const kind = counter[message.action];
        changes = { ...changes, [kind]: changes[kind] + 1 };
        progress.phase(stack, `${changes.add + changes.change + changes.remove} done`);
      },
    });
  const result = (outcome: ApplyOutcome, error?: string): AppliedStack => ({
    stack,
    outcome,
    changes,
    seconds: (performance.now() - began) / 1000,
    ...(error === undefined ? {} : { error }),
  });

  progress.phase(stack, "init");
  const init = await run("init", "-json", "-input=false", "-reconfigure");
  if (init.exitCode !== 0) return result(interruption.requested ? "interrupted" : "failed", describeFailure(init));
  progress.phase(stack, "apply");
  const apply = await run("apply", "-json", "-input=false", lockTimeout, file);
  if (apply.exitCode === 0) return result("applied");
  return result(interruption.requested ? "interrupted" : "failed", describeFailure(apply));
}
