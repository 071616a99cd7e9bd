/**
 * What lies between two versions of the stacks: the old one is applied offline to scratch states, the new one planned over
 * them, by the real terraform. Only what differs is planned, and only what that needs is applied.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { impactFailed, impactInterrupted } from "../../core/errors";
import { parsePlan, type Plan, type StackPlan } from "../../core/plan-review/review";
import { inOrder } from "../../core/schedule/schedule";
import {
  changesRead,
  isSame,
  outputAt,
  outputsRead,
  type OutputRead,
  type OutputValues,
} from "../../core/synthesized/remote-outputs";
import { outputsOf, type StateDocument } from "../state/read";
import type { StackOnDisk } from "../synthesize";
import { describeFailure } from "../terraform/diagnostics";
import { printTerraform, runTerraform, type Interruption, type TerraformResult } from "../terraform/run";
import { scratchDocument, type StackDocument } from "./scratch-document";
import { Slots } from "./slots";
import type { StateCache } from "./state-cache";

export interface CompareOptions {
  /** Empty folder of this comparison's own. */
  readonly folder: string;
  readonly cache: StateCache;
  /** What states follow from beside the stacks: provider, Terraform. */
  readonly causes: readonly string[];
  /** Environment of terraform, with the offline provider. */
  readonly variables: Readonly<Record<string, string>>;
  /** Runs of terraform at once. */
  readonly parallel: number;
  readonly interruption: Interruption;
  /** Told when a stack of the old version has to be applied, which a later comparison need not repeat. */
  readonly applying?: (stack: string) => void;
}

export interface Compared {
  /** Stacks with changes, in dependency order. */
  readonly plans: readonly StackPlan[];
  /** Stack -> stacks that are applied before it, of the new version. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  /** Stacks of the old version that the new one does not have, with resources that nobody would look after. */
  readonly orphaned: readonly { readonly stack: string; readonly resources: number }[];
}

export async function compareStacks(
  before: readonly StackOnDisk[],
  after: readonly StackOnDisk[],
  options: CompareOptions,
): Promise<Compared> {
  const comparison = new Comparison(before.map(read), after.map(read), options);
  const order = inOrder(after).map(({ name }) => name);
  // All have ended before the folder is removed, whatever becomes of one of them.
  const settled = await Promise.allSettled(order.map((stack) => comparison.planned(stack)));
  const failed = settled.find((result) => result.status === "rejected");
  if (options.interruption.requested) throw impactInterrupted();
  if (failed?.status === "rejected") throw failed.reason;
  const plans = settled.flatMap((result) => (result.status === "fulfilled" ? (result.value ?? []) : []));
  return {
    plans: plans.filter(({ hasChanges }) => hasChanges).map(({ stack, plan }) => ({ stack, plan })),
    dependencies: Object.fromEntries(after.map(({ name, dependencies }) => [name, dependencies])),
    orphaned: comparison.orphaned(),
  };
}

interface Stack {
  readonly name: string;
  readonly text: string;
  readonly document: StackDocument;
  readonly reads: readonly OutputRead[];
}

interface State {
  /** Undefined when there is none. */
  readonly file: string | undefined;
  readonly outputs: OutputValues;
}

interface Planned {
  readonly stack: string;
  readonly plan: Plan;
  readonly hasChanges: boolean;
  /** Where it was planned, with the saved plan. */
  readonly folder: string;
}

const nothing: State = { file: undefined, outputs: {} };
const offline = ["-json", "-input=false", "-lock=false"];
/** Nothing changes behind the back of a scratch state. */
const unrefreshed = "-refresh=false";
const stateName = "terraform.tfstate";
const savedPlan = "saved.tfplan";
const planHasChanges = 2;

class Comparison {
  private readonly before: ReadonlyMap<string, Stack>;
  private readonly after: ReadonlyMap<string, Stack>;
  private readonly slots: Slots;
  private readonly oldStates = new Map<string, Promise<State>>();
  private readonly newStates = new Map<string, Promise<State>>();
  private readonly plans = new Map<string, Promise<Planned | undefined>>();

  constructor(
    before: readonly Stack[],
    after: readonly Stack[],
    private readonly options: CompareOptions,
  ) {
    this.before = new Map(before.map((stack) => [stack.name, stack]));
    this.after = new Map(after.map((stack) => [stack.name, stack]));
    this.slots = new Slots(options.parallel);
  }

  orphaned(): Compared["orphaned"] {
    return [...this.before.values()]
      .filter(({ name }) => !this.after.has(name))
      .map(({ name, document }) => ({ stack: name, resources: countResources(document) }))
      .filter(({ resources }) => resources > 0);
  }

  /** The plan of a stack of the new version; undefined when nothing can differ. */
  planned(name: string): Promise<Planned | undefined> {
    return once(this.plans, name, async () => {
      const stack = this.after.get(name);
      if (stack === undefined || !(await this.mayDiffer(stack))) return undefined;
      const files = await this.stateFiles(stack, (upstream) => this.stateToPlanOn(stack, upstream));
      const old = await this.oldState(name);
      return this.plan(stack, old, files);
    });
  }

