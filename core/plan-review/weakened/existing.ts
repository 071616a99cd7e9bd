/** What a setting belongs to: whether it was there before. */
import type { ChangedResource } from "../changed-resource";
import { equal, member, textOf, Unknown } from "../values/value";

/** Arguments by which other resources name a bucket or a repository. */
const names = ["id", "bucket", "name"];

/** Whether what an argument names is not made by the same plan: then there may be something in it. */
export function isOfExisting(
  { action, after }: ChangedResource,
  argument: string,
  others: readonly ChangedResource[],
  holder: string,
): boolean {
  if (action === "destroy") return false;
  const value = member(after, argument);
  // Its name would be known if it were there.
  if (value instanceof Unknown) return false;
  const name = textOf(value);
  return !others.some(
    (other) =>
      other.place.type === holder &&
      (other.action === "create" || other.action === "replace") &&
      names.some((each) => name !== undefined && member(other.after, each) === name),
  );
}

/** Whether a resource belongs to the same thing before and after. */
export function belongsToTheSame({ before, after }: ChangedResource, argument: string): boolean {
  return equal(member(before, argument), member(after, argument));
}
