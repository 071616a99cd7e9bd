/** The last line and the exit code of `.ci/run`, with a `make` that only leaves reports. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "smart360-ci-"));
  mkdirSync(join(project, ".ci"));
  mkdirSync(join(project, ".gen", "reports"), { recursive: true });
  mkdirSync(join(project, "bin"));
  cpSync(join(root, ".ci", "run"), join(project, ".ci", "run"));
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

const files = { test: ".gen/test-results.json", truth: ".gen/reports/truth.json" };
const tests = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
const truth = { passed: 3, failed: 0, skipped: 0 };

interface Made {
  readonly exits?: Readonly<Record<string, number>>;
  readonly tests?: object;
  readonly truth?: object;
}

/** Runs `.ci/run`; a target without a report leaves none. */
function run({ exits = {}, ...reports }: Made): Promise<[lastLine: string | undefined, exitCode: number]> {
  const write = (file: string, report: object | undefined) =>
    report === undefined ? ":" : `printf %s '${JSON.stringify(report)}' > ${file}`;
  const make = `#!/bin/sh
case $1 in
test) ${write(files.test, reports.tests)} ;;
truth) ${write(files.truth, reports.truth)} ;;
esac
case $1 in ${Object.entries(exits)
    .map(([target, code]) => `${target}) exit ${code} ;;`)
    .join(" ")} esac
`;
  writeFileSync(join(project, "bin", "make"), make, { mode: 0o755 });
  const env = { ...process.env, PATH: `${join(project, "bin")}:${process.env["PATH"]}` };
  return new Promise((done) =>
    execFile(join(project, ".ci", "run"), { env }, (error, stdout) =>
      done([stdout.trimEnd().split("\n").at(-1), typeof error?.code === "number" ? error.code : 0]),
    ),
  );
}

it.each<[string, Made, string, number]>([
  ["all is well", { tests, truth }, "8 passed, 0 failed", 0],
  [
    "there is no real provider",
    { tests, truth: { passed: 0, failed: 0, skipped: 1 } },
    "5 passed, 0 failed, 1 skipped",
    0,
  ],
  [
    "tests are skipped",
    { tests: { ...tests, numPendingTests: 2, numTodoTests: 1 }, truth },
    "8 passed, 0 failed, 3 skipped",
    0,
  ],
  ["a test fails", { exits: { test: 2 }, tests: { ...tests, numFailedTests: 1 }, truth }, "8 passed, 1 failed", 1],
  [
    "a test file cannot be loaded",
    { exits: { test: 2 }, tests: { ...tests, testResults: [{ status: "failed", assertionResults: [] }] }, truth },
    "8 passed, 1 failed",
    1,
  ],
  ["the providers differ", { exits: { truth: 2 }, tests, truth: { ...truth, failed: 4 } }, "8 passed, 4 failed", 1],
  ["the comparison breaks off", { exits: { truth: 2 }, tests }, "5 passed, 1 failed", 1],
  ["the comparison leaves no report and claims success", { tests }, "5 passed, 1 failed", 1],
  ["the comparison fails after its report", { exits: { truth: 2 }, tests, truth }, "8 passed, 1 failed", 1],
  ["the tests break off", { exits: { test: 2 }, truth }, "3 passed, 1 failed", 1],
  ["lint and synthesis fail", { exits: { static: 2, synth: 2 }, tests, truth }, "8 passed, 2 failed", 1],
])("when %s", async (_, made, lastLine, exitCode) => {
  expect(await run(made)).toEqual([lastLine, exitCode]);
});
