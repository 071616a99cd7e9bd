/** Ctrl-C while terraform runs. */
import type { Interruption } from "./terraform/run";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Passes signals to this process on to every terraform; returns what ends that. */
export function passInterrupts(interruption: Interruption, note: (line: string) => void): () => void {
  const interrupt = () => {
    if (interruption.isAsked) note("Killing terraform.");
    else note("Interrupted: terraform writes its state and releases its locks. Once more kills it.");
    interruption.request();
  };
  for (const signal of signals) process.on(signal, interrupt);
  return () => {
    for (const signal of signals) process.off(signal, interrupt);
  };
}
