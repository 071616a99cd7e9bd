/** Plans stacks side by side, each with the real terraform, and keeps the plans. */
import { chmodSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parsePlan } from "../../core/plan-review/parse";
import type { Step } from "../../core/schedule/schedule";
import { unguarded } from "../../core/synthesized/guards";
import { changesRead, missingFor, outputsRead, type OutputRead } from "../../core/synthesized/remote-outputs";
import type { Progress } from "../progress";
import { sideBySide } from "../side-by-side";
import { outputsOf, type StateDocument } from "../state/read";
import { readDocument, type StackOnDisk } from "../synthesize";
import { lockWaitSeconds, printTerraform, runTerraform, type GroupKeeper, type Interruption } from "../terraform/run";
import { describeFailure } from "../terraform/diagnostics";
import { providerVersion } from "../terraform/lock-file";
import type { PlannedStack } from "./planned-stack";
import { sha256, type PlanCounts, type SavedPlan } from "./run";
import { stateOfPlan } from "./saved-state";
import { describePlan } from "./table";

export interface PlanOptions {
  /** Where the plans are kept: made anew, for the owner only. */
  readonly folder: string;
  /** Environment of terraform. */
  readonly variables: Readonly<Record<string, string>>;
  readonly parallel: number;
  readonly keeper?: GroupKeeper;
  readonly interruption: Interruption;
  readonly progress: Progress;
  /** The state of a stack as it is applied now; undefined when there is none. */
  readonly stateOf: (stack: string) => Promise<StateDocument | undefined>;
}

/**
 * One result a stack, in the order of `stacks`. Plans need nothing of each other: every stack is planned on what is
 * applied now, and one that reads what is not applied yet is found out before terraform is run.
 */
export async function planStacks(
  stacks: readonly StackOnDisk[],
  options: PlanOptions,
): Promise<readonly PlannedStack[]> {
  const { folder, parallel, interruption, progress } = options;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const kept of [join(folder, ".."), folder]) chmodSync(kept, 0o700);

  const documents = new Map(stacks.map((stack) => [stack.name, readDocument(stack)]));
  const reads = new Map([...documents].map(([stack, document]) => [stack, outputsRead(document)]));
  const outputs = await appliedOutputs(stacks, options.stateOf);
  const planned = await sideBySide(stacks.map(alone), {
    parallel,
    interruption,
    async run({ stack }) {
      const waitingFor = missingFor(stack, reads.get(stack.name) ?? [], outputs);
      if (waitingFor.length > 0) return told({ ...nothing(stack, "waiting"), waitingFor }, progress);
      progress.started(stack.name);
      return told(await planStack(stack, options), progress);
    },
    isDone: () => true,
    skipped: ({ stack }) => told(nothing(stack, "interrupted"), progress),
  });
  return withFollowUps(planned, reads, folder).map((result) => {
    const count = unguarded(documents.get(result.stack)).length;
    return count === 0 ? result : { ...result, unguarded: count };
  });
}

/** The result, shown. */
function told(result: PlannedStack, progress: Progress): PlannedStack {
  const { stack, outcome, seconds } = result;
  const text = describePlan(result);
  if (seconds === 0) progress.ended({ stack, text, how: "skipped" });
  else
    progress.ended({
      stack,
      text,
      seconds,
      how: outcome === "failed" || outcome === "interrupted" ? "failed" : "done",
    });
  return result;
}

/** A step that waits for no other: the order is kept, and nothing else. */
function alone(stack: StackOnDisk): Step & { readonly stack: StackOnDisk } {
  return { name: stack.name, dependencies: [], stack };
}

/** What the stacks that others depend on have as outputs now; without those that are not applied. */
async function appliedOutputs(stacks: readonly StackOnDisk[], stateOf: PlanOptions["stateOf"]) {
  const needed = [...new Set(stacks.flatMap(({ dependencies }) => dependencies))];
  const states = await Promise.all(needed.map(async (stack) => [stack, await stateOf(stack)] as const));
  return new Map(states.flatMap(([stack, state]) => (state === undefined ? [] : [[stack, outputsOf(state)]])));
}

