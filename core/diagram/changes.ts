/** What plans do to the boxes of a diagram. */
import type { StackPlan } from "../plan-review/review";
import type { Diagram, Place } from "./model";

export type ChangeAction = "create" | "update" | "replace" | "destroy";

/** All of them, the least disturbing first. */
export const changeActions: readonly ChangeAction[] = ["create", "update", "replace", "destroy"];

/** Stack -> address -> what happens to it. What is not in it stays as it is. */
export type Changes = ReadonlyMap<string, ReadonlyMap<string, ChangeAction>>;

/** How many resources of a box each action concerns. */
export type Tally = Readonly<Record<ChangeAction, number>>;

export interface BoxChanges {
  /** Box -> what happens to its resources; without boxes to which nothing happens. */
  readonly boxes: ReadonlyMap<string, Tally>;
  /** Stack -> what happens to resources of stacks that the picture does not have. */
  readonly elsewhere: ReadonlyMap<string, Tally>;
  readonly total: Tally;
}

const none: Tally = { create: 0, update: 0, replace: 0, destroy: 0 };

export function boxChanges({ nodes, groups }: Diagram, changes: Changes): BoxChanges {
  const owners = new Map<string, string>();
  const perStack = new Map<string, Map<string, number>>();
  for (const { id, resources } of [...groups, ...nodes])
    for (const place of resources) {
      owners.set(key(place), id);
      const counts = perStack.get(place.stack) ?? new Map<string, number>();
      perStack.set(place.stack, counts.set(id, (counts.get(id) ?? 0) + 1));
    }
  /** What is no longer in the configuration belongs to the box that holds most of its stack. */
  const standIn = (stack: string) =>
    [...(perStack.get(stack) ?? [])].sort(([, a], [, b]) => b - a).map(([id]) => id)[0];

  const boxes = new Map<string, Tally>();
  const elsewhere = new Map<string, Tally>();
  let total = none;
  for (const [stack, actions] of changes)
    for (const [address, action] of actions) {
      const owner = owners.get(key({ stack, address: withoutIndex(address) })) ?? standIn(stack);
      if (owner === undefined) elsewhere.set(stack, plus(elsewhere.get(stack) ?? none, action));
      else boxes.set(owner, plus(boxes.get(owner) ?? none, action));
      total = plus(total, action);
    }
  return { boxes, elsewhere, total };
}

/** The most disturbing thing that happens; undefined when nothing does. */
export function worst(tally: Tally | undefined): ChangeAction | undefined {
  return changeActions.findLast((action) => (tally?.[action] ?? 0) > 0);
}

/** What plans do to resources; data sources and drift are no changes. */
export function planChanges(plans: readonly Pick<StackPlan, "stack" | "plan">[]): Changes {
  return new Map(
    plans.map(({ stack, plan }) => {
      const actions = new Map<string, ChangeAction>();
      for (const { address, mode, change } of plan.resource_changes) {
        const action = mode === "managed" ? changeAction(change.actions) : undefined;
        const former = actions.get(address);
        if (action === undefined) continue;
        // An address may come twice: a deposed object is destroyed beside it.
        if (former === undefined || changeActions.indexOf(action) > changeActions.indexOf(former))
          actions.set(address, action);
      }
      return [stack, actions];
    }),
  );
}

/** The action that a plan's `actions` stand for; undefined when nothing happens to the resource itself. */
function changeAction(actions: readonly string[]): ChangeAction | undefined {
  const [creates, deletes] = [actions.includes("create"), actions.includes("delete")];
  if (creates && deletes) return "replace";
  if (deletes) return "destroy";
  if (creates) return "create";
  return actions.includes("update") ? "update" : undefined;
}

const key = ({ stack, address }: Place) => `${stack}/${address}`;

/** `aws_subnet.Private[0]` -> `aws_subnet.Private` */
const withoutIndex = (address: string) => address.replace(/\[[^\]]*\]$/, "");

const plus = (tally: Tally, action: ChangeAction): Tally => ({ ...tally, [action]: tally[action] + 1 });
