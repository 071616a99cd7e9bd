/** Files that are replaced as a whole or not at all. */
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from "node:fs";
import { basename, dirname, join } from "node:path";

export interface ReplaceOptions {
  /** Who may read and write it. @default as before; of a new file, as the process makes files */
  readonly mode?: number;
  /** Called in the last moment before the file is replaced; what it throws leaves the old one. */
  readonly checkLast?: () => void;
}

/**
 * A file of its own beside the old one, complete and on the disk, takes its place: at every moment, a power cut included,
 * the path holds the old text or the new one. A symbolic link stays one; mode and owner stay. The package
 * `write-file-atomic` does the same, but takes a short write, as on a full disk, for a whole one.
 */
export function replaceFile(path: string, text: string, { mode, checkLast }: ReplaceOptions = {}): void {
  const old = statSync(path, { throwIfNoEntry: false });
  const target = old === undefined ? path : realpathSync(path);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    writeToDisk(temporary, text, mode ?? old?.mode ?? 0o666);
    if (old !== undefined) keepAccess(temporary, old, mode);
    checkLast?.();
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeToDisk(path: string, text: string, mode: number): void {
  const file = openSync(path, "w", mode);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Only the superuser may give files away; for others the new file is theirs, as any file that they save. */
function keepAccess(path: string, old: Stats, mode = old.mode): void {
  chmodSync(path, mode);
  const now = statSync(path);
  if (now.uid === old.uid && now.gid === old.gid) return;
  try {
    chownSync(path, old.uid, old.gid);
  } catch {
    return;
  }
}
