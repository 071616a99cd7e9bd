/** Whether a plan may be applied: what is red must have been approved, by address, for exactly this plan. */
import type { RedFinding, Review } from "./review";

/** What somebody looked at and agreed to. */
export interface Approval {
  /** SHA-256 of the plan that was looked at, in hexadecimal. */
  readonly plan: string;
  /** `approveAs` of the findings agreed to. */
  readonly addresses: readonly string[];
  /** Who agreed. */
  readonly by?: string;
  /** Why it is right. */
  readonly reason?: string;
  /** When; ISO 8601. */
  readonly at?: string;
}

/** A red finding that somebody agreed to. */
export interface ApprovedFinding extends RedFinding {
  readonly approval: Approval;
}

/** An address that approves nothing here. */
export interface UnusedApproval {
  readonly plan: string;
  readonly address: string;
  /** `other-plan`: none of the plans reviewed has that hash; `not-red`: nothing red goes by that address there. */
  readonly why: "other-plan" | "not-red";
}

export interface Gate {
  /** 0: may be applied; 3: something red is not approved. */
  readonly exitCode: 0 | 3;
  /** Red and not approved. */
  readonly blocking: readonly RedFinding[];
  readonly approved: readonly ApprovedFinding[];
  readonly unused: readonly UnusedApproval[];
}

/** @param settled hashes of plans that are applied: what approved them did its work */
export function gate(review: Review, approvals: readonly Approval[], settled: readonly string[] = []): Gate {
  const hashes = new Map(review.stacks.map(({ stack, sha256 }) => [stack, sha256]));
  const given = new Map(
    approvals.flatMap((approval) => approval.addresses.map((address) => [key(approval.plan, address), approval])),
  );
  const approvalOf = ({ place, approveAs }: RedFinding) => {
    const plan = hashes.get(place.stack);
    return plan === undefined ? undefined : given.get(key(plan, approveAs));
  };
  const approved = review.red.flatMap((finding) => {
    const approval = approvalOf(finding);
    return approval === undefined ? [] : [{ ...finding, approval }];
  });
  const used = new Set(approved.map((finding) => key(hashes.get(finding.place.stack) ?? "", finding.approveAs)));
  const known = new Set([...hashes.values()].map((hash) => hash?.toLowerCase()));
  const blocking = review.red.filter((finding) => approvalOf(finding) === undefined);
  return {
    exitCode: blocking.length === 0 ? 0 : 3,
    blocking,
    approved,
    unused: approvals.flatMap(({ plan, addresses }) =>
      addresses
        .filter((address) => !settled.includes(plan.toLowerCase()) && !used.has(key(plan, address)))
        .map((address) => ({
          plan,
          address,
          why: known.has(plan.toLowerCase()) ? ("not-red" as const) : ("other-plan" as const),
        })),
    ),
  };
}

/** Whether all that is red of a stack was agreed to. */
export function isApproved(gate: Gate | undefined, stack: string): boolean {
  const isOfStack = ({ place }: RedFinding) => place.stack === stack;
  return gate !== undefined && gate.approved.some(isOfStack) && !gate.blocking.some(isOfStack);
}

const key = (plan: string, address: string) => `${plan.toLowerCase()} ${address}`;
