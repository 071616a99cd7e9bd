/** Questions on a terminal. The library is loaded when there is something to ask. */
import { ExitCode } from "../console";

/** Whether there is a person to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** A yes or no; Enter means `usual`. */
export async function confirm(message: string, usual: boolean): Promise<boolean> {
  const prompts = await import("@inquirer/prompts");
  return prompts.confirm({ message, default: usual });
}

/** A text; `problemOf` says what is wrong with one. */
export async function askText(
  message: string,
  proposal: string | undefined,
  problemOf: (text: string) => string | undefined,
): Promise<string> {
  const prompts = await import("@inquirer/prompts");
  return prompts.input({
    message,
    ...(proposal === undefined ? {} : { default: proposal }),
    required: true,
    validate: (text) => problemOf(text.trim()) ?? true,
  });
}

/** A text that is not shown while it is typed. */
export async function askSecret(message: string): Promise<string> {
  const prompts = await import("@inquirer/prompts");
  return prompts.password({ message, mask: false, validate: (text) => text !== "" || "It must not be empty." });
}

export async function askSome(
  message: string,
  choices: readonly { readonly value: string; readonly checked: boolean }[],
): Promise<readonly string[]> {
  const prompts = await import("@inquirer/prompts");
  return prompts.checkbox({ message, choices: [...choices] });
}

/** Runs what asks; Ctrl-C at a question ends it with the exit code for an interruption. */
export async function asking(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    // By name: the class is the library's, which is not loaded before it is needed.
    if (error instanceof Error && error.name === "ExitPromptError") return ExitCode.interrupted;
    throw error;
  }
}
