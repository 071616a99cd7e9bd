/** Which image a release is about. */
import {
  imageMissing,
  noEarlierImage,
  releasedImageGone,
  rollbackRevisionFailed,
  rollbackRevisionUnknown,
  rollbackRunsAlready,
  runningImageUnknown,
} from "../../core/errors";
import type { Action } from "../../core/release/action";
import {
  describeImage,
  describeReference,
  digestIn,
  readImage,
  shortDigest,
  type Image,
} from "../../core/release/image";
import { keptImages } from "../../core/release/kept-images";
import { imageOf, revisionBefore, revisionNumber, type Revision } from "../../core/release/revision";
import type { Release } from "./context";
import { findImage } from "./images";
import type { AtRest } from "./leftovers";
import { checkFindings } from "./scan";
import { activeRevisions, readRevision } from "./service";

const step = "Image";

/** @throws {UserError} when there is no such image, or it is not to be released */
export async function chooseImage(
  release: Release,
  action: Exclude<Action, { readonly kind: "first" }>,
  standing: AtRest,
): Promise<Image> {
  if (action.kind === "deploy") return newImage(release, action.image);
  if (action.kind === "redeploy") return imageOfRevision(release, standing.running);
  const revision = await revisionToGoBackTo(release, standing, action.to);
  release.report.line(step, `going back to that of revision ${revision.number}`);
  return imageOfRevision(release, revision);
}

/** An image that somebody asks for: it must exist, and its scan must not refuse it. */
export async function newImage(release: Release, text: string): Promise<Image> {
  const reference = readImage(text, release.repository);
  const image = await findImage(release, reference);
  if (image === undefined) throw imageMissing(describeReference(reference), release.repository.uri);
  release.report.line(step, `${describeImage(image)}: ${await checkFindings(release, image)}`);
  return image;
}

/** An image that was released before: findings that came to light since then do not hold it up. */
async function imageOfRevision(release: Release, revision: Revision): Promise<Image> {
  const { service, repository } = release;
  const uri = imageOf(revision, service.name) ?? "";
  const digest = digestIn(repository, uri);
  if (digest === undefined) throw runningImageUnknown(service.name, uri, repository.uri);
  const image = await findImage(release, { digest });
  if (image === undefined) throw releasedImageGone(service.name, shortDigest(digest), revision.number);
  release.report.line(step, describeImage(image));
  return image;
}

async function revisionToGoBackTo(release: Release, { running }: AtRest, to: number | undefined): Promise<Revision> {
  const { service, ecsService } = release;
  const current = imageOf(running, service.name);
  if (to !== undefined) {
    const revision = await readRevision(release, `${ecsService}:${to}`);
    if (revision === undefined) throw rollbackRevisionUnknown(service.name, to, ecsService);
    if (!revision.isActive) throw rollbackRevisionFailed(service.name, to);
    if (imageOf(revision, service.name) === current) throw rollbackRunsAlready(service.name, to);
    return revision;
  }
  const arns = await activeRevisions(release);
  const isLater = (arn: string) => revisionNumber(arn) > running.number;
  const earlier = await read(
    release,
    arns.filter((arn) => !isLater(arn)),
  );
  const before = revisionBefore(running, earlier, service.name);
  if (before !== undefined) return before;
  const later = await read(release, arns.filter(isLater));
  const others = [...later, ...earlier].filter((revision) => imageOf(revision, service.name) !== current);
  throw noEarlierImage(
    service.name,
    others.map(({ number }) => number),
  );
}

/** As many of some revisions as there may be images of. ECS lists for a while what is deregistered: those are left out. */
async function read(release: Release, arns: readonly string[]): Promise<readonly Revision[]> {
  const revisions = await Promise.all(arns.slice(0, keptImages).map((arn) => readRevision(release, arn)));
  return revisions.filter((revision): revision is Revision => revision?.isActive === true);
}
