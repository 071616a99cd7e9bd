/** Which commit the working files are compared with, and what differs from it. */
import {
  impactNeedsGit,
  impactNoCommit,
  impactNoMergeBase,
  impactShallow,
  impactSubmodules,
  impactUnknownRef,
} from "../../core/errors";
import { git, GitError, tryGit } from "../git";

export interface Base {
  /** Full hash. */
  readonly commit: string;
  /** In words: `main (merge base 1a2b3c4)`. */
  readonly name: string;
  /** Files that differ from it, as paths below the project's folder; untracked ones too. */
  readonly files: readonly string[];
}

/** Its usual names, for a repository in which the remote does not say. */
const mainLines = ["origin/main", "origin/master", "main", "master"];

/**
 * @param since the commit to compare with. Without it: where the branch left the main line; on the main line itself the
 * last commit when files are edited, else the one before it.
 * @throws {UserError} when there is no such commit, or none that can be checked out
 */
export async function findBase(root: string, since: string | undefined): Promise<Base> {
  await checkRepository(root);
  const { commit, name } = since === undefined ? await defaultBase(root) : await named(root, since);
  const files = await changedFiles(root, commit);
  await refuseSubmodules(root, commit, files);
  return { commit, name, files };
}

async function checkRepository(root: string): Promise<void> {
  try {
    await git(root, "rev-parse", "--show-toplevel");
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw impactNeedsGit(root, error.isInstalled ? "it is not in a git repository" : error.message);
  }
  if ((await commitOf(root, "HEAD")) === undefined) throw impactNoCommit(root);
}

type Found = Pick<Base, "commit" | "name">;

async function named(root: string, ref: string): Promise<Found> {
  const commit = await commitOf(root, ref);
  if (commit !== undefined)
    return { commit, name: ref.startsWith(commit.slice(0, 7)) ? short(commit) : withHash(ref, commit) };
  throw (await isShallow(root)) ? impactShallow(ref) : impactUnknownRef(ref);
}

async function defaultBase(root: string): Promise<Found> {
  const head = (await commitOf(root, "HEAD")) ?? "";
  const line = await mainLine(root);
  const base = line === undefined ? head : await mergeBase(root, line);
  if (line !== undefined && base !== head) return { commit: base, name: `${line} (merge base ${short(base)})` };
  const isEdited = (await changedFiles(root, head)).length > 0;
  if (isEdited) return { commit: head, name: `the last commit (${short(head)})` };
  const parent = await commitOf(root, "HEAD~1");
  if (parent !== undefined) return { commit: parent, name: `the commit before the last (${short(parent)})` };
  if (await isShallow(root)) throw impactShallow("the commit before the last");
  return { commit: head, name: `the only commit (${short(head)})` };
}

/** The line that branches start from, by the name that git knows it by here; undefined where there is none. */
export async function mainLine(root: string): Promise<string | undefined> {
  const remote = await tryGit(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD");
  for (const name of [...(remote === undefined ? [] : [remote]), ...mainLines])
    if ((await commitOf(root, name)) !== undefined) return name;
  return undefined;
}

async function mergeBase(root: string, line: string): Promise<string> {
  const base = await tryGit(root, "merge-base", "HEAD", line);
  if (base !== undefined) return base;
  throw (await isShallow(root)) ? impactShallow(`where the branch left ${line}`) : impactNoMergeBase(line);
}

async function changedFiles(root: string, commit: string): Promise<readonly string[]> {
  const changed = await git(root, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--", ".");
  const added = await git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".");
  return [...new Set([...changed.split("\0"), ...added.split("\0")])].filter((path) => path !== "").toSorted();
}

/** A submodule that differs in any way: what it held before is not in this repository. */
async function refuseSubmodules(root: string, commit: string, files: readonly string[]): Promise<void> {
  const listed = [
    await git(root, "ls-files", "--stage", "-z", "--", "."),
    await git(root, "ls-tree", "-r", "-z", commit, "--", "."),
  ];
  const modules = listed.flatMap((text) =>
    text.split("\0").flatMap((line) => (line.startsWith("160000 ") ? [line.slice(line.indexOf("\t") + 1)] : [])),
  );
  const changed = [...new Set(modules)].filter((path) => files.includes(path));
  if (changed.length > 0) throw impactSubmodules(changed);
}

async function commitOf(root: string, ref: string): Promise<string | undefined> {
  return tryGit(root, "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`);
}

async function isShallow(root: string): Promise<boolean> {
  return (await git(root, "rev-parse", "--is-shallow-repository")).trim() === "true";
}

const short = (commit: string) => commit.slice(0, 7);
const withHash = (ref: string, commit: string) => `${ref} (${short(commit)})`;
