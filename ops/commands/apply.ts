/** `smart360 apply`: applies exactly the plans that `smart360 plan` made and somebody reviewed. */
import type { Environment } from "../../core/environment/schema";
import { applyProblems as problems, planAlreadyRuns } from "../../core/errors";
import { counted } from "../../core/document/text";
import { names } from "../../core/naming/names";
import { gate, type Gate } from "../../core/plan-review/gate";
import { wrap } from "../../core/plan-review/render/wrap";
import type { Review } from "../../core/plan-review/review";
import { reviewPlans } from "../../core/plan-review/review-plans";
import { takeLock } from "../../local/daemon/lock";
import { summaryLines } from "../apply/agree";
import { applyPlans } from "../apply/apply-plans";
import { readsOtherParameters } from "../apply/parameters";
import { Journal } from "../apply/journal";
import { report, tellNext } from "../apply/report";
import { changing, staleStacks, toPlanAgain, verifyFiles, verifyRun, type ToApply } from "../apply/verify";
import { ExitCode, type Console } from "../console";
import { asking, canAsk, confirm } from "../editing/ask";
import { passInterrupts } from "../interrupts";
import { plansFolder, readRun, reviewIdOf, type PlanRun } from "../plan/run";
import { display } from "../progress";
import { loadEnvironment } from "../project";
import { approvalsFile, howToApprove, loadApprovals, withStack } from "../review/approvals";
import { readKeptPlans } from "../review/read-plans";
import { readParameter } from "../state/images";
import { isLocked, placeOf } from "../state/lock";
import { readState } from "../state/read";
import { synthesize, type StackOnDisk } from "../synthesize";
import { enterTarget, type Target, type TargetName } from "../target";
import { Interruption } from "../terraform/run";
import { checkTerraform } from "../terraform/version";
import { widthOf } from "../width";

export interface ApplyOptions {
  readonly root: string;
  readonly environment: string;
  readonly target: TargetName;
  /** File of approvals. @default those beside the plans */
  readonly approvals?: string;
  /** Do not ask; then the review must be named. */
  readonly yes: boolean;
  /** Id of the review that was read: its plans are applied, or none. */
  readonly review?: string;
  readonly now: Date;
}

/** Plans that are older are remarked on: much may have happened beside Terraform. */
const longHours = 24;

/** @returns 0: applied; 1: a stack failed, or the answer was no; 3: something red is not approved; 130: interrupted */
export async function apply(options: ApplyOptions, out: Console): Promise<number> {
  const { root, target } = options;
  await checkTerraform();
  const environment = loadEnvironment(root, options.environment);
  verify(readRun(root, environment.name, target), environment, options);
  if (!options.yes && !canAsk()) throw problems.mustConfirm(environment.name, target);
  const folder = plansFolder(root, environment.name);
  const release = takeLock(`${folder}.lock`);
  if (typeof release !== "function") throw planAlreadyRuns(environment.name, release.pid);
  const interruption = new Interruption();
  const passNoMore = passInterrupts(interruption, out.note);
  try {
    // Read again: until the lock was taken, another process may have planned anew.
    const run = readRun(root, environment.name, target);
    verify(run, environment, options);
    return await applyRun({ options, environment, run, folder, interruption, out });
  } finally {
    passNoMore();
    release();
  }
}

function verify(run: PlanRun, environment: Environment, { target, yes, review: wanted }: ApplyOptions): void {
  verifyRun(run, environment, target);
  if (wanted !== undefined && wanted !== reviewIdOf(run))
    throw problems.otherReview(environment.name, wanted, run.plannedAt);
  if (yes && wanted === undefined) throw problems.needsReview(environment.name);
}

interface Applying {
  readonly options: ApplyOptions;
  readonly environment: Environment;
  readonly run: PlanRun;
  readonly folder: string;
  readonly interruption: Interruption;
  readonly out: Console;
}

