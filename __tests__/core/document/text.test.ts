import { describe, expect, it } from "vitest";
import { LineIndex } from "../../../core/document/json-document";
import { ago, counted, describeTime, listed, quote, show, suggestion } from "../../../core/document/text";

describe("quote", () => {
  it.each([
    ["plain", '"plain"'],
    ['a "quoted" word', '"a \\"quoted\\" word"'],
    ["two\nlines", '"two\\nlines"'],
    ["\u001b[31mred", '"\\u001b[31mred"'],
    ["\u009b31m", '"\\u009b31m"'],
    ["left\u202eright", '"left\\u202eright"'],
    ["zähler", '"zähler"'],
    ["😀".repeat(61), `"${"😀".repeat(60)}…"`],
  ])("%j", (text, expected) => {
    expect(quote(text)).toBe(expected);
  });
});

describe("show", () => {
  it.each([
    [1, "1"],
    [null, "null"],
    [true, "true"],
    [[], "an empty list"],
    [[1], "a list"],
    [{}, "an object"],
  ])("%j", (value, expected) => {
    expect(show(value)).toBe(expected);
  });
});

describe("counted", () => {
  it.each([
    [0, "0 tasks"],
    [1, "1 task"],
    [999, "999 tasks"],
    [1_068, "1,068 tasks"],
    [1_234_567, "1,234,567 tasks"],
  ])("%j", (count, expected) => {
    expect(counted(count, "task")).toBe(expected);
  });
});

describe("listed", () => {
  it.each([
    [[], ""],
    [["a"], "a"],
    [["a", "b"], "a and b"],
    [["a", "b", "c"], "a, b and c"],
  ])("%j", (items, expected) => {
    expect(listed(items)).toBe(expected);
  });
});

describe("suggestion", () => {
  it.each([
    ["memroy", 'Did you mean "memory"?'],
    ["MEMORY", 'Did you mean "memory"?'],
    ["cpus", 'Did you mean "cpu"?'],
    ["colour", "Known are cpu and memory."],
    ["", "Known are cpu and memory."],
  ])("for %j", (word, expected) => {
    expect(suggestion(word, ["cpu", "memory"], "Known are")).toBe(expected);
  });
});

describe("LineIndex", () => {
  it.each([
    [0, 1, 1],
    [1, 1, 2],
    [2, 2, 1],
    [4, 3, 1],
    [5, 3, 2],
    [6, 4, 1],
  ])("puts offset %i of a text with all line ends at %i:%i", (offset, line, column) => {
    expect(new LineIndex("a\n\r\nb\rc").at(offset)).toEqual({ line, column });
  });
});

describe("a time", () => {
  const now = new Date("2026-09-29T14:00:00Z");

  it.each([
    [0, "0 seconds ago"],
    [1, "1 second ago"],
    [-5, "0 seconds ago"],
    [59, "59 seconds ago"],
    [60, "1 minute ago"],
    [3_599, "59 minutes ago"],
    [7_200, "2 hours ago"],
    [86_400, "1 day ago"],
    [200_000, "2 days ago"],
  ])("%s seconds are %s", (seconds, text) => {
    expect(ago(new Date(now.getTime() - seconds * 1000).toISOString(), now)).toBe(text);
  });

  it("is shown to the second", () => expect(describeTime(now.toISOString())).toBe("2026-09-29 14:00:00 UTC"));

  it("that is none is shown as it is", () => expect(describeTime("yesterday")).toBe("yesterday"));
});
