/** A verdict as JUnit XML, which Jenkins shows as tests: one suite a stack, one case for each check of each resource. */
import { renderSuites, type JunitCase, type JunitSuite } from "../document/junit";
import { renderIssue } from "../errors";
import type { Verdict } from "./judge";
import type { ScanResult } from "./report";

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
  return renderSuites([...suites, exceptions]);
}

const caseOf = ({ environment, stack, check, wants, path }: ScanResult): JunitCase => ({
  className: `${environment}.${stack}`,
  name: `${check} ${path}: ${wants}`,
});

const failure = ({ address, link }: ScanResult) => `${address} does not pass; see ${link}`;

function suite(name: string, cases: readonly JunitCase[]): JunitSuite {
  return { name, cases };
}
