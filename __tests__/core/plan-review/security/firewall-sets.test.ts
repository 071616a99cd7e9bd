import { describe, expect, it } from "vitest";
import { acl, at, from, group, judged, letting, not, overriding, prefix, rule } from "../../../support/firewalls";
import { created, destroyed, type ResourceChange, unchanged, updated, type Values } from "../../../support/plans";

const arn = "arn:aws:wafv2:us-east-1:111122223333:regional/ipset/office/1";
const holding = (...addresses: readonly string[]) => ({ name: "office", arn, addresses });
const standing = (...rules: readonly Values[]) => unchanged("aws_wafv2_web_acl", "web", acl(...rules));
const allowing = standing(...letting(from(arn)));
const blocking = standing(rule("a"), rule("b", { statement: [from(arn)] }));

const [few, more] = [holding("192.0.2.0/24"), holding("192.0.2.0/24", "0.0.0.0/1", "128.0.0.0/1")];
const between = (before: Values, after: Values, ...others: readonly ResourceChange[]) =>
  judged(updated("aws_wafv2_ip_set", "office", before, after), ...others);
const red = (counts: string) =>
  `exposed: IP set office lists ${counts}: rules that use it may let through what they did not before.`;

describe("a set of addresses that a rule", () => {
  const [gains, loses] = ["3 addresses, 2 more and 0 less", "1 address, 0 more and 2 less"];

  it.each<[what: string, user: ResourceChange]>([
    ["allows by", allowing],
    ["of a group allows by", unchanged("aws_wafv2_rule_group", "web", acl(...letting(from(arn))))],
    ["allows and blocks by", standing(...letting(from(arn)), rule("b", { statement: [from(arn)] }))],
    ["blocks all else by", standing(rule("a"), rule("b", { statement: [not(from(arn))] }))],
    ["exempts from a group", standing(rule("a"), group({ scope_down_statement: [not(from(arn))] }))],
    ["lets past a group", standing(rule("a"), group({ ...overriding("allow"), scope_down_statement: [from(arn)] }))],
    ["will allow by", updated("aws_wafv2_web_acl", "web", acl(rule("a")), acl(...letting(from(arn))))],
    ["is not known to use", standing(rule("a"))],
    [
      "of JSON names",
      unchanged("aws_wafv2_web_acl", "web", { rule_json: JSON.stringify([{ Statement: { ARN: arn } }]) }),
    ],
  ])("%s is red when it gains some, and not when it loses some", (_, user) => {
    expect(between(few, more, user)).toContain(red(gains));
    const lost = between(more, few, user);
    expect(lost).toContain(`changes: lists ${loses}`);
    expect(lost).not.toContain(red(loses));
  });

  it.each<[what: string, user: ResourceChange]>([
    ["blocks by", blocking],
    ["counts by", standing(rule("a"), at(2, "count", { statement: [not(from(arn))] }))],
    ["looks at less by", standing(rule("a"), group({ scope_down_statement: [from(arn)] }))],
  ])("only %s is not red", (_, user) => {
    expect(between(few, more, user)).toEqual([`changes: lists ${gains}`]);
    expect(between(more, few, user)).toEqual([`changes: lists ${loses}`]);
  });

  it("allows all but is red when it loses some", () => {
    const user = standing(...letting(not(from(arn))));
    expect(between(more, few, user)).toEqual([red(loses), `changes: lists ${loses}`]);
    expect(between(few, more, user)).toEqual([`changes: lists ${gains}`]);
  });

  it.each<[what: string, before: readonly string[], after: readonly string[], isRed: boolean]>([
    ["a part of a range", ["192.0.2.0/24"], ["192.0.2.128/25"], false],
    ["both halves of a range", ["192.0.2.0/24"], ["192.0.2.0/25", "192.0.2.128/25"], false],
    ["the range of both halves", ["192.0.2.0/25", "192.0.2.128/25"], ["192.0.2.0/24"], false],
    ["a part of a range of version 6", ["2001:db8::/32"], ["2001:db8:1::/48"], false],
    ["a part, and another one", ["192.0.2.0/24"], ["192.0.2.0/25", "198.51.100.1/32"], true],
    ["a wider range", ["192.0.2.0/25"], ["192.0.2.0/24"], true],
    ["another one of the other version", ["0.0.0.0/1", "128.0.0.0/1"], ["2001:db8::/32"], true],
    ["what is no range", ["192.0.2.0/24"], ["somewhere"], true],
  ])("allows by may list %s in place of what it lists: red only if that is more", (_, before, after, isRed) => {
    const said = between(holding(...before), holding(...after), allowing);
    expect([said.length, said.some((line) => line.startsWith("exposed: "))]).toEqual([isRed ? 2 : 1, isRed]);
    // Of what all but is allowed, it is the other way round.
    const reversed = between(holding(...after), holding(...before), standing(...letting(not(from(arn)))));
    expect(reversed.some((line) => line.startsWith("exposed: "))).toBe(isRed);
  });

  it("uses may change in order only, and be known after apply only", () => {
    expect(between(holding("a", "b"), holding("b", "a"), allowing)).toEqual([]);
    const change = { after_unknown: { addresses: true } };
    const sentence = "lists addresses that are known after apply only";
    expect(judged(updated("aws_wafv2_ip_set", "office", few, { name: "office", arn }, { change }), allowing)).toEqual([
      `exposed: IP set office ${sentence}: rules that use it may let through what they did not before.`,
      `changes: ${sentence}`,
    ]);
  });

  it("uses comes and goes without being red: its rules change, too", () => {
    expect(judged(created("aws_wafv2_ip_set", "office", few))).toEqual(["changes: lists 1 address, 1 more and 0 less"]);
    expect(judged(destroyed("aws_wafv2_ip_set", "office", few))).toEqual([
      "changes: lists 0 addresses, 0 more and 1 less",
    ]);
  });
});

describe("a set of patterns", () => {
  const matching = (...patterns: readonly string[]) => ({
    name: "health",
    arn,
    regular_expression: patterns.map((regex_string) => ({ regex_string })),
  });
  const by = { regex_pattern_set_reference_statement: [{ arn, field_to_match: [{ uri_path: [{}] }] }] };
  const changed = (user: ResourceChange) =>
    judged(updated("aws_wafv2_regex_pattern_set", "health", matching("^/health$"), matching("^/")), user);
  const told = "lists 1 pattern, 1 more and 1 less";

  it("that changes is told, and red unless rules only stop by it", () => {
    expect(changed(standing(...letting(by)))).toEqual([
      `exposed: pattern set health ${told}: rules that use it may let through what they did not before.`,
      `changes: ${told}`,
    ]);
    expect(changed(standing(...letting(prefix("/"))))).toHaveLength(2);
    expect(changed(standing(rule("a"), rule("b", { statement: [by] })))).toEqual([`changes: ${told}`]);
  });
});
