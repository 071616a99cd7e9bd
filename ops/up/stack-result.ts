/** What became of a stack that was applied. */
import type { Changes, Diagnostic } from "../terraform/messages";

/** `partly`: the plan could be made and not all of it carried out, where the stacks after it go on nevertheless. */
export type Outcome = "applied" | "unchanged" | "partly" | "failed" | "interrupted" | "skipped";

/** A change that was planned and not carried out. */
export interface NotDone {
  readonly address: string;
  /** Terraform's error; undefined when it was not tried. */
  readonly error: Diagnostic | undefined;
}

export interface StackResult {
  readonly stack: string;
  readonly outcome: Outcome;
  /** What was really done: a replacement counts as one added and one removed. */
  readonly changes: Changes;
  /** Outputs that changed. */
  readonly outputs: number;
  readonly seconds: number;
  readonly diagnostics: readonly Diagnostic[];
  /** What terraform printed beside its messages, when it failed. */
  readonly stray: readonly string[];
  /** What is left of the plan after a failure. */
  readonly notDone: readonly NotDone[];
  /** Why a stack was not started, where there is more to say than that one before it failed. */
  readonly lacks: readonly string[];
}
