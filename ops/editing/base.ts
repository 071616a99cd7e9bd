/** The `services.json` that an edit is held against: the one that others have. */
import { manifestFile } from "../../core/manifest/edit";
import { git, GitError } from "../git";

export interface BaseVersion {
  /** How a person calls it: `main (1a2b3c4d)`. */
  readonly label: string;
  readonly text: string;
}

const mainBranches = ["main", "origin/main"];

/**
 * At the merge base with main; without a main branch, at HEAD. Undefined where there is no git, no repository, no
 * commit, or no `services.json` in it.
 */
export async function manifestAtBase(root: string): Promise<BaseVersion | undefined> {
  for (const branch of [...mainBranches, "HEAD"]) {
    const commit = await ask(root, "merge-base", "HEAD", branch);
    if (commit === undefined) continue;
    const text = await ask(root, "show", `${commit.trim()}:./${manifestFile}`);
    return text === undefined ? undefined : { label: `${branch} (${commit.slice(0, 8)})`, text };
  }
  return undefined;
}

async function ask(root: string, ...args: string[]): Promise<string | undefined> {
  try {
    return await git(root, ...args);
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
