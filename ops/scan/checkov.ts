/** Runs checkov, in a virtual environment of its own and without a network. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { scannerFailed } from "../../core/errors";
import { ensureVenv, lastWords, type Venv } from "../../local/aws/venv";
import { codeRoot } from "../../local/paths";

const checkovVenv: Venv = {
  folder: "scan-venv",
  requirements: "ops/scan/requirements.txt",
  holds: "checkov, the scanner,",
};

const run = promisify(execFile);

/** Installs checkov unless it is there; returns its `python`. */
export const ensureCheckov = (log: (line: string) => void): Promise<string> => ensureVenv(codeRoot, log, checkovVenv);

/**
 * Checks every `*.tf.json` under `folder`; returns checkov's report, as JSON.
 * @throws {UserError} when checkov itself fails; findings are no failure
 */
export async function runCheckov(python: string, folder: string): Promise<string> {
  const options = [
    ["--directory", folder],
    ["--framework", "terraform_json"],
    ["--output", "json"],
    // Neither guidelines from its maker's platform nor modules from anywhere.
    ["--skip-download", "--download-external-modules", "false"],
    // The verdict is ours: a finding may be excepted.
    ["--compact", "--soft-fail"],
  ].flat();
  try {
    const { stdout } = await run(python, [join(codeRoot, "ops", "scan", "without_network.py"), ...options], {
      // Nobody's own configuration of checkov counts, from the working folder, the home or the environment.
      cwd: folder,
      env: { PATH: process.env["PATH"], HOME: folder, CKV_SKIP_PACKAGE_UPDATE_CHECK: "true" },
      maxBuffer: 1 << 30,
    });
    return stdout;
  } catch (error) {
    throw scannerFailed(lastWords(error));
  }
}
