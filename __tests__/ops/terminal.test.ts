/** What the command prints on terminals of several kinds, and into pipes that nobody reads. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixtureProject, type FixtureProject } from "../support/fixture-project";
import { projectRoot } from "../support/local-aws";

const command = join(projectRoot, "ops", "smart360.mjs");

let project: FixtureProject;
beforeAll(() => {
  project = fixtureProject();
  project.stacks({ only: { document: { resource: { terraform_data: { a: {} } } } } });
});
afterAll(() => project.remove());

/** What the tests themselves run in says nothing of the terminal that a command is given. */
const variables = (more: object) => ({
  ...process.env,
  CI: undefined,
  FORCE_COLOR: undefined,
  NO_COLOR: "1",
  SMART360_PROJECT: project.root,
  TERM: "xterm",
  ...more,
});

/** util-linux's `script` gives a program a terminal; other systems' takes other options. */
const hasTerminals =
  existsSync("/usr/bin/script") &&
  spawnSync("script", ["--version"], { encoding: "utf8" }).stdout.includes("util-linux");

describe.skipIf(!hasTerminals)("on a terminal", () => {
  const onTerminal = (line: string, columns: number, more: object = {}) =>
    execFileSync(
      "script",
      ["-qc", `stty cols ${columns} rows 40; '${process.execPath}' '${command}' ${line}; true`, "/dev/null"],
      {
        cwd: project.root,
        env: variables(more),
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      },
    ).split("\r\n");

  it.each([
    ["--help"],
    ["add --help"],
    ["capacity"],
    ["check"],
    ["set nothing cpu 1"],
    ["set billing memory 1800 --dry-run"],
  ])("of 60 columns, `%s` fits", (line) => {
    const lines = onTerminal(line, 60);
    expect(lines.length).toBeGreaterThan(2);
    // Command lines are to be copied whole.
    expect(lines.filter((each) => each.length > 60 && !each.startsWith("  smart360 "))).toEqual([]);
  });

  it.each([60, 40])("of %i columns, the picture of the capacity misses no task", (columns) => {
    const lines = onTerminal("capacity", columns);
    expect(lines.filter((each) => each.length > columns)).toEqual([]);
    const bars = lines.filter((each) => each.startsWith("    |"));
    expect(bars).toHaveLength(4);
    for (const bar of bars) expect(bar).toMatch(/^ {4}\|a+b+c+i+m+n+p+r+w+\.+\|$/);
  });

  it("of 200 columns, text is no wider than in a pipe", () => {
    const piped = execFileSync(process.execPath, [command, "capacity"], { env: variables({}), encoding: "utf8" });
    expect(onTerminal("capacity", 200).join("\n")).toBe(piped);
  });

  it.each([
    ["in colour", { NO_COLOR: "" }, true],
    ["without colours for NO_COLOR", { NO_COLOR: "1" }, false],
    ["without colours on a dumb terminal", { NO_COLOR: "", TERM: "dumb" }, false],
    ["without colours on a dumb terminal of a CI server", { NO_COLOR: "", TERM: "dumb", CI: "true" }, false],
    ["in colour on a dumb terminal for FORCE_COLOR", { NO_COLOR: "", TERM: "dumb", FORCE_COLOR: "1" }, true],
  ])("%s", (_, more, isColoured) => {
    expect(onTerminal("capacity", 80, more).some((line) => line.includes("\u001b["))).toBe(isColoured);
  });

  it.each([{}, { CI: "true" }])("that is dumb, with %j, progress is told line by line", (more) => {
    const lines = onTerminal("up", 80, { TERM: "dumb", NO_COLOR: "", ...more });
    expect(lines).toContain("only: started");
    expect(lines.join("\n")).not.toContain("\u001b");
  });
});

describe("when nobody reads", () => {
  /** Both are closed before the command writes. */
  const unread = (args: readonly string[]) =>
    new Promise<number | null>((resolve) => {
      const child = spawn(process.execPath, [command, ...args], {
        env: variables({}),
        stdio: ["ignore", "pipe", "pipe"],
      });
      child.stdout.destroy();
      child.stderr.destroy();
      child.once("close", (code) => resolve(code));
    });

  it.each([
    [["explain", "billing"], 0],
    [["--help"], 0],
    [["set", "nothing", "cpu", "1"], 2],
    [["up"], 0],
  ])("%j ends with the code that it would end with", async (args, code) => {
    expect(await unread(args)).toBe(code);
  });

  it("there is no stack trace", () => {
    const { stderr } = spawnSync("sh", ["-c", `'${process.execPath}' '${command}' explain billing | true`], {
      env: variables({}),
      encoding: "utf8",
    });
    expect(stderr).toBe("");
  });
});
