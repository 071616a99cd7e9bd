/** Messages of `smart360 impact`. */
import { listed } from "../document/text";
import { UserError } from "./user-error";

const instead = "Give the version to compare with: `smart360 impact --since <commit>`";

export function impactNeedsGit(folder: string, reason: string): UserError {
  return new UserError(
    `${folder} has no git history to compare with: ${reason}. \`smart360 impact\` compares the files with a commit.`,
  );
}

export function impactNoCommit(folder: string): UserError {
  return new UserError(`${folder} has no commit yet, so there is nothing to compare with. Commit once.`);
}

export function impactUnknownRef(ref: string): UserError {
  return new UserError(
    `git knows no commit ${JSON.stringify(ref)}. Name a branch, a tag or a commit, or fetch it first.`,
  );
}

/** A shallow clone ends before the commit that is needed. */
export function impactShallow(what: string): UserError {
  return new UserError(
    `This clone is shallow, and ${what} is not in it. Run \`git fetch --unshallow\`, or check out with the whole history (fetch depth 0).`,
  );
}

export function impactNoMergeBase(branch: string): UserError {
  return new UserError(`The branch has no common history with ${branch}. ${instead}.`);
}

export function impactSubmodules(paths: readonly string[]): UserError {
  return new UserError(
    `${listed(paths)} ${paths.length === 1 ? "is a submodule" : "are submodules"} with changes, and the old version of a submodule cannot be checked out here. ` +
      `Commit or undo what changed in there, with the same commit as before.`,
  );
}

/** Terraform refused a stack, of the old version or the new. */
export function impactFailed(stack: string, output: string): UserError {
  return new UserError(`Stack ${stack} could not be planned offline:\n${output}`);
}

export function impactInterrupted(): UserError {
  return new UserError("Interrupted: the impact is not known.");
}

/** The old version cannot be synthesized any more. */
export function impactOldVersion(what: string, reason: string): UserError {
  return new UserError(
    `The version at ${what} could not be synthesized, so nothing can be compared with it.\n${reason}`,
  );
}
