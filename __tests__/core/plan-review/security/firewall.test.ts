import { describe, expect, it } from "vitest";
import { acl, counts, group, overriding, rule } from "../../../support/firewalls";
import { created, destroyed, type ResourceChange, reviewOf, updated, type Values } from "../../../support/plans";

const found = (...changes: readonly ResourceChange[]) =>
  reviewOf(changes).security.map(({ effect, sentence }) => `${effect}: ${sentence}`);
const between = (before: readonly Values[], after: readonly Values[]) =>
  found(updated("aws_wafv2_web_acl", "a", acl(...before), acl(...after)));

describe("rules of a firewall", () => {
  it("come and go by name", () => {
    expect(between([rule("a")], [rule("a"), rule("b", { statement: [{ x: [{ y: 1 }] }], priority: 2 })])).toEqual([
      "narrows: adds rule b, which blocks",
    ]);
    expect(between([rule("a"), rule("b", { priority: 2, ...counts })], [rule("a")])).toEqual([
      "changes: removes rule b, which counts",
    ]);
  });

  it("that change are one line, a higher limit lets more through", () => {
    const limit = (value: number) =>
      rule("rate", { priority: 2, statement: [{ rate_based_statement: [{ limit: value }] }] });
    expect(between([rule("a"), limit(2000)], [rule("a"), limit(5000)])).toEqual([
      "widens: changes rule rate: statement > rate_based_statement > limit 2000 -> 5000",
    ]);
    expect(between([rule("a"), limit(2000)], [rule("a"), limit(100)])[0]).toMatch(/^narrows/);
  });

  it("that only count what they blocked let through", () => {
    expect(
      between([rule("a"), rule("b", { priority: 2 })], [rule("a"), rule("b", { priority: 2, ...counts })]),
    ).toEqual(["widens: changes rule b"]);
    expect(
      between([rule("a"), rule("b", { priority: 2, ...counts })], [rule("a"), rule("b", { priority: 2 })])[0],
    ).toMatch(/^narrows/);
  });
});

describe("what lets more through is red", () => {
  const red = (before: readonly Values[], after: readonly Values[]) =>
    reviewOf([updated("aws_wafv2_web_acl", "a", acl(...before), acl(...after))]).red.map(({ sentence }) => sentence);

  it("a rule that only counts, or goes", () => {
    const blocking = rule("b", { priority: 2 });
    expect(red([rule("a"), blocking], [rule("a"), { ...blocking, ...counts }])).toEqual([
      "firewall web would let more through by rule b.",
    ]);
    expect(red([rule("a"), blocking], [rule("a")])).toEqual(["firewall web would let more through without rule b."]);
    expect(red([rule("a"), group()], [rule("a"), group({}, "count")])).toEqual([
      "firewall web would let more through by rule common.",
    ]);
    expect(red([rule("a"), group()], [rule("a"), group(overriding("count"))])).toEqual([
      "firewall web would let more through by rule common.",
    ]);
  });

  it("letting through by default", () => {
    const closed = { ...acl(rule("a")), default_action: [{ block: [{}] }] };
    expect(reviewOf([updated("aws_wafv2_web_acl", "a", closed, acl(rule("a")))]).red).toMatchObject([
      { kind: "exposed", sentence: "firewall web would let more through by default." },
    ]);
  });

  it("and not the opposite, nor a rule that only counted", () => {
    const counting = rule("b", { priority: 2, ...counts });
    expect(red([rule("a"), counting], [rule("a"), rule("b", { priority: 2 })])).toEqual([]);
    expect(red([rule("a"), counting], [rule("a")])).toEqual([]);
    expect(red([rule("a"), group({}, "count")], [rule("a"), group()])).toEqual([]);
    expect(red([rule("a")], [rule("a"), group()])).toEqual([]);
    expect(
      reviewOf([
        updated("aws_wafv2_web_acl", "a", acl(rule("a")), { ...acl(rule("a")), default_action: [{ block: [{}] }] }),
      ]).red,
    ).toEqual([]);
  });
});

describe("rules as a text of JSON", () => {
  it.each([
    ["aws_wafv2_web_acl", "rule_json"],
    ["aws_wafv2_rule_group", "rules_json"],
  ])("of %s in %s is not read, which is red where it differs", (type, name) => {
    const ruled = (content: unknown, space = 0) => ({ name: "web", [name]: JSON.stringify(content, null, space) });
    const judged = (before: Values, after: Values) => {
      const { red, security } = reviewOf([updated(type, "a", before, after)]);
      return [...red.map(({ kind, sentence }) => `${kind}: ${sentence}`), ...security.map(({ sentence }) => sentence)];
    };
    const unread = [
      expect.stringMatching(
        /^exposed: .+ would have other rules, perhaps laxer ones: its \w+ is not read\.$/,
      ) as string,
      `changes ${name}, which is not read`,
    ];
    const rules = [{ Name: "a", Action: { Block: {} } }];
    expect(judged(ruled(rules), ruled([{ Name: "a", Action: { Allow: {} } }]))).toEqual(unread);
    expect(judged(ruled(rules), ruled([...rules, { Name: "b" }]))).toEqual(unread);
    expect(judged({ name: "web", [name]: null }, { name: "new", [name]: "" })).toHaveLength(0);
    expect(judged({ name: "web" }, ruled(rules))).toEqual(unread);
    expect(judged(ruled(rules), { name: "web" })).toEqual(unread);
    expect(judged(ruled(rules), ruled(rules, 2))).toEqual([]);
  });
});

describe("firewalls as a whole", () => {
  it("come, go, and stand in front of something", () => {
    expect(found(created("aws_wafv2_web_acl", "a", acl(rule("a"))))).toEqual(["narrows: is created"]);
    expect(found(destroyed("aws_wafv2_web_acl", "a", acl(rule("a"))))).toEqual([
      "widens: is destroyed with all its rules",
    ]);
    expect(found(created("aws_wafv2_web_acl_association", "a", {}))).toEqual([
      "narrows: stands in front of another resource",
    ]);
    expect(found(destroyed("aws_wafv2_web_acl_association", "a", {}))).toEqual([
      "widens: no longer stands in front of a resource",
    ]);
  });

  it("let through by default what they blocked by default", () => {
    const other = { ...acl(rule("a")), default_action: [{ block: [{}] }] };
    expect(found(updated("aws_wafv2_web_acl", "a", other, acl(rule("a"))))[0]).toMatch(
      /^widens: changes default action/,
    );
  });
});
