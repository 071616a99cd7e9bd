/** Whether the kept plans are still what was planned and reviewed, on a state that is still the same. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { applyProblems as problems } from "../../core/errors";
import type { Environment } from "../../core/environment/schema";
import { sha256, type PlannedStackRecord, type PlanRun, type SavedPlan } from "../plan/run";
import type { StateDocument } from "../state/read";
import type { StackOnDisk } from "../synthesize";
import type { TargetName } from "../target";

/** A stack with something to apply. */
export interface ToApply {
  readonly record: PlannedStackRecord;
  readonly saved: SavedPlan;
}

/** Stacks of the run that change something, in dependency order. */
export function changing(run: PlanRun): readonly ToApply[] {
  return run.stacks.flatMap((record) =>
    record.outcome === "changes" && record.saved !== undefined ? [{ record, saved: record.saved }] : [],
  );
}

/**
 * Stacks whose plans say too little: they read what other plans change, or come after a stack that does.
 *
 * @param besides stacks that are to be planned again for another reason
 */
export function toPlanAgain(run: PlanRun, besides: readonly string[] = []): ReadonlySet<string> {
  const again = new Set(besides);
  // In dependency order: what a stack depends on was looked at before.
  for (const { stack, againAfter, dependencies } of run.stacks)
    if (againAfter.length > 0 || dependencies.some((dependency) => again.has(dependency))) again.add(stack);
  return again;
}

/** @throws {UserError} when the run is for something else, or incomplete */
export function verifyRun(run: PlanRun, environment: Environment, target: TargetName): void {
  const { name, accountId, region } = environment;
  if (run.target !== target) throw problems.otherTarget(name, run.target);
  const planned = `${run.environment}, account ${run.accountId}, ${run.region}`;
  const wanted = `${name}, account ${accountId}, ${region}`;
  if (planned !== wanted) throw problems.otherEnvironment({ environment: name, target }, planned, wanted);
  const failed = run.stacks.filter(({ outcome }) => outcome === "failed").map(({ stack }) => stack);
  if (failed.length > 0) throw problems.failedPlans(run, failed);
}

/** @throws {UserError} when a plan file, or what it was planned from, is not the same */
export function verifyFiles(
  plans: readonly ToApply[],
  folder: string,
  stacks: readonly StackOnDisk[],
  run: PlanRun,
): void {
  const changed = plans.filter((plan) => !isAsPlanned(plan, folder));
  if (changed.length > 0) throw problems.changedPlan(run, stacksOf(changed));
  const changedSources = plans.filter(({ record, saved }) => {
    const stack = stacks.find(({ name }) => name === record.stack);
    return stack === undefined || !isSame(join(stack.folder, "cdk.tf.json"), saved.configurationSha256);
  });
  if (changedSources.length > 0) throw problems.changedSources(run, stacksOf(changedSources));
}

/** Whether the plan file, and what was reviewed of it, are what `smart360 plan` wrote. */
export function isAsPlanned({ saved }: ToApply, folder: string): boolean {
  return isSame(join(folder, saved.plan), saved.planSha256) && isSame(join(folder, saved.json), saved.jsonSha256);
}

function isSame(file: string, hash: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined && sha256(file) === hash;
}

/** Stacks whose state was written since they were planned: terraform refuses their plans, after others are applied. */
export async function staleStacks(
  plans: readonly ToApply[],
  stateOf: (stack: string) => Promise<StateDocument | undefined>,
): Promise<readonly ToApply[]> {
  const isStale = await Promise.all(
    plans.map(async ({ record, saved }) => {
      const state = await stateOf(record.stack);
      // A stack that was never applied: what terraform plans on has no serial to go by.
      if (state === undefined) return saved.state.serial > 0;
      return state.serial !== saved.state.serial || state.lineage !== saved.state.lineage;
    }),
  );
  return plans.filter((_, index) => isStale[index]);
}

const stacksOf = (plans: readonly ToApply[]) => plans.map(({ record }) => record.stack);
