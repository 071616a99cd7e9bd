/** `services.json` on disk: read for an edit, and replaced as a whole or not at all. */
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { changedMeanwhile, fileMissing, notUtf8, notWritten } from "../../core/errors";
import { manifestFile } from "../../core/manifest/edit";

/** @throws {UserError} when there is no such file, or its bytes are no UTF-8 (an edit would replace them) */
export function readManifestText(root: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(root, manifestFile));
  } catch {
    throw fileMissing(manifestFile, "it lists the services");
  }
  const text = bytes.toString("utf8");
  if (!bytes.equals(Buffer.from(text, "utf8"))) throw notUtf8(manifestFile);
  return text;
}

/**
 * Writes `after` where `before` was read. At every moment, a power cut included, the file holds one of the two.
 *
 * @throws {UserError} when the file holds neither `before` any more, or cannot be written
 */
export function replaceManifestText(root: string, before: string, after: string): void {
  try {
    replaceFile(join(root, manifestFile), after, () => {
      if (readManifestText(root) !== before) throw changedMeanwhile(manifestFile);
    });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw notWritten(manifestFile, String(error.code), error.message);
  }
}

/**
 * A file of its own beside the old one, complete and on the disk, takes its place. A symbolic link stays one; mode and
 * owner stay. `write-file-atomic` does the same, but takes a short write, as on a full disk, for a whole one.
 */
function replaceFile(path: string, text: string, checkLast: () => void): void {
  const target = realpathSync(path);
  const { mode, uid, gid } = statSync(target);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    const file = openSync(temporary, "w", mode);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    chmodSync(temporary, mode);
    keepOwner(temporary, uid, gid);
    checkLast();
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Only the superuser may give files away; for others the new file is theirs, as any file that they save. */
function keepOwner(path: string, uid: number, gid: number): void {
  const now = statSync(path);
  if (now.uid === uid && now.gid === gid) return;
  try {
    chownSync(path, uid, gid);
  } catch {
    return;
  }
}
