/** Where the real AWS provider lies on this machine, for a machine without a registry. */
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Variables } from "./environment";

/** Names the folder that holds the real provider as a filesystem mirror. */
export const mirrorVariable = "SMART360_PROVIDER_MIRROR";

/** What lies under a filesystem mirror. */
const layout = join("registry.terraform.io", "hashicorp", "aws");
const depthLimit = 4;
const folderLimit = 20_000;

/** Where Terraform itself looks for mirrors, and where images and packages put them. */
function places(): readonly string[] {
  return ["/opt", "/usr/local", "/usr/share", "/usr/lib", "/var/lib", "/srv", homedir()];
}

/** The mirror that the user names, or the first one found; undefined: the registry is to be asked. */
export function providerMirror(variables: Variables, roots: readonly string[] = places()): string | undefined {
  const named = variables[mirrorVariable];
  return named !== undefined && named !== "" ? named : search(roots);
}

/** Breadth first: mirrors lie near the top. */
function search(roots: readonly string[]): string | undefined {
  let level = roots;
  let visited = 0;
  for (let depth = 0; depth <= depthLimit; depth += 1) {
    const below: string[] = [];
    for (const folder of level) {
      if (existsSync(join(folder, layout))) return folder;
      visited += 1;
      if (visited > folderLimit) return undefined;
      below.push(...foldersIn(folder));
    }
    level = below;
  }
  return undefined;
}

const hiddenToo = new Set([".terraform.d", ".local", ".terraform"]);

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && (!entry.name.startsWith(".") || hiddenToo.has(entry.name)))
      .filter(({ name }) => name !== "node_modules")
      .map(({ name }) => join(folder, name));
  } catch {
    return []; // not ours to read
  }
}
