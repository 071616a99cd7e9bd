import { describe, expect, it } from "vitest";
import { wafRules, type WafRule } from "../../../core/environment/edge";
import { includedWcu, wafCapacity, wafRulesOf, wcuOfRule } from "../../../core/environment/waf-capacity";

const standing: WafRule[] = ["rate-limit", "ip-reputation", "known-bad-inputs", "sql-injection", "web-exploits"];
const paths = (count: number) => Array.from({ length: count }, (_, index) => `/api/upload-${index}/`);

describe("wafRulesOf", () => {
  it("asks the cheap rules first, then the standing groups, then those that were added", () => {
    expect(wafRulesOf({ extraRuleGroups: [] })).toEqual(standing);
    expect(wafRulesOf({ extraRuleGroups: ["posix", "linux"] })).toEqual([...standing, "posix", "linux"]);
  });
});

describe("wafCapacity", () => {
  // https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
  it.each<[WafRule, number]>([
    ["web-exploits", 700],
    ["known-bad-inputs", 200],
    ["sql-injection", 200],
    ["ip-reputation", 25],
    ["rate-limit", 2],
    ["linux", 200],
    ["posix", 100],
    ["anonymous-ip", 50],
    ["admin-protection", 100],
  ])("counts %s as %i", (rule, wcu) => {
    expect(wcuOfRule[rule]).toBe(wcu);
  });

  it("knows every rule", () => {
    expect(Object.keys(wcuOfRule).toSorted()).toEqual(wafRules.toSorted());
  });

  it.each<[string, Parameters<typeof wafCapacity>[0], number]>([
    ["the standing rules", { extraRuleGroups: [], uploadPaths: [] }, 1_127],
    ["one group more", { extraRuleGroups: ["anonymous-ip"], uploadPaths: [] }, 1_177],
    ["an upload path: a label and a prefix", { extraRuleGroups: [], uploadPaths: paths(1) }, 1_130],
    ["ten upload paths", { extraRuleGroups: [], uploadPaths: paths(10) }, 1_148],
    [
      "the most that fits",
      { extraRuleGroups: ["linux", "admin-protection", "anonymous-ip"], uploadPaths: paths(10) },
      1_498,
    ],
    [
      "every group, which is too much",
      { extraRuleGroups: ["linux", "posix", "anonymous-ip", "admin-protection"], uploadPaths: [] },
      1_577,
    ],
  ])("is the sum of %s", (_, edge, wcu) => {
    expect(wafCapacity(edge)).toBe(wcu);
  });

  it("is measured against what the base price covers", () => {
    expect(includedWcu).toBe(1_500);
  });
});
