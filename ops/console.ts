/** What the commands print with: results to stdout, notes to stderr when stdout is for a machine. */
import { wrap } from "../core/plan-review/render/wrap";
import { colorsFor } from "./colors";
import { widthOf } from "./width";

/**
 * `changes` and `red` are answers of commands that look ahead: something would change, something that holds data would be
 * destroyed or replaced.
 */
export const ExitCode = { ok: 0, failed: 1, user: 2, changes: 2, red: 3, interrupted: 130 } as const;

export interface Console {
  /** Whether stdout is a terminal that a person looks at. */
  readonly isTerminal: boolean;
  /** A line of the result. */
  print(line: string): void;
  /** A line about what goes on. */
  note(line: string): void;
  bold(text: string): string;
}

/** @param json the result is for a machine: notes go to stderr */
export function consoleFor(json: boolean): Console {
  const isTerminal = process.stdout.isTTY === true;
  const notes = json ? process.stderr : process.stdout;
  return {
    isTerminal,
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void notes.write(`${line}\n`),
    bold: colorsFor({ isTerminal }).bold,
  };
}

/** What a program that asked for JSON is given in place of a result. */
export function refusalAsJson(message: string, exitCode: number): string {
  return JSON.stringify({ error: { message, exitCode } }, null, 2);
}

/** Ends a command that broke off, told to a person and, with `--json`, to a program. @returns the exit code */
export function breakOff(out: Console, isJson: boolean, message: string, exitCode: number): number {
  out.note(message);
  if (isJson) out.print(refusalAsJson(message, exitCode));
  return exitCode;
}

/** An error for whoever runs the command: on a terminal broken between words, elsewhere as it is. */
export function printError(message: string): void {
  const { isTTY, columns } = process.stderr;
  const lines = message.split("\n");
  const shown =
    isTTY === true ? lines.flatMap((line) => foldedLine(line, widthOf({ isTerminal: true }, columns))) : lines;
  process.stderr.write(`${shown.join("\n")}\n`);
}

/** Sentences of a result: on a terminal broken between words, elsewhere as they are. */
export function printText(out: Console, text: string): void {
  const lines = text.split("\n");
  (out.isTerminal ? lines.flatMap((line) => foldedLine(line, widthOf(out))) : lines).forEach(out.print);
}

/** A line of a text, broken between words; what follows stands a little deeper. */
export function foldedLine(line: string, width: number): string[] {
  const [indent = ""] = /^ */.exec(line) ?? [];
  return wrap(line.slice(indent.length), width, indent, `${indent}  `);
}

/**
 * Lets a command go on to its end when nobody reads what it prints any more (`smart360 up | head`, a terminal that was
 * closed): it may hold locks, and its exit code is to say what came of it.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
    });
}