const noCounts: PlanCounts = { create: 0, update: 0, replace: 0, delete: 0 };

function nothing({ name, dependencies }: StackOnDisk, outcome: PlannedStack["outcome"]): PlannedStack {
  return {
    stack: name,
    outcome,
    dependencies,
    waitingFor: [],
    againAfter: [],
    counts: noCounts,
    outputs: 0,
    seconds: 0,
    warnings: [],
  };
}

async function planStack(stack: StackOnDisk, options: PlanOptions): Promise<PlannedStack> {
  const { folder, variables, keeper, interruption, progress } = options;
  const began = performance.now();
  const files = { plan: join(folder, `${stack.name}.tfplan`), json: join(folder, `${stack.name}.json`) };
  const configurationSha256 = sha256(join(stack.folder, "cdk.tf.json"));
  let counts = noCounts;
  let outputs = 0;
  const shared = {
    folder: stack.folder,
    variables,
    interruption,
    ...(keeper === undefined ? {} : { keeper }),
  };
  const run = (...args: string[]) =>
    runTerraform([...args, "-json", "-input=false"], {
      ...shared,
      onMessage(message) {
        if (message.type === "outputs") outputs += message.changed;
        if (message.type === "planned" && isCounted(message.action))
          counts = { ...counts, [message.action]: counts[message.action] + 1 };
      },
    });
  const result = (news: Partial<PlannedStack>): PlannedStack => ({
    ...nothing(stack, interruption.requested ? "interrupted" : "failed"),
    counts,
    outputs,
    seconds: (performance.now() - began) / 1000,
    ...news,
  });

  progress.phase(stack.name, "init");
  // The backend's settings may be another environment's since the last time: the state is remote, nothing to migrate.
  const init = await run("init", "-reconfigure");
  if (init.exitCode !== 0) return result({ error: describeFailure(init) });
  progress.phase(stack.name, "plan");
  const plan = await run("plan", "-detailed-exitcode", `-lock-timeout=${lockWaitSeconds}s`, `-out=${files.plan}`);
  if (plan.exitCode !== 0 && plan.exitCode !== planHasChanges) return result({ error: describeFailure(plan) });
  chmodSync(files.plan, 0o600);
  progress.phase(stack.name, "show");
  const shown = await printTerraform(["show", "-json", files.plan], files.json, shared);
  if (shown.exitCode !== 0) return result({ error: describeFailure(shown) });
  const version = providerVersion(stack.folder);
  const saved: SavedPlan = {
    plan: `${stack.name}.tfplan`,
    planSha256: sha256(files.plan),
    json: `${stack.name}.json`,
    jsonSha256: sha256(files.json),
    configurationSha256,
    state: stateOfPlan(files.plan),
    ...(version === undefined ? {} : { providerVersion: version }),
  };
  return result({
    outcome: plan.exitCode === planHasChanges ? "changes" : "unchanged",
    saved,
    warnings: plan.diagnostics.filter(({ severity }) => severity === "warning"),
  });
}

/** Exit code of `terraform plan -detailed-exitcode`. */
const planHasChanges = 2;

function isCounted(action: string): action is keyof PlanCounts {
  return action in noCounts;
}

/** A plan is made on the outputs as they are applied now; those of another plan may change what it should say. */
function withFollowUps(
  planned: readonly PlannedStack[],
  reads: ReadonlyMap<string, readonly OutputRead[]>,
  folder: string,
): readonly PlannedStack[] {
  const changing = planned.flatMap(({ stack, outputs, saved }) => {
    if (saved === undefined || outputs === 0) return [];
    const text = readFileSync(join(folder, saved.json), "utf8");
    return [{ stack, changes: parsePlan(text, saved.json).output_changes }];
  });
  return planned.map((result) => {
    if (result.saved === undefined) return result;
    const own = reads.get(result.stack) ?? [];
    const againAfter = changing.filter(({ stack, changes }) =>
      own.some((read) => read.stack === stack && changesRead(changes, read.path)),
    );
    return { ...result, againAfter: againAfter.map(({ stack }) => stack) };
  });
}
