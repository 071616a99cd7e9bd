/** Watches what AWS does by itself. */
import { AwsFailure } from "./aws";
import type { Clock } from "./clock";

export interface Pace {
  readonly clock: Clock;
  /** Between two looks. */
  readonly pollSeconds: number;
}

export interface PollOptions {
  readonly forSeconds: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of each look that AWS did not answer. */
  readonly onTrouble?: (message: string) => void;
}

/**
 * Looks again and again until `look` has an answer; undefined when there is none in time. A look that AWS throttles or does
 * not answer is no end of what is watched, which goes on: only the last of them is thrown.
 */
export async function poll<T>(
  { clock, pollSeconds }: Pace,
  { forSeconds, signal, onTrouble }: PollOptions,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = clock.elapsedSeconds() + forSeconds;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined || clock.elapsedSeconds() >= end) return found;
    } catch (error) {
      if (!(error instanceof AwsFailure && error.isTransient) || clock.elapsedSeconds() >= end) throw error;
      onTrouble?.(error.message);
    }
    await clock.wait(pollSeconds, signal);
  }
}
