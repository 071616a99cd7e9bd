/** The `services.json` that this one is held against. */
import { UserError } from "../../core/errors";
import { manifestFile } from "../../core/manifest/edit";
import { GitError, tryGit } from "../git";
import { findBase, mainLine } from "../impact/base";

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
    return await versionAt(root, commit, name);
  } catch (error) {
    if (error instanceof GitError || error instanceof UserError) return undefined;
    throw error;
  }
}

/**
 * What the main line has: where this branch left it, or on it the last commit; the last commit too where there is no main
 * line. Undefined as above.
 */
export async function manifestReleased(root: string): Promise<BaseVersion | undefined> {
  const line = await mainLine(root);
  const left = line === undefined ? undefined : await tryGit(root, "merge-base", "HEAD", line);
  // A shallow clone does not know where the branch left the line: its end then.
  const commit = left ?? (await tryGit(root, "rev-parse", "--verify", "--quiet", `${line ?? "HEAD"}^{commit}`));
  if (commit === undefined) return undefined;
  return versionAt(root, commit, `${line ?? "the last commit"} (${commit.slice(0, 7)})`);
}

async function versionAt(root: string, commit: string, label: string): Promise<BaseVersion | undefined> {
  const text = await tryGit(root, "show", `${commit}:./${manifestFile}`);
  return text === undefined ? undefined : { label, text };
}