  /** Its own text, or what it reads of others. */
  private async mayDiffer(stack: Stack): Promise<boolean> {
    if (this.before.get(stack.name)?.text !== stack.text) return true;
    const changed = await Promise.all(
      stack.reads.map(async ({ stack: upstream, path }) => {
        const planned = await this.planned(upstream);
        if (planned === undefined || !changesRead(planned.plan.output_changes, path)) return false;
        const [old, now] = await Promise.all([this.oldState(upstream), this.newState(upstream)]);
        return !isSame(outputAt(old.outputs, path), outputAt(now.outputs, path));
      }),
    );
    return changed.includes(true);
  }

  /** The new state of an upstream stack where it matters; the old one is there sooner. */
  private async stateToPlanOn(stack: Stack, upstream: string): Promise<State> {
    const planned = await this.planned(upstream);
    if (planned === undefined) return this.oldState(upstream);
    const reads = stack.reads.filter((read) => read.stack === upstream);
    const isChanged = reads.some(({ path }) => changesRead(planned.plan.output_changes, path));
    return isChanged ? this.newState(upstream) : this.oldState(upstream);
  }

  private oldState(name: string): Promise<State> {
    return once(this.oldStates, name, async () => {
      const stack = this.before.get(name);
      return stack === undefined ? nothing : this.applyOld(stack);
    });
  }

  private newState(name: string): Promise<State> {
    return once(this.newStates, name, async () => {
      const planned = await this.planned(name);
      if (planned?.hasChanges !== true) return this.oldState(name);
      await this.terraform(name, planned.folder, "apply", ...offline, savedPlan);
      return readState(join(planned.folder, stateName));
    });
  }

  private async applyOld(stack: Stack): Promise<State> {
    const { cache, causes, folder, applying } = this.options;
    const states = new Map<string, State>();
    const files = await this.stateFiles(stack, async (upstream) => {
      const state = await this.oldState(upstream);
      states.set(upstream, state);
      return state;
    });
    const values = stack.reads.map((read) => outputAt(states.get(read.stack)?.outputs, read.path) ?? null);
    const file = cache.file([
      ...causes,
      scratchDocument(stack.document, (name) => (files.has(name) ? name : undefined)),
      values,
    ]);
    if (!cache.has(file)) {
      applying?.(stack.name);
      const own = this.write(join(folder, "old", stack.name), stack, files);
      await this.terraform(stack.name, own, "apply", "-auto-approve", unrefreshed, ...offline);
      cache.keep(join(own, stateName), file);
    }
    return readState(file);
  }

  private async plan(stack: Stack, old: State, files: ReadonlyMap<string, string>): Promise<Planned> {
    const own = this.write(join(this.options.folder, "new", stack.name), stack, files);
    if (old.file !== undefined) copyFileSync(old.file, join(own, stateName));
    const args = ["plan", "-detailed-exitcode", unrefreshed, `-out=${savedPlan}`, ...offline];
    const exitCode = await this.terraform(stack.name, own, ...args);
    const shown = join(own, "plan.json");
    await this.slot(stack.name, () => printTerraform(["show", "-json", savedPlan], shown, this.shared(own)));
    return {
      stack: stack.name,
      plan: parsePlan(readFileSync(shown, "utf8"), stack.name),
      hasChanges: exitCode === planHasChanges,
      folder: own,
    };
  }

  /** Where the states are that a stack reads from. */
  private async stateFiles(
    { reads }: Stack,
    stateOf: (upstream: string) => Promise<State>,
  ): Promise<ReadonlyMap<string, string>> {
    const upstreams = [...new Set(reads.map(({ stack }) => stack))];
    const states = await Promise.all(upstreams.map(async (name) => [name, (await stateOf(name)).file] as const));
    return new Map(states.flatMap(([name, file]) => (file === undefined ? [] : [[name, file]])));
  }

  private write(folder: string, stack: Stack, stateFiles: ReadonlyMap<string, string>): string {
    mkdirSync(folder, { recursive: true });
    const document = scratchDocument(stack.document, (name) => stateFiles.get(name));
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(document, null, 2));
    return folder;
  }

  /** @throws {UserError} when terraform refuses, or was interrupted */
  private async terraform(stack: string, folder: string, ...args: string[]): Promise<number> {
    return (await this.slot(stack, () => runTerraform(args, this.shared(folder)))).exitCode;
  }

  private async slot(stack: string, run: () => Promise<TerraformResult>): Promise<TerraformResult> {
    const { interruption } = this.options;
    const result = await this.slots.run(async () => {
      if (interruption.requested) throw impactInterrupted();
      return run();
    });
    if (interruption.requested) throw impactInterrupted();
    if (result.exitCode !== 0 && result.exitCode !== planHasChanges) throw impactFailed(stack, describeFailure(result));
    return result;
  }

  private shared(folder: string) {
    const { variables, interruption } = this.options;
    return { folder, variables, interruption };
  }
}

function once<T>(made: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(name);
  if (known !== undefined) return known;
  const making = make();
  made.set(name, making);
  return making;
}

function read({ name, folder }: StackOnDisk): Stack {
  const text = readFileSync(join(folder, "cdk.tf.json"), "utf8");
  const document = JSON.parse(text) as StackDocument;
  return { name, text, document, reads: outputsRead(document) };
}

function readState(file: string): State {
  if (!existsSync(file)) return nothing;
  return { file, outputs: outputsOf(JSON.parse(readFileSync(file, "utf8")) as StateDocument) };
}

function countResources({ resource = {} }: StackDocument): number {
  return Object.values(resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
}
