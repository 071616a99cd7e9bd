/** The proof of capacity: every scenario judged, with the smallest changes for what does not fit. */
import { type Change, smallestChanges } from "./changes";
import type { CapacityPlan } from "./plan";
import { fitsOtherwise, judge, type Outcome, severityOf } from "./scenarios";

export interface Finding extends Outcome {
  readonly severity: "none" | "warning" | "error";
  /** Any one of these makes it fit, and nothing worse; none when it fits. */
  readonly changes: readonly Change[];
  /** Whether another arrangement would have room for the tasks that wait; undefined where it fits, or that is open. */
  readonly otherwise: boolean | undefined;
}

/** Pure: the same plan gives the same findings, in the order of `scenarioNames`. */
export function proveCapacity(plan: CapacityPlan): Finding[] {
  const outcomes = judge(plan);
  return outcomes.map((outcome) => findingOf(plan, outcome, outcomes));
}

/** What must not be deployed; cheap where nothing is wrong. */
export function capacityErrors(plan: CapacityPlan): Finding[] {
  const isRefused = judge(plan, ["steady", "rolling"]).some((outcome) => severityOf(outcome) === "error");
  return isRefused ? proveCapacity(plan).filter(({ severity }) => severity === "error") : [];
}

function findingOf(plan: CapacityPlan, outcome: Outcome, outcomes: readonly Outcome[]): Finding {
  const severity = severityOf(outcome);
  return severity === "none"
    ? { ...outcome, severity, changes: [], otherwise: undefined }
    : {
        ...outcome,
        severity,
        changes: smallestChanges(plan, outcomes, outcome.scenario),
        otherwise: fitsOtherwise(outcome),
      };
}
