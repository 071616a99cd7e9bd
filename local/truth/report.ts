/** What a comparison of all plans comes to: counts, what is explained and what is not. */
import { categories, type Category, type Comparison } from "./compare";
import { explains, type Explanation } from "./explained";
import type { Finding } from "./finding";
import type { Subject } from "./task";

/** A subject that both providers planned. */
export interface Case extends Subject {
  readonly stack: string;
  readonly comparison: Comparison;
  /** What Terraform said when it refused to plan, with both providers. */
  readonly refused?: string;
}

export interface Count {
  readonly agreeing: number;
  readonly explained: number;
  readonly differing: number;
}

/** Where something is, in words. */
interface Place {
  readonly stack: string;
  readonly what: string;
}

export interface Report {
  readonly providerVersion: string;
  /**
   * Cases without a difference that is not explained; those with one, or without a plan, and stacks that are not valid and
   * explanations without use; 1 skipped where there is no real provider, and then nothing passed.
   */
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Stacks that the real provider calls valid, and what it says of the others. */
  readonly valid: readonly string[];
  readonly invalid: readonly { readonly stack: string; readonly says: string }[];
  readonly cases: Readonly<Record<Subject["kind"], number>>;
  /** Decisions by kind of case and category. */
  readonly decisions: Readonly<Record<Subject["kind"], Readonly<Record<Category, Count>>>>;
  /** What neither provider plans: nothing is compared there. */
  readonly refused: readonly (Place & { readonly says: string })[];
  /** Cases about which the plans say nothing. */
  readonly empty: readonly Place[];
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
  /** Whether every edit was compared: only then must each explanation have its use. */
  readonly isWhole: boolean;
}

const kinds = ["creation", "unchanged", "edit"] as const satisfies readonly Subject["kind"][];

export function report(results: Results, explanations: readonly Explanation[]): Report {
  const { providerVersion, valid, invalid, cases, isWhole } = results;
  const major = Number(providerVersion.split(".")[0]);
  const applicable = explanations.filter((explanation) => (explanation.major ?? major) === major);
  const reasonFor = (finding: Finding) => applicable.find((candidate) => explains(candidate, finding));
  const isExplained = (finding: Finding) => reasonFor(finding) !== undefined;
  const found = cases.flatMap(findings);
  const unexplained = found.filter((finding) => !isExplained(finding));
  const uses = applicable.map((explanation) => ({
    reason: explanation.reason,
    found: found.filter((finding) => reasonFor(finding) === explanation),
  }));
  const isGood = (one: Case) => one.refused === undefined && !isEmpty(one) && findings(one).every(isExplained);
  const good = cases.filter(isGood).length;
  const unused = isWhole ? uses.filter((use) => use.found.length === 0).map(({ reason }) => reason) : [];
  const byKind = <T>(of: (some: readonly Case[]) => T) =>
    Object.fromEntries(kinds.map((kind) => [kind, of(cases.filter((one) => one.kind === kind))])) as Record<
      Subject["kind"],
      T
    >;
  return {
    providerVersion,
    passed: good,
    failed: cases.length - good + invalid.length + unused.length,
    skipped: 0,
    valid,
    invalid,
    cases: byKind((some) => some.length),
    decisions: byKind((some) => count(some, isExplained)),
    refused: cases.flatMap(({ stack, what, refused: says }) => (says === undefined ? [] : [{ stack, what, says }])),
    empty: cases.filter(isEmpty).map(({ stack, what }) => ({ stack, what })),
    unexplained,
    explained: uses.flatMap(({ reason, found: ofIt }) => {
      const [example] = ofIt;
      return example === undefined ? [] : [{ reason, times: ofIt.length, example }];
    }),
    unused,
  };
}

/** The report where there is no real provider to compare with. */
export const skipped = { passed: 0, failed: 0, skipped: 1 } as const satisfies Partial<Report>;

function isEmpty({ comparison }: Case): boolean {
  const agreeing = Object.values(comparison.agreeing).reduce((sum, times) => sum + times, 0);
  return agreeing - comparison.agreeing.verdict + comparison.differences.length === 0;
}

function findings({ stack, what, comparison }: Case): readonly Finding[] {
  return comparison.differences.map((difference) => ({ ...difference, stack, what }));
}

function count(cases: readonly Case[], isExplained: (finding: Finding) => boolean): Record<Category, Count> {
  const of = (category: Category): Count => {
    const differences = cases.flatMap(findings).filter((finding) => finding.category === category);
    const explained = differences.filter(isExplained).length;
    const agreeing = cases.reduce((sum, { comparison }) => sum + comparison.agreeing[category], 0);
    return { agreeing, explained, differing: differences.length - explained };
  };
  return Object.fromEntries(categories.map((category) => [category, of(category)])) as Record<Category, Count>;
}
