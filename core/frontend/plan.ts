/** What a release of the frontend has to do, from what the bucket holds. */
import { pageKey, type FrontendRelease, type ReleasedFile } from "./release";

/** What a release does. */
export interface FrontendPlan {
  readonly release: FrontendRelease;
  /** The site is live already. */
  readonly isLive: boolean;
  readonly previous: string | undefined;
  /** When somebody put the page that is there, where no release did; RFC 3339. */
  readonly foreignSince: string | undefined;
  readonly uploads: readonly string[];
  readonly copies: readonly string[];
  readonly deletions: readonly string[];
  readonly invalidations: readonly string[];
}

/** Key -> MD5 of the objects that lie in the bucket, the tool's own records left out. */
export type Stored = ReadonlyMap<string, string>;

/**
 * What releases put there. Anything else may be served with other headers than a release would give it, and is put again.
 */
export function storedByReleases(stored: Stored, releases: readonly FrontendRelease[]): Stored {
  const known = namesIn(releases);
  return new Map([...stored].filter(([key]) => known.has(key)));
}

/** Files that must be put under their key before the page names them. */
export const toUpload = ({ files }: FrontendRelease, stored: Stored): readonly ReleasedFile[] =>
  files.filter(({ key, md5 }) => stored.get(key) !== md5);

/** Files of fixed name (`robots.txt`) that are to be given the content they have in this release. */
export const toCopy = ({ files }: FrontendRelease, stored: Stored): readonly ReleasedFile[] =>
  files.filter(({ path, key, md5 }) => path !== key && stored.get(path) !== md5);

/** Files whose name has a hash, but that a kept release knows with another content. */
export function changedUnderHash(
  { files }: FrontendRelease,
  releases: readonly FrontendRelease[],
): readonly { readonly path: string; readonly release: string }[] {
  return releases.flatMap((earlier) => {
    const known = new Map(earlier.files.map(({ key, md5 }) => [key, md5]));
    return files
      .filter(({ key, md5 }) => known.has(key) && known.get(key) !== md5)
      .map(({ path }) => ({ path, release: earlier.id }));
  });
}

/** The newest `keep` releases, the live one, and the one before it, newest first. */
export function keptReleases(
  releases: readonly FrontendRelease[],
  live: FrontendRelease,
  keep: number,
): readonly FrontendRelease[] {
  const newest = newestFirst([...releases.filter(({ id }) => id !== live.id), live]);
  return newest.filter(({ id }, index) => index < keep || id === live.id || id === live.previous);
}

export const newestFirst = (releases: readonly FrontendRelease[]): readonly FrontendRelease[] =>
  [...releases].sort((one, other) => (one.id < other.id ? 1 : -1));

/** Objects that no kept release needs. */
export function toDelete(stored: Stored, kept: readonly FrontendRelease[]): readonly string[] {
  const needed = namesIn(kept);
  return [...stored.keys()].filter((key) => !needed.has(key));
}

function namesIn(releases: readonly FrontendRelease[]): ReadonlySet<string> {
  return new Set([pageKey, ...releases.flatMap(({ files }) => files.flatMap(({ path, key }) => [path, key]))]);
}
