import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { display, live } from "../../ops/progress";
import { frame, isAsciiLocale, type StackLine } from "../../ops/progress-frame";
import { fakeTerminal } from "../support/fake-terminal";

const lines: readonly StackLine[] = [
  { stack: "network", state: "done", text: "+34", seconds: 22.84 },
  { stack: "platform", state: "failed", text: "failed", seconds: 3 },
  { stack: "data", state: "running", text: "12 of 32 changes", seconds: 61.4 },
  { stack: "service-billing", state: "waiting", text: "", seconds: undefined },
  { stack: "edge", state: "skipped", text: "not started", seconds: undefined },
];
const plainFrame = (columns: number, rows: number, isAscii = false) =>
  frame(lines, { columns, rows, isAscii }, 3).map((line) => stripVTControlCharacters(line));

describe("frame", () => {
  it("is a line a stack", () => {
    expect(plainFrame(80, 24)).toEqual([
      "✔ network          +34  22.8 s",
      "✖ platform         failed  3.0 s",
      "⠸ data             12 of 32 changes  61 s",
      "· service-billing",
      "- edge             not started",
    ]);
  });

  it("keeps to ASCII where the terminal shows nothing else", () => {
    expect(plainFrame(80, 24, true)).toEqual([
      "+ network          +34  22.8 s",
      "x platform         failed  3.0 s",
      "\\ data             12 of 32 changes  61 s",
      ". service-billing",
      "- edge             not started",
    ]);
  });

  it.each([
    [{ LANG: "C" }, true],
    [{ LANG: "en_US.UTF-8", LC_ALL: "POSIX" }, true],
    [{ LANG: "C", LC_CTYPE: "C.utf8" }, false],
    [{ LANG: "de_DE.UTF-8", LC_ALL: "" }, false],
    [{}, false],
  ])("a terminal of %o shows ASCII only: %s", (variables, isAscii) => {
    expect(isAsciiLocale(variables)).toBe(isAscii);
  });

  it("is no wider than the screen", () => {
    expect(plainFrame(30, 24)[2]).toBe("⠸ data             12 of 32 c");
    expect(Math.max(...plainFrame(30, 24).map((line) => line.length))).toBeLessThan(30);
  });

  it("is no higher than the screen: what runs or failed, and the rest counted", () => {
    expect(plainFrame(80, 5)).toEqual([
      "✖ platform         failed  3.0 s",
      "⠸ data             12 of 32 changes  61 s",
      "1 done, 1 waiting, 1 skipped",
    ]);
    expect(plainFrame(80, 3)).toHaveLength(2);
  });
});

describe("live", () => {
  it("draws in place, lets notes stay above, and takes itself away", async () => {
    const screen = fakeTerminal();
    const shown = live(["a", "b"], screen.stream, false);
    expect(screen.lines()).toEqual(["· a", "· b"]);
    shown.progress.started("a");
    shown.progress.phase("a", "plan");
    shown.progress.ended({ stack: "a", text: "+1", how: "done", seconds: 1.26 });
    shown.note("Interrupted");
    expect(screen.lines()).toEqual(["Interrupted", "✔ a  +1  1.3 s", "· b"]);
    await shown.close();
    expect(screen.lines()).toEqual(["Interrupted"]);
  });
});

it("elsewhere it is plain lines", () => {
  const written: string[] = [];
  const { progress, note } = display(["a", "b"], false, (line) => written.push(line));
  progress.started("a");
  progress.phase("a", "plan");
  progress.ended({ stack: "a", text: "+1", how: "done", seconds: 1.26 });
  progress.ended({ stack: "b", text: "not started", how: "skipped" });
  note("Interrupted");
  expect(written).toEqual(["a: started", "a: +1, 1.3 s", "b: not started", "Interrupted"]);
});
