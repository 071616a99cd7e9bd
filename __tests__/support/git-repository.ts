/** Git repositories of a test's own. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export class GitRepository {
  private constructor(readonly root: string) {}

  static create(root = realpathSync(mkdtempSync(join(tmpdir(), "smart360-git-")))): GitRepository {
    const repository = new GitRepository(root);
    repository.git("init", "--quiet", "--initial-branch=main");
    return repository;
  }

  /** A clone of this one, in a folder of its own. */
  clone(...options: string[]): GitRepository {
    const root = realpathSync(mkdtempSync(join(tmpdir(), "smart360-git-")));
    this.git("clone", "--quiet", ...options, `file://${this.root}`, root);
    return new GitRepository(root);
  }

  git(...args: string[]): string {
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "protocol.file.allow=always"];
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
    const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
    return execFileSync("git", [...identity, ...args], { cwd: this.root, env, stdio, encoding: "utf8" }).trim();
  }

  write(files: Readonly<Record<string, string>>): this {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    }
    return this;
  }

  /** Writes files and commits everything; returns the commit's hash. */
  commit(files: Readonly<Record<string, string>>): string {
    this.write(files).git("add", "--all");
    this.git("commit", "--quiet", "--message", "a commit");
    return this.git("rev-parse", "HEAD");
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
