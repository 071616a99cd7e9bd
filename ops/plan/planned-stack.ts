/** What became of a stack that was planned. */
import type { Diagnostic } from "../terraform/messages";
import type { PlannedStackRecord } from "./run";

export interface PlannedStack extends Omit<PlannedStackRecord, "outcome"> {
  /** `interrupted`: begun or not, it was not finished. */
  readonly outcome: PlannedStackRecord["outcome"] | "interrupted";
  readonly seconds: number;
  readonly warnings: readonly Diagnostic[];
}
