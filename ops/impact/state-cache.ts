/**
 * States of versions that were applied offline, by what they follow from: the same version is applied once and kept.
 * What is not used for a week is removed.
 */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const keptMs = 7 * 24 * 60 * 60 * 1000;
/** To be raised when states are made differently from the same causes. */
const format = 1;

export class StateCache {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** The file of a state; whether it is there is for `has` to tell. */
  file(causes: readonly unknown[]): string {
    const key = createHash("sha256")
      .update(JSON.stringify([format, causes]))
      .digest("hex");
    return join(this.folder, `${key}.tfstate`);
  }

  has(file: string): boolean {
    if (!existsSync(file)) return false;
    const now = new Date();
    utimesSync(file, now, now);
    return true;
  }

  /** Keeps what terraform left in `from`; an apply of nothing leaves no file. */
  keep(from: string, file: string): void {
    if (existsSync(from)) renameSync(from, file);
    else writeFileSync(file, JSON.stringify({ version: 4, serial: 0, lineage: "", outputs: {}, resources: [] }));
  }

  prune(): void {
    const limit = Date.now() - keptMs;
    for (const name of readdirSync(this.folder)) {
      const file = join(this.folder, name);
      if ((statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? limit) < limit) rmSync(file, { force: true });
    }
  }
}

/** Fingerprint of files, and of all files below folders, by their paths and contents. */
export function fingerprint(paths: readonly string[]): string {
  const hash = createHash("sha256");
  const add = (path: string) => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).toSorted()) add(join(path, name));
    else hash.update(`${path}\0`).update(readFileSync(path));
  };
  paths.forEach(add);
  return hash.digest("hex");
}
