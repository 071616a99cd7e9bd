/** Virtual environments for the programs in Python that the project uses, made on demand. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { waitForLock } from "../daemon/lock";
import { pipFailed, toolMissing, toolTooOld, toolUnreadable, venvFailed } from "../../core/errors";

/** What an environment holds. */
export interface Venv {
  /** Folder under `.gen/`. */
  readonly folder: string;
  /** What pip installs into it: a file of the project, as a path from its root. */
  readonly requirements: string;
  /** What it holds, in words, as the subject of a sentence. */
  readonly holds: string;
}

const localAws: Venv = { folder: "venv", requirements: "local/aws/requirements.txt", holds: "the local AWS" };

const run = promisify(execFile);

/** Python that ministack and checkov need. */
const minimumPython = "3.10";

/** What a failed program printed: the end of it, as one text. */
export function lastWords(error: unknown): string {
  const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
  const said = `${stdout}${stderr}`.trim();
  return (said === "" ? String(error).trim() : said).split("\n").slice(-12).join("\n");
}

/** Checks `python3` on the PATH; returns its version, for example `3.11.4`. */
export async function checkPython(needs: string = localAws.holds): Promise<string> {
  let printed: string;
  try {
    printed = (await run("python3", ["--version"])).stdout.trim();
  } catch {
    throw toolMissing("python3", minimumPython, `${needs} is a Python program`);
  }
  const version = /^Python (\d+)\.(\d+)(\.\S+)?/.exec(printed);
  if (version === null) throw toolUnreadable("python3", printed);
  const [, major, minor, patch = ""] = version;
  const found = `${major}.${minor}${patch}`;
  const [minimumMajor, minimumMinor] = minimumPython.split(".").map(Number);
  if (Number(major) !== minimumMajor || Number(minor) < (minimumMinor ?? 0)) {
    throw toolTooOld("python3", found, minimumPython);
  }
  return found;
}

/**
 * Makes a virtual environment under `<root>/.gen` unless it is complete, and returns its `python`. It is complete when its
 * stamp equals the requirements: an installation that was interrupted is made anew.
 */
export async function ensureVenv(
  root: string,
  log: (line: string) => void = () => {},
  venv: Venv = localAws,
): Promise<string> {
  const folder = join(root, ".gen", venv.folder);
  const python = join(folder, "bin", "python");
  const stamp = join(folder, "smart360.stamp");
  const version = await checkPython(venv.holds);
  const wanted = `python ${version}\n${readFileSync(join(root, venv.requirements), "utf8")}`;
  if (read(stamp) === wanted) return python;

  mkdirSync(join(root, ".gen"), { recursive: true });
  const release = await waitForLock(`${folder}.lock`);
  try {
    if (read(stamp) !== wanted) await install(root, folder, venv, log);
    writeFileSync(stamp, wanted);
    return python;
  } finally {
    release();
  }
}

async function install(root: string, folder: string, venv: Venv, log: (line: string) => void): Promise<void> {
  log(`Installing ${venv.holds} into .gen/${venv.folder} (once)`);
  rmSync(folder, { recursive: true, force: true });
  try {
    await run("python3", ["-m", "venv", folder]);
  } catch (error) {
    throw venvFailed(lastWords(error));
  }
  const pip = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--no-input",
    "-r",
    join(root, venv.requirements),
  ];
  try {
    await run(join(folder, "bin", "python"), pip, { maxBuffer: 16 << 20 });
  } catch (error) {
    throw pipFailed(venv.holds, venv.requirements, lastWords(error));
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
