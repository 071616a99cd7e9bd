/** The virtual environment that holds the local AWS (`requirements.txt` beside this file), made on demand. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { waitForLock } from "../daemon/lock";
import { toolMissing, toolTooOld, toolUnreadable, venvFailed } from "../../core/errors";

const run = promisify(execFile);

/** Python that ministack needs. */
export const minimumPython = "3.10";

/** What a failed program printed: the end of it, as one text. */
function lastWords(error: unknown): string {
  const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
  const said = `${stdout}${stderr}`.trim();
  return (said === "" ? String(error) : said).split("\n").slice(-12).join("\n");
}

/** Checks `python3` on the PATH; returns its version, for example `3.11.4`. */
export async function checkPython(): Promise<string> {
  let printed: string;
  try {
    printed = (await run("python3", ["--version"])).stdout.trim();
  } catch {
    throw toolMissing("python3", minimumPython, "the local AWS is a Python program");
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
 * Makes the virtual environment at `<root>/.gen/venv` unless it is complete, and returns its `python`. It is complete
 * when its stamp equals the requirements: an installation that was interrupted is made anew.
 */
export async function ensureVenv(root: string, log: (line: string) => void = () => {}): Promise<string> {
  const folder = join(root, ".gen", "venv");
  const python = join(folder, "bin", "python");
  const requirements = join(root, "local", "aws", "requirements.txt");
  const stamp = join(folder, "smart360.stamp");
  const version = await checkPython();
  const wanted = `python ${version}\n${readFileSync(requirements, "utf8")}`;
  if (read(stamp) === wanted) return python;

  mkdirSync(join(root, ".gen"), { recursive: true });
  const release = await waitForLock(join(root, ".gen", "venv.lock"));
  try {
    if (read(stamp) !== wanted) await install(folder, requirements, log);
    writeFileSync(stamp, wanted);
    return python;
  } finally {
    release();
  }
}

async function install(folder: string, requirements: string, log: (line: string) => void): Promise<void> {
  log("Installing the local AWS into .gen/venv (once)");
  rmSync(folder, { recursive: true, force: true });
  try {
    await run("python3", ["-m", "venv", folder]);
  } catch (error) {
    throw venvFailed("venv", lastWords(error));
  }
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "-r", requirements];
  try {
    await run(join(folder, "bin", "python"), pip, { maxBuffer: 16 << 20 });
  } catch (error) {
    throw venvFailed("pip", lastWords(error));
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
