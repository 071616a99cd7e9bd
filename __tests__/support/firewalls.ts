/** Firewalls of plans written by hand, and what the review says of their changes. */
import { expect } from "vitest";
import { gate } from "../../core/plan-review/gate";
import { reviewOf, type ResourceChange, updated, type Values } from "./plans";

export const rule = (name: string, more: Values = {}) => ({
  name,
  priority: 1,
  action: [{ block: [{}], count: [] }],
  override_action: [],
  statement: [{ rate_based_statement: [{ limit: 2000 }] }],
  ...more,
});
export const acl = (...rule: readonly Values[]) => ({ name: "web", default_action: [{ allow: [{}] }], rule });
export const counts = { action: [{ block: [], count: [{}] }] };

const action = (verb: string) => ({ action: [{ block: [], count: [], allow: [], [verb]: [{}] }] });
export const at = (priority: number, verb: string, more: Values = {}) =>
  rule(`${verb}-${priority}`, { priority, ...action(verb), ...more });
export const prefix = (search_string: string) => ({
  byte_match_statement: [{ search_string, positional_constraint: "STARTS_WITH", field_to_match: [{ uri_path: [{}] }] }],
});
export const group = (more: Values = {}, override = "none") =>
  rule("common", {
    priority: 3,
    action: [],
    override_action: [{ none: [], count: [], [override]: [{}] }],
    statement: [{ managed_rule_group_statement: [{ name: "Common", vendor_name: "AWS", ...more }] }],
  });
export const rate = (limit: number, more: Values = {}, verb = "block") =>
  rule("rate", { priority: 2, ...action(verb), statement: [{ rate_based_statement: [{ limit, ...more }] }] });
export const overriding = (verb: string) => ({
  rule_action_override: [{ name: "Size", action_to_use: [{ [verb]: [{}] }] }],
});
export const scoped = (path: string) => ({ scope_down_statement: [prefix(path)] });
export const moving = (allowing: number, stopping: number, verb = "allow") => [
  rule("let", { priority: allowing, ...action(verb) }),
  rule("stop", { priority: stopping }),
];

export const all = (...statement: readonly Values[]) => ({ and_statement: [{ statement }] });
export const some = (...statement: readonly Values[]) => ({ or_statement: [{ statement }] });
export const not = (...statement: readonly Values[]) => ({ not_statement: [{ statement }] });
export const from = (arn: string) => ({ ip_set_reference_statement: [{ arn }] });
export const letting = (...statement: readonly Values[]) => [rule("a"), at(0, "allow", { name: "let", statement })];

export const letAll = at(0, "allow", { name: "let-all", statement: [prefix("/")] });
export const other = rule("a");
export const [office, api] = [from("office"), prefix("/api")];

/** What is said of a change: whole, or in part. */
export const matching = (sentences: readonly (string | RegExp)[]): unknown[] =>
  sentences.map((one): unknown => (typeof one === "string" ? one : expect.stringMatching(one)));

/** What is red, then what else is told as a change of security. */
export function judged(...changes: readonly ResourceChange[]): string[] {
  const review = reviewOf(changes);
  expect(gate(review, []).exitCode).toBe(review.red.length === 0 ? 0 : 3);
  return [
    ...review.red.map(({ kind, sentence }) => `${kind}: ${sentence}`),
    ...review.security.map(({ effect, sentence }) => `${effect}: ${sentence}`),
  ];
}

/** The same of rules that change. */
export const said = (before: readonly Values[], after: readonly Values[], type = "aws_wafv2_web_acl") =>
  judged(updated(type, "a", acl(...before), acl(...after)));

export const open = (name: string) => `exposed: firewall web would let more through by rule ${name}.`;
export const perhaps = (name: string) =>
  `exposed: firewall web may let through, by rule ${name}, what it did not before.`;
