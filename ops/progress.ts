/** Progress of work on stacks: on a terminal a line a stack that changes in place, plain lines elsewhere. */
import { createLogUpdate } from "log-update";
import { frame, isAsciiLocale, type StackLine } from "./progress-frame";

export interface Progress {
  started(stack: string): void;
  /** `plan`, `12 of 40 changes`, ... */
  phase(stack: string, text: string): void;
  ended(ending: Ending): void;
}

export interface Ending {
  readonly stack: string;
  /** What came of it, in a few words. */
  readonly text: string;
  readonly how: "done" | "failed" | "skipped";
  /** Absent for what was not started. */
  readonly seconds?: number;
}

export interface Display {
  readonly progress: Progress;
  /** Prints a line that stays. */
  note(line: string): void;
  /** Takes away what changes in place: the command prints a table of what came of it. */
  close(): Promise<void>;
}

export function display(stacks: readonly string[], isTerminal: boolean, write: (line: string) => void): Display {
  return drawsInPlace(isTerminal) ? live(stacks, process.stdout) : plain(write);
}

/** Whether stdout can take back what it shows: a dumb terminal cannot, nor one of which nobody knows how wide it is. */
export function drawsInPlace(isTerminal: boolean): boolean {
  return isTerminal && process.env["TERM"] !== "dumb" && process.stdout.columns > 0;
}

function plain(write: (line: string) => void): Display {
  return {
    progress: {
      started: (stack) => write(`${stack}: started`),
      phase: () => {},
      ended: ({ stack, text, seconds }) =>
        write(`${stack}: ${text}${seconds === undefined ? "" : `, ${seconds.toFixed(1)} s`}`),
    },
    note: write,
    close: async () => {},
  };
}

const redrawMs = 100;

/** Draws at once, and again and again until it is closed. */
export function live(
  stacks: readonly string[],
  terminal: NodeJS.WriteStream,
  isAscii = isAsciiLocale(process.env),
): Display {
  const lines = new Map<string, StackLine>(
    stacks.map((stack) => [stack, { stack, state: "waiting", text: "", seconds: undefined }]),
  );
  const began = new Map<string, number>();
  const drawing = createLogUpdate(terminal);
  let tick = 0;
  const draw = () => {
    const { columns = 80, rows = 24 } = terminal;
    const current = [...lines.values()].map((line) => {
      const start = began.get(line.stack);
      const isRunning = line.state === "running" && start !== undefined;
      return isRunning ? { ...line, seconds: (performance.now() - start) / 1000 } : line;
    });
    drawing(frame(current, { columns, rows, isAscii }, tick++).join("\n"));
  };
  const change = (stack: string, news: Partial<StackLine>) => {
    const line = lines.get(stack);
    if (line !== undefined) lines.set(stack, { ...line, ...news });
  };

  draw();
  const timer = setInterval(draw, redrawMs);
  timer.unref();
  return {
    progress: {
      started(stack) {
        began.set(stack, performance.now());
        change(stack, { state: "running" });
      },
      phase: (stack, text) => change(stack, { text }),
      ended: ({ stack, text, how, seconds }) => change(stack, { state: how, text, seconds }),
    },
    note(line) {
      drawing.clear();
      terminal.write(`${line}\n`);
      draw();
    },
    async close() {
      clearInterval(timer);
      drawing.clear();
      drawing.done();
    },
  };
}
