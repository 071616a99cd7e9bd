/** Findings held against the exceptions: what fails, what is accepted, and which exceptions are no longer right. */
import { type Issue, scanProblems as problems } from "../errors";
import { names, type ScanException, type ScanExceptions } from "./exceptions";
import type { ScannedStack, ScanReport, ScanResult } from "./report";

/** A finding that an exception accepts. */
export interface Excepted {
  readonly finding: ScanResult;
  readonly exception: ScanException;
}

export interface StackCounts {
  readonly environment: string;
  readonly stack: string;
  readonly passed: number;
  readonly failed: number;
  readonly excepted: number;
}

export interface Verdict {
  readonly checkovVersion: string;
  readonly passed: readonly ScanResult[];
  /** Findings that nothing accepts. */
  readonly failed: readonly ScanResult[];
  readonly excepted: readonly Excepted[];
  /** Exceptions that are overdue or accept nothing, with their place in the file. */
  readonly issues: readonly Issue[];
  /** One for each stack that was scanned. */
  readonly stacks: readonly StackCounts[];
}

/** @param today as `2027-01-31` */
export function judge(
  report: ScanReport,
  stacks: readonly Omit<ScannedStack, "json">[],
  exceptions: ScanExceptions,
  today: string,
): Verdict {
  const passed = report.results.filter((result) => result.passed);
  const findings = report.results
    .filter((result) => !result.passed)
    .map((finding) => ({ finding, exception: exceptions.entries.find((entry) => accepts(entry, finding)) }));
  const failed = findings.flatMap(({ finding, exception }) => (exception === undefined ? [finding] : []));
  const excepted = findings.flatMap(({ finding, exception }) =>
    exception === undefined ? [] : [{ finding, exception }],
  );
  const environments = [...new Set(stacks.map(({ environment }) => environment))];
  return {
    checkovVersion: report.checkovVersion,
    passed,
    failed,
    excepted,
    issues: issuesOf(
      exceptions,
      findings.map(({ finding }) => finding),
      environments,
      today,
    ),
    stacks: stacks.map(({ environment, stack }) => {
      const here = (result: ScanResult) => result.environment === environment && result.stack === stack;
      return {
        environment,
        stack,
        passed: passed.filter(here).length,
        failed: failed.filter(here).length,
        excepted: excepted.filter(({ finding }) => here(finding)).length,
      };
    }),
  };
}

/** Whether every finding is accepted, and every exception still right. */
export const isClean = ({ failed, issues }: Verdict) => failed.length === 0 && issues.length === 0;

const appliesIn = ({ environments }: ScanException, environment: string) =>
  environments === undefined || environments.includes(environment);

const accepts = (entry: ScanException, { check, environment, path }: ScanResult) =>
  entry.check === check && appliesIn(entry, environment) && entry.resources.some((pattern) => names(pattern, path));

/** Each pattern has to accept something in each environment that it speaks of: an exception does not outlive its finding. */
function issuesOf(
  { entries, document }: ScanExceptions,
  findings: readonly ScanResult[],
  environments: readonly string[],
  today: string,
): Issue[] {
  return entries.flatMap((entry, index) => {
    const at = ["exceptions", index] as const;
    const unused = entry.resources.flatMap((pattern, position) => {
      const alone = { ...entry, resources: [pattern] };
      const without = environments.filter(
        (environment) =>
          appliesIn(entry, environment) &&
          !findings.some((finding) => finding.environment === environment && accepts(alone, finding)),
      );
      return without.length === 0
        ? []
        : [document.issue([...at, "resources", position], problems.unused(entry.check, pattern, without))];
    });
    const overdue =
      entry.reviewBy < today ? [document.issue([...at, "reviewBy"], problems.overdue(entry.reviewBy, today))] : [];
    return [...unused, ...overdue];
  });
}
