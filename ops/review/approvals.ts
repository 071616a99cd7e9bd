/** The approvals of an environment's plans, on disk. */
import { join } from "node:path";
import { environmentOption } from "../../core/environment/where";
import { fileMissing, reviewProblems as problems } from "../../core/errors";
import { readApprovals, renderApprovals, type GivenApproval } from "../../core/plan-review/approvals";
import type { RedFinding, Review } from "../../core/plan-review/review";
import { plansFolder } from "../plan/run";
import { textIfThere } from "../read-text";
import { replaceFile } from "../replace-file";

/** Beside the plans: a new plan takes them away with the old ones. */
export function approvalsFile(root: string, environment: string): string {
  return join(plansFolder(root, environment), "approvals.json");
}

/** @param isNamed whether the user named the file: then it must be there */
export function loadApprovals(file: string, isNamed: boolean): readonly GivenApproval[] {
  const text = textIfThere(file);
  if (text !== undefined) return readApprovals(text, file);
  if (isNamed) throw fileMissing(file, "it should hold approvals; `smart360 review --approve` writes one");
  return [];
}

export interface Approving {
  readonly addresses: readonly string[];
  readonly by: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * Approvals of red findings of these very plans.
 *
 * @throws {UserError} when an address is not red here: an approval that does not count would only look like one
 */
export function approve(review: Review, { addresses, by, reason, at }: Approving): readonly GivenApproval[] {
  const named = addresses.map((address) => {
    const findings = review.red.filter((finding) => [finding.approveAs, withStack(finding)].includes(address));
    if (findings.length === 0) throw problems.approvesNothing(address, [...new Set(review.red.map(withStack))]);
    const stacks = new Set(findings.map(({ place }) => place.stack));
    // Resources of like stacks go by the same address: who approves one of them has looked at one.
    if (stacks.size > 1) throw problems.approvesSeveral(address, [...new Set(findings.map(withStack))]);
    return { address: findings[0]?.approveAs ?? address, stacks };
  });
  return review.stacks.flatMap(({ stack, sha256 }) => {
    const here = named.filter(({ stacks }) => stacks.has(stack)).map(({ address }) => address);
    if (here.length === 0) return [];
    if (sha256 === undefined) throw problems.planWithoutHash(here[0] ?? "");
    return [{ stack, plan: sha256, addresses: [...new Set(here)], by, reason, at }];
  });
}

/** What to do with what is red and not approved. */
export function howToApprove(environment: string, blocking: readonly RedFinding[]): string {
  const option = environmentOption(environment);
  const [only, ...others] = blocking;
  const address = only === undefined || others.length > 0 ? "<stack>/<address>" : `'${withStack(only)}'`;
  return `If it is right: smart360 review${option} --approve ${address} --by <name> --reason <text>`;
}

/** `data/aws_db_instance.Database_1A2B3C4D`, as `--approve` takes it. */
export function withStack({ place, approveAs }: RedFinding): string {
  return `${place.stack}/${approveAs}`;
}

export function writeApprovals(file: string, approvals: readonly GivenApproval[]): void {
  replaceFile(file, renderApprovals(approvals), { mode: 0o600 });
}
