/** Deploys stacks in dependency order: `terraform init` and `apply` in each stack's folder. */
import { initialStates, moved, startable, type States } from "../../core/schedule/schedule";
import type { StackOnDisk } from "../synthesize";
import type { Diagnostic, Changes } from "../terraform/messages";
import { runTerraform, type GroupKeeper, type Interruption } from "../terraform/run";

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

export interface Progress {
  started(stack: string): void;
  /** `plan`, `12 of 40 changes`, ... */
  phase(stack: string, text: string): void;
  ended(result: StackResult): void;
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
export function deploy(stacks: readonly StackOnDisk[], options: DeployOptions): Promise<readonly StackResult[]> {
  const results = new Map<string, StackResult>();
  let states: States = initialStates(stacks);

  return new Promise((resolve, reject) => {
    const note = (result: StackResult) => {
      results.set(result.stack, result);
      options.progress.ended(result);
    };
    const advance = () => {
      const next = options.interruption.requested ? [] : startable(stacks, states, options.parallel);
      for (const name of next) {
        const stack = stacks.find((candidate) => candidate.name === name);
        if (stack === undefined) continue;
        states = moved(stacks, states, name, "running");
        options.progress.started(name);
        const isDone = ({ outcome }: StackResult) => outcome === "applied" || outcome === "unchanged";
        const finish = async () => {
          const result = await deployStack(stack, options);
          if (isDone(result)) await options.applied?.(name);
          states = moved(stacks, states, name, isDone(result) ? "done" : "failed");
          note(result);
          advance();
        };
        finish().catch(reject);
      }
      if ([...states.values()].includes("running")) return;
      for (const { name } of stacks) if (!results.has(name)) note(skipped(name));
      resolve(stacks.flatMap(({ name }) => results.get(name) ?? []));
    };
    advance();
  });
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
