/** JUnit XML, which Jenkins shows as tests. */
import { element } from "./xml";

export interface JunitCase {
  readonly className: string;
  readonly name: string;
  /** What it says instead of passing. */
  readonly outcome?: { readonly element: "failure" | "skipped"; readonly message: string };
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** Ends with a line break. */
export function renderSuites(suites: readonly JunitSuite[]): string {
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites.map(suite), "</testsuites>", ""].join(
    "\n",
  );
}

function suite({ name, cases }: JunitSuite): string {
  const count = (outcome: "failure" | "skipped") => cases.filter((it) => it.outcome?.element === outcome).length;
  const counts = { tests: cases.length, failures: count("failure"), skipped: count("skipped") };
  return `  ${element("testsuite", { name, ...counts }, "\n", ...cases.map(testCase), "  ")}`;
}

function testCase({ className, name, outcome }: JunitCase): string {
  const message = outcome === undefined ? [] : [element(outcome.element, { message: outcome.message })];
  return `    ${element("testcase", { classname: className, name }, ...message)}\n`;
}
