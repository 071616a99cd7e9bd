/** Other versions of a project, in folders of their own. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkOut, dataFilesAt, isCode, isData, withData } from "../../../ops/impact/old-version";
import { GitRepository } from "../../support/git-repository";

let repository: GitRepository;
let kept: string;

beforeEach(() => {
  repository = GitRepository.create();
  kept = mkdtempSync(join(tmpdir(), "smart360-kept-"));
});

afterEach(() => {
  repository.remove();
  rmSync(kept, { recursive: true, force: true });
});

describe("files", () => {
  it.each([
    ["services.json", "data"],
    ["environments/production.json", "data"],
    ["main.ts", "code"],
    ["core/naming/names.ts", "code"],
    ["cdktf.json", "code"],
    ["package-lock.json", "code"],
    ["services.schema.json", "apart"],
    ["scan-exceptions.json", "apart"],
    ["README.md", "apart"],
    ["stacks/README.md", "apart"],
    ["docs/adr/0001.md", "apart"],
    ["local/provider/server.ts", "apart"],
    ["__tests__/main.test.ts", "apart"],
    [".gitignore", "apart"],
    [".ci/run", "apart"],
    ["Makefile", "apart"],
    ["localize.ts", "code"],
  ])("%s is %s", (path, kind) => {
    expect(isData(path) ? "data" : isCode(path) ? "code" : "apart").toBe(kind);
  });
});

describe("the data of a commit", () => {
  it("is the manifest and the environments, also below the repository's folder", async () => {
    const files = { "services.json": "old\n", "environments/production.json": "{}", "main.ts": "" };
    const commit = repository.commit(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`infra/${path}`, text])),
    );
    repository.write({ "infra/services.json": "new" });
    const data = await dataFilesAt(join(repository.root, "infra"), commit);
    expect([...data]).toEqual([
      ["environments/production.json", "{}"],
      ["services.json", "old\n"],
    ]);
  });

  it("may be none", async () => {
    expect([...(await dataFilesAt(repository.root, repository.commit({ "main.ts": "" })))]).toEqual([]);
  });
});

describe("the project with other data", () => {
  it("links all else", () => {
    repository.write({
      "services.json": "new",
      "environments/a.json": "new",
      "main.ts": "code",
      ".gen/x": "",
      "cdktf.out/x": "",
    });
    const folder = withData(
      repository.root,
      new Map([
        ["services.json", "old"],
        ["environments/b.json", "old"],
      ]),
      join(kept, "p"),
    );
    expect(readdirSync(folder).toSorted()).toEqual(["environments", "main.ts", "services.json"]);
    expect(readlinkSync(join(folder, "main.ts"))).toBe(join(repository.root, "main.ts"));
    expect(readFileSync(join(folder, "services.json"), "utf8")).toBe("old");
    expect(readdirSync(join(folder, "environments"))).toEqual(["b.json"]);
    expect(readFileSync(join(repository.root, "services.json"), "utf8")).toBe("new");
  });
});

describe("a checkout", () => {
  it("has the files of its commit and the packages of now, and leaves the repository alone", async () => {
    const commit = repository.commit({ "main.ts": "old", "core/a.ts": "old", ".gitignore": "node_modules\n" });
    mkdirSync(join(repository.root, "node_modules"));
    repository.write({ "main.ts": "new", "untracked.ts": "" });
    repository.git("add", "main.ts");
    const before = repository.git("status", "--porcelain");
    const folder = await checkOut(repository.root, commit, kept);
    expect(readdirSync(folder).toSorted()).toEqual([".gitignore", "core", "main.ts", "node_modules"]);
    expect(readFileSync(join(folder, "main.ts"), "utf8")).toBe("old");
    expect(lstatSync(join(folder, "node_modules")).isSymbolicLink()).toBe(true);
    expect(repository.git("status", "--porcelain")).toBe(before);
    expect(readdirSync(kept)).toEqual([commit]);
  });

  it("is made once, and of the oldest of four nothing is kept", async () => {
    const folders: string[] = [];
    for (const text of ["1", "2", "3"])
      folders.push(await checkOut(repository.root, repository.commit({ a: text }), kept));
    const [first, second] = folders;
    // Used again: the second is the oldest now.
    expect(await checkOut(repository.root, repository.git("rev-parse", "HEAD~2"), kept)).toBe(first);
    folders.push(await checkOut(repository.root, repository.commit({ a: "4" }), kept));
    expect(folders.map((folder) => existsSync(folder))).toEqual(folders.map((folder) => folder !== second));
  });
});
