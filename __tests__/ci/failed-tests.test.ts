/** Which files `.ci/run` runs a second time, as a real run of tests tells them. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smart360-tests-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs test files by name and text; the list that is left, undefined when there is none. */
async function listed(files: Readonly<Record<string, string>>): Promise<string | undefined> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.test.mjs`), text);
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const args = ["run", "--globals", `--reporter=${join(root, ".ci", "failed-tests.mjs")}`];
  await new Promise((done) => execFile(process.execPath, [vitest, ...args], { cwd: folder }, done));
  const list = join(folder, ".gen", "failed-tests.txt");
  return existsSync(list) ? readFileSync(list, "utf8") : undefined;
}

const passes = 'it("holds", () => expect(1).toBe(1));';
const fails = 'it("holds", () => expect(1).toBe(2));';

it("are those with failures, and those that cannot be loaded", async () => {
  const list = await listed({ a: passes, b: fails, c: 'throw new Error("not loaded");' });
  expect(list?.split(" ").sort()).toEqual(["b.test.mjs", "c.test.mjs"]);
});

it("are none where an error is of no test: a second run would lose it", async () => {
  const rejects = 'it("holds", () => void Promise.reject(new Error("unseen")));';
  expect(await listed({ a: fails, b: rejects })).toBeUndefined();
});

it("are none where many fail", async () => {
  expect(await listed({ a: fails, b: fails, c: fails, d: fails })).toBeUndefined();
});
