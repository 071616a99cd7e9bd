/** Reads a build of the frontend, and refuses what must not be published. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import {
  buildFolderMissing,
  linkLeavesBuild,
  pageEmpty,
  pageMissing,
  reservedFolderRefused,
  secretsRefused,
  sourceMapsRefused,
} from "../../core/errors";
import { refusalOf, refusedAs, warningsOf, type Refusal } from "../../core/frontend/findings";
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
  contents.delete(pageKey);
  const files = [...contents].map(([path, bytes]) => ({
    path,
    md5: createHash("md5").update(bytes).digest("hex"),
    sizeBytes: bytes.length,
  }));
  return { files, page, contents, warnings: warningsOf(files) };
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
    if (!entry.isSymbolicLink()) return [key];
    const target = targetOf(join(root, path));
    if (target === undefined || relative(root, target).startsWith(".."))
      throw linkLeavesBuild(key, target ?? "nothing");
    // A link to a folder that holds it would never end.
    if (statSync(target).isDirectory()) throw linkLeavesBuild(key, relative(root, target));
    return [key];
  });
}

function targetOf(link: string): string | undefined {
  try {
    return realpathSync(link);
  } catch {
    return undefined;
  }
}
