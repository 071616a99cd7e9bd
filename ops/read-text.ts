/** Files that people edit, as text. */
import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileMissing, fileUnreadable, notUtf8 } from "../core/errors";

/**
 * Text of a file in the project's folder; `purpose` tells what it is for, should it be missing.
 *
 * @throws {UserError} when there is none, it cannot be read, or is not UTF-8: what is not would be taken for other letters
 */
export function readText(root: string, file: string, purpose: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(root, file));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw code === "ENOENT" ? fileMissing(file, purpose) : fileUnreadable(file, code);
  }
  if (!isUtf8(bytes)) throw notUtf8(file);
  return bytes.toString("utf8");
}
