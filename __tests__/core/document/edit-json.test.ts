import fc from "fast-check";
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { appendTo, removeAt, setAt } from "../../../core/document/edit-json";
import { at } from "../../../core/document/plain";

const text = `{
  "a": 1,
  "list": ["x", "y"],
  "deep": {
    "b": true
  },
  "inline": { "c": null }
}
`;

describe("setAt", () => {
  it.each<[string, (string | number)[], unknown, string, string]>([
    ["a value", ["a"], 22, '"a": 1', '"a": 22'],
    ["a list", ["list"], ["z"], '["x", "y"]', '["z"]'],
    ["an element", ["list", 1], "z", '"y"', '"z"'],
    ["a new property of an object over lines", ["deep", "d"], "e", "true\n", 'true,\n    "d": "e"\n'],
    ["a new property of an object on a line", ["inline", "d"], 1, "null }", 'null, "d": 1 }'],
    ["objects on the way", ["deep", "p", "q"], [1], "true\n", 'true,\n    "p": {\n      "q": [1]\n    }\n'],
    ["the first thing that is new", ["new"], {}, "null }\n", 'null },\n  "new": {}\n'],
  ])("%s", (_, path, value, before, after) => {
    expect(setAt(text, path, value)).toBe(text.replace(before, after));
  });

  it("breaks a list that is too long for a line, and objects in a list", () => {
    const long = ["x".repeat(60), "y".repeat(60)];
    expect(setAt('{\n  "a": 1\n}', ["a"], long)).toBe(`{\n  "a": [\n    "${long[0]}",\n    "${long[1]}"\n  ]\n}`);
    expect(setAt('{\n  "a": 1\n}', ["a"], [{ b: 1 }])).toBe('{\n  "a": [\n    {\n      "b": 1\n    }\n  ]\n}');
  });

  it("refuses to look into what is no object", () => {
    expect(() => setAt(text, ["a", "b"], 1)).toThrow("no object to set b in");
  });
});

describe("appendTo", () => {
  it.each([
    ["a list on a line", '{ "l": [1, 2] }', '{ "l": [1, 2, 3] }'],
    ["a list without spaces", '{"l":[1,2]}', '{"l":[1,2,3]}'],
    ["an empty list on a line", '{"l":[]}', '{"l":[3]}'],
    ["a list over lines", '{\n\t"l": [\n\t\t1\n\t]\n}', '{\n\t"l": [\n\t\t1,\n\t\t3\n\t]\n}'],
    ["an empty list of a file over lines", '{\r\n    "l": []\r\n}', '{\r\n    "l": [\r\n        3\r\n    ]\r\n}'],
    ["a list with empty lines", '{\n "l": [\n  1,\n\n  2\n ]\n}', '{\n "l": [\n  1,\n\n  2,\n\n  3\n ]\n}'],
  ])("%s", (_, before, after) => {
    expect(appendTo(before, ["l"], 3)).toBe(after);
  });

  it.each([
    [
      "over lines",
      '{ "l" : [\n  {\n    "a" : 1\n  }\n]}',
      '{ "l" : [\n  {\n    "a" : 1\n  },\n  {\n    "b" : 2,\n    "c" : [3]\n  }\n]}',
    ],
    ["on a line", '{\n"l": [\n  { "a": 1 }\n]}', '{\n"l": [\n  { "a": 1 },\n  { "b": 2, "c": [3] }\n]}'],
    ["without spaces", '{"l":[{"a":1}]}', '{"l":[{"a":1},{"b":2,"c":[3]}]}'],
  ])("an object that looks like the one before: %s", (_, before, after) => {
    expect(appendTo(before, ["l"], { b: 2, c: [3] })).toBe(after);
  });

  it("refuses to append to what is no list", () => {
    expect(() => appendTo(text, ["a"], 1)).toThrow("no list to append to");
  });
});

describe("removeAt", () => {
  it.each<[string, (string | number)[], string, string]>([
    ["the first property", ["a"], '"a": 1,\n  ', ""],
    ["a property", ["list"], ',\n  "list": ["x", "y"]', ""],
    ["the last property", ["inline"], ',\n  "inline": { "c": null }', ""],
    ["the only property", ["inline", "c"], '{ "c": null }', "{}"],
    ["the first element", ["list", 0], '"x", ', ""],
    ["the last element", ["list", 1], ', "y"', ""],
    ["nothing where there is nothing", ["list", 2], "", ""],
  ])("%s", (_, path, before, after) => {
    expect(removeAt(text, path)).toBe(text.replace(before, after));
  });
});

describe("any JSON", () => {
  /** As it is after a way through JSON, which has no -0. */
  const values = fc.json({ maxDepth: 2 }).map((json) => JSON.parse(json) as unknown);
  const objects = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), values, { minKeys: 1 });
  /** The same value in the styles that people write. */
  const styled = fc.tuple(
    objects,
    fc.constantFrom("  ", "    ", "\t", ""),
    fc.constantFrom("\n", "\r\n"),
    fc.constantFrom("", "\uFEFF"),
  );
  const write = (value: unknown, indent: string, eol: string, mark: string) =>
    mark + JSON.stringify(value, undefined, indent).replaceAll("\n", eol);
  const read = (json: string) => JSON.parse(json.replace(/^\uFEFF/, "")) as unknown;

  /** Whether `after` is `before` with one stretch replaced. */
  function isOneStretch(before: string, after: string, most: number): boolean {
    let start = 0;
    while (start < before.length && before[start] === after[start]) start++;
    let end = 0;
    while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
    return before.length - start - end <= most;
  }

  const fail = (): never => {
    throw new Error("the text was JSON");
  };

  it("keeps every byte but the new property, which is there", () => {
    fc.assert(
      fc.property(styled, values, ([value, indent, eol, mark], inner) => {
        const before = write(value, indent, eol, mark);
        const after = setAt(before, ["newKey"], inner);
        expect(read(after)).toEqual({ ...value, newKey: inner });
        expect(isOneStretch(before, after, 0)).toBe(true);
        if (eol === "\r\n") expect(after.replaceAll("\r\n", "")).not.toContain("\n");
      }),
    );
  });

  it("is as before when what was set is removed", () => {
    fc.assert(
      fc.property(styled, values, ([value, indent, eol, mark], inner) => {
        const before = write(value, indent, eol, mark);
        expect(removeAt(setAt(before, ["newKey"], inner), ["newKey"])).toBe(before);
      }),
    );
  });

  it("replaces a value and nothing else", () => {
    fc.assert(
      fc.property(styled, values, fc.nat(), ([value, indent, eol, mark], inner, pick) => {
        const keys = Object.keys(value);
        const key = keys[pick % keys.length] ?? "";
        const before = write(value, indent, eol, mark);
        const after = setAt(before, [key], inner);
        expect(at(read(after), [key])).toEqual(inner);
        expect(read(removeAt(after, [key]))).toEqual(read(removeAt(before, [key])));
        const length = findNodeAtLocation(parseTree(before.replace(mark, "")) ?? fail(), [key])?.length ?? fail();
        expect(isOneStretch(before, after, length)).toBe(true);
      }),
    );
  });
});
