/** What was registered since a release began: its own revision once more, and what somebody else registered past the lock. */
import { differences, imageOf, revisionNumber, type Revision } from "../../core/release/revision";
import type { Release } from "./context";
import { activeRevisions, readRevision } from "./service";

export interface NewerRevisions {
  /** ARNs of the same content: a revision whose answer was lost was registered twice. */
  readonly twins: readonly string[];
  readonly others: readonly Revision[];
}

/** Active revisions after number `since`. */
export async function newerRevisions(release: Release, since: number, revision: Revision): Promise<NewerRevisions> {
  const arns = (await activeRevisions(release)).filter((arn) => revisionNumber(arn) > since && arn !== revision.arn);
  const read = await Promise.all(arns.map((arn) => readRevision(release, arn)));
  const known = read.filter((each): each is Revision => each?.isActive === true);
  const isOwn = (each: Revision) => isSame(each, revision, release.service.name);
  return {
    twins: known.filter(isOwn).map(({ arn }) => arn),
    others: known.filter((each) => !isOwn(each)),
  };
}

const isSame = (one: Revision, other: Revision, container: string) =>
  differences(one, other, container).length === 0 && imageOf(one, container) === imageOf(other, container);
