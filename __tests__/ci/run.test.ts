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

const files = {
  test: ".gen/test-results.json",
  failed: ".gen/failed-tests.txt",
  again: ".gen/test-results-again.json",
  truth: ".gen/reports/truth.json",
};

/** The report on one file. */
function tested(name: string, ...statuses: string[]) {
  const assertionResults = statuses.map((status, index) => ({ fullName: `${name} ${index}`, status }));
  const status = statuses.length === 0 || statuses.includes("failed") ? "failed" : "passed";
  return { name: `__tests__/${name}.test.ts`, status, assertionResults };
}
const passed = (name: string) => tested(name, "passed");
const failed = (name: string) => tested(name, "passed", "failed");

const tests = { testResults: [tested("a", "passed", "passed", "passed"), tested("b", "passed", "passed")] };
const truth = { passed: 3, failed: 0, skipped: 0 };

interface Made {
  readonly exits?: Readonly<Record<string, number>>;
  readonly tests?: object;
  /** Files to run again. */
  readonly failed?: string;
  /** Of the tests' second run. */
  readonly again?: object;
  readonly truth?: object;
}

/** Runs `.ci/run`; a target without a report leaves none. */
function run({ exits = {}, ...reports }: Made): Promise<{ lines: string[]; exitCode: number }> {
  const write = (file: string, report: object | string | undefined) =>
    report === undefined
      ? ":"
      : `printf %s '${typeof report === "string" ? report : JSON.stringify(report)}' > ${file}`;
  const make = `#!/bin/sh
case $1 in
test) echo "make $2"
  case $2 in *-again.json) ${write(files.again, reports.again)}; exit ${exits["again"] ?? 0} ;; esac
  ${write(files.test, reports.tests)}; ${write(files.failed, reports.failed)} ;;
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
      done({
        lines: stdout.trimEnd().split("\n"),
        exitCode: typeof error?.code === "number" ? error.code : 0,
      }),
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
    { tests: { testResults: [tested("a", "passed", "skipped", "pending", "todo")] }, truth },
    "4 passed, 0 failed, 3 skipped",
    0,
  ],
  [
    "a test fails twice",
    {
      exits: { test: 2, again: 2 },
      tests: { testResults: [passed("a"), failed("b")] },
      failed: "b",
      again: { testResults: [failed("b")] },
      truth,
    },
    "5 passed, 1 failed",
    1,
  ],
  [
    "no file is to be run again",
    { exits: { test: 2 }, tests: { testResults: ["a", "b", "c", "d"].map(failed) }, truth },
    "7 passed, 4 failed",
    1,
  ],
  [
    "a test file cannot be loaded",
    { exits: { test: 2, again: 2 }, tests: { testResults: [passed("a"), tested("b")] }, failed: "b", truth },
    "4 passed, 1 failed",
    1,
  ],
  [
    "what passes the second time ends with an error all the same",
    {
      exits: { test: 2, again: 2 },
      tests: { testResults: [failed("a")] },
      failed: "a",
      again: { testResults: [passed("a")] },
      truth,
    },
    "4 passed, 1 failed",
    1,
  ],
  ["the providers differ", { exits: { truth: 2 }, tests, truth: { ...truth, failed: 4 } }, "8 passed, 4 failed", 1],
  ["the comparison breaks off", { exits: { truth: 2 }, tests }, "5 passed, 1 failed", 1],
  ["the comparison leaves no report and claims success", { tests }, "5 passed, 1 failed", 1],
  ["the comparison fails after its report", { exits: { truth: 2 }, tests, truth }, "8 passed, 1 failed", 1],
  ["the tests break off", { exits: { test: 2 }, truth }, "3 passed, 1 failed", 1],
  ["the tests fail without a test that does", { exits: { test: 2 }, tests, truth }, "8 passed, 1 failed", 1],
  ["lint and synthesis fail", { exits: { static: 2, synth: 2 }, tests, truth }, "8 passed, 2 failed", 1],
])("when %s", async (_, made, lastLine, exitCode) => {
  const ended = await run(made);
  expect([ended.lines.at(-1), ended.exitCode]).toEqual([lastLine, exitCode]);
});

it("runs a few files with failures once more, alone, and says what that changes", async () => {
  const { lines, exitCode } = await run({
    exits: { test: 2 },
    tests: { testResults: [passed("a"), failed("b"), tested("c")] },
    failed: "b.test.ts c.test.ts",
    again: { testResults: [tested("b", "passed", "passed"), passed("c")] },
    truth,
  });
  expect(lines).toEqual([
    "make ARGS=--reporter=default --reporter=./.ci/failed-tests.mjs --reporter=json --outputFile.json=.gen/test-results.json",
    "Once more, alone: b.test.ts c.test.ts",
    "make ARGS=b.test.ts c.test.ts --reporter=default --reporter=json --outputFile.json=.gen/test-results-again.json",
    "Failed at first, and passed alone: b 1",
    "7 passed, 0 failed",
  ]);
  expect(exitCode).toBe(0);
});
