/** What a comparison of all plans comes to: counts, what is explained and what is not. */
import { categories, type Category, type Comparison, type Difference } from "./compare";
import { explains, type Explanation } from "./explained";

/** One configuration that both providers planned. */
export interface Case {
  readonly stack: string;
  /** Whether the stack is created from nothing; otherwise it is there as it was applied. */
  readonly isCreation: boolean;
  /** How many edits it holds. */
  readonly edits: number;
  /** The edit that a difference at an address comes from. */
  readonly cause: (address: string) => string;
  readonly comparison: Comparison;
  /** What Terraform said when it refused to plan, with both providers. */
  readonly refused?: string;
}

export interface Finding extends Difference {
  readonly stack: string;
  readonly edit: string;
}

export interface Count {
  readonly agreeing: number;
  readonly explained: number;
  readonly differing: number;
}

export interface Report {
  readonly providerVersion: string;
  /** Stacks that the real provider calls valid, and what it says of the others. */
  readonly valid: readonly string[];
  readonly invalid: readonly { readonly stack: string; readonly says: string }[];
  readonly cases: { readonly plans: number; readonly creations: number; readonly edits: number };
  readonly creations: Readonly<Record<Category, Count>>;
  readonly edits: Readonly<Record<Category, Count>>;
  /** What neither provider plans: nothing is compared there. */
  readonly refused: readonly { readonly stack: string; readonly edit: string; readonly says: string }[];
  /** Differences without an explanation. */
  readonly unexplained: readonly Finding[];
  readonly explained: readonly { readonly reason: string; readonly times: number; readonly example: Finding }[];
  /** Reasons that explain nothing any more. */
  readonly unused: readonly string[];
}

export interface Results {
  readonly providerVersion: string;
  readonly valid: readonly string[];
  readonly invalid: Report["invalid"];
  readonly cases: readonly Case[];
}

export function report(results: Results, explanations: readonly Explanation[]): Report {
  const { providerVersion, valid, invalid, cases } = results;
  const major = Number(providerVersion.split(".")[0]);
  const applicable = explanations.filter((explanation) => (explanation.major ?? major) === major);
  const uses = new Map<Explanation, Finding[]>(applicable.map((explanation) => [explanation, []]));
  const unexplained: Finding[] = [];
  for (const { stack, cause, comparison } of cases)
    for (const difference of comparison.differences) {
      const finding = { ...difference, stack, edit: cause(difference.address) };
      const explanation = applicable.find((candidate) => explains(candidate, difference));
      if (explanation === undefined) unexplained.push(finding);
      else uses.get(explanation)?.push(finding);
    }
  const creations = cases.filter(({ isCreation }) => isCreation);
  const edits = cases.filter(({ isCreation }) => !isCreation);
  return {
    providerVersion,
    valid,
    invalid,
    cases: {
      plans: cases.length,
      creations: creations.length,
      edits: edits.reduce((sum, { edits: count }) => sum + count, 0),
    },
    creations: count(creations, applicable),
    edits: count(edits, applicable),
    refused: cases.flatMap(({ stack, cause, refused: says }) =>
      says === undefined ? [] : [{ stack, edit: cause(""), says }],
    ),
    unexplained,
    explained: [...uses].flatMap(([{ reason }, findings]) => {
      const [example] = findings;
      return example === undefined ? [] : [{ reason, times: findings.length, example }];
    }),
    unused: [...uses].filter(([, findings]) => findings.length === 0).map(([{ reason }]) => reason),
  };
}

function count(cases: readonly Case[], explanations: readonly Explanation[]): Record<Category, Count> {
  const of = (category: Category): Count => {
    const differences = cases
      .flatMap(({ comparison }) => comparison.differences)
      .filter((difference) => difference.category === category);
    const explained = differences.filter((difference) => explanations.some((one) => explains(one, difference))).length;
    const agreeing = cases.reduce((sum, { comparison }) => sum + comparison.agreeing[category], 0);
    return { agreeing, explained, differing: differences.length - explained };
  };
  return Object.fromEntries(categories.map((category) => [category, of(category)])) as Record<Category, Count>;
}

/** Whether the offline provider tells the truth, as far as it is explained where it does not. */
export function isGood({ invalid, refused, unexplained, unused }: Report): boolean {
  return invalid.length + refused.length + unexplained.length + unused.length === 0;
}

/** Longest value that is shown whole. */
const shownLength = 100;

export function render(report: Report): string {
  const { providerVersion, valid, invalid, cases, refused, explained, unexplained, unused } = report;
  const lines = [
    `AWS provider ${providerVersion}: ${valid.length} stacks valid, ${invalid.length} not`,
    ...invalid.map(({ stack, says }) => `  ${stack}: ${says}`),
    "",
    ...table(report),
    "",
  ];
  for (const { stack, edit, says } of refused) lines.push(`REFUSED by both: ${stack}, ${edit}`, ...indented(says));
  for (const { reason, times, example } of explained)
    lines.push(`explained, ${times} times: ${reason}`, `  for example ${place(example)}`);
  for (const finding of unexplained) {
    lines.push(`DIFFERS ${finding.category}: ${place(finding)}`);
    lines.push(`  offline: ${short(finding.offline)}`, `  real:    ${short(finding.real)}`);
  }
  for (const reason of unused) lines.push(`UNUSED explanation: ${reason}`);
  const differing = sum(report, "differing");
  lines.push(
    "",
    `${cases.creations} creations and ${cases.edits} edits, ${cases.plans} plans by each provider: ` +
      `${sum(report, "agreeing")} decisions agree, ${sum(report, "explained")} differ as explained, ` +
      `${differing} differ${differing === 0 ? "" : " without explanation"}.`,
  );
  return lines.join("\n");
}

function indented(text: string): readonly string[] {
  return text.split("\n").map((line) => `  ${line}`);
}

function sum({ creations, edits }: Report, of: keyof Count): number {
  return [...Object.values(creations), ...Object.values(edits)].reduce((total, count) => total + count[of], 0);
}

function table({ creations, edits }: Report): string[] {
  const row = (cells: readonly (string | number)[]) =>
    cells.map((cell, column) => (column === 0 ? String(cell).padEnd(24) : String(cell).padStart(10))).join("");
  const rows = (title: string, counts: Readonly<Record<Category, Count>>) =>
    categories.map((category) => {
      const { agreeing, explained, differing } = counts[category];
      return row([`${title} ${category}`, agreeing, explained, differing]);
    });
  return [row(["decision", "agree", "explained", "differ"]), ...rows("creation", creations), ...rows("edit", edits)];
}

function place({ stack, edit, address, path }: Finding): string {
  return `${stack}, ${edit}: ${[address, path].filter((part) => part !== "").join(" ")}`;
}

function short(text: string): string {
  return text.length > shownLength ? `${text.slice(0, shownLength)}...` : text;
}
