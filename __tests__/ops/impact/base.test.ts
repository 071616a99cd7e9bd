/** Which commit is compared with, in repositories as they are found. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findBase } from "../../../ops/impact/base";
import { GitRepository } from "../../support/git-repository";

let repository: GitRepository;
const removed: GitRepository[] = [];

beforeEach(() => {
  repository = GitRepository.create();
});

afterEach(() => {
  for (const used of [repository, ...removed.splice(0)]) used.remove();
});

const base = (since?: string, root = repository.root) => findBase(root, since);
const short = (commit: string) => commit.slice(0, 7);

describe("without --since", () => {
  it("is where the branch left main, and what was edited since counts", async () => {
    const start = repository.commit({ "services.json": "1" });
    repository.git("switch", "--quiet", "--create", "topic");
    repository.commit({ "services.json": "2" });
    repository.git("switch", "--quiet", "main");
    repository.commit({ "other.txt": "on main only" });
    repository.git("switch", "--quiet", "topic");
    repository.write({ "environments/new.json": "untracked", "services.json": "3" });
    expect(await base()).toEqual({
      commit: start,
      name: `main (merge base ${short(start)})`,
      files: ["environments/new.json", "services.json"],
    });
  });

  it("is what the remote has, on a main that is ahead of it", async () => {
    const pushed = repository.commit({ "services.json": "1" });
    const clone = repository.clone();
    removed.push(clone);
    clone.commit({ "services.json": "2" });
    expect(await base(undefined, clone.root)).toEqual({
      commit: pushed,
      name: `origin/main (merge base ${short(pushed)})`,
      files: ["services.json"],
    });
  });

  it("is the last commit on main with edits, and the one before it without", async () => {
    const first = repository.commit({ "services.json": "1" });
    const only = { commit: first, name: `the only commit (${short(first)})`, files: [] };
    expect(await base()).toEqual(only);
    const second = repository.commit({ "services.json": "2" });
    expect(await base()).toEqual({
      commit: first,
      name: `the commit before the last (${short(first)})`,
      files: ["services.json"],
    });
    repository.write({ "services.json": "3" });
    expect(await base()).toEqual({
      commit: second,
      name: `the last commit (${short(second)})`,
      files: ["services.json"],
    });
  });

  it("is the last commit where there is no main line", async () => {
    const start = repository.commit({ "services.json": "1" });
    repository.git("branch", "--move", "trunk");
    repository.write({ "services.json": "2" });
    expect((await base()).commit).toBe(start);
  });

  it("does not count what git ignores", async () => {
    repository.commit({ "services.json": "1", ".gitignore": ".gen/\n" });
    repository.write({ ".gen/impact/x": "1", "a.ts": "1" });
    expect((await base()).files).toEqual(["a.ts"]);
  });

  it("knows of the project's folder only, when that is not the repository's", async () => {
    const start = repository.commit({ "infra/services.json": "1", "app/a.py": "1" });
    repository.write({ "infra/services.json": "2", "infra/new.json": "1", "app/a.py": "2" });
    expect(await base(undefined, join(repository.root, "infra"))).toEqual({
      commit: start,
      name: `the last commit (${short(start)})`,
      files: ["new.json", "services.json"],
    });
  });
});

describe("with --since", () => {
  it("is any commit that git knows, by any name", async () => {
    const first = repository.commit({ "services.json": "1" });
    repository.git("tag", "v1");
    repository.commit({ "services.json": "2" });
    expect(await base("v1")).toEqual({ commit: first, name: `v1 (${short(first)})`, files: ["services.json"] });
    expect((await base("HEAD~1")).name).toBe(`HEAD~1 (${short(first)})`);
    expect((await base(first)).name).toBe(short(first));
  });

  it("refuses what is none", async () => {
    repository.commit({ "services.json": "1" });
    for (const ref of ["relase/1", "--all", "HEAD~7", ""])
      await expect(base(ref)).rejects.toThrow(
        `git knows no commit ${JSON.stringify(ref)}. Name a branch, a tag or a commit, or fetch it first.`,
      );
  });
});

describe("a repository that cannot tell", () => {
  it("is none at all", async () => {
    const folder = mkdtempSync(join(tmpdir(), "smart360-nogit-"));
    await expect(base(undefined, folder)).rejects.toThrow(
      `${folder} has no git history to compare with: it is not in a git repository. ` +
        "`smart360 impact` compares the files with a commit.",
    );
    const path = process.env["PATH"];
    process.env["PATH"] = folder;
    try {
      await expect(base(undefined, folder)).rejects.toThrow(
        `${folder} has no git history to compare with: git was not found on the PATH. ` +
          "`smart360 impact` compares the files with a commit.",
      );
    } finally {
      process.env["PATH"] = path;
      rmSync(folder, { recursive: true });
    }
  });

  it("has no commit", async () => {
    await expect(base()).rejects.toThrow(
      `${repository.root} has no commit yet, so there is nothing to compare with. Commit once.`,
    );
  });

  it("is a shallow clone", async () => {
    const first = repository.commit({ "services.json": "1" });
    repository.commit({ "services.json": "2" });
    repository.git("switch", "--quiet", "--create", "topic", first);
    repository.commit({ "services.json": "3" });
    repository.commit({ "services.json": "4" });
    repository.git("switch", "--quiet", "main");
    const advice = "is not in it. Run `git fetch --unshallow`, or check out with the whole history (fetch depth 0).";

    const topic = repository.clone("--depth=1", "--branch=topic", "--no-single-branch");
    const main = repository.clone("--depth=1", "--branch=main");
    removed.push(topic, main);
    await expect(base(undefined, topic.root)).rejects.toThrow(
      `This clone is shallow, and where the branch left origin/main ${advice}`,
    );
    await expect(base(first, topic.root)).rejects.toThrow(`This clone is shallow, and ${first} ${advice}`);
    await expect(base(undefined, main.root)).rejects.toThrow(
      `This clone is shallow, and the commit before the last ${advice}`,
    );
  });

  it("has a branch without common history", async () => {
    repository.commit({ "services.json": "1" });
    repository.git("switch", "--quiet", "--orphan", "fresh");
    repository.commit({ "services.json": "2" });
    await expect(base()).rejects.toThrow(
      "The branch has no common history with main. " +
        "Give the version to compare with: `smart360 impact --since <commit>`.",
    );
  });

  it("has submodules that changed", async () => {
    const other = GitRepository.create();
    removed.push(other);
    other.commit({ a: "1" });
    repository.commit({ "services.json": "1" });
    for (const path of ["shared", "tools"]) repository.git("submodule", "--quiet", "add", other.root, path);
    repository.commit({});
    repository.write({ "services.json": "2" });
    expect((await base()).files).toEqual(["services.json"]);

    repository.write({ "shared/a": "2" });
    await expect(base()).rejects.toThrow(
      "shared is a submodule with changes, and the old version of a submodule cannot be checked out here. " +
        "Commit or undo what changed in there, with the same commit as before.",
    );
    repository.write({ "tools/a": "2" });
    await expect(base()).rejects.toThrow(
      "shared and tools are submodules with changes, and the old version of a submodule cannot be checked out here. " +
        "Commit or undo what changed in there, with the same commit as before.",
    );
  });
});
