/** A release of the frontend in words. */
import { counted } from "../document/text";
import { ago, describeTime } from "../release/lock";
import { newestFirst } from "./plan";
import type { FrontendRelease } from "./release";

export interface Done {
  readonly release: FrontendRelease;
  readonly previous: string | undefined;
  readonly uploads: readonly string[];
  readonly copies: readonly string[];
  readonly deletions: readonly string[];
  readonly invalidations: readonly string[];
}

export function shippedMessage(
  outcome: "planned" | "unchanged" | "released",
  { release, previous, uploads, deletions }: Done,
): string {
  if (outcome === "planned") return "Nothing was done (--dry-run).";
  if (outcome === "unchanged") return `Release ${release.id} is live already, with the same files.`;
  const before = previous === undefined ? "There was none before." : `Before it was ${previous}.`;
  return (
    `Release ${release.id} is live. ${before}\n` +
    `${counted(release.files.length + 1, "file")}, ${uploads.length} uploaded, ${deletions.length} old ones deleted.`
  );
}

/** @param live whom users get */
export function stoppedMessage(release: string, why: string, live: "before" | "release" | "unknown"): string {
  const sight = {
    before: "Users see the release that they saw before, whole. Repeat the command.",
    release:
      `Users see release ${release}. Repeat the command for what was to follow: ` +
      "fixed names, CloudFront's copies, old files.",
    unknown:
      "Whether index.html was switched is not known; either way users see one release, whole. Repeat the command.",
  }[live];
  return `${why}\n${sight}`;
}

export function renderPlan(done: Done): readonly string[] {
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
  liveId: string | undefined,
  now: Date,
): readonly string[] {
  if (releases.length === 0) return ["There is no release of the frontend yet: smart360 ship frontend --dir <build>."];
  return newestFirst(releases).flatMap(({ id, shippedAt, shippedBy, files }) => [
    `${id === liveId ? "live" : "    "}  ${id}  ${counted(files.length + 1, "file")}`,
    `      ${describeTime(shippedAt)}, ${ago(shippedAt, now)}, by ${shippedBy}`,
  ]);
}
