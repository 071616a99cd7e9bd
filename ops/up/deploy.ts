/** Deploys stacks in dependency order: `terraform init` and `apply` in each stack's folder. */
import type { Ending, Progress } from "../progress";
import { sideBySide } from "../side-by-side";
import type { StackOnDisk } from "../synthesize";
import type { Diagnostic, Changes } from "../terraform/messages";
import { runTerraform, type GroupKeeper, type Interruption } from "../terraform/run";
import { describeChanges } from "./table";

export type Outcome = "applied" | "unchanged" | "failed" | "interrupted" | "skipped";

export interface StackResult {
  readonly stack: string;
  readonly outcome: Outcome;
  /** What was really done: a replacement counts as one added and one removed. */
  readonly changes: Changes;
  /** Outputs that changed. */
  readonly outputs: number;
  readonly seconds: number;
  readonly diagnostics: readonly Diagnostic[];
  /** What terraform printed beside its messages, when it failed. */
  readonly stray: readonly string[];
}

export interface DeployOptions {
  readonly variables: Readonly<Record<string, string>>;
  readonly parallel: number;
  readonly keeper: GroupKeeper;
  readonly interruption: Interruption;
  readonly progress: Progress;
  /** Called when a stack is applied, before what depends on it starts. @default nothing */
  readonly applied?: (stack: string) => Promise<void>;
}

const none: Changes = { add: 0, change: 0, remove: 0 };

/** Resolves to one result a stack, in the order of `stacks`. */
export async function deploy(stacks: readonly StackOnDisk[], options: DeployOptions): Promise<readonly StackResult[]> {
  const { parallel, interruption, progress } = options;
  const results = await sideBySide(stacks, {
    parallel,
    interruption,
    async run(stack) {
      progress.started(stack.name);
      const result = await deployStack(stack, options);
      if (isDone(result)) await options.applied?.(stack.name);
      progress.ended(ending(result));
      return result;
    },
    isDone,
    skipped: ({ name }) => skipped(name),
  });
  for (const result of results) if (result.outcome === "skipped") progress.ended(ending(result));
  return results;
}

function isDone({ outcome }: StackResult): boolean {
  return outcome === "applied" || outcome === "unchanged";
}

function ending(result: StackResult): Ending {
  const { stack, outcome, seconds } = result;
  const text = describeChanges(result);
  if (outcome === "skipped") return { stack, text, how: "skipped" };
  return { stack, text, seconds, how: isDone(result) ? "done" : "failed" };
}

function skipped(stack: string): StackResult {
  return { stack, outcome: "skipped", changes: none, outputs: 0, seconds: 0, diagnostics: [], stray: [] };
}

async function deployStack(stack: StackOnDisk, options: DeployOptions): Promise<StackResult> {
  const { variables, keeper, interruption, progress } = options;
  const began = performance.now();
  let planned: Changes = none;
  let changes: Changes = none;
  let outputs = 0;
  const run = (...args: string[]) =>
    runTerraform(args, {
      folder: stack.folder,
      variables,
      keeper,
      interruption,
      onMessage(message) {
        if (message.type === "change_summary" && message.operation === "plan") planned = message.changes;
        if (message.type === "applied")
          changes = { ...changes, [counter[message.action]]: changes[counter[message.action]] + 1 };
        if (message.type === "outputs") outputs += message.changed;
        const total = sum(planned);
        if (total > 0) progress.phase(stack.name, `${sum(changes)} of ${total} changes`);
      },
    });
  const result = (
    outcome: Outcome,
    { diagnostics, stray }: Pick<StackResult, "diagnostics" | "stray">,
  ): StackResult => ({
    stack: stack.name,
    outcome,
    changes,
    outputs,
    seconds: (performance.now() - began) / 1000,
    diagnostics,
    stray,
  });

  progress.phase(stack.name, "init");
  // The backend's settings may be another environment's since the last time: the state is remote, nothing to migrate.
  const init = await run("init", "-json", "-input=false", "-reconfigure");
  if (interruption.requested) return result("interrupted", init);
  if (init.exitCode !== 0) return result("failed", init);
  progress.phase(stack.name, "plan");
  const apply = await run("apply", "-json", "-input=false", "-auto-approve");
  if (apply.exitCode !== 0) return result(interruption.requested ? "interrupted" : "failed", apply);
  return result(sum(changes) + outputs === 0 ? "unchanged" : "applied", apply);
}

const counter = { create: "add", update: "change", delete: "remove" } as const;

function sum({ add, change, remove }: Changes): number {
  return add + change + remove;
}
