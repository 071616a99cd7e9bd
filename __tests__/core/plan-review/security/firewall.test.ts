import { describe, expect, it } from "vitest";
import { gate } from "../../../../core/plan-review/gate";
import { created, destroyed, type ResourceChange, reviewOf, updated, type Values } from "../../../support/plans";

const rule = (name: string, more: Values = {}) => ({
  name,
  priority: 1,
  action: [{ block: [{}], count: [] }],
  override_action: [],
  statement: [{ rate_based_statement: [{ limit: 2000 }] }],
  ...more,
});
const acl = (...rule: readonly Values[]) => ({ name: "web", default_action: [{ allow: [{}] }], rule });
const counts = { action: [{ block: [], count: [{}] }] };

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
  const group = (override: string, more: Values = {}) =>
    rule("common", {
      priority: 3,
      action: [],
      override_action: [{ none: [], count: [], [override]: [{}] }],
      statement: [{ managed_rule_group_statement: [{ name: "Common", vendor_name: "AWS", ...more }] }],
    });

  it("a rule that only counts, or goes", () => {
    const blocking = rule("b", { priority: 2 });
    expect(red([rule("a"), blocking], [rule("a"), { ...blocking, ...counts }])).toEqual([
      "firewall web would let more through by rule b.",
    ]);
    expect(red([rule("a"), blocking], [rule("a")])).toEqual(["firewall web would let more through without rule b."]);
    expect(red([rule("a"), group("none")], [rule("a"), group("count")])).toEqual([
      "firewall web would let more through by rule common.",
    ]);
    const exempted = { rule_action_override: [{ name: "Size", action_to_use: [{ count: [{}] }] }] };
    expect(red([rule("a"), group("none")], [rule("a"), group("none", exempted)])).toEqual([
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
    expect(red([rule("a"), group("count")], [rule("a"), group("none")])).toEqual([]);
    expect(red([rule("a")], [rule("a"), group("none")])).toEqual([]);
    expect(
      reviewOf([
        updated("aws_wafv2_web_acl", "a", acl(rule("a")), { ...acl(rule("a")), default_action: [{ block: [{}] }] }),
      ]).red,
    ).toEqual([]);
  });
});

