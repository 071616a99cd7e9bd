/** Rules of web application firewalls. */
import type { ChangedResource } from "../changed-resource";
import type { Delta } from "../diff/diff";
import { show } from "../values/show";
import { isMap, member, numberOf, textsOf } from "../values/value";
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
  return [...byRule].map(([name, deltas]) => ruleFinding(name, deltas));
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
  const action = member(rule, "action") ?? member(rule, "override_action");
  const kinds = isMap(action) || Array.isArray(action) ? ["block", "count", "allow", "captcha", "challenge"] : [];
  const kind = kinds.find((name) => {
    const inner = member(action, name);
    return Array.isArray(inner) ? inner.length > 0 : inner !== undefined && inner !== null;
  });
  return kind === undefined ? "acts as its group says" : `${kind}s`;
}

/** Blocking that becomes counting lets through, and so does a higher limit. */
function effectOf(deltas: readonly Delta[]): SecurityEffect {
  return combined(
    deltas.map(({ argument, before, after }): SecurityEffect => {
      const step = argument.split(".").at(-1);
      if (step === "limit") return (numberOf(after) ?? 0) > (numberOf(before) ?? 0) ? "widens" : "narrows";
      const comes = before === undefined || before === null;
      if (step === "block" || step === "none") return comes ? "narrows" : "widens";
      if (step === "count" || step === "allow") return comes ? "widens" : "narrows";
      return "changes";
    }),
  );
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
