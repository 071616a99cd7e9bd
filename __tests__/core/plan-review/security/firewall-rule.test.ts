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
  office,
  open,
  other,
  overriding,
  prefix,
  rate,
  rule,
  said,
  scoped,
  some,
} from "../../../support/firewalls";
import { reviewOf, updated, type Values } from "../../../support/plans";

describe("a rule of a firewall", () => {
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
    expect(said(before, after)).toEqual(matching(expected));
  });

  it("that says what WAF does anyway does not change", () => {
    const said300 = { evaluation_window_sec: 300 };
    for (const verb of ["allow", "block"]) {
      expect(said([other, rate(2000, {}, verb)], [other, rate(2000, said300, verb)])).toEqual([]);
      expect(said([other, rate(2000, said300, verb)], [other, rate(2000, {}, verb)])).toEqual([]);
    }
  });

  it("that stands alone is known by its name", () => {
    expect(said([], [letAll])).toEqual([open("let-all"), "widens: adds rule let-all, which allows"]);
    expect(said([rate(2000)], [rate(9000)])[0]).toBe(open("rate"));
    expect(said([other], [])[0]).toBe("exposed: firewall web would let more through without rule a.");
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
