/** A step that did not succeed, as the person is told. */
export type FailedOutcome = "failed" | "rolledBack" | "superseded" | "timedOut" | "interrupted" | "unknown";

/** A step that did not succeed. */
export class StepFailure extends Error {
  constructor(
    readonly outcome: FailedOutcome,
    message: string,
    /** What AWS says of it, line by line. */
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }

  /** Any error as what it means for the release. */
  static of(error: unknown, signal: AbortSignal): StepFailure {
    if (error instanceof StepFailure) return error;
    if (signal.aborted) return new StepFailure("interrupted", "It was interrupted.");
    return new StepFailure("failed", error instanceof Error ? error.message : String(error));
  }
}
