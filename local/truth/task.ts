/** What the providers are asked to plan, and what each of their plans answers for. */
import { withCopies } from "./copies";
import { edited, providerBlock, type Edit } from "./edit";
import type { Json, PlanDocument } from "./plan-document";
import type { State } from "./state";

/** One thing that is compared: a stack's creation, the stack as it was applied, or one edit of it. */
export interface Subject {
  readonly kind: "creation" | "unchanged" | "edit";
  /** For people: the kind, or what the edit does to which resource. */
  readonly what: string;
}

/** One plan by each provider. */
export interface Task {
  readonly document: Json;
  /** State to start from; absent: nothing is there yet. */
  readonly state?: State;
  readonly subjects: readonly Subject[];
  /** The part of the plan that is about a subject. */
  readonly part: (plan: PlanDocument, subject: Subject) => PlanDocument;
  /** The same in smaller tasks: what makes one subject impossible says nothing of the others. Empty for one subject. */
  readonly halves: () => readonly Task[];
}

const creation: Subject = { kind: "creation", what: "creation" };
const unchanged: Subject = { kind: "unchanged", what: "unchanged" };

/** All that is asked about a stack. An edit of the provider block is about every resource, and so has a plan of its own. */
export function tasksOf(document: Json, state: State, edits: readonly Edit[]): readonly Task[] {
  const isOfProvider = ({ of }: Edit) => of === providerBlock;
  return [
    whole(creation, document),
    besideEachOther(document, state, [undefined, ...edits.filter((edit) => !isOfProvider(edit))]),
    ...edits.filter(isOfProvider).map((edit) => whole(subjectOf(edit), edited(document, edit), state)),
  ];
}

function whole(subject: Subject, document: Json, state?: State): Task {
  return {
    document,
    ...(state === undefined ? {} : { state }),
    subjects: [subject],
    part: (plan) => plan,
    halves: () => [],
  };
}

/** `undefined` among the edits stands for the stack as it is. */
function besideEachOther(document: Json, state: State, edits: readonly (Edit | undefined)[]): Task {
  const { origin, ...copies } = withCopies(
    document,
    state,
    edits.filter((edit) => edit !== undefined),
  );
  const subjects = new Map(edits.map((edit) => [edit === undefined ? unchanged : subjectOf(edit), edit]));
  const middle = Math.ceil(edits.length / 2);
  return {
    ...copies,
    subjects: [...subjects.keys()],
    part(plan, subject) {
      return partOf(plan, (name) => {
        const { edit, name: own } = origin(name);
        return edit === subjects.get(subject) ? own : undefined;
      });
    },
    halves: () =>
      edits.length < 2
        ? []
        : [edits.slice(0, middle), edits.slice(middle)].map((half) => besideEachOther(document, state, half)),
  };
}

function subjectOf({ of, what }: Edit): Subject {
  return { kind: "edit", what: `${of}: ${what}` };
}

/** What a plan says of some resources and outputs. `ownName`: what they are to be called; undefined leaves them out. */
function partOf(plan: PlanDocument, ownName: (name: string) => string | undefined): PlanDocument {
  return {
    resource_changes: (plan.resource_changes ?? []).flatMap((change) => {
      const address = ownName(change.address);
      return address === undefined ? [] : [{ ...change, address }];
    }),
    output_changes: Object.fromEntries(
      Object.entries(plan.output_changes ?? {}).flatMap(([name, change]) => {
        const own = ownName(name);
        return own === undefined ? [] : [[own, change] as const];
      }),
    ),
  };
}
