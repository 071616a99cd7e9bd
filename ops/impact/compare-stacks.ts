/**
 * What lies between two versions of the stacks: the old one is applied offline to scratch states, the new one planned over
 * them, by the real terraform. Only what differs is planned, and only what that needs is applied.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { impactInterrupted } from "../../core/errors";
import type { StackPlan } from "../../core/plan-review/review";
import { inOrder } from "../../core/schedule/schedule";
import { guardChanges, type GuardChanges } from "../../core/synthesized/guards";
import { changesRead, isSame, outputAt, outputsRead, type OutputRead } from "../../core/synthesized/remote-outputs";
import type { StackOnDisk } from "../synthesize";
import { scratchDocument, type StackDocument } from "./scratch-document";
import {
  noState,
  readState,
  ScratchTerraform,
  type Planned,
  type ScratchTerraformOptions,
  type State,
} from "./scratch-terraform";
import type { StateCache } from "./state-cache";

export interface CompareOptions extends ScratchTerraformOptions {
  /** Empty folder of this comparison's own. */
  readonly folder: string;
  readonly cache: StateCache;
  /** What states follow from beside the stacks: provider, Terraform. */
  readonly causes: readonly string[];
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
  /** What no plan tells: what Terraform refuses to destroy, and what not any more. */
  readonly guards: GuardChanges;
}

export async function compareStacks(
  before: readonly StackOnDisk[],
  after: readonly StackOnDisk[],
  options: CompareOptions,
): Promise<Compared> {
  const [olds, news] = [before.map(read), after.map(read)];
  const comparison = new Comparison(olds, news, options);
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
    guards: guardChanges(olds, news),
  };
}

interface Stack {
  readonly name: string;
  readonly text: string;
  readonly document: StackDocument;
  readonly reads: readonly OutputRead[];
}

class Comparison {
  private readonly before: ReadonlyMap<string, Stack>;
  private readonly after: ReadonlyMap<string, Stack>;
  private readonly terraform: ScratchTerraform;
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
    this.terraform = new ScratchTerraform(options);
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
      const [files, old] = await Promise.all([
        this.stateFiles(stack, (upstream) => this.stateToPlanOn(stack, upstream)),
        this.oldState(name),
      ]);
      const document = scratchDocument(stack.document, (upstream) => files.get(upstream));
      return this.terraform.plan(name, join(this.options.folder, "new", name), document, old);
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
      return stack === undefined ? noState : this.applyOld(stack);
    });
  }

  private newState(name: string): Promise<State> {
    return once(this.newStates, name, async () => {
      const planned = await this.planned(name);
      if (planned?.hasChanges !== true) return this.oldState(name);
      return this.terraform.applyPlan(planned);
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
      const document = scratchDocument(stack.document, (name) => files.get(name));
      cache.keep(await this.terraform.apply(stack.name, join(folder, "old", stack.name), document), file);
    }
    return readState(file);
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

function countResources({ resource = {} }: StackDocument): number {
  return Object.values(resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
}
