/** What the live progress of work on stacks looks like at one moment. */
import pc from "picocolors";

export interface StackLine {
  readonly stack: string;
  readonly state: "waiting" | "running" | "done" | "failed" | "skipped";
  /** What goes on, or what came of it. */
  readonly text: string;
  /** So far, or in all; undefined for what was not started. */
  readonly seconds: number | undefined;
}

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** It shows no other characters. */
  readonly isAscii: boolean;
}

const marks = {
  unicode: { spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"], waiting: "·", done: "✔", failed: "✖" },
  ascii: { spinner: ["|", "/", "-", "\\"], waiting: ".", done: "+", failed: "x" },
};

/** Whether the locale says that a terminal shows ASCII only: POSIX's `C`, or an encoding that is not UTF-8. */
export function isAsciiLocale({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== "") ?? "";
  // macOS and Windows leave it unset in some terminals that show everything.
  return locale !== "" && !/utf-?8/i.test(locale);
}

/**
 * A line a stack. On a screen with fewer rows: those that run or failed, and how many are in which other state. No line
 * is wider than the screen: a wrapped one could not be drawn anew.
 * @param tick counts the drawings
 */
export function frame(lines: readonly StackLine[], screen: Screen, tick: number): readonly string[] {
  const { rows } = screen;
  const width = Math.max(...lines.map(({ stack }) => stack.length));
  const draw = (some: readonly StackLine[]) => some.map((line) => drawLine(line, width, screen, tick));
  if (lines.length < rows) return draw(lines);
  const shown = lines.filter(({ state }) => state === "running" || state === "failed");
  const counts = (["done", "waiting", "skipped"] as const)
    .map((state) => [state, lines.filter((line) => line.state === state).length] as const)
    .filter(([, count]) => count > 0);
  return [...draw(shown.slice(0, rows - 2)), counts.map(([state, count]) => `${count} ${state}`).join(", ")];
}

function drawLine(
  { stack, state, text, seconds }: StackLine,
  width: number,
  { columns, isAscii }: Screen,
  tick: number,
): string {
  const { spinner, waiting, done, failed } = marks[isAscii ? "ascii" : "unicode"];
  const mark = {
    waiting: pc.dim(waiting),
    running: pc.cyan(spinner[tick % spinner.length]),
    done: pc.green(done),
    failed: pc.red(failed),
    skipped: pc.dim("-"),
  }[state];
  const time = seconds === undefined ? "" : `${seconds.toFixed(state === "running" ? 0 : 1)} s`;
  const words = [stack.padEnd(width), text, time].filter((word) => word !== "").join("  ");
  const cut = words.slice(0, columns - 3);
  return `${mark} ${state === "waiting" || state === "skipped" ? pc.dim(cut) : cut}`;
}
