/** Plans that tell something else than they should, each made from a plan that tells the truth. */

interface Change {
  readonly actions: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
  readonly before_sensitive: unknown;
  readonly after_sensitive: unknown;
}

interface PlanDocument {
  readonly resource_changes?: readonly { readonly address: string; readonly change: Change }[];
}

export interface Mutation {
  /** `exchanged aws_s3_bucket.files`. */
  readonly name: string;
  readonly text: string;
}

const isQuiet = ({ actions }: Change) => actions.join() === "no-op" || actions.join() === "read";

/** Whether anything but `{}`, `false`, `[]` and lists of those. */
const marks = (mask: unknown): boolean =>
  mask === true || (typeof mask === "object" && mask !== null && Object.values(mask).some(marks));

/** Before and after exchanged, left out, and its sensitive values unmarked: of each resource that changes. */
export function mutations(text: string): {
  readonly lies: readonly Mutation[];
  readonly unmarked: readonly Mutation[];
} {
  const plan = JSON.parse(text) as PlanDocument;
  const all = plan.resource_changes ?? [];
  const changing = all.filter(({ change }) => !isQuiet(change));
  const withChange = (address: string, edit: (change: Change) => object) =>
    JSON.stringify({
      ...plan,
      resource_changes: all.map((each) => (each.address === address ? { ...each, change: edit(each.change) } : each)),
    });
  return {
    lies: changing.flatMap(({ address }) => [
      {
        name: `exchanged ${address}`,
        text: withChange(address, (change) => ({ ...change, before: change.after, after: change.before })),
      },
      {
        name: `left out ${address}`,
        text: JSON.stringify({ ...plan, resource_changes: all.filter((each) => each.address !== address) }),
      },
    ]),
    unmarked: changing
      .filter(({ change }) => marks(change.before_sensitive) || marks(change.after_sensitive))
      .map(({ address }) => ({
        name: `unmarked ${address}`,
        text: withChange(address, (change) => ({ ...change, before_sensitive: {}, after_sensitive: {} })),
      })),
  };
}
