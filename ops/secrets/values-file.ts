/** Reads the file of `--from-file`, or stdin. */
import { readFileSync, statSync } from "node:fs";
import {
  valuesFileNotJson,
  valuesFileOpen,
  valuesFileUnreadable,
  valuesFileWrong,
  valuesLeftAlone,
} from "../../core/errors";
import type { SecretEntry } from "../../core/secrets/entries";
import { readGiven, type GivenValues, type ServiceNames } from "../../core/secrets/given";
import { textOf } from "../read-text";

/** Readable by group or others. */
const openToOthers = 0o044;

/** @param file a path; `-` is stdin @throws {UserError} when it does not fit the services; no value is ever quoted */
export function readValuesFile(
  file: string,
  entries: readonly SecretEntry[],
  services: ServiceNames,
  note: (line: string) => void,
): GivenValues {
  const isStdin = file === "-";
  const shown = isStdin ? "stdin" : file;
  const text = textOf(readBytes(isStdin ? 0 : file, shown), shown);
  // Windows has no such modes.
  if (!isStdin && process.platform !== "win32" && (statSync(file).mode & openToOthers) !== 0)
    note(valuesFileOpen(file));
  const { values, leftAlone, problems } = readGiven(parsed(text, shown), entries, services);
  if (problems.length > 0) throw valuesFileWrong(shown, problems);
  if (leftAlone.length > 0) note(valuesLeftAlone(shown, leftAlone));
  return values;
}

function readBytes(source: string | number, shown: string): Buffer {
  try {
    return readFileSync(source);
  } catch (error) {
    throw valuesFileUnreadable(shown, (error as NodeJS.ErrnoException).code ?? "unknown");
  }
}

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw valuesFileNotJson(shown);
  }
}
