/** JUnit XML, which Jenkins shows as tests. */

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
  const count = (element: "failure" | "skipped") => cases.filter(({ outcome }) => outcome?.element === element).length;
  const attributes = `tests="${cases.length}" failures="${count("failure")}" skipped="${count("skipped")}"`;
  return [`  <testsuite name="${escape(name)}" ${attributes}>`, ...cases.map(testCase), "  </testsuite>"].join("\n");
}

function testCase({ className, name, outcome }: JunitCase): string {
  const open = `    <testcase classname="${escape(className)}" name="${escape(name)}"`;
  return outcome === undefined
    ? `${open}/>`
    : `${open}><${outcome.element} message="${escape(outcome.message)}"/></testcase>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 has no place for control characters, however they are written. */
const escape = (text: string) =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? character).replace(/[\u0000-\u001f]/g, " ");
