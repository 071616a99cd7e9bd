/** Decisions of two plans: what agrees, what differs, and how it is said. */
import { describe, expect, it } from "vitest";
import { comparePlans, compareVerdicts, type Difference } from "../../../local/truth/compare";
import type { BlockJson, Change, Json, PlanDocument } from "../../../local/truth/plan-document";

const rule: BlockJson = { attributes: { port: { type: "number" }, note: { type: "string" } } };
const block = (nesting_mode: "list" | "set"): BlockJson => ({
  attributes: {
    id: { type: "string" },
    zones: { type: ["set", "string"] },
    policy: { type: "string" },
  },
  block_types: { rule: { nesting_mode, block: rule } },
});

const plan = (change: Partial<Change>): PlanDocument => ({
  resource_changes: [
    { address: "aws_x.X", mode: "managed", type: "aws_x", change: { actions: ["update"], ...change } },
  ],
});

function compare(offline: Partial<Change>, real: Partial<Change>, [ours, theirs] = [block("list"), block("list")]) {
  const side = (change: Partial<Change>, of: BlockJson) => ({
    plan: plan(change),
    schemas: { aws_x: { version: 0, block: of } },
  });
  return comparePlans(side(offline, ours), side(real, theirs));
}

const said = ({ differences }: { readonly differences: readonly Difference[] }) =>
  differences.map(({ category, path, offline, real }) => [category, path, offline, real]);

describe("agreement is counted by category", () => {
  it("of equal plans", () => {
    const change = { after: { id: "a", zones: ["a", "b"], rule: [{ port: 1 }] }, replace_paths: [["id"]] };
    const { agreeing, differences } = compare(change, change);
    expect(differences).toEqual([]);
    expect(agreeing).toEqual({ verdict: 0, action: 1, replacement: 1, value: 5, blocks: 1, output: 0 });
  });

  it.each<[string, Json, Json]>([
    ["sets in another order", { zones: ["b", "a"] }, { zones: ["a", "b"] }],
    ["JSON laid out otherwise", { policy: '{ "a": 1, "b": 2 }' }, { policy: '{"b":2,"a":1}' }],
  ])("of %s", (_, offline, real) => {
    expect(compare({ after: offline }, { after: real }).differences).toEqual([]);
  });

  it("of blocks of a set in another order", () => {
    const sets = [block("set"), block("set")] as [BlockJson, BlockJson];
    const after = (...ports: number[]) => ({ after: { rule: ports.map((port) => ({ port })) } });
    expect(compare(after(1, 2), after(2, 1), sets).differences).toEqual([]);
    expect(said(compare(after(1, 2), after(2, 1)))).toHaveLength(2);
  });

  it("but not of what only one schema knows", () => {
    const older: BlockJson = { attributes: { id: { type: "string" } } };
    const { agreeing, differences } = compare({ after: { policy: "p", rule: [{}] } }, { after: {} }, [
      block("list"),
      older,
    ]);
    expect([agreeing.value, agreeing.blocks, differences]).toEqual([1, 0, []]);
  });
});

describe("differences", () => {
  it("of actions and of what forces a replacement", () => {
    const replaced = { actions: ["delete", "create"], replace_paths: [["id"]] };
    expect(said(compare({}, replaced))).toEqual([
      ["action", "", "update", "delete then create"],
      ["replacement", "id", "does not force replacement", "forces replacement"],
    ]);
  });

  it("of values known to one side only, and inside blocks", () => {
    const offline = { after: { id: "a", rule: [{ port: 1 }] } };
    const real = { after: { rule: [{ port: 2 }] }, after_unknown: { id: true } };
    expect(said(compare(offline, real))).toEqual([
      ["value", "id", '"a"', "(known after apply)"],
      ["value", "rule.port", "1", "2"],
    ]);
  });

  it("of how many blocks there are", () => {
    expect(said(compare({ after: { rule: [{}] } }, { after: { rule: [] } }))).toEqual([
      ["blocks", "rule", "1 of them", "0 of them"],
    ]);
  });

  it("without the values that either side calls sensitive", () => {
    const real = { after: { id: "secret" }, after_sensitive: { id: true } };
    expect(said(compare({ after: { id: "other" } }, real))).toEqual([["value", "id", "(sensitive)", "(sensitive)"]]);
  });

  it("of a resource that only one side plans, and of outputs", () => {
    const outputs = { output_changes: { arn: { actions: ["update"], after: "a" } } };
    const found = comparePlans({ plan: { ...plan({}), ...outputs }, schemas: {} }, { plan: {}, schemas: {} });
    expect(said(found)).toEqual([
      ["action", "", "update", "absent"],
      ["output", "", 'update "a"', "absent"],
    ]);
  });

  it("of whether there is a plan at all", () => {
    expect(said(compareVerdicts(undefined, "Error: no"))).toEqual([["verdict", "", "planned", "refused: Error: no"]]);
    expect(compareVerdicts("Error: a", "Error: b")).toMatchObject({ agreeing: { verdict: 1 }, differences: [] });
  });
});
