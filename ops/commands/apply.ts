/** `smart360 apply`: applies exactly the plans that `smart360 plan` made and somebody reviewed. */
import { existsSync } from "node:fs";
import { applyProblems as problems, planAlreadyRuns } from "../../core/errors";
import { counted } from "../../core/document/text";
import { names } from "../../core/naming/names";
import { gate } from "../../core/plan-review/gate";
import { wrap } from "../../core/plan-review/render/wrap";
import { reviewPlans, type Review } from "../../core/plan-review/review";
import { takeLock } from "../../local/daemon/lock";
import { applyPlans, describeApplied, type AppliedStack } from "../apply/apply-plans";
import { Journal } from "../apply/journal";
import { changing, verifyFiles, verifyRun, verifyStates, type ToApply } from "../apply/verify";
import { ExitCode, type Console } from "../console";
import { canAsk, confirm } from "../editing/ask";
import { passInterrupts } from "../interrupts";
import { plansFolder, readRun, type PlanRun } from "../plan/run";
import { display } from "../progress";
import { defaultEnvironment, loadEnvironment } from "../project";
import { approvalsFile, loadApprovals } from "../review/approvals";
import { readKeptPlans } from "../review/read-plans";
import { readState } from "../state/read";
import { synthesize } from "../synthesize";
import { enterTarget, type TargetName } from "../target";
import { Interruption } from "../terraform/run";
import { checkTerraform } from "../terraform/version";

export interface ApplyOptions {
  readonly root: string;
  readonly environment: string;
  readonly target: TargetName;
  /** File of approvals. @default those beside the plans */
  readonly approvals?: string;
  /** Do not ask. */
  readonly yes: boolean;
}

/** @returns 0: applied; 1: a stack failed; 3: something red is not approved; 130: interrupted */
export async function apply(options: ApplyOptions, out: Console): Promise<number> {
  const { root, target: targetName } = options;
  await checkTerraform();
  const environment = loadEnvironment(root, options.environment);
  const run = readRun(root, environment.name);
  verifyRun(run, environment, targetName);
  const folder = plansFolder(root, environment.name);
  const release = takeLock(`${folder}.lock`);
  if (typeof release !== "function") throw planAlreadyRuns(environment.name, release.pid);
  const interruption = new Interruption();
  const passNoMore = passInterrupts(interruption, out.note);
  try {
    const journal = Journal.open(folder);
    const plans = changing(run);
    const left = plans.filter(({ record, saved }) => !journal.isApplied(record.stack, saved.planSha256));
    if (left.length === 0) {
      out.print(plans.length === 0 ? "The plans change nothing." : "Everything that was planned is applied.");
      tellWaiting(run, out);
      return ExitCode.ok;
    }
    const stacks = await synthesize(root, environment.name);
    verifyFiles(left, folder, stacks, environment.name);

    const { plans: read, context } = readKeptPlans(root, environment.name);
    const unapplied = new Set(left.map(({ record }) => record.stack));
    const reviewed = reviewPlans(
      read.filter(({ stack }) => unapplied.has(stack)),
      context,
    );
    const held = gate(reviewed, approvalsOf(options));
    if (held.exitCode !== 0) {
      out.print(problems.unapproved(held.blocking.map(({ sentence, approveAs }) => `${sentence} (${approveAs})`)));
      const option = environment.name === defaultEnvironment ? "" : ` -e ${environment.name}`;
      out.print(`Approve with \`smart360 review${option} --approve <address> --by <name> --reason <text>\`.`);
      return held.exitCode;
    }

    const target = await enterTarget({ root, environment, name: targetName, say: out.note });
    try {
      void target.lost?.then(() => interruption.request());
      const stateOf = (stack: string) =>
        readState(target.clients, target.backend.bucket, names.stateKey(environment, stack));
      await verifyStates(left, stateOf, environment.name);
      if (!(await agreed(options, reviewed, left, out))) {
        out.print("Nothing is applied.");
        return ExitCode.ok;
      }
      const shown = display(
        plans.map(({ record }) => record.stack),
        out.isTerminal,
        out.note,
      );
      const results = await applyPlans(plans, {
        folder,
        stacks,
        variables: target.variables,
        ...(target.keeper === undefined ? {} : { keeper: target.keeper }),
        interruption,
        progress: shown.progress,
        journal,
        now: () => new Date().toISOString(),
      }).finally(() => shown.close());
      return report(run, results, options, out);
    } finally {
      target.close();
    }
  } finally {
    passNoMore();
    release();
  }
}

function approvalsOf({ root, environment, approvals }: ApplyOptions) {
  const file = approvals ?? approvalsFile(root, environment);
  return approvals === undefined && !existsSync(file) ? [] : loadApprovals(file, approvals !== undefined);
}

async function agreed(
  { yes, environment }: ApplyOptions,
  { verdict }: Review,
  plans: readonly ToApply[],
  out: Console,
): Promise<boolean> {
  out.note(verdict.sentence);
  if (yes) return true;
  if (!canAsk()) throw problems.mustConfirm(environment);
  return confirm(`Apply ${counted(plans.length, "plan")} to ${environment}?`, false);
}

function report(run: PlanRun, results: readonly AppliedStack[], options: ApplyOptions, out: Console): number {
  const by = (...outcomes: AppliedStack["outcome"][]) => results.filter(({ outcome }) => outcomes.includes(outcome));
  const tell = (text: string) => wrap(text, 80).forEach(out.print);
  const list = (some: readonly AppliedStack[]) => some.map(({ stack }) => stack).join(", ");
  for (const { stack, error } of results) if (error !== undefined) out.print(`\n${out.bold(stack)}\n${error}`);
  const width = Math.max(...results.map(({ stack }) => stack.length));
  out.print("");
  for (const result of results) out.print(`${result.stack.padEnd(width)}  ${describeApplied(result)}`);
  out.print("");
  const [done, again, skipped] = [by("applied", "before"), by("again"), by("skipped")];
  const broken = by("failed", "interrupted");
  const option = options.environment === defaultEnvironment ? "" : ` -e ${options.environment}`;
  if (broken.length === 0 && skipped.length === 0) {
    tell(`Applied: ${list(done)}.`);
    if (again.length > 0) tell(`To be planned again, as they read what changed: ${list(again)}.`);
    tellWaiting(run, out);
    if (options.target === "offline") out.print("Applied on the embedded default: nothing reached AWS.");
    return ExitCode.ok;
  }
  tell(`Applied: ${done.length === 0 ? "none" : list(done)}.`);
  if (broken.length > 0) tell(`Begun and not finished: ${list(broken)}.`);
  if (skipped.length + again.length > 0) tell(`Not applied: ${list([...skipped, ...again])}.`);
  tell(
    broken.length === 0
      ? `\`smart360 apply${option}\` goes on with the plans that are left.`
      : `A stack that was begun is to be planned again: \`smart360 plan${option}\`. What is applied stays applied.`,
  );
  return by("interrupted").length > 0 || by("failed").length === 0 ? ExitCode.interrupted : ExitCode.failed;
}

function tellWaiting({ stacks }: PlanRun, out: Console): void {
  const waiting = stacks.filter(({ outcome }) => outcome === "waiting").map(({ stack }) => stack);
  if (waiting.length > 0) wrap(`Now to be planned, as they waited: ${waiting.join(", ")}.`, 80).forEach(out.print);
}
