/** Reads the plans that are to be reviewed: those that `smart360 plan` keeps, or files of anybody. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { reviewProblems as problems } from "../../core/errors";
import { parsePlan, type ReviewContext, type StackPlan } from "../../core/plan-review/review";
import type { Origin, WaitingStack } from "../../core/plan-review/render/options";
import { plansFolder, readRun, sha256, type PlanRun } from "../plan/run";

/** What is read at most of one file: a plan of 900 resources has about a tenth of it. */
export const planLimitBytes = 100 * 1024 * 1024;

export interface PlansToReview {
  readonly plans: readonly StackPlan[];
  readonly context: ReviewContext;
  readonly origin: Origin;
  readonly waiting: readonly WaitingStack[];
  /** Stacks that terraform could not plan. */
  readonly failed: readonly string[];
}

/**
 * The plans that `smart360 plan` made last, by the hashes of their plan files.
 *
 * @throws {UserError} when nothing is planned, or a file is not as it was written
 */
export function readKeptPlans(root: string, environment: string): PlansToReview {
  const run = readRun(root, environment);
  const folder = plansFolder(root, environment);
  const outcome = (wanted: string) => run.stacks.filter((stack) => stack.outcome === wanted);
  const failed = outcome("failed").map(({ stack }) => stack);
  const plans = run.stacks.flatMap(({ stack, saved }): StackPlan[] => {
    if (saved === undefined) return [];
    const file = join(folder, saved.json);
    if (hashOf(file) !== saved.jsonSha256) throw problems.changedSincePlanned(stack, environment);
    return [{ stack, plan: parsePlan(readPlanText(file), saved.json), sha256: saved.planSha256 }];
  });
  if (plans.length === 0 && failed.length > 0) throw problems.nothingPlanned(environment, failed);
  return {
    plans,
    context: { dependencies: Object.fromEntries(run.stacks.map(({ stack, dependencies }) => [stack, dependencies])) },
    origin: originOf(run),
    waiting: outcome("waiting").map(({ stack, waitingFor }) => ({ stack, for: waitingFor })),
    failed,
  };
}

/** Plan JSONs from anywhere, named by their files; `-` is standard input. */
export function readPlanFiles(files: readonly string[]): PlansToReview {
  const plans = files.map((file): StackPlan => {
    if (file === "-") return { stack: "stdin", plan: parsePlan(readFileSync(0, "utf8"), "standard input") };
    const text = readPlanText(file);
    return {
      stack: basename(file).replace(/(\.tfplan)?\.json$/, ""),
      plan: parsePlan(text, file),
      sha256: createHash("sha256").update(text).digest("hex"),
    };
  });
  return { plans, context: {}, origin: {}, waiting: [], failed: [] };
}

function readPlanText(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) throw problems.missingFile(file);
  if (stat.isDirectory()) throw problems.folder(file);
  if (stat.size > planLimitBytes) throw problems.tooLarge(file, stat.size, planLimitBytes);
  return readFileSync(file, "utf8");
}

function hashOf(file: string): string | undefined {
  return statSync(file, { throwIfNoEntry: false }) === undefined ? undefined : sha256(file);
}

function originOf({ environment, accountId, region, revision, target }: PlanRun): Origin {
  const commit = revision === undefined ? undefined : revision.commit.slice(0, 10);
  return {
    environment: target === "offline" ? `${environment} on the embedded default` : environment,
    account: accountId,
    region,
    ...(commit === undefined
      ? {}
      : { revision: `${commit}${revision?.isDirty === true ? " and uncommitted edits" : ""}` }),
  };
}
