/**
 * How much of a web ACL's capacity the firewall's rules take, in web ACL capacity units (WCU).
 * Sources: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html (managed groups),
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-list.html (statements).
 */
import type { EdgeSettings, WafRule } from "./edge";

/** What AWS charges nothing extra for. */
export const includedWcu = 1_500;

export const wcuOfRule: Readonly<Record<WafRule, number>> = {
  "web-exploits": 700,
  "known-bad-inputs": 200,
  "sql-injection": 200,
  "ip-reputation": 25,
  "rate-limit": 2,
  linux: 200,
  posix: 100,
  "anonymous-ip": 50,
  "admin-protection": 100,
};

/** A label match. */
const wcuOfLabelMatch = 1;
/** A match of the start of a path, without transformation. */
const wcuOfPathPrefix = 2;

/** The rules that stand for `edge`, in the order in which they are asked. */
export function wafRulesOf(edge: Pick<EdgeSettings, "extraRuleGroups">): WafRule[] {
  return ["rate-limit", "ip-reputation", "known-bad-inputs", "sql-injection", "web-exploits", ...edge.extraRuleGroups];
}

/** Capacity of all rules together, WCU. */
export function wafCapacity(edge: Pick<EdgeSettings, "extraRuleGroups" | "uploadPaths">): number {
  const rules = wafRulesOf(edge).reduce((sum, rule) => sum + wcuOfRule[rule], 0);
  const uploads = edge.uploadPaths.length === 0 ? 0 : wcuOfLabelMatch + wcuOfPathPrefix * edge.uploadPaths.length;
  return rules + uploads;
}
