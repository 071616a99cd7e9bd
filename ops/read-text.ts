/** Files that people edit, as text. */
import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileMissing, fileUnreadable, notUtf8 } from "../core/errors";

/**
 * Text of a file in the project's folder; `purpose` tells what it is for, should it be missing.
 *
 * @throws {UserError} when there is none, it cannot be read, or is not UTF-8
 */
export function readText(root: string, file: string, purpose: string): string {
  const text = textIfThere(join(root, file), file);
  if (text === undefined) throw fileMissing(file, purpose);
  return text;
}

/**
 * Text of a file; undefined when there is none.
 *
 * @param shown the file's name to the user
 * @throws {UserError} when it cannot be read, or is not UTF-8
 */
export function textIfThere(path: string, shown = path): string | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOENT") return undefined;
    throw fileUnreadable(shown, code);
  }
  return textOf(bytes, shown);
}

/** @throws {UserError} for bytes that are not UTF-8: they would be taken for other letters */
export function textOf(bytes: Buffer, source: string): string {
  if (!isUtf8(bytes)) throw notUtf8(source);
  return bytes.toString("utf8");
}
