/** A reporter of vitest: which files to run a second time, for `.ci/run`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { relative } from "node:path";

/** More than these did not fail by chance. */
const mostFiles = 3;

export default class FailedTests {
  onTestRunEnd(modules, unhandledErrors) {
    const failed = modules.filter((module) => !module.ok()).map(({ moduleId }) => relative("", moduleId));
    // An error outside of the tests is of no file, and would be lost by a second run.
    if (unhandledErrors.length > 0 || failed.length > mostFiles) return;
    mkdirSync(".gen", { recursive: true });
    writeFileSync(".gen/failed-tests.txt", failed.join(" "));
  }
}
