import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseJson } from "../../../core/document/parse";
import { schemaIssues } from "../../../core/document/schema-issues";
import { patterned, wholeNumber } from "../../../core/document/schema-kit";
import { renderIssue } from "../../../core/errors";

/** Issues of a value against a schema, as they are shown. */
function issues(schema: z.ZodType, value: unknown, conceals?: () => boolean): string[] {
  const { document } = parseJson(JSON.stringify(value), "file.json");
  if (document === undefined) throw new Error("the value must be JSON");
  return schemaIssues(schema, document, conceals === undefined ? {} : { conceals }).map(renderIssue);
}

const trust = z.strictObject({
  trust: z.union([
    z.strictObject({ role: patterned(/^role-/, "a role") }),
    z.strictObject({ issuer: z.string(), subjects: z.array(z.string()).min(1) }),
  ]),
});

describe("schemaIssues", () => {
  it.each([
    ["nothing for a valid value", { trust: { role: "role-a" } }, []],
    [
      "of alternatives, the one that fits best",
      { trust: { issuer: "x" } },
      ['file.json:1:10  trust: "subjects" is missing.'],
    ],
    [
      "a key no alternative knows",
      { trust: { issuer: "x", subjects: ["y"], subject: 1 } },
      ['file.json:1:41  trust > subject: unknown key. Did you mean "subjects"?'],
    ],
    ["a value that no alternative takes", { trust: 1 }, ["file.json:1:10  trust: got 1, must be an object { ... }."]],
    [
      "an empty list in an alternative",
      { trust: { issuer: "x", subjects: [] } },
      ["file.json:1:35  trust > subjects: has no entry, must have at least 1."],
    ],
  ])("reports %s", (_, value, expected) => {
    expect(issues(trust, value)).toEqual(expected);
  });

  it("names formats in words", () => {
    expect(issues(z.strictObject({ to: z.email() }), { to: "ops" })).toEqual([
      'file.json:1:7  to: got "ops", must be an e-mail address.',
    ]);
  });

  it("tells only the kind of what it is asked to conceal", () => {
    const schema = z.strictObject({ pin: wholeNumber(1, 9), word: patterned(/^x/, "a word with x"), flag: z.string() });
    expect(issues(schema, { pin: 12345, word: "hunter2", flag: 7 }, () => true)).toEqual([
      "file.json:1:8  pin: got a number, must be 1 to 9.",
      "file.json:1:21  word: got a string, must be a word with x.",
      "file.json:1:38  flag: got a number, must be a string. Put it in quotes.",
    ]);
  });
});
