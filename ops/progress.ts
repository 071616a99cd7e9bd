/** Live progress of work on stacks: a line a stack that changes on a terminal, plain lines elsewhere. */
import { Listr, type ListrTaskWrapper } from "listr2";

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

/** Progress and a function that waits until the display has drawn everything. */
export interface Display {
  readonly progress: Progress;
  close(): Promise<void>;
}

export function display(stacks: readonly string[], isTerminal: boolean, write: (line: string) => void): Display {
  return isTerminal ? live(stacks) : plain(write);
}

function plain(write: (line: string) => void): Display {
  return {
    progress: {
      started: (stack) => write(`${stack}: started`),
      phase: () => {},
      ended: ({ stack, text, seconds }) =>
        write(`${stack}: ${text}${seconds === undefined ? "" : `, ${inWords(seconds)}`}`),
    },
    close: async () => {},
  };
}

type Task = Pick<ListrTaskWrapper<unknown, never, never>, "title" | "output" | "skip">;

function live(stacks: readonly string[]): Display {
  const tasks = new Map<string, Task>();
  const settle = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
  const list = new Listr(
    stacks.map((stack) => ({
      title: stack,
      task: (_: unknown, task: Task) => {
        tasks.set(stack, task);
        return new Promise<void>((resolve, reject) => settle.set(stack, { resolve, reject }));
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      // Ctrl-C is handled by the command: terraform must end first.
      registerSignalListeners: false,
      rendererOptions: { collapseErrors: true, showErrorMessage: false, collapseSubtasks: false },
    },
  );
  const drawn = list.run();
  const set = (stack: string, title: string) => {
    const task = tasks.get(stack);
    if (task !== undefined) task.title = title;
  };
  return {
    progress: {
      started: () => {},
      phase: (stack, text) => set(stack, `${stack}  ${text}`),
      ended({ stack, text, how, seconds }) {
        if (how === "skipped") tasks.get(stack)?.skip(`${stack}  ${text}`);
        else set(stack, `${stack}  ${text}${seconds === undefined ? "" : `  ${inWords(seconds)}`}`);
        const end = settle.get(stack);
        if (how === "failed") end?.reject(new Error(text));
        else end?.resolve();
      },
    },
    close: async () => {
      await drawn;
    },
  };
}

const inWords = (seconds: number) => `${seconds.toFixed(1)} s`;
