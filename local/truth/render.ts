/** The report for a person. */
import { categories, type Category } from "./compare";
import type { Finding } from "./finding";
import type { Count, Report } from "./report";

/** Longest value that is shown whole. */
const shownLength = 100;

export function render(report: Report): string {
  const { providerVersion, valid, invalid, cases, refused, empty, explained, unexplained, unused } = report;
  const lines = [
    `AWS provider ${providerVersion}: ${valid.length} stacks valid, ${invalid.length} not`,
    ...invalid.flatMap(({ stack, says }) => [`INVALID ${stack}`, ...indented(says)]),
    "",
    ...table(report),
    "",
  ];
  for (const { reason, times, example } of explained)
    lines.push(`explained, ${times} times: ${reason}`, `  for example ${place(example)}`);
  for (const { stack, what, says } of refused) lines.push(`REFUSED by both: ${stack}, ${what}`, ...indented(says));
  for (const { stack, what } of empty) lines.push(`EMPTY, nothing was compared: ${stack}, ${what}`);
  for (const finding of unexplained) {
    lines.push(`DIFFERS ${finding.category}: ${place(finding)}`);
    lines.push(`  offline: ${short(finding.offline)}`, `  real:    ${short(finding.real)}`);
  }
  for (const reason of unused) lines.push(`UNUSED explanation: ${reason}`);
  lines.push(
    "",
    `${cases.creation} stacks created, ${cases.unchanged} left as they are, ${cases.edit} edits: ` +
      `${sum(report, "agreeing")} decisions agree,`,
    `${sum(report, "explained")} differ as explained, ${sum(report, "differing")} differ without explanation.`,
    counts(report),
  );
  return lines.join("\n");
}

/** `357 passed, 0 failed` */
export function counts({ passed, failed, skipped }: Pick<Report, "passed" | "failed" | "skipped">): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function indented(text: string): readonly string[] {
  return text.split("\n").map((line) => `  ${line}`);
}

function sum({ decisions }: Report, of: keyof Count): number {
  return Object.values(decisions)
    .flatMap((byCategory) => Object.values(byCategory))
    .reduce((total, count) => total + count[of], 0);
}

function table({ decisions }: Report): string[] {
  const row = (cells: readonly (string | number)[]) =>
    cells.map((cell, column) => (column === 0 ? String(cell).padEnd(24) : String(cell).padStart(10))).join("");
  const rows = (kind: string, counted: Readonly<Record<Category, Count>>) =>
    categories.map((category) => {
      const { agreeing, explained, differing } = counted[category];
      return row([`${kind} ${category}`, agreeing, explained, differing]);
    });
  const all = Object.entries(decisions).flatMap(([kind, counted]) => rows(kind, counted));
  return [row(["decision", "agree", "explained", "differ"]), ...all];
}

function place({ stack, what, address, path }: Finding): string {
  return `${stack}, ${what}: ${[address, path].filter((part) => part !== "").join(" ")}`;
}

function short(text: string): string {
  return text.length > shownLength ? `${text.slice(0, shownLength)}...` : text;
}
