/** Has every configuration planned by both providers, each provider one after another, and compares the plans. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { comparePlans, compareVerdicts, type Comparison } from "../../local/truth/compare";
import { batches, describe, type Batch } from "../../local/truth/batch";
import { edited, forComparison, type Edit } from "../../local/truth/edit";
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
}

export async function compareAll(options: CompareOptions): Promise<Results> {
  const { stacks, offline, real, interruption, say, providerVersion } = options;
  const documents = new Map(stacks.map((stack) => [stack.name, forComparison(readDocument(stack))]));
  const [first] = documents.values();
  if (first === undefined) throw new Error("there is no stack to compare");
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
    return { stack, isCreation: state === undefined, edits: edits.length, cause, comparison };
  };

  const cases: Case[] = [];
  for (const [stack, document] of documents) {
    const state = await options.stateOf(stack);
    const own: Case[] = [];
    for (const task of tasksOf(document, state, editsOf(stack, options))) {
      if (interruption.requested) return { providerVersion, valid, invalid, cases };
      const together = await planBoth(stack, task);
      const isRefused = together.comparison.agreeing.action === 0;
      // What one edit makes impossible says nothing of the others.
      if (isRefused && task.edits.length > 1)
        for (const edit of task.edits) own.push(await planBoth(stack, taskOf(document, state, alone(edit))));
      else own.push(together);
    }
    cases.push(...own);
    const differing = own.filter(({ comparison }) => comparison.differences.length > 0).length;
    say(`${stack}: ${own.length} plans by each provider, ${differing} with differences`);
  }
  return { providerVersion, valid, invalid, cases };
}

/** Creation first, then the stack as it is, then its edits. */
function tasksOf(document: Json, state: StateDocument, edits: readonly Edit[]): readonly Task[] {
  return [
    { document, edits: [], cause: () => "creation" },
    { document, state, edits: [], cause: () => "unchanged" },
    ...batches(document, edits).map((batch) => taskOf(document, state, batch)),
  ];
}

function taskOf(document: Json, state: StateDocument, { edits, cause }: Batch): Task {
  return { document: edits.reduce(edited, document), state, edits, cause };
}

function alone(edit: Edit): Batch {
  return { edits: [edit], cause: () => describe(edit) };
}

/** `service` stands for the first service's stack. */
function editsOf(stack: string, { stacks, edits }: CompareOptions): readonly Edit[] {
  const service = stacks.find(({ name }) => name.startsWith("service-"))?.name;
  return edits.filter((edit) => (edit.stack === "service" ? service : edit.stack) === stack);
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
