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

/** @throws {UserError} when the run is for something else, or incomplete */
export function verifyRun(run: PlanRun, environment: Environment, target: TargetName): void {
  const { name, accountId, region } = environment;
  if (run.target !== target) throw problems.otherTarget(name, run.target);
  const [planned, now] = [`${run.accountId} ${run.region}`, `${accountId} ${region}`];
  if (planned !== now || run.environment !== name) throw problems.otherAccount(name, planned, now);
  const failed = run.stacks.filter(({ outcome }) => outcome === "failed").map(({ stack }) => stack);
  if (failed.length > 0) throw problems.failedPlans(name, failed);
}

/** @throws {UserError} when a plan file, or what it was planned from, is not the same */
export function verifyFiles(
  plans: readonly ToApply[],
  folder: string,
  stacks: readonly StackOnDisk[],
  environment: string,
): void {
  const isSame = (file: string, hash: string) =>
    statSync(file, { throwIfNoEntry: false }) !== undefined && sha256(file) === hash;
  const changedPlans = plans.filter(
    ({ saved }) =>
      !isSame(join(folder, saved.plan), saved.planSha256) || !isSame(join(folder, saved.json), saved.jsonSha256),
  );
  if (changedPlans.length > 0) throw problems.changedPlan(environment, stacksOf(changedPlans));
  const changedSources = plans.filter(({ record, saved }) => {
    const stack = stacks.find(({ name }) => name === record.stack);
    return stack === undefined || !isSame(join(stack.folder, "cdk.tf.json"), saved.configurationSha256);
  });
  if (changedSources.length > 0) throw problems.changedSources(environment, stacksOf(changedSources));
}

/** @throws {UserError} when a state was written since: terraform would refuse too, after others are applied */
export async function verifyStates(
  plans: readonly ToApply[],
  stateOf: (stack: string) => Promise<StateDocument | undefined>,
  environment: string,
): Promise<void> {
  const isStale = await Promise.all(
    plans.map(async ({ record, saved }) => {
      const state = await stateOf(record.stack);
      // A stack that was never applied: what terraform plans on has no serial to go by.
      if (state === undefined) return saved.state.serial > 0;
      return state.serial !== saved.state.serial || state.lineage !== saved.state.lineage;
    }),
  );
  const stale = plans.filter((_, index) => isStale[index]);
  if (stale.length > 0) throw problems.stale(environment, stacksOf(stale));
}

const stacksOf = (plans: readonly ToApply[]) => plans.map(({ record }) => record.stack);
