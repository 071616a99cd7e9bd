/** Live progress of a deployment: a line a stack that changes on a terminal, plain lines elsewhere. */
import { Listr, type ListrTaskWrapper } from "listr2";
import type { Progress, StackResult } from "./deploy";
import { describeChanges } from "./table";

/** Progress and a function that waits until the display has drawn everything. */
export interface Display {
  readonly progress: Progress;
  close(): Promise<void>;
}

export function display(stacks: readonly string[], isTerminal: boolean, write: (line: string) => void): Display {
  return isTerminal ? live(stacks) : plain(write);
}

function summary(result: StackResult): string {
  return `${result.stack}  ${describeChanges(result)}  ${result.seconds.toFixed(1)} s`;
}

function plain(write: (line: string) => void): Display {
  return {
    progress: {
      started: (stack) => write(`${stack}: started`),
      phase: () => {},
      ended: (result) =>
        write(
          result.outcome === "skipped"
            ? `${result.stack}: not started`
            : `${result.stack}: ${describeChanges(result)}, ${result.seconds.toFixed(1)} s`,
        ),
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
      ended(result) {
        if (result.outcome === "skipped") tasks.get(result.stack)?.skip(`${result.stack}  not started`);
        else set(result.stack, summary(result));
        const end = settle.get(result.stack);
        if (result.outcome === "failed" || result.outcome === "interrupted") end?.reject(new Error(result.outcome));
        else end?.resolve();
      },
    },
    close: async () => {
      await drawn;
    },
  };
}
