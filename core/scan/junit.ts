/** A verdict as JUnit XML, which Jenkins shows as tests: one suite a stack, one case for each check of each resource. */
import { renderIssue } from "../errors";
import type { Verdict } from "./judge";
import type { ScanResult } from "./report";

interface Case {
  readonly className: string;
  readonly name: string;
  /** What it says instead of passing. */
  readonly outcome?: { readonly element: "failure" | "skipped"; readonly message: string };
}

export function renderJunit(verdict: Verdict, exceptionsFile: string): string {
  const suites = verdict.stacks.map(({ environment, stack }) => {
    const here = (result: ScanResult) => result.environment === environment && result.stack === stack;
    return suite(`${environment}/${stack}`, [
      ...verdict.failed.filter(here).map((finding) => ({
        ...caseOf(finding),
        outcome: { element: "failure", message: failure(finding) } as const,
      })),
      ...verdict.excepted
        .filter(({ finding }) => here(finding))
        .map(({ finding, exception }) => ({
          ...caseOf(finding),
          outcome: { element: "skipped", message: exception.reason } as const,
        })),
      ...verdict.passed.filter(here).map(caseOf),
    ]);
  });
  const exceptions = suite(
    exceptionsFile,
    verdict.issues.map((issue) => ({
      className: exceptionsFile,
      name: issue.where,
      outcome: { element: "failure", message: renderIssue(issue) } as const,
    })),
  );
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites, exceptions, "</testsuites>", ""].join(
    "\n",
  );
}

const caseOf = ({ environment, stack, check, wants, path }: ScanResult): Case => ({
  className: `${environment}.${stack}`,
  name: `${check} ${path}: ${wants}`,
});

const failure = ({ address, link }: ScanResult) => `${address} does not pass; see ${link}`;

function suite(name: string, cases: readonly Case[]): string {
  const count = (element: "failure" | "skipped") => cases.filter(({ outcome }) => outcome?.element === element).length;
  const attributes = `tests="${cases.length}" failures="${count("failure")}" skipped="${count("skipped")}"`;
  return [`  <testsuite name="${escape(name)}" ${attributes}>`, ...cases.map(testCase), "  </testsuite>"].join("\n");
}

function testCase({ className, name, outcome }: Case): string {
  const open = `    <testcase classname="${escape(className)}" name="${escape(name)}"`;
  return outcome === undefined
    ? `${open}/>`
    : `${open}><${outcome.element} message="${escape(outcome.message)}"/></testcase>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escape = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
