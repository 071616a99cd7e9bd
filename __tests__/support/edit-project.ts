/** A project whose files a suite edits by the commands' own functions, without a process for each. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../core/errors";
import type { Console } from "../../ops/console";
import { copySample } from "./sample";

export interface EditProject {
  readonly root: string;
  readonly out: Console;
  /** What was printed and noted since it was last asked for. */
  said(): string[];
  text(): string;
  write(text: string): void;
  /** Names of what lies in the folder, the repository left out. */
  files(): string[];
  /** Makes everything the newest commit on main. */
  commit(): void;
  remove(): void;
}

export function editProject(): EditProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "smart360-edit-")));
  const file = join(root, "services.json");
  copySample(root);
  let lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], { cwd: root });
  return {
    root,
    out: { isTerminal: false, print: say, note: say, bold: (text) => text },
    said() {
      const all = lines;
      lines = [];
      return all;
    },
    text: () => readFileSync(file, "utf8"),
    write: (text) => writeFileSync(file, text),
    files: () => readdirSync(root).filter((name) => name !== ".git"),
    commit() {
      if (!existsSync(join(root, ".git"))) git("init", "--quiet", "--initial-branch=main");
      git("add", ".");
      git("commit", "--quiet", "--message", "As it is");
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What a command says that refuses; any other outcome is an error of the test. */
export async function refusal(command: Promise<unknown>): Promise<string> {
  try {
    await command;
  } catch (error) {
    // Only a UserError is shown as its message alone and ends with exit code 2.
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error("expected a refusal, but the command went through");
}
