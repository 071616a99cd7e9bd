/** The `services.json` that this one is held against. */
import { UserError } from "../../core/errors";
import { manifestFile } from "../../core/manifest/edit";
import { git, GitError } from "../git";
import { findBase } from "../impact/base";

export interface BaseVersion {
  /** How a person calls it: `main (merge base 1a2b3c4)`. */
  readonly label: string;
  readonly text: string;
}

/**
 * What `smart360 impact` compares with, the commit before the last included. Undefined where there is no git, no
 * repository, no commit, or no `services.json` in it.
 */
export async function manifestBefore(root: string): Promise<BaseVersion | undefined> {
  try {
    const { commit, name } = await findBase(root, undefined);
    return { label: name, text: await textAt(root, commit) };
  } catch (error) {
    if (error instanceof GitError || error instanceof UserError) return undefined;
    throw error;
  }
}

const mainLines = ["origin/main", "origin/master", "main", "master", "HEAD"];

/** What the main line has: where this branch left it, or on it the last commit. Undefined as above. */
export async function manifestReleased(root: string): Promise<BaseVersion | undefined> {
  for (const line of mainLines) {
    try {
      const commit = (await git(root, "merge-base", "HEAD", line)).trim();
      return { label: `${line} (${commit.slice(0, 7)})`, text: await textAt(root, commit) };
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
    }
  }
  return undefined;
}

async function textAt(root: string, commit: string): Promise<string> {
  return git(root, "show", `${commit}:./${manifestFile}`);
}