async function applyRun(applying: Applying): Promise<number> {
  const { options, environment, run, folder, interruption, out } = applying;
  const { root } = options;
  const journal = Journal.open(folder);
  const isLeft = ({ record, saved }: ToApply) => !journal.isApplied(record.stack, saved.planSha256);
  const again = toPlanAgain(run);
  const plans = changing(run).filter((plan) => !isLeft(plan) || !again.has(plan.record.stack));
  const left = plans.filter(isLeft);
  if (left.length === 0) {
    out.print(changing(run).length === 0 ? "The plans change nothing." : "What the plans could apply is applied.");
    tellNext(run, again, out);
    return ExitCode.ok;
  }
  const stacks = await synthesize(root, environment.name);
  verifyFiles(left, folder, stacks, run);
  const { review, origin } = reviewOf(applying, left);
  const held = gateOf(review, options);
  if (held.exitCode !== 0) return heldBack(held, options, out);
  const summary = () => summaryLines(review, held, origin, widthOf(out));

  const target = await enterTarget({ root, environment, name: options.target, role: "apply", say: out.note });
  try {
    void target.lost?.then(() => interruption.request());
    const begun = await begunBefore(applying, left, journal, target);
    const usedUp = toPlanAgain(run, begun);
    const usable = plans.filter((plan) => !isLeft(plan) || !usedUp.has(plan.record.stack));
    if (!usable.some(isLeft)) throw problems.begunBefore(run, begun);
    return await asking(async () => {
      if (!(await isAgreed(applying, summary, usable.filter(isLeft).length))) {
        out.print("Nothing is applied.");
        // As terraform's: whoever chains commands is not to go on as if it were.
        return ExitCode.failed;
      }
      const code = await applyAll(applying, usable, stacks, journal, target, usedUp);
      return code === ExitCode.ok && begun.length > 0 ? ExitCode.failed : code;
    });
  } finally {
    target.close();
  }
}

function reviewOf({ options, environment }: Applying, left: readonly ToApply[]) {
  const { plans, context, origin } = readKeptPlans(options.root, environment.name);
  const stacks = new Set(left.map(({ record }) => record.stack));
  const wanted = plans.filter(({ stack }) => stacks.has(stack));
  return { review: reviewPlans(wanted, context), origin };
}

function gateOf(review: Review, { root, environment, approvals }: ApplyOptions): Gate {
  const file = approvals ?? approvalsFile(root, environment);
  return gate(review, loadApprovals(file, approvals !== undefined));
}

function heldBack({ blocking }: Gate, { environment }: ApplyOptions, out: Console): number {
  out.print(`Nothing is applied: ${counted(blocking.length, "red finding")} without approval.`);
  for (const finding of blocking) {
    wrap(finding.sentence, widthOf(out), "  ! ", "    ").forEach(out.print);
    out.print(`    ${withStack(finding)}`);
  }
  out.print(howToApprove(environment, blocking));
  return ExitCode.red;
}

/** Stacks that an earlier run of this command began and did not finish. */
async function begunBefore(
  applying: Applying,
  left: readonly ToApply[],
  journal: Journal,
  target: Target,
): Promise<readonly string[]> {
  const { environment, run } = applying;
  const { clients, backend } = target;
  const stateOf = (stack: string) => readState(clients, backend.bucket, names.stateKey(environment, stack));
  const stale = await staleStacks(left, stateOf);
  const isBegun = ({ record, saved }: ToApply) => journal.isBegun(record.stack, saved.planSha256);
  const foreign = stale.filter((plan) => !isBegun(plan));
  if (foreign.length > 0)
    throw problems.stale(
      run,
      foreign.map(({ record }) => record.stack),
    );
  const isOutdated = outdated(applying, target);
  const released: string[] = [];
  for (const plan of left) if (!stale.includes(plan) && (await isOutdated(plan))) released.push(plan.record.stack);
  if (released.length > 0) throw problems.released(run, released);
  return stale.map(({ record }) => record.stack);
}

function outdated({ folder }: Applying, { clients }: Target): (plan: ToApply) => Promise<boolean> {
  return (plan) => readsOtherParameters(plan, folder, (parameter) => readParameter(clients, parameter));
}

async function isAgreed(
  { options, environment, run, out }: Applying,
  summary: () => readonly string[],
  count: number,
): Promise<boolean> {
  summary().forEach(out.note);
  const hours = (options.now.getTime() - Date.parse(run.plannedAt)) / 3_600_000;
  if (hours > longHours) out.note(`These plans are ${Math.floor(hours)} hours old.`);
  return options.yes || confirm(`Apply ${counted(count, "plan")} to ${environment.name}?`, false);
}

async function applyAll(
  applying: Applying,
  plans: readonly ToApply[],
  stacks: readonly StackOnDisk[],
  journal: Journal,
  target: Target,
  again: ReadonlySet<string>,
): Promise<number> {
  const { environment, run, folder, interruption, out } = applying;
  const { variables, keeper, clients, backend } = target;
  const shown = display(
    plans.map(({ record }) => record.stack),
    out.isTerminal,
    out.note,
  );
  const results = await applyPlans(plans, {
    folder,
    stacks,
    variables,
    ...(keeper === undefined ? {} : { keeper }),
    interruption,
    progress: shown.progress,
    journal,
    isOutdated: outdated(applying, target),
    isLocked: (stack) => isLocked(clients, placeOf(backend, names.stateKey(environment, stack))),
    now: () => new Date().toISOString(),
  }).finally(() => shown.close());
  return report(run, results, again, out);
}
