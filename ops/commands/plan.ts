/** `smart360 plan`: what would change in the stacks, as saved plans that `review` explains and `apply` applies. */
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Environment } from "../../core/environment/schema";
import { environmentOption, placeOptions } from "../../core/environment/where";
import { planAlreadyRuns, planInterrupted } from "../../core/errors";
import { judgeLeftOvers, type LeftOver } from "../../core/live/live";
import { names } from "../../core/naming/names";
import { wrap } from "../../core/plan-review/render/wrap";
import { parsePlan } from "../../core/plan-review/parse";
import { reviewPlans } from "../../core/plan-review/review-plans";
import { choose } from "../../core/schedule/choose";
import { takeLock } from "../../local/daemon/lock";
import { breakOff, ExitCode, type Console } from "../console";
import { revision } from "../git";
import { passInterrupts } from "../interrupts";
import { planStacks } from "../plan/plan-stacks";
import type { PlannedStack } from "../plan/planned-stack";
import { plansFolder, writeRun, type PlannedStackRecord, type PlanRun } from "../plan/run";
import { renderPlans } from "../plan/table";
import { display } from "../progress";
import { loadEnvironment } from "../project";
import { leftOverStates } from "../state/left-over";
import { readState } from "../state/read";
import { synthesize } from "../synthesize";
import { enterTarget, type TargetName } from "../target";
import { renderDiagnostic } from "../terraform/diagnostics";
import { Interruption } from "../terraform/run";
import { checkTerraform } from "../terraform/version";
import { widthOf } from "../width";

export interface PlanCommandOptions {
  readonly root: string;
  readonly environment: string;
  /** Names of stacks, `*` for any text; empty: all of them. */
  readonly stacks: readonly string[];
  readonly target: TargetName;
  /** Stacks planned at once. */
  readonly parallel: number;
  readonly json: boolean;
}

/** @returns 0: nothing changes; 2: something does, or waits; 1: a stack could not be planned */
export async function plan(options: PlanCommandOptions, out: Console): Promise<number> {
  const { root } = options;
  const terraformVersion = await checkTerraform();
  const environment = loadEnvironment(root, options.environment);
  const folder = plansFolder(root, environment.name);
  mkdirSync(dirname(folder), { recursive: true });
  const release = takeLock(`${folder}.lock`);
  if (typeof release !== "function") throw planAlreadyRuns(environment.name, release.pid);
  const interruption = new Interruption();
  const passNoMore = passInterrupts(interruption, out.note);
  try {
    const synthesized = await synthesize(root, environment.name);
    const stacks = choose(synthesized, options.stacks);
    const target = await enterTarget({ root, environment, name: options.target, role: "plan", say: out.note });
    try {
      void target.lost?.then(() => interruption.request());
      const shown = display(
        stacks.map(({ name }) => name),
        out.isTerminal && !options.json,
        out.note,
      );
      const planned = await planStacks(stacks, {
        ...target,
        folder,
        parallel: options.parallel,
        interruption,
        progress: shown.progress,
        stateOf: (stack) => readState(target.clients, target.backend.bucket, names.stateKey(environment, stack)),
      });
      await shown.close();
      if (planned.some(({ outcome }) => outcome === "interrupted")) {
        const again = placeOptions({ environment: environment.name, target: options.target });
        return breakOff(out, options.json, planInterrupted(again), ExitCode.interrupted);
      }
      const all = synthesized.map(({ name }) => name);
      const leftOver = await leftOverStates(target.clients, environment, all, out.note);
      const run = await record(options, environment, terraformVersion, planned, leftOver);
      writeRun(folder, run);
      report(run, planned, folder, options, out);
      return exitCode(planned);
    } finally {
      target.close();
    }
  } finally {
    passNoMore();
    release();
  }
}

async function record(
  { root, target }: PlanCommandOptions,
  environment: Environment,
  terraformVersion: string,
  planned: readonly PlannedStack[],
  leftOver: readonly LeftOver[],
): Promise<PlanRun> {
  const checkedOut = await revision(root);
  return {
    formatVersion: 1,
    environment: environment.name,
    accountId: environment.accountId,
    region: environment.region,
    target,
    plannedAt: new Date().toISOString(),
    ...(checkedOut === undefined ? {} : { revision: checkedOut }),
    terraformVersion,
    stacks: planned.flatMap(({ outcome, seconds: _, warnings: __, ...rest }): PlannedStackRecord[] =>
      outcome === "interrupted" ? [] : [{ ...rest, outcome }],
    ),
    ...(leftOver.length === 0 ? {} : { leftOver }),
  };
}

function exitCode(planned: readonly PlannedStack[]): number {
  const has = (...outcomes: PlannedStack["outcome"][]) => planned.some(({ outcome }) => outcomes.includes(outcome));
  if (has("failed")) return ExitCode.failed;
  return has("changes", "waiting") ? ExitCode.changes : ExitCode.ok;
}

function report(
  run: PlanRun,
  planned: readonly PlannedStack[],
  folder: string,
  { target, json }: PlanCommandOptions,
  out: Console,
): void {
  if (json) {
    out.print(JSON.stringify(run, null, 2));
    return;
  }
  for (const { stack, error } of planned) if (error !== undefined) out.print(`\n${out.bold(stack)}\n${error}`);
  const warnings = new Set(planned.flatMap((result) => result.warnings.map(renderDiagnostic)));
  for (const warning of warnings) out.print(`\n${warning}`);
  out.print(`\n${renderPlans(planned, widthOf(out))}`);
  for (const line of judgeLeftOvers(run.leftOver ?? [])) out.print(`\n${wrap(line, widthOf(out)).join("\n")}`);
  const changed = planned.filter(({ outcome }) => outcome === "changes");
  if (changed.length > 0) {
    const { verdict, red } = reviewPlans(
      changed.flatMap(({ stack, saved }) =>
        saved === undefined
          ? []
          : [{ stack, plan: parsePlan(readFileSync(join(folder, saved.json), "utf8"), saved.json) }],
      ),
    );
    out.print(`\n${wrap(verdict.sentence, widthOf(out)).map(out.bold).join("\n")}`);
    for (const { sentence } of red) out.print(wrap(sentence, widthOf(out), "! ", "  ").join("\n"));
    const option = environmentOption(run.environment);
    out.print(`\nPlans: ${relative(process.cwd(), folder)}, readable by you only. Next: \`smart360 review${option}\``);
  }
  if (target === "offline") out.print("Planned on the embedded default: nothing reached AWS.");
}
