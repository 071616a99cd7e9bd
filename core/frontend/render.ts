/** A release of the frontend in words. */
import { placeOptions, type Where } from "../environment/where";
import { ago, counted, describeTime } from "../document/text";
import { newestFirst, type FrontendPlan } from "./plan";
import type { FrontendRelease } from "./release";

export function shippedMessage(
  outcome: "planned" | "unchanged" | "released",
  { release, previous, foreignSince, uploads, deletions, invalidations }: FrontendPlan,
): string {
  if (outcome === "planned") return "Nothing was done (--dry-run).";
  if (outcome === "unchanged") {
    const madeUp = invalidations.length === 0 ? "" : " What was left to follow its switch is done now.";
    return `Release ${release.id} is live already, with the same files.${madeUp}`;
  }
  const none = foreignSince === undefined ? "There was none before." : "Before it no release was.";
  const before = previous === undefined ? none : `Before it was ${previous}.`;
  return (
    `Release ${release.id} is live. ${before}\n` +
    `${counted(release.files.length + 1, "file")}, ${uploads.length} uploaded, ${deletions.length} old ones deleted.`
  );
}

/**
 * What users get after a release that stopped: what they got before, it, another one's page, or it with CloudFront not
 * waited for.
 */
export type Live = "before" | "release" | "other" | "spreading" | "unknown";

/** Who replaces a page that is of no release is to know. */
export function foreignNote(since: string): string {
  return `index.html is of no release: somebody else put it, ${describeTime(since)}. This release takes its place.`;
}

/** @param isRollback the same command again could then go back by one more release */
export function stoppedMessage(
  release: string,
  why: string,
  live: Live,
  { where, isRollback }: { readonly where: Where; readonly isRollback: boolean },
): string {
  const again = isRollback
    ? `Run \`smart360 ship frontend --rollback --to ${release}${placeOptions(where)}\``
    : "Repeat the command";
  const sight = {
    before: "Users see what they saw before. Repeat the command.",
    release: `Users see release ${release}. ${again} for what was to follow: fixed names, CloudFront's copies, old files.`,
    other:
      `Users see what somebody else put meanwhile, not this release. \`smart360 ship frontend --list${placeOptions(where)}\` tells what is live; ` +
      "repeat the command if it is still to be yours.",
    spreading: `Users see release ${release}, some perhaps the one before for a while yet. Nothing is left to do.`,
    unknown: `Whether index.html was switched is not known; either way users see one release, whole. ${again}.`,
  }[live];
  return `${why}\n${sight}`;
}

export function renderPlan(done: FrontendPlan): readonly string[] {
  const part = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`${title}:`, ...items.map((item) => `  ${item}`)];
  return [
    ...part("To upload, before the switch", done.uploads),
    ...part("To replace under a fixed name, after the switch", done.copies),
    ...part("CloudFront is to forget", done.invalidations),
    ...part("To delete, as no kept release needs it", done.deletions),
  ];
}

export function renderReleases(
  releases: readonly FrontendRelease[],
  { liveId, foreignSince }: { readonly liveId: string | undefined; readonly foreignSince: string | undefined },
  now: Date,
  where: Where,
): readonly string[] {
  if (foreignSince !== undefined) {
    const what = `No release is live: somebody else put index.html, ${describeTime(foreignSince)}, ${ago(foreignSince, now)}.`;
    return [what, ...renderReleases(releases, { liveId, foreignSince: undefined }, now, where)];
  }
  if (releases.length === 0)
    return [`There is no release of the frontend yet: smart360 ship frontend --dir <build>${placeOptions(where)}.`];
  return newestFirst(releases).flatMap(({ id, shippedAt, shippedBy, files }) => [
    `${id === liveId ? "live" : "    "}  ${id}  ${counted(files.length + 1, "file")}`,
    `      ${describeTime(shippedAt)}, ${ago(shippedAt, now)}, by ${shippedBy}`,
  ]);
}
