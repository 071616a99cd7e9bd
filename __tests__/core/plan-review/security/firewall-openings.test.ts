import { describe, expect, it } from "vitest";
import {
  acl,
  all,
  api,
  at,
  group,
  letAll,
  letting,
  matching,
  moving,
  not,
  office,
  open,
  other,
  overriding,
  perhaps,
  prefix,
  rate,
  said,
  scoped,
  some,
} from "../../../support/firewalls";
import { reviewOf, updated, type Values } from "../../../support/plans";

describe("a rule of a firewall", () => {
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
    expect(said(before, after)).toEqual(matching(expected));
    expect(said(before, after, "aws_wafv2_rule_group")).toHaveLength(expected.length);
  });

  it("that allows what is known after apply only is red", () => {
    const statement = [{ ip_set_reference_statement: [{ arn: true }] }];
    const change = { after_unknown: { rule: [{}, { statement }] } };
    const [before, after] = [letting(office), letting({ ip_set_reference_statement: [{}] })];
    const review = reviewOf([updated("aws_wafv2_web_acl", "a", acl(...before), acl(...after), { change })]);
    expect(review.red.map(({ kind, sentence }) => `${kind}: ${sentence}`)).toEqual([perhaps("let")]);
  });
});
