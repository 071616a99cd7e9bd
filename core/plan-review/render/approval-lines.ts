/** Approvals in words. */
import { counted } from "../../document/text";
import { isApproved, type Approval, type Gate } from "../gate";
import type { Risk, StackReview } from "../review";
import { printable } from "../values/printable";

/** A line of a red entry, where approvals are spoken of. */
export const notApprovedLine = "Not approved.";

/** `Approved by ada: It is empty since May.`, as far as it is known; the other one. */
export function approvedLine({ by, reason }: Approval): string {
  const who = by === undefined ? "Approved" : `Approved by ${printable(by)}`;
  return reason === undefined ? `${who}.` : `${who}: ${printable(reason)}`;
}

/** How a stack stands in a table: `approved` where all that is red of it was agreed to. */
export function standingOf({ stack, risk }: StackReview, gate: Gate | undefined): Risk | "approved" {
  return risk === "red" && isApproved(gate, stack) ? "approved" : risk;
}

/** What all of them come to, and those that approve nothing. */
export function approvalLines(gate: Gate): readonly string[] {
  const { blocking, approved, unused } = gate;
  const verdict =
    blocking.length > 0
      ? [`Not to be applied: ${counted(blocking.length, "red finding")} without approval.`]
      : approved.length > 0
        ? [`Approved: ${counted(approved.length, "red finding")}.`]
        : [];
  const why = { "other-plan": "it was given for another plan", "not-red": "nothing red goes by that address" };
  return [
    ...verdict,
    ...unused.map((approval) => `The approval of ${approval.address} does not count: ${why[approval.why]}.`),
  ];
}
