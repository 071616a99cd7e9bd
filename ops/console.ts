/** What the commands print with: results to stdout, notes to stderr when stdout is for a machine. */
import pc from "picocolors";

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
  // picocolors would also colour for FORCE_COLOR and in CI; a file is to stay plain.
  const colors = pc.createColors(isTerminal && pc.isColorSupported);
  const notes = json ? process.stderr : process.stdout;
  return {
    isTerminal,
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void notes.write(`${line}\n`),
    bold: colors.bold,
  };
}
