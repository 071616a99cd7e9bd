/** Terraform's dependency lock file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Version of the AWS provider that is locked in a stack's folder; undefined with the offline one, which is not. */
export function providerVersion(folder: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, ".terraform.lock.hcl"), "utf8");
  } catch {
    return undefined;
  }
  return /provider "[^"]*\/hashicorp\/aws" \{\s*version\s*=\s*"([^"]+)"/.exec(text)?.[1];
}
