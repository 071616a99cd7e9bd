/** Progress of one thing: a line that changes in place on a terminal, a line for each change elsewhere. */
import { createLogUpdate } from "log-update";
import type { Console } from "./console";
import { drawsInPlace } from "./progress";

export interface ProgressLine {
  show(text: string): void;
  /** Takes the line that changes in place away. */
  clear(): void;
  /** Ends the line that changes in place. */
  close(): void;
}

/** @param json stdout is for a machine */
export function progressLine(out: Console, json: boolean): ProgressLine {
  return !json && drawsInPlace(out.isTerminal) ? liveLine(process.stdout) : plainLines(out.note);
}

export function liveLine(terminal: NodeJS.WriteStream): ProgressLine {
  const drawing = createLogUpdate(terminal);
  let isOpen = false;
  return {
    show(text) {
      isOpen = true;
      drawing(text);
    },
    clear() {
      if (isOpen) drawing.clear();
    },
    close() {
      if (isOpen) drawing.done();
    },
  };
}

export function plainLines(say: (line: string) => void): ProgressLine {
  let last: string | undefined;
  return {
    show(text) {
      if (text !== last) say(text);
      last = text;
    },
    clear: () => {},
    close: () => {},
  };
}
