import { describe, expect, it } from "vitest";
import { foldedLine } from "../../ops/console";
import { widthOf } from "../../ops/width";

describe("the width of text", () => {
  it.each([
    ["a terminal of 80 columns", true, 80, 80],
    ["a wide terminal", true, 240, 80],
    ["a narrow one", true, 66, 66],
    ["one that is too narrow", true, 30, 60],
    ["one that does not tell", true, 0, 80],
    ["a pipe", false, undefined, 80],
    ["a pipe, whatever COLUMNS says", false, 60, 80],
  ])("%s", (_, isTerminal, columns, width) => {
    expect(widthOf({ isTerminal }, columns)).toBe(width);
  });
});

it("may be less for what can be drawn on less", () => {
  expect([30, 50, 240].map((columns) => widthOf({ isTerminal: true }, columns, 40))).toEqual([40, 50, 80]);
});

it("foldedLine keeps the indentation, and lets what follows stand deeper", () => {
  expect(foldedLine("  a bb ccc", 6)).toEqual(["  a bb", "    ccc"]);
  expect(foldedLine("", 6)).toEqual([""]);
});