describe("a rule of a firewall", () => {
  const action = (verb: string) => ({ action: [{ block: [], count: [], allow: [], [verb]: [{}] }] });
  const at = (priority: number, verb: string, more: Values = {}) =>
    rule(`${verb}-${priority}`, { priority, ...action(verb), ...more });
  const prefix = (search_string: string) => ({
    byte_match_statement: [
      { search_string, positional_constraint: "STARTS_WITH", field_to_match: [{ uri_path: [{}] }] },
    ],
  });
  const group = (more: Values = {}, override = "none") =>
    rule("common", {
      priority: 3,
      action: [],
      override_action: [{ none: [], count: [], [override]: [{}] }],
      statement: [{ managed_rule_group_statement: [{ name: "Common", vendor_name: "AWS", ...more }] }],
    });
  const rate = (limit: number, more: Values = {}, verb = "block") =>
    rule("rate", { priority: 2, ...action(verb), statement: [{ rate_based_statement: [{ limit, ...more }] }] });
  const overriding = (verb: string) => ({
    rule_action_override: [{ name: "Size", action_to_use: [{ [verb]: [{}] }] }],
  });
  const scoped = (path: string) => ({ scope_down_statement: [prefix(path)] });
  const letAll = at(0, "allow", { name: "let-all", statement: [prefix("/")] });
  const other = rule("a");
  const moving = (allowing: number, stopping: number, verb = "allow") => [
    rule("let", { priority: allowing, ...action(verb) }),
    rule("stop", { priority: stopping }),
  ];

  const said = (before: readonly Values[], after: readonly Values[], type = "aws_wafv2_web_acl") => {
    const review = reviewOf([updated(type, "a", acl(...before), acl(...after))]);
    expect(gate(review, []).exitCode).toBe(review.red.length === 0 ? 0 : 3);
    return [
      ...review.red.map(({ kind, sentence }) => `${kind}: ${sentence}`),
      ...review.security.map(({ effect, sentence }) => `${effect}: ${sentence}`),
    ];
  };
  const perhaps = (name: string) =>
    `exposed: firewall web would let through by rule ${name} what it did not before, perhaps.`;
  const all = (...statement: readonly Values[]) => ({ and_statement: [{ statement }] });
  const some = (...statement: readonly Values[]) => ({ or_statement: [{ statement }] });
  const not = (...statement: readonly Values[]) => ({ not_statement: [{ statement }] });
  const from = (arn: string) => ({ ip_set_reference_statement: [{ arn }] });
  const [office, api] = [from("office"), prefix("/api")];
  const letting = (...statement: readonly Values[]) => [other, at(0, "allow", { name: "let", statement })];
  const open = (name: string) => `exposed: firewall web would let more through by rule ${name}.`;

  it.each<[what: string, before: readonly Values[], after: readonly Values[], said: readonly (string | RegExp)[]]>([
    [
      "that comes and allows",
      [other, group()],
      [letAll, other, group()],
      [open("let-all"), "widens: adds rule let-all, which allows"],
    ],
    [
      "that comes as a group of which one rule allows",
      [other],
      [other, group(overriding("allow"))],
      [open("common"), "changes: adds rule common, which acts as its group says, but allows what Size finds"],
    ],
    [
      "of a group that newly allows",
      [other, group()],
      [other, group(overriding("allow"))],
      [open("common"), /^widens: changes rule common: .* > rule_action_override/],
    ],
    [
      "of a group that allows what it counted",
      [other, group(overriding("count"))],
      [other, group(overriding("allow"))],
      [open("common"), /: changes rule common$/],
    ],
    [
      "that counted and allows",
      [other, at(2, "count", { name: "b" })],
      [other, at(2, "allow", { name: "b" })],
      [open("b"), /: changes rule b$/],
    ],
    [
      "of a group that looks at less",
      [other, group()],
      [other, group(scoped("/api"))],
      [open("common"), /^widens: changes rule common: .* > scope_down_statement \(none\) -> /],
    ],
    [
      "that limits the rate of less",
      [other, rate(2000)],
      [other, rate(2000, scoped("/api"))],
      [open("rate"), /^widens: changes rule rate: .* > scope_down_statement/],
    ],
    [
      "that limits the rate to more",
      [other, rate(2000)],
      [other, rate(2_000_000)],
      [open("rate"), "widens: changes rule rate: statement > rate_based_statement > limit 2000 -> 2000000"],
    ],
    [
      "that limits the rate to as much in less time",
      [other, rate(2000)],
      [other, rate(2000, { evaluation_window_sec: 60 })],
      [open("rate"), /^widens: .* > evaluation_window_sec \(none\) -> 60$/],
    ],
    [
      "that moves behind one that allows",
      moving(5, 2),
      moving(5, 8),
      [open("stop"), "widens: changes rule stop: priority 2 -> 8"],
    ],
    [
      "that allows and moves before one that stops",
      moving(5, 2),
      moving(1, 3),
      [open("let"), "widens: changes rule let: priority 5 -> 1", "changes: changes rule stop: priority 2 -> 3"],
    ],
    [
      "that allows something else",
      letting(prefix("/health")),
      letting(prefix("/")),
      [perhaps("let"), 'changes: changes rule let: statement > byte_match_statement > search_string "/health" -> "/"'],
    ],
    [
      "that allows by something else",
      letting(office),
      letting(prefix("/health")),
      [perhaps("let"), /^changes: changes rule let$/],
    ],
    [
      "that allows for one condition less",
      letting(all(office, api)),
      letting(all(office)),
      [perhaps("let"), /^changes/],
    ],
    [
      "that allows for another condition",
      letting(all(office, api)),
      letting(all(office, prefix("/"))),
      [perhaps("let"), /^changes/],
    ],
    [
      "that allows for one more of which one is enough",
      letting(some(office)),
      letting(some(office, api)),
      [perhaps("let"), /^changes/],
    ],
    [
      "that allows what is not all of more",
      letting(not(all(office))),
      letting(not(all(office, api))),
      [perhaps("let"), /^changes/],
    ],
    [
      "that allows what is not one of less",
      letting(all(not(some(office, api)))),
      letting(all(not(some(office)))),
      [perhaps("let"), /^changes/],
    ],
    [
      "that allows, and no longer looks at less",
      [other, rate(2000, scoped("/api"), "allow")],
      [other, rate(2000, {}, "allow")],
      [perhaps("rate"), /^changes: .* > scope_down_statement .* -> \(none\)$/],
    ],
    [
      "that allows, and looks at something else",
      [other, rate(2000, scoped("/api"), "allow")],
      [other, rate(2000, scoped("/"), "allow")],
      [perhaps("rate"), /^changes: .* > search_string/],
    ],
    [
      "that allows who is faster than less",
      [other, rate(2000, {}, "allow")],
      [other, rate(100, {}, "allow")],
      [perhaps("rate"), /^changes: .* > limit 2000 -> 100$/],
    ],
    [
      "of a group that allows, and no longer looks at less",
      [other, group({ ...overriding("allow"), ...scoped("/api") })],
      [other, group(overriding("allow"))],
      [perhaps("common"), /^changes: .* > scope_down_statement/],
    ],
  ])("%s is red", (_, before, after, expected) => {
    const matching = (text: string | RegExp): unknown =>
      typeof text === "string" ? text : expect.stringMatching(text);
    expect(said(before, after)).toEqual(expected.map(matching));
    expect(said(before, after, "aws_wafv2_rule_group")).toHaveLength(expected.length);
  });

  it.each<[what: string, before: readonly Values[], after: readonly Values[], said: readonly (string | RegExp)[]]>([
    ["that comes and blocks", [other], [other, at(2, "block")], ["narrows: adds rule block-2, which blocks"]],
    ["that comes and asks", [other], [other, at(2, "captcha")], ["narrows: adds rule captcha-2, which captchas"]],
    [
      "that comes and tests",
      [other],
      [other, at(2, "challenge")],
      ["narrows: adds rule challenge-2, which challenges"],
    ],
    ["that comes and counts", [other], [other, at(2, "count")], ["changes: adds rule count-2, which counts"]],
    ["that comes as a group", [other], [other, group()], ["narrows: adds rule common, which acts as its group says"]],
    [
      "that comes as a group of which one rule counts",
      [other],
      [other, group(overriding("count"))],
      ["narrows: adds rule common, which acts as its group says"],
    ],
    ["that comes as a group that counts", [other], [other, group({}, "count")], [/^changes: adds rule common/]],
    ["that allowed and goes", [other, letAll], [other], ["narrows: removes rule let-all, which allows"]],
    [
      "that allowed and blocks",
      [at(0, "allow", { name: "b" }), other],
      [at(0, "block", { name: "b" }), other],
      [/^narrows/],
    ],
    [
      "that allowed and counts",
      [at(0, "allow", { name: "b" }), other],
      [at(0, "count", { name: "b" }), other],
      [/^narrows/],
    ],
    [
      "that no longer looks at less",
      [other, group(scoped("/api"))],
      [other, group()],
      [/^narrows: changes rule common: .* > scope_down_statement .* -> \(none\)$/],
    ],
    [
      "that looks at something else",
      [other, group(scoped("/api"))],
      [other, group(scoped("/web"))],
      [/^changes: changes rule common: .* > search_string/],
    ],
    [
      "that only counts, and looks at less",
      [other, group({}, "count")],
      [other, group(scoped("/"), "count")],
      [/^changes/],
    ],
    ["that limits the rate to less", [other, rate(2000)], [other, rate(100)], [/^narrows/]],
    [
      "that limits the rate for longer",
      [other, rate(2000, { evaluation_window_sec: 60 })],
      [other, rate(2000)],
      [/^narrows/],
    ],
    ["that only counts, to more", [other, rate(2000, {}, "count")], [other, rate(9000, {}, "count")], [/^changes/]],
    ["that moves before one that allows", moving(5, 8), moving(5, 2), ["changes: changes rule stop: priority 8 -> 2"]],
    ["that moves and passes none", moving(5, 2), moving(6, 2), ["changes: changes rule let: priority 5 -> 6"]],
    [
      "that allows on one condition more",
      letting(all(office)),
      letting(all(office, api)),
      [/^narrows: changes rule let: and_statement > statement > \[1\] \(none\) -> /],
    ],
    [
      "that allows by one less of which one is enough",
      letting(all(some(office, api))),
      letting(all(some(office))),
      [/^narrows/],
    ],
    [
      "that allows, and looks at less",
      [other, rate(2000, {}, "allow")],
      [other, rate(2000, scoped("/api"), "allow")],
      [/^narrows/],
    ],
    [
      "that allows who is faster than more",
      [other, rate(100, {}, "allow")],
      [other, rate(2000, {}, "allow")],
      [/^narrows/],
    ],
    [
      "that allowed, and blocks something else",
      letting(office),
      [other, at(0, "block", { name: "let", statement: [prefix("/")] })],
      [/^changes/],
    ],
    [
      "of a group that allowed, and blocks",
      [other, group(overriding("allow"))],
      [other, group(overriding("block"))],
      [/^narrows/],
    ],
    [
      "that blocks something else",
      [other, at(2, "block")],
      [other, { ...at(2, "block"), statement: [api] }],
      [/^changes/],
    ],
    ["that moves behind one that counts", moving(5, 2, "count"), moving(5, 8, "count"), [/^changes/]],
  ])("%s is not", (_, before, after, expected) => {
    const matching = (text: string | RegExp): unknown =>
      typeof text === "string" ? text : expect.stringMatching(text);
    expect(said(before, after)).toEqual(expected.map(matching));
  });

  it("that stands alone is known by its name", () => {
    expect(said([], [letAll])).toEqual([open("let-all"), "widens: adds rule let-all, which allows"]);
    expect(said([rate(2000)], [rate(9000)])[0]).toBe(open("rate"));
    expect(said([other], [])[0]).toBe("exposed: firewall web would let more through without rule a.");
  });

  it("that allows what is known after apply only is red", () => {
    const statement = [{ ip_set_reference_statement: [{ arn: true }] }];
    const change = { after_unknown: { rule: [{}, { statement }] } };
    const [before, after] = [letting(office), letting({ ip_set_reference_statement: [{}] })];
    const review = reviewOf([updated("aws_wafv2_web_acl", "a", acl(...before), acl(...after), { change })]);
    expect(review.red.map(({ kind, sentence }) => `${kind}: ${sentence}`)).toEqual([perhaps("let")]);
  });

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

  it("whose limit is known after apply only is not judged", () => {
    const statement = [{ rate_based_statement: [{ limit: true }] }];
    const change = { after_unknown: { rule: [{}, { statement }] } };
    const without = rule("rate", { priority: 2, statement: [{ rate_based_statement: [{}] }] });
    const review = reviewOf([
      updated("aws_wafv2_web_acl", "a", acl(other, rate(2000)), acl(other, without), { change }),
    ]);
    expect(review.red).toEqual([]);
    expect(review.security.map(({ effect }) => effect)).toEqual(["changes"]);
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

  it("list addresses", () => {
    expect(found(updated("aws_wafv2_ip_set", "a", { addresses: ["a", "b"] }, { addresses: ["b", "c", "d"] }))).toEqual([
      "changes: lists 3 addresses, 2 more and 1 less",
    ]);
  });
});
