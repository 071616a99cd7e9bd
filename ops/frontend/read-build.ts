/** Reads a build of the frontend, and refuses what must not be published. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync, type Dirent, type Stats } from "node:fs";
import { join, relative, sep } from "node:path";
import {
  assetsMissing,
  buildFolderMissing,
  linkRefused,
  noFile,
  pageEmpty,
  pageMissing,
  reservedFolderRefused,
  secretsRefused,
  sourceMapsRefused,
  sourceNamed,
} from "../../core/errors";
import { missingWarning, refusalOf, refusedAs, warningsOf, type Refusal } from "../../core/frontend/findings";
import { filesNamed, type NamedFile } from "../../core/frontend/page";
import { pageKey, type BuildFile } from "../../core/frontend/release";

export interface Build {
  /** Every file but the page. */
  readonly files: readonly BuildFile[];
  readonly page: string;
  /** Path -> bytes, as they were when the build was read. */
  readonly contents: ReadonlyMap<string, Buffer>;
  readonly warnings: readonly string[];
}

export interface Allowed {
  readonly sourceMaps: boolean;
  /** Paths that only look like secrets. */
  readonly files: readonly string[];
}

/** @throws {UserError} for a folder that is no build, or holds what is not for everybody */
export function readBuild(folder: string, allowed: Allowed): Build {
  if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false)) throw buildFolderMissing(folder);
  const paths = walk(realpathSync(folder), "");
  refuse(paths, allowed);
  if (!paths.includes(pageKey)) throw pageMissing(folder);
  const contents = new Map(paths.map((path) => [path, readFileSync(join(folder, ...path.split("/")))]));
  const page = contents.get(pageKey)?.toString("utf8") ?? "";
  if (page.trim() === "") throw pageEmpty(folder);
  const missing = missingFrom(page, contents);
  contents.delete(pageKey);
  const files = [...contents].map(([path, bytes]) => ({
    path,
    md5: createHash("md5").update(bytes).digest("hex"),
    sizeBytes: bytes.length,
  }));
  return { files, page, contents, warnings: [...missing.map(missingWarning), ...warningsOf(files)] };
}

/**
 * What the page names in vain, but can do without.
 * @throws {UserError} for what it cannot do without
 */
function missingFrom(page: string, held: ReadonlyMap<string, Buffer>): readonly string[] {
  const named = filesNamed(page);
  const pathsOf = (found: readonly NamedFile[]) => [...new Set(found.map(({ path }) => path))];
  const source = pathsOf(named.filter(({ kind }) => kind === "source"));
  if (source.length > 0) throw sourceNamed(source);
  const missing = named.filter(({ path }) => !held.has(path));
  const required = pathsOf(missing.filter(({ kind }) => kind === "required"));
  if (required.length > 0) throw assetsMissing(required);
  return pathsOf(missing);
}

function refuse(paths: readonly string[], allowed: Allowed): void {
  const refused = (kind: Refusal) => {
    const found = paths.filter((path) => refusalOf(path) === kind && !allowed.files.includes(path));
    return [...new Set(found.map(refusedAs))];
  };
  const [secrets, maps, reserved] = [refused("secret"), refused("sourceMap"), refused("reserved")];
  if (secrets.length > 0) throw secretsRefused(secrets);
  if (maps.length > 0 && !allowed.sourceMaps) throw sourceMapsRefused(maps);
  if (reserved.length > 0) throw reservedFolderRefused(reserved);
}

/** Paths below `root` with `/`, in any order; links are followed as long as they stay inside. */
function walk(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    const key = path.split(sep).join("/");
    const refusedFolder = refusedAs(`${key}/x`);
    // What lies in `.git` or `node_modules` is refused as a whole: no need to go through it.
    if (entry.isDirectory()) return refusedFolder.endsWith("/") ? [`${key}/x`] : walk(root, path);
    const found = entry.isSymbolicLink() ? follow(root, path, key) : entry;
    if (!found.isFile()) throw noFile(key, kindOf(found));
    return [key];
  });
}

/** What a link leads to, which is a file of the build. */
function follow(root: string, path: string, key: string): Stats {
  const link = join(root, path);
  const target = targetOf(link);
  if (target === undefined) throw linkRefused(key, `${readlinkSync(link)}, which is not there`);
  const found = statSync(target);
  const inside = relative(root, target).split(sep);
  // A link to a folder that holds it would never end.
  if (inside[0] === "") throw linkRefused(key, "the build folder itself");
  if (inside[0] === "..") throw linkRefused(key, `${target}, which is outside it`);
  if (found.isDirectory())
    throw linkRefused(key, `the folder ${inside.join("/")}, and only links to files are followed`);
  return found;
}

/** Reading any of these could wait for ever. */
function kindOf(entry: Dirent | Stats): string {
  if (entry.isFIFO()) return "a named pipe";
  return entry.isSocket() ? "a socket" : "a device";
}

function targetOf(link: string): string | undefined {
  try {
    return realpathSync(link);
  } catch {
    return undefined;
  }
}
