/** Ctrl-C, and whatever else asks a command to end. */
import { ExitCode } from "./console";
import type { Interruption } from "./terraform/run";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * npm, by which `npx` runs the command, passes on the Ctrl-C that the terminal has sent to both: where its shell makes
 * way for the command (bash does), the command gets two within a few milliseconds. So close together they are one.
 */
const echoMs = 250;

/** Calls `interrupt` at every signal to end; returns what ends that. */
export function onInterrupt(interrupt: () => void): () => void {
  let last = -Infinity;
  const listener = () => {
    const now = performance.now();
    if (now - last < echoMs) return;
    last = now;
    interrupt();
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}

export interface Stop {
  /** Aborted by the first Ctrl-C; the second one ends the process at once. */
  readonly signal: AbortSignal;
  /** From here on a Ctrl-C ends the process again. */
  end(): void;
}

export function stopOnInterrupt(): Stop {
  const stop = new AbortController();
  const end = onInterrupt(() => {
    if (stop.signal.aborted) process.exit(ExitCode.interrupted);
    stop.abort();
  });
  return { signal: stop.signal, end };
}

/** Passes signals to this process on to every terraform; returns what ends that. */
export function passInterrupts(interruption: Interruption, note: (line: string) => void): () => void {
  return onInterrupt(() => {
    if (interruption.isAsked) note("Killing terraform.");
    else note("Interrupted: terraform writes its state and releases its locks. Once more kills it.");
    interruption.request();
  });
}
