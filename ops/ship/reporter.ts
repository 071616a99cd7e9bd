/** What a person sees while a release goes on: its steps, and inside a step what changes. */
import type { ProgressLine } from "../progress-line";

/** Widest name of a step, and a gap. */
const nameWidth = 11;

export interface Reporter {
  /** What a step is doing now. */
  progress(step: string, text: string): void;
  /** What a step did, or what happened in it: stays readable. */
  line(step: string, text: string): void;
}

export function reporter(note: (line: string) => void, changing: ProgressLine): Reporter {
  const inColumn = (step: string, text: string) => `${step.padEnd(nameWidth)}${text}`;
  return {
    progress: (step, text) => changing.show(inColumn(step, text)),
    line(step, text) {
      changing.clear();
      note(inColumn(step, text));
    },
  };
}
