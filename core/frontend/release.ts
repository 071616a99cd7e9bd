/** A release of the frontend as the bucket keeps it: its page, and under which key each of its files lies. */
import { createHash } from "node:crypto";
import { z } from "zod";

/** The page that CloudFront answers every route with: putting it is what makes a release the one that users get. */
export const pageKey = "index.html";

/**
 * Where records, the lock and notes lie. None of these keys has a dot: CloudFront's function answers every path whose last part
 * has none with the page, so nobody reads them from outside.
 */
export const ownPrefix = "smart360-releases/";
export const lockKey = `${ownPrefix}lock`;
export const recordPrefix = `${ownPrefix}records/`;
export const recordKey = (id: string) => `${recordPrefix}${id}`;
/** Of each release that CloudFront has not been told of: a note from before its switch until it was. */
export const owedPrefix = `${ownPrefix}owed/`;
export const owedKey = (id: string) => `${owedPrefix}${id}`;

/** A file of a build; the MD5 in hex is what S3 tells of an object that was put in one piece (its ETag). */
export interface BuildFile {
  readonly path: string;
  readonly md5: string;
  readonly sizeBytes: number;
}

export interface ReleasedFile extends BuildFile {
  /** Key that keeps this content for ever: the path if that has a hash in it, else the path with one put in. */
  readonly key: string;
}

const file = z.object({ path: z.string(), key: z.string(), md5: z.string(), sizeBytes: z.number() });
const record = z.object({
  id: z.string(),
  /** RFC 3339 */
  shippedAt: z.string(),
  shippedBy: z.string(),
  /** The release that was live when this one was shipped; none at first. */
  previous: z.string().optional(),
  /** The page as it is served. */
  page: z.string(),
  files: z.array(file),
});

export interface FrontendRelease extends Readonly<Omit<z.infer<typeof record>, "files">> {
  readonly files: readonly ReleasedFile[];
}

/** Undefined for text that is no record. */
export function readRecord(text: string): FrontendRelease | undefined {
  try {
    return record.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const owed = z.array(z.string().startsWith("/"));

/** Paths that CloudFront is to forget, as a note tells: all of them where it cannot be read. */
export function readOwed(text: string): readonly string[] {
  try {
    return owed.parse(JSON.parse(text));
  } catch {
    return ["/*"];
  }
}

export interface ReleaseRequest {
  readonly files: readonly BuildFile[];
  /** Text of the build's page. */
  readonly page: string;
  readonly previous: string | undefined;
  readonly who: string;
  readonly now: Date;
}

/** @param request.files every file of the build but its page */
export function releaseOf({ files, page, previous, who, now }: ReleaseRequest): FrontendRelease {
  const released = files.map((each) => ({ ...each, key: hasHash(each.path) ? each.path : withHash(each) }));
  released.sort((one, other) => (one.path < other.path ? -1 : 1));
  const pinned = pinPage(page, released);
  return {
    id: `${now.toISOString().replace(/[-:]|\.\d+/g, "")}-${contentHash(pinned, released)}`,
    shippedAt: now.toISOString(),
    shippedBy: who,
    ...(previous === undefined ? {} : { previous }),
    page: pinned,
    files: released,
  };
}

/** Whether two releases are the same site. */
export const isSame = (one: FrontendRelease, other: FrontendRelease) =>
  one.page === other.page && contentHash(one.page, one.files) === contentHash(other.page, other.files);

function contentHash(page: string, files: readonly ReleasedFile[]): string {
  const listed = files.map(({ path, md5 }) => `${path}\0${md5}`).join("\n");
  return createHash("sha256").update(`${page}\0${listed}`).digest("hex").slice(0, 8);
}

/**
 * Whether a name changes with its content: Vite writes `assets/index-BX3k9_aQ.js`, Create React App
 * `static/js/main.4f2c1b9e.js`. Outside these folders a name such as `apple-touch-icon.png` looks just like it.
 */
export const hasHash = (path: string) => /^(assets|static)\/(.*\/)?[^/]*[.-][\w-]{8,}(\.\w+){1,3}$/.test(path);

/** `favicon.svg` -> `favicon.1f3870be274f.svg` */
function withHash({ path, md5 }: BuildFile): string {
  const slash = path.lastIndexOf("/") + 1;
  const dot = path.indexOf(".", slash + 1);
  const end = dot < 0 ? path.length : dot;
  return `${path.slice(0, end)}.${md5.slice(0, 12)}${path.slice(end)}`;
}

/**
 * The page with every file under the name that has a hash. So the page and all that it names change in one step, the
 * favicon and the web manifest too.
 */
function pinPage(page: string, files: readonly ReleasedFile[]): string {
  const keys = new Map(files.map(({ path, key }) => [path, key]));
  return page.replaceAll(
    /(\s(?:href|src|content)\s*=\s*)(["'])(\.?\/)?([^"'?#]+)/gi,
    (whole, before: string, quoteMark: string, root: string | undefined, path: string) => {
      const key = keys.get(path) ?? keys.get(decoded(path));
      return key === undefined || key === path ? whole : `${before}${quoteMark}${root ?? ""}${encodePath(key)}`;
    },
  );
}

/** The path without its percent signs; as it is where these stand for themselves. */
export function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export const encodePath = (path: string) => path.split("/").map(encodeURIComponent).join("/");
