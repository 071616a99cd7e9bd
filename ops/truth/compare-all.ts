/** Has every configuration planned by both providers, each provider one after another, and compares the plans. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { comparePlans, compareVerdicts, type Comparison } from "../../local/truth/compare";
import { withAnswers } from "../../local/truth/answers";
import { batches, together, type Batch } from "../../local/truth/batch";
import { edited, forComparison, misfit, type Edit } from "../../local/truth/edit";
import type { Json, PlanDocument } from "../../local/truth/plan-document";
import type { Case, Results } from "../../local/truth/report";
import type { StateDocument } from "../state/read";
import type { StackOnDisk } from "../synthesize";
import type { Interruption } from "../terraform/run";
import type { Planner } from "./planner";

export interface CompareOptions {
  readonly stacks: readonly StackOnDisk[];
  readonly edits: readonly Edit[];
  readonly offline: Planner;
  readonly real: Planner;
  readonly providerVersion: string;
  /** The state that the offline provider left of a stack. */
  readonly stateOf: (stack: string) => Promise<StateDocument>;
  readonly interruption: Interruption;
  readonly say: (line: string) => void;
}

/** One plan. */
interface Task {
  readonly document: Json;
  readonly state?: StateDocument;
  readonly edits: readonly Edit[];
  readonly cause: (address: string) => string;
  readonly halves: () => readonly Task[];
}

export async function compareAll(options: CompareOptions): Promise<Results> {
  const { stacks, offline, real, interruption, say, providerVersion } = options;
  const documents = new Map(stacks.map((stack) => [stack.name, forComparison(readDocument(stack))]));
  const [first] = documents.values();
  if (first === undefined) throw new Error("there is no stack to compare");
  const plans = new Map<string, readonly Task[]>();
  for (const [stack, document] of documents) {
    const state = await options.stateOf(stack);
    const answered = withAnswers(document, state);
    plans.set(stack, tasksOf(answered, state, editsOf(stack, answered, options)));
  }
  const [ours, theirs] = await Promise.all([offline.readSchemas(first), real.readSchemas(first)]);

  const valid: string[] = [];
  const invalid: { stack: string; says: string }[] = [];
  for (const [stack, document] of documents) {
    const says = await real.validate(document);
    if (says === undefined) valid.push(stack);
    else invalid.push({ stack, says });
  }

  const planBoth = async (stack: string, { document, state, edits, cause }: Task): Promise<Case> => {
    const configuration = { document, ...(state === undefined ? {} : { state }) };
    const [our, their] = await Promise.all([offline.plan(configuration), real.plan(configuration)]);
    const comparison = compare(our, their, (a, b) =>
      comparePlans({ plan: a, schemas: ours }, { plan: b, schemas: theirs }),
    );
    const refused = "refused" in our && "refused" in their ? { refused: our.refused } : {};
    return { stack, isCreation: state === undefined, edits: edits.length, cause, comparison, ...refused };
  };

  /** What one edit makes impossible says nothing of the others: they are planned apart, half by half. */
  const planAll = async (stack: string, task: Task): Promise<readonly Case[]> => {
    const together = await planBoth(stack, task);
    const { edits, halves } = task;
    if (together.comparison.agreeing.action > 0 || edits.length < 2) return [together];
    const apart: Case[] = [];
    for (const half of halves()) apart.push(...(await planAll(stack, half)));
    return apart;
  };

  const cases: Case[] = [];
  for (const [stack, tasks] of plans) {
    const own: Case[] = [];
    for (const task of tasks) {
      if (interruption.requested) return { providerVersion, valid, invalid, cases };
      own.push(...(await planAll(stack, task)));
    }
    cases.push(...own);
    const differing = own.filter(({ comparison }) => comparison.differences.length > 0).length;
    say(`${stack}: ${own.length} plans by each provider, ${differing} with differences`);
  }
  return { providerVersion, valid, invalid, cases };
}

/** Creation first, then the stack as it is, then its edits. */
function tasksOf(document: Json, state: StateDocument, edits: readonly Edit[]): readonly Task[] {
  const without = { document, edits: [], halves: () => [] };
  return [
    { ...without, cause: () => "creation" },
    { ...without, state, cause: () => "unchanged" },
    ...batches(document, edits).map((batch) => taskOf(document, state, batch)),
  ];
}

function taskOf(document: Json, state: StateDocument, { edits, cause }: Batch): Task {
  const middle = Math.ceil(edits.length / 2);
  return {
    document: edits.reduce(edited, document),
    state,
    edits,
    cause,
    halves: () =>
      [edits.slice(0, middle), edits.slice(middle)].map((half) => taskOf(document, state, together(document, half))),
  };
}

/** `service` stands for the first service's stack. Throws when any does not fit its stack any more. */
function editsOf(stack: string, document: Json, { stacks, edits }: CompareOptions): readonly Edit[] {
  const service = stacks.find(({ name }) => name.startsWith("service-"))?.name;
  const own = edits.filter((edit) => (edit.stack === "service" ? service : edit.stack) === stack);
  const stale = own.flatMap((edit) => misfit(document, edit) ?? []);
  if (stale.length > 0) throw new Error(stale.join("\n"));
  return own;
}

type Planned = PlanDocument | { readonly refused: string };

function compare(
  our: Planned,
  their: Planned,
  plans: (our: PlanDocument, their: PlanDocument) => Comparison,
): Comparison {
  if ("refused" in our || "refused" in their) {
    return compareVerdicts("refused" in our ? our.refused : undefined, "refused" in their ? their.refused : undefined);
  }
  const verdict = compareVerdicts(undefined, undefined);
  const { agreeing, differences } = plans(our, their);
  return { agreeing: { ...agreeing, verdict: verdict.agreeing.verdict }, differences };
}

/** A synthesized stack. */
export function readDocument({ folder }: StackOnDisk): Json {
  return JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as Json;
}
