/** Reads the plans that are to be reviewed: those that `smart360 plan` keeps, or files of anybody. */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { basename, join, normalize } from "node:path";
import { fileUnreadable, reviewProblems as problems } from "../../core/errors";
import type { LeftOver } from "../../core/live/live";
import { parsePlan } from "../../core/plan-review/parse";
import type { ReviewContext, StackPlan } from "../../core/plan-review/review";
import type { AppliedPlan, Origin, UnguardedStack, WaitingStack } from "../../core/plan-review/render/options";
import { Journal } from "../apply/journal";
import type { TargetName } from "../target";
import { plansFolder, readRun, reviewIdOf, sha256, type PlanRun } from "../plan/run";

/** What is read at most of one plan: one of 900 resources has about a tenth of it. */
const planLimitBytes = 100 * 1024 * 1024;

export interface PlansToReview {
  readonly plans: readonly StackPlan[];
  readonly context: ReviewContext;
  readonly origin: Origin;
  /** Of kept plans. */
  readonly target?: TargetName;
  readonly waiting: readonly WaitingStack[];
  /** Stacks that terraform could not plan. */
  readonly failed: readonly string[];
  /** Stacks whose plans are applied: they are not among `plans`. */
  readonly applied: readonly AppliedPlan[];
  /** SHA-256 of those plans. */
  readonly settled: readonly string[];
  /** Stacks that were begun and not finished. Their plans are among `plans`: they may be good still. */
  readonly begun: readonly string[];
  /** States of stacks that the app does not have any more. */
  readonly leftOver: readonly LeftOver[];
  /** Stacks with data that Terraform would not refuse to destroy. */
  readonly unguarded: readonly UnguardedStack[];
}

/**
 * The plans that `smart360 plan` made last and that are still to be applied, by the hashes of their plan files.
 *
 * @throws {UserError} when nothing is planned, or a file is not as it was written
 */
export function readKeptPlans(root: string, environment: string): PlansToReview {
  const run = readRun(root, environment);
  const folder = plansFolder(root, environment);
  const outcome = (wanted: string) => run.stacks.filter((stack) => stack.outcome === wanted);
  const failed = outcome("failed").map(({ stack }) => stack);
  const journal = Journal.open(folder);
  const saved = run.stacks.flatMap(({ stack, saved: kept }) => (kept === undefined ? [] : [{ stack, saved: kept }]));
  const applied = saved.flatMap(({ stack, saved: { planSha256 } }): AppliedPlan[] => {
    const at = journal.appliedAt(stack, planSha256);
    return at === undefined ? [] : [{ stack, at }];
  });
  const begun = saved.filter((each) => journal.isBegun(each.stack, each.saved.planSha256)).map(({ stack }) => stack);
  const isLeft = ({ stack }: { readonly stack: string }) => !applied.some((one) => one.stack === stack);
  const plans = saved.filter(isLeft).map(({ stack, saved: { json, jsonSha256, planSha256 } }): StackPlan => {
    const file = join(folder, json);
    if (hashOf(file) !== jsonSha256) throw problems.changedSincePlanned(stack, run);
    return { stack, plan: parsePlan(readPlanText(file), json), sha256: planSha256 };
  });
  if (saved.length === 0 && failed.length > 0) throw problems.nothingPlanned(environment, failed);
  return {
    plans,
    context: { dependencies: Object.fromEntries(run.stacks.map(({ stack, dependencies }) => [stack, dependencies])) },
    origin: originOf(run),
    target: run.target,
    waiting: outcome("waiting").map(({ stack, waitingFor }) => ({ stack, for: waitingFor })),
    failed,
    applied,
    settled: saved.filter((each) => !isLeft(each)).map(({ saved: { planSha256 } }) => planSha256),
    begun,
    leftOver: run.leftOver ?? [],
    unguarded: run.stacks.flatMap(({ stack, unguarded: resources = 0 }) =>
      resources === 0 ? [] : [{ stack, resources }],
    ),
  };
}

/** Plan JSONs from anywhere, named by their files; `-` is standard input. */
export function readPlanFiles(files: readonly string[]): PlansToReview {
  const short = files.map((file) => (file === "-" ? "stdin" : withoutEnding(basename(file))));
  const isShared = (name: string) => short.filter((other) => other === name).length > 1;
  const plans = files.map((file, index): StackPlan => {
    const name = short[index] ?? file;
    const text = file === "-" ? readText(0, "standard input") : readPlanText(file);
    return {
      // Many people call every plan the same, in a folder a stack.
      stack: isShared(name) ? withoutEnding(normalize(file)) : name,
      plan: parsePlan(text, file === "-" ? "standard input" : file),
      ...(file === "-" ? {} : { sha256: createHash("sha256").update(text).digest("hex") }),
    };
  });
  const nothing = { waiting: [], failed: [], applied: [], settled: [], begun: [], leftOver: [], unguarded: [] };
  return { plans, context: {}, origin: {}, ...nothing };
}

const withoutEnding = (file: string) => file.replace(/(\.tfplan)?\.json$/, "");

function readPlanText(file: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") throw problems.missingFile(file);
    throw fileUnreadable(file, String(code));
  }
  try {
    if (fstatSync(descriptor).isDirectory()) throw problems.folder(file);
    return readText(descriptor, file);
  } finally {
    closeSync(descriptor);
  }
}

/** No more is read than is reviewed, of pipes too, whose size nobody knows before. */
function readText(descriptor: number, source: string): string {
  if (fstatSync(descriptor).size > planLimitBytes) throw problems.tooLarge(source, planLimitBytes);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(chunkBytes);
    const read = readSome(descriptor, chunk);
    if (read === 0) return Buffer.concat(chunks).toString("utf8");
    bytes += read;
    if (bytes > planLimitBytes) throw problems.tooLarge(source, planLimitBytes);
    chunks.push(chunk.subarray(0, read));
  }
}

const chunkBytes = 1024 * 1024;

function readSome(descriptor: number, into: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, into);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") return 0;
      // A pipe or terminal without anything yet: whoever writes is asked again in a moment.
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function hashOf(file: string): string | undefined {
  return statSync(file, { throwIfNoEntry: false }) === undefined ? undefined : sha256(file);
}

function originOf(run: PlanRun): Origin {
  const { environment, accountId, region, revision, target } = run;
  const commit = revision === undefined ? undefined : revision.commit.slice(0, 10);
  return {
    environment: target === "offline" ? `${environment} on the embedded default` : environment,
    account: accountId,
    region,
    ...(commit === undefined
      ? {}
      : { revision: `${commit}${revision?.isDirty === true ? " and uncommitted edits" : ""}` }),
    review: reviewIdOf(run),
  };
}
