/** Whether what ECR's scan found in an image keeps it from being released. */
import { listed } from "../document/text";

/** AWS's severities, the worst first. */
export const severities = ["CRITICAL", "HIGH", "MEDIUM", "LOW"] as const;

/** Values of the setting `delivery.refusedFindings`. */
export const refusedFindings = ["critical", "high", "medium", "none"] as const;
export type RefusedFindings = (typeof refusedFindings)[number];

/** Severity -> number. */
export type Findings = Readonly<Partial<Record<string, number>>>;

export interface Judgement {
  readonly isRefused: boolean;
  /** `2 critical and 5 high findings` */
  readonly text: string;
}

export function judge(findings: Findings, refused: RefusedFindings): Judgement {
  const found = severities.filter((severity) => (findings[severity] ?? 0) > 0);
  const limit = severities.findIndex((severity) => severity.toLowerCase() === refused);
  return {
    isRefused: found.some((severity) => severities.indexOf(severity) <= limit),
    text: found.length === 0 ? "no findings" : describe(found, findings),
  };
}

function describe(found: readonly string[], findings: Findings): string {
  const counts = found.map((severity) => `${findings[severity] ?? 0} ${severity.toLowerCase()}`);
  const total = found.reduce((sum, severity) => sum + (findings[severity] ?? 0), 0);
  return `${listed(counts)} ${total === 1 ? "finding" : "findings"}`;
}
