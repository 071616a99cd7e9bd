/** Questions on a terminal. The library is loaded when there is something to ask. */
import { closeSync } from "node:fs";
import { ExitCode } from "../console";

/** Whether there is a person to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** A yes or no; Enter means `usual`. */
export async function confirm(message: string, usual: boolean): Promise<boolean> {
  const prompts = await import("@inquirer/prompts");
  return untilGone((context) => prompts.confirm({ message, default: usual }, context));
}

/** A text; `problemOf` says what is wrong with one. */
export async function askText(
  message: string,
  proposal: string | undefined,
  problemOf: (text: string) => string | undefined,
): Promise<string> {
  const prompts = await import("@inquirer/prompts");
  const config = {
    message,
    ...(proposal === undefined ? {} : { default: proposal }),
    required: true,
    validate: (text: string) => problemOf(text.trim()) ?? true,
  };
  return untilGone((context) => prompts.input(config, context));
}

/** A text that is not shown while it is typed. @param stop ends the question too */
export async function askSecret(message: string, stop: AbortSignal): Promise<string> {
  const prompts = await import("@inquirer/prompts");
  const config = { message, mask: false, validate: (text: string) => text !== "" || "It must not be empty." };
  return untilGone((context) => prompts.password(config, context), stop);
}

export async function askSome(
  message: string,
  choices: readonly { readonly value: string; readonly checked: boolean }[],
): Promise<readonly string[]> {
  const prompts = await import("@inquirer/prompts");
  return untilGone((context) => prompts.checkbox({ message, choices: [...choices] }, context));
}

/**
 * Ctrl-D and a terminal that was closed break a question off as Ctrl-C does. The library would wait on for an answer that
 * nobody can give any more, and the terminal show what is typed. All that is seen of it is that readline lets go of its input.
 */
async function untilGone<T>(
  question: (context: { signal: AbortSignal }) => Promise<T>,
  stop?: AbortSignal,
): Promise<T> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  const signal = AbortSignal.any([gone.signal, ...(stop === undefined ? [] : [stop])]);
  signal.addEventListener("abort", outliveTerminal, { once: true });
  process.stdin.once("pause", leave);
  try {
    return await question({ signal });
  } finally {
    process.stdin.off("pause", leave);
    signal.removeEventListener("abort", outliveTerminal);
  }
}

/** To set the mode of a terminal that is gone is an error: readline throws it where nobody can catch it. */
function outliveTerminal(): void {
  process.stdin.removeAllListeners("error");
  process.stdin.once("error", () => {
    process.stdin.on("error", () => {});
    // Node sets the modes that it began with as it ends, and is killed where it cannot; what is closed it leaves alone.
    process.once("exit", () => [0, 1, 2].forEach((descriptor) => closeSync(descriptor)));
  });
}

/** Whether a question was broken off. */
export function isBrokenOff(error: unknown): boolean {
  // By name: the classes are the library's, which is not loaded before it is needed.
  return error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError");
}

/** Runs what asks; a question that was broken off ends it with the exit code for an interruption. */
export async function asking(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (isBrokenOff(error)) return ExitCode.interrupted;
    throw error;
  }
}
