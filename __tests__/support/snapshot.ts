/** Keeps what takes minutes to make and follows from files alone, under `.gen/`, for the next test that needs the same. */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { waitForLock } from "../../local/daemon/lock";
import { fingerprint } from "../../ops/impact/state-cache";

/** How many are kept: the latest used. */
const keptCount = 4;

export interface SnapshotOptions {
  /** Folder of the snapshots. */
  readonly folder: string;
  /** What it follows from: another value, another snapshot. */
  readonly key: string;
  /** Makes the folders of `paths` under `root`. */
  readonly make: () => Promise<void>;
  readonly root: string;
  /** What is kept, as paths from `root`. */
  readonly paths: readonly string[];
}

/** Leaves the folders under `root`: copied, or made when nobody made them before. */
export async function fromSnapshot({ folder, key, make, root, paths }: SnapshotOptions): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const kept = join(folder, key);
  const copy = (from: string, to: string) =>
    paths.forEach((path) => cpSync(join(from, path), join(to, path), { recursive: true, verbatimSymlinks: true }));
  const release = await waitForLock(join(folder, `${key}.lock`));
  try {
    if (existsSync(kept)) {
      utimesSync(kept, new Date(), new Date());
      copy(kept, root);
      return;
    }
    await make();
    rmSync(`${kept}.new`, { recursive: true, force: true });
    copy(root, `${kept}.new`);
    renameSync(`${kept}.new`, kept);
    const all = readdirSync(folder).filter((name) => !name.includes("."));
    const oldest = all.toSorted((a, b) => statSync(join(folder, b)).mtimeMs - statSync(join(folder, a)).mtimeMs);
    for (const name of oldest.slice(keptCount)) rmSync(join(folder, name), { recursive: true });
  } finally {
    release();
  }
}

/** A key that follows from texts, and from files and folders as they are. */
export function keyOf(texts: readonly string[], paths: readonly string[]): string {
  const key = JSON.stringify([texts, fingerprint(paths)]);
  return createHash("sha256").update(key).digest("hex").slice(0, 24);
}
