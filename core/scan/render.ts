/** A verdict in words, and as plain data. */
import { renderIssue } from "../errors";
import type { StackCounts, Verdict } from "./judge";
import type { ScanResult } from "./report";

/** For a person: what fails and what to do about it, then the counts of each environment. */
export function renderVerdict(verdict: Verdict, file: string): string {
  const { checkovVersion, failed, issues, stacks } = verdict;
  const environments = [...new Set(stacks.map(({ environment }) => environment))];
  return [
    ...failed.map(renderFinding),
    ...(failed.length === 0
      ? []
      : [`Change the construct so that the check passes; or, where it is right as it is, say why in ${file}.`, ""]),
    ...issues.map(renderIssue),
    ...(issues.length === 0 ? [] : [""]),
    `checkov ${checkovVersion}`,
    ...table([
      ["environment", "stacks", "passed", "failed", "excepted"],
      ...environments.map((environment) =>
        row(
          environment,
          stacks.filter((stack) => stack.environment === environment),
        ),
      ),
    ]),
  ].join("\n");
}

function renderFinding({ environment, path, address, check, wants, looksAt, link }: ScanResult): string {
  return [
    `${environment} ${path} (${address})`,
    `  ${check}: ${wants}`,
    ...(looksAt.length === 0 ? [] : [`  looks at ${looksAt.join(", ")}`]),
    `  ${link}`,
    "",
  ].join("\n");
}

function row(environment: string, stacks: readonly StackCounts[]): string[] {
  const sum = (of: (stack: StackCounts) => number) => String(stacks.reduce((total, stack) => total + of(stack), 0));
  return [
    environment,
    String(stacks.length),
    sum(({ passed }) => passed),
    sum(({ failed }) => failed),
    sum(({ excepted }) => excepted),
  ];
}

/** The first column to the left, the numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
}

/** For a machine: every finding, and the exceptions that are no longer right. */
export function verdictAsData({ checkovVersion, passed, failed, excepted, issues, stacks }: Verdict): unknown {
  return {
    ok: failed.length === 0 && issues.length === 0,
    checkovVersion,
    counts: { passed: passed.length, failed: failed.length, excepted: excepted.length },
    stacks,
    failed,
    excepted: excepted.map(({ finding, exception }) => ({
      ...finding,
      reason: exception.reason,
      reviewBy: exception.reviewBy,
    })),
    issues,
  };
}
