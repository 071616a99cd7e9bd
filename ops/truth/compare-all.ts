/** Has every configuration planned by both providers, each provider one after another, and compares the plans. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { comparePlans, compareVerdicts, type Comparison } from "../../local/truth/compare";
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

interface Task {
  readonly stack: string;
  readonly edit?: string;
  readonly document: Json;
  readonly state?: StateDocument;
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

  const cases: Case[] = [];
  for (const { name } of stacks) {
    const tasks = await tasksOf(name, options, documents);
    const own: Case[] = [];
    for (const task of tasks) {
      if (interruption.requested) return { providerVersion, valid, invalid, cases };
      const [our, their] = await Promise.all([offline.plan(task), real.plan(task)]);
      const { stack, edit } = task;
      const comparison = compare(our, their, (a, b) =>
        comparePlans({ plan: a, schemas: ours }, { plan: b, schemas: theirs }),
      );
      own.push({ stack, ...(edit === undefined ? {} : { edit }), comparison });
    }
    cases.push(...own);
    const differing = own.filter(({ comparison }) => comparison.differences.length > 0).length;
    say(`${name}: ${own.length} configurations planned by both, ${differing} with differences`);
  }
  return { providerVersion, valid, invalid, cases };
}

/** Creation first, then the stack as it is, then its edits. */
async function tasksOf(
  stack: string,
  { stacks, edits, stateOf }: CompareOptions,
  documents: ReadonlyMap<string, Json>,
): Promise<readonly Task[]> {
  const document = documents.get(stack) ?? null;
  const state = await stateOf(stack);
  const service = stacks.find(({ name }) => name.startsWith("service-"))?.name;
  const own = edits.filter((edit) => (edit.stack === "service" ? service : edit.stack) === stack);
  return [
    { stack, document },
    { stack, edit: "unchanged", document, state },
    ...own.map((edit) => ({
      stack,
      edit: `${edit.of}: ${edit.what}`,
      document: edited(document, edit),
      state,
    })),
  ];
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
