/** The terraform on the PATH. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { toolMissing, toolTooOld, toolUnreadable } from "../../core/errors";
import { terraformDefaults } from "./environment";

/** Lock files in S3 (`use_lockfile`) came with it. */
const minimumTerraform = "1.11.0";

/** Checks terraform; returns its version. */
export async function checkTerraform(variables: NodeJS.ProcessEnv = process.env): Promise<string> {
  let printed: string;
  try {
    // The user's CLI configuration has no part in it, and a missing one would print a warning.
    const env = { ...variables, ...terraformDefaults, TF_CLI_CONFIG_FILE: "/dev/null" };
    printed = (await promisify(execFile)("terraform", ["version", "-json"], { env })).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw toolMissing("terraform", minimumTerraform, "https://developer.hashicorp.com/terraform/install");
    }
    printed = (error as Error).message;
  }
  const version = /"terraform_version":\s*"(\d+)\.(\d+)\.(\d+)([^"]*)"/.exec(printed);
  if (version === null) throw toolUnreadable("terraform", printed.trim());
  const [, major, minor, patch, rest = ""] = version;
  const found = `${major}.${minor}.${patch}${rest}`;
  if (isOlder([major, minor, patch].map(Number), minimumTerraform.split(".").map(Number))) {
    throw toolTooOld("terraform", found, minimumTerraform);
  }
  return found;
}

/** Whether version `a` comes before `b`; both as numbers from major to patch. */
export function isOlder(a: readonly number[], b: readonly number[]): boolean {
  const differing = a.findIndex((part, index) => part !== b[index]);
  return differing !== -1 && (a[differing] ?? 0) < (b[differing] ?? 0);
}
