/** What passes, what fails, and what a person reads of it. */
import { describe, expect, it } from "vitest";
import type { Difference } from "../../../local/truth/compare";
import type { Explanation } from "../../../local/truth/explained";
import { counts, render } from "../../../local/truth/render";
import { report, skipped, type Case, type Results } from "../../../local/truth/report";

const agreeing = { verdict: 1, action: 2, replacement: 0, value: 3, blocks: 0, output: 0 };
const difference: Difference = {
  category: "value",
  address: "aws_x.X",
  type: "aws_x",
  path: "region",
  offline: '"a"',
  real: "null",
};
const good: Case = { stack: "data", kind: "creation", what: "creation", comparison: { agreeing, differences: [] } };
const differing: Case = {
  stack: "data",
  kind: "edit",
  what: "aws_x: wider",
  comparison: { agreeing, differences: [difference] },
};
const results = (...cases: readonly Case[]): Results => ({
  providerVersion: "5.100.0",
  valid: ["data"],
  invalid: [],
  cases,
  isWhole: true,
});
const why: Explanation = { category: "value", type: "aws_x", path: "region", reason: "Only 6 has regions" };

describe("counts", () => {
  it.each<[string, Results, readonly Explanation[], [passed: number, failed: number]]>([
    ["agreement", results(good, good), [], [2, 0]],
    ["a difference", results(good, differing), [], [1, 1]],
    ["a difference that is explained", results(good, differing), [why], [2, 0]],
    ["an explanation of another edit", results(differing), [{ ...why, edit: "aws_x: other" }], [0, 2]],
    ["an explanation of this edit", results(differing), [{ ...why, edit: "aws_x: wider" }], [1, 0]],
    [
      "an explanation by what each side says",
      results(differing),
      [{ ...why, offline: /^"a"$/, real: /^null$/ }],
      [1, 0],
    ],
    ["an explanation without use", results(good), [why], [1, 1]],
    ["an explanation for another major version", results(differing), [{ ...why, major: 6 }], [0, 1]],
    ["an explanation without use, of some edits", { ...results(good), isWhole: false }, [why], [1, 0]],
    ["a plan that both refuse", results({ ...good, refused: "Error: no" }), [], [0, 1]],
    [
      "a case about which the plans say nothing",
      results({ ...good, comparison: { agreeing: { ...agreeing, action: 0, value: 0 }, differences: [] } }),
      [],
      [0, 1],
    ],
    ["a stack that is not valid", { ...results(good), invalid: [{ stack: "edge", says: "Error" }] }, [], [1, 1]],
  ])("%s", (_, found, explanations, [passed, failed]) => {
    expect(report(found, explanations)).toMatchObject({ passed, failed, skipped: 0 });
  });

  it("decisions by kind of case and category", () => {
    const { decisions, cases } = report(results(good, differing, differing), [why]);
    expect(cases).toEqual({ creation: 1, unchanged: 0, edit: 2 });
    expect(decisions.creation.value).toEqual({ agreeing: 3, explained: 0, differing: 0 });
    expect(decisions.edit.value).toEqual({ agreeing: 6, explained: 2, differing: 0 });
  });
});

describe("what a person reads", () => {
  it("ends with the counts", () => {
    const text = render(report(results(good, differing), [why]));
    expect(text.split("\n").slice(-6)).toEqual([
      "explained, 1 times: Only 6 has regions",
      "  for example data, aws_x: wider: aws_x.X region",
      "",
      "1 stacks created, 0 left as they are, 1 edits: 12 decisions agree,",
      "1 differ as explained, 0 differ without explanation.",
      "2 passed, 0 failed",
    ]);
  });

  it("tells all that is wrong, long values shortened", () => {
    const long = { ...difference, real: "x".repeat(101) };
    const text = render(
      report(
        {
          ...results(
            { ...differing, comparison: { agreeing, differences: [long] } },
            { ...good, refused: "Error: no" },
          ),
          invalid: [{ stack: "edge", says: "Error: bad\n  on line 1" }],
        },
        [{ ...why, category: "blocks" }],
      ),
    );
    expect(text).toContain("AWS provider 5.100.0: 1 stacks valid, 1 not\nINVALID edge\n  Error: bad\n    on line 1\n");
    expect(text).toContain(
      [
        "REFUSED by both: data, creation",
        "  Error: no",
        "DIFFERS value: data, aws_x: wider: aws_x.X region",
        '  offline: "a"',
        `  real:    ${"x".repeat(100)}...`,
        "UNUSED explanation: Only 6 has regions",
      ].join("\n"),
    );
    expect(text).toMatch(/\n0 passed, 4 failed$/);
  });

  it("says what was skipped", () => {
    expect(counts(skipped)).toBe("0 passed, 0 failed, 1 skipped");
  });
});
