/** Deploys stacks in dependency order: `terraform init` and `apply` in each stack's folder. */
import type { Ending, Progress } from "../progress";
import { sideBySide } from "../side-by-side";
import type { StackOnDisk } from "../synthesize";
import { noChanges, totalOf, withApplied } from "../terraform/changes";
import type { Diagnostic } from "../terraform/messages";
import { runTerraform, type GroupKeeper, type Interruption } from "../terraform/run";
import type { Outcome, StackResult } from "./stack-result";
import { describeChanges } from "./table";

export interface DeployOptions {
  readonly variables: Readonly<Record<string, string>>;
  readonly parallel: number;
  readonly keeper: GroupKeeper;
  readonly interruption: Interruption;
  readonly progress: Progress;
  /** Called when a stack is applied, at least partly, before what depends on it starts. @default nothing */
  readonly applied?: (stack: StackOnDisk) => Promise<void>;
  /** Whether a stack is known to be as it was applied: then terraform is not asked. @default it is asked */
  readonly holds?: (stack: StackOnDisk) => Promise<boolean>;
  /**
   * What a stack needs of others and does not find. Given, a failure alone does not hold back the stacks after it.
   * @default a stack starts when those before it are applied whole
   */
  readonly lacking?: (stack: StackOnDisk) => Promise<readonly string[]>;
}

const nothing = { changes: noChanges, outputs: 0, seconds: 0, diagnostics: [], stray: [], notDone: [], lacks: [] };

/** Resolves to one result a stack, in the order of `stacks`. */
export async function deploy(stacks: readonly StackOnDisk[], options: DeployOptions): Promise<readonly StackResult[]> {
  const { parallel, interruption, progress } = options;
  const results = await sideBySide(stacks, {
    parallel,
    interruption,
    async run(stack) {
      const lacks = (await options.lacking?.(stack)) ?? [];
      if (lacks.length > 0) return skipped(stack.name, lacks);
      progress.started(stack.name);
      const isKnown = (await options.holds?.(stack)) ?? false;
      const result = isKnown ? unchanged(stack.name) : await deployStack(stack, options);
      if (isDone(result) || result.outcome === "partly") await options.applied?.(stack);
      progress.ended(ending(result));
      return result;
    },
    // What comes after asks for what it lacks, where it can.
    isDone: (result) => isDone(result) || options.lacking !== undefined,
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

function skipped(stack: string, lacks: readonly string[] = []): StackResult {
  return { ...nothing, stack, outcome: "skipped", lacks };
}

function unchanged(stack: string): StackResult {
  return { ...nothing, stack, outcome: "unchanged" };
}

async function deployStack(stack: StackOnDisk, options: DeployOptions): Promise<StackResult> {
  const { variables, keeper, interruption, progress } = options;
  const began = performance.now();
  let planned = noChanges;
  let changes = noChanges;
  let outputs = 0;
  const steps = new Map<string, number>();
  const run = (...args: string[]) =>
    runTerraform(args, {
      folder: stack.folder,
      variables,
      keeper,
      interruption,
      onMessage(message) {
        if (message.type === "change_summary" && message.operation === "plan") planned = message.changes;
        if (message.type === "planned") steps.set(message.address, stepsOf[message.action] ?? 0);
        if (message.type === "applied") {
          changes = withApplied(changes, message);
          steps.set(message.address, (steps.get(message.address) ?? 1) - 1);
        }
        if (message.type === "outputs") outputs += message.changed;
        const total = totalOf(planned);
        if (total > 0) progress.phase(stack.name, `${totalOf(changes)} of ${total} changes`);
      },
    });
  const result = (
    outcome: Outcome,
    { diagnostics, stray }: Pick<StackResult, "diagnostics" | "stray">,
  ): StackResult => ({
    ...nothing,
    stack: stack.name,
    outcome,
    changes,
    outputs,
    seconds: (performance.now() - began) / 1000,
    diagnostics,
    stray,
    notDone: [...steps].flatMap(([address, left]) => {
      const isItsError = (diagnostic: Diagnostic) => diagnostic.severity === "error" && diagnostic.address === address;
      return left > 0 ? [{ address, error: diagnostics.find(isItsError) }] : [];
    }),
  });

  progress.phase(stack.name, "init");
  // The backend's settings may be another environment's since the last time: the state is remote, nothing to migrate.
  const init = await run("init", "-json", "-input=false", "-reconfigure");
  if (interruption.requested) return result("interrupted", init);
  if (init.exitCode !== 0) return result("failed", init);
  progress.phase(stack.name, "plan");
  const apply = await run("apply", "-json", "-input=false", "-auto-approve");
  if (interruption.requested && apply.exitCode !== 0) return result("interrupted", apply);
  if (apply.exitCode !== 0) return result(options.lacking !== undefined && steps.size > 0 ? "partly" : "failed", apply);
  return result(totalOf(changes) + outputs === 0 ? "unchanged" : "applied", apply);
}

/** A replacement is a creation and a deletion. */
const stepsOf: Readonly<Record<string, number>> = { create: 1, update: 1, delete: 1, replace: 2 };
