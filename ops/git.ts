/** The project's git repository, asked by the `git` command. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What git said on its standard error when it failed, or why it could not be run. */
export class GitError extends Error {
  override readonly name = "GitError";

  constructor(
    message: string,
    /** False when there is no `git` on the PATH. */
    readonly isInstalled: boolean,
  ) {
    super(message);
  }
}

/** What `git <args>` prints, run in `folder`; throws `GitError` when it fails. */
export function git(folder: string, ...args: string[]): Promise<string> {
  return gitWith({}, folder, ...args);
}

/** The same, with environment variables of its own. */
export async function gitWith(
  variables: Readonly<Record<string, string>>,
  folder: string,
  ...args: string[]
): Promise<string> {
  try {
    const env = { ...plain(), ...variables };
    const { stdout } = await promisify(execFile)("git", args, { cwd: folder, maxBuffer: 1 << 28, env });
    return stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: string | number; stderr?: string };
    if (code === "ENOENT") throw new GitError("git was not found on the PATH", false);
    throw new GitError((stderr ?? String(error)).trim(), true);
  }
}

/** What git prints, trimmed; undefined when it fails. */
export async function tryGit(folder: string, ...args: string[]): Promise<string | undefined> {
  try {
    return (await git(folder, ...args)).trim();
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** Messages are read by code here, and a hook's variables would point git at another repository. */
function plain(): NodeJS.ProcessEnv {
  const foreign = new Set(["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"]);
  const own = Object.entries(process.env).filter(([name]) => !foreign.has(name));
  return { ...Object.fromEntries(own), LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" };
}

export interface Revision {
  /** Full hash. */
  readonly commit: string;
  /** Whether files differ from it, untracked ones included. */
  readonly isDirty: boolean;
}

/** What is checked out in `folder`; undefined without git, or before the first commit. */
export async function revision(folder: string): Promise<Revision | undefined> {
  try {
    const commit = (await git(folder, "rev-parse", "HEAD")).trim();
    const isDirty = (await git(folder, "status", "--porcelain", "--", ".")).trim() !== "";
    return { commit, isDirty };
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
