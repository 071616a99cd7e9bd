/** Rules of web application firewalls. */
import type { ChangedResource } from "../changed-resource";
import type { Delta } from "../diff/diff";
import { show } from "../values/show";
import { member, numberOf, textsOf } from "../values/value";
import { added, combined, type FindingsOf, removed, type SecurityEffect, type SecurityFinding } from "./finding";

export const firewallFindings: FindingsOf = (resource) => {
  switch (resource.place.type) {
    case "aws_wafv2_web_acl":
    case "aws_wafv2_rule_group":
      return resource.action === "update" || resource.action === "replace" ? rules(resource) : wholeFirewall(resource);
    case "aws_wafv2_ip_set":
      return addresses(resource);
    case "aws_wafv2_web_acl_association":
      if (resource.action === "create") return [finding("narrows", "stands in front of another resource")];
      return resource.action === "destroy" ? [finding("widens", "no longer stands in front of a resource")] : [];
    default:
      return [];
  }
};

const finding = (effect: SecurityEffect, sentence: string, lines: SecurityFinding["lines"] = []): SecurityFinding => ({
  area: "firewall",
  effect,
  sentence,
  lines,
});

function wholeFirewall({ action }: ChangedResource): SecurityFinding[] {
  if (action === "create") return [finding("narrows", "is created")];
  return action === "destroy" ? [finding("widens", "is destroyed with all its rules")] : [];
}

function rules(resource: ChangedResource): SecurityFinding[] {
  const changed = resource.deltas.filter(({ noise }) => noise === undefined);
  const byRule = new Map<string, Delta[]>();
  for (const delta of changed) {
    const [argument = "", key] = delta.path;
    // A single rule stands without its name in the path.
    const name =
      argument === "rule"
        ? `rule ${delta.path.length > delta.argument.split(".").length ? key : ""}`.trim()
        : argument === "default_action"
          ? "default action"
          : undefined;
    if (name !== undefined) byRule.set(name, [...(byRule.get(name) ?? []), delta]);
  }
  return [...byRule].map(([name, deltas]) => {
    const found = ruleFinding(name, deltas);
    const isGone = deltas.some(({ argument, after }) => argument === "rule" && after === undefined);
    const how = name === "default action" ? "by default" : `${isGone ? "without" : "by"} ${name}`;
    return deltas.some(letsThrough)
      ? { ...found, opens: `${resource.place.label} would let more through ${how}` }
      : found;
  });
}

function ruleFinding(name: string, deltas: readonly Delta[]): SecurityFinding {
  const [first] = deltas;
  if (first?.argument === "rule" && first.before === undefined)
    return finding("narrows", `adds ${name}, which ${verbOf(first.after)}`);
  if (first?.argument === "rule" && first.after === undefined)
    return finding("widens", `removes ${name}, which ${verbOf(first.before)}`);
  const words = deltas.map(({ path, argument, before, after }) => {
    const inner = path.slice(path.length - argument.split(".").length + 1).join(" > ");
    return `${inner} ${show(before).text} -> ${show(after).text}`;
  });
  return words.length === 1
    ? finding(effectOf(deltas), `changes ${name}: ${words[0]}`)
    : finding(
        effectOf(deltas),
        `changes ${name}`,
        deltas.flatMap((delta, index) =>
          delta.after === undefined ? [removed(words[index] ?? "")] : [added(words[index] ?? "")],
        ),
      );
}

function verbOf(rule: Delta["after"]): string {
  const actions = [member(rule, "action"), member(rule, "override_action"), member(rule, "action_to_use")];
  const kind = ["block", "count", "allow", "captcha", "challenge"].find((name) =>
    actions.some((action) => {
      const inner = member(action, name);
      return Array.isArray(inner) ? inner.length > 0 : inner !== undefined && inner !== null;
    }),
  );
  return kind === undefined ? "acts as its group says" : `${kind}s`;
}

/** Blocking that becomes counting lets through, and so does a higher limit. */
function effectOf(deltas: readonly Delta[]): SecurityEffect {
  return combined(
    deltas.map((delta): SecurityEffect => {
      const { argument, before, after } = delta;
      const step = argument.split(".").at(-1) ?? "";
      if (step === "limit") return (numberOf(after) ?? 0) > (numberOf(before) ?? 0) ? "widens" : "narrows";
      if (letsThrough(delta)) return "widens";
      const comes = before === undefined || before === null;
      if (stopping.has(step)) return comes ? "narrows" : "widens";
      return passing.has(step) ? "narrows" : "changes";
    }),
  );
}

const stopping = new Set(["block", "captcha", "challenge", "none"]);
const passing = new Set(["count", "allow"]);

/** Somebody gets through who was stopped: a rule goes, or only counts, or lets through. */
function letsThrough({ argument, before, after }: Delta): boolean {
  const step = argument.split(".").at(-1) ?? "";
  if (step === "rule") return after === undefined && !/^(count|allow)s$/.test(verbOf(before));
  const isNew = before === undefined || before === null;
  if (step === "rule_action_override") return isNew && /^(count|allow)s$/.test(verbOf(after));
  return passing.has(step) && isNew;
}

function addresses(resource: ChangedResource): SecurityFinding[] {
  const [olds, news] = [textsOf(member(resource.before, "addresses")), textsOf(member(resource.after, "addresses"))];
  const comes = news.filter((address) => !olds.includes(address));
  const goes = olds.filter((address) => !news.includes(address));
  if (comes.length + goes.length === 0) return [];
  return [
    finding("changes", `lists ${news.length} addresses, ${comes.length} more and ${goes.length} less`, [
      ...goes.map(removed),
      ...comes.map(added),
    ]),
  ];
}
