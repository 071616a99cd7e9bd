/** Has every configuration planned by both providers and compares the plans. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { offlineApplyRefused } from "../../core/errors";
import { withAnswers } from "../../local/truth/answers";
import { comparePlans, compareVerdicts, type Comparison } from "../../local/truth/compare";
import { misfit, type Edit } from "../../local/truth/edit";
import type { Json, PlanDocument, Schemas } from "../../local/truth/plan-document";
import type { Case, Results } from "../../local/truth/report";
import { forComparison } from "../../local/truth/stack";
import type { State } from "../../local/truth/state";
import { tasksOf, type Subject, type Task } from "../../local/truth/task";
import { readDocument, type StackOnDisk } from "../synthesize";
import type { Planner, Refused } from "./planner";

export interface CompareOptions {
  /** In an order in which they can be deployed. */
  readonly stacks: readonly StackOnDisk[];
  readonly edits: readonly Edit[];
  readonly offline: Planner;
  readonly real: Planner;
  /** Folder for the states that the edits start from. */
  readonly states: string;
  readonly say: (line: string) => void;
}

/** @throws UserError when the offline provider cannot apply a stack: edits start from what it leaves */
export async function compareAll(options: CompareOptions): Promise<Pick<Results, "valid" | "invalid" | "cases">> {
  const { stacks, offline, real, states, say } = options;
  const stateFile = (stack: string) => join(states, `${stack}.tfstate`);
  const documents = new Map(stacks.map((stack) => [stack.name, forComparison(readDocument(stack) as Json, stateFile)]));
  const all = [...documents.values()];
  const [ours, theirs] = [offline.readSchemas(all), real.readSchemas(all)];
  const validated = Promise.all(
    [...documents].map(async ([stack, document]) => ({ stack, says: await real.validate(document) })),
  );
  const applied = await applyAll(documents, options, stateFile);
  const schemas = { offline: await ours, real: await theirs };
  const cases = await Promise.all(
    [...applied].map(async ([stack, state]) => {
      const answered = withAnswers(documents.get(stack) ?? null, state);
      const tasks = tasksOf(answered, state, editsOf(stack, answered, options));
      const own = (await Promise.all(tasks.map((task) => planned(stack, task, options, schemas)))).flat();
      const differing = own.filter(({ comparison }) => comparison.differences.length > 0).length;
      say(`${stack}: ${own.length} compared, ${differing} with differences`);
      return own;
    }),
  );
  const verdicts = await validated;
  return {
    valid: verdicts.filter(({ says }) => says === undefined).map(({ stack }) => stack),
    invalid: verdicts.flatMap(({ stack, says }) => (says === undefined ? [] : [{ stack, says }])),
    cases: cases.flat(),
  };
}

/** Applies each stack with the offline provider, and leaves its state for the stacks that read it. */
async function applyAll(
  documents: ReadonlyMap<string, Json>,
  { offline, states }: CompareOptions,
  stateFile: (stack: string) => string,
): Promise<ReadonlyMap<string, State>> {
  mkdirSync(states, { recursive: true });
  const applied = new Map<string, State>();
  for (const [stack, document] of documents) {
    const state = await offline.apply(document);
    if ("refused" in state) throw offlineApplyRefused(stack, state.refused);
    writeFileSync(stateFile(stack), JSON.stringify(state));
    applied.set(stack, state);
  }
  return applied;
}

async function planned(
  stack: string,
  task: Task,
  options: CompareOptions,
  schemas: Readonly<Record<"offline" | "real", Schemas>>,
): Promise<readonly Case[]> {
  const { offline, real } = options;
  const [our, their] = await Promise.all([offline.plan(task), real.plan(task)]);
  if ("refused" in our || "refused" in their) {
    const halves = task.halves();
    if (halves.length > 0)
      return (await Promise.all(halves.map((half) => planned(stack, half, options, schemas)))).flat();
  }
  const plans = (a: PlanDocument, b: PlanDocument) =>
    comparePlans({ plan: a, schemas: schemas.offline }, { plan: b, schemas: schemas.real });
  return task.subjects.map((subject) => ({ stack, ...subject, ...compared(task, subject, our, their, plans) }));
}

function compared(
  task: Task,
  subject: Subject,
  our: PlanDocument | Refused,
  their: PlanDocument | Refused,
  plans: (our: PlanDocument, their: PlanDocument) => Comparison,
): Pick<Case, "comparison" | "refused"> {
  if ("refused" in our || "refused" in their) {
    const comparison = compareVerdicts(refusal(our), refusal(their));
    return "refused" in our && "refused" in their ? { comparison, refused: our.refused } : { comparison };
  }
  const { agreeing, differences } = plans(task.part(our, subject), task.part(their, subject));
  return { comparison: { agreeing: { ...agreeing, verdict: 1 }, differences } };
}

function refusal(plan: PlanDocument | Refused): string | undefined {
  return "refused" in plan ? plan.refused : undefined;
}

/** `service` stands for the first service's stack. Throws when any does not fit its stack any more. */
function editsOf(stack: string, document: Json, { stacks, edits }: CompareOptions): readonly Edit[] {
  const service = stacks.find(({ name }) => name.startsWith("service-"))?.name;
  const own = edits.filter((edit) => (edit.stack === "service" ? service : edit.stack) === stack);
  const stale = own.flatMap((edit) => misfit(document, edit) ?? []);
  if (stale.length > 0) throw new Error(stale.join("\n"));
  return own;
}
