/** Rules of web application firewalls. */
import type { ChangedResource } from "../changed-resource";
import type { Delta } from "../diff/diff";
import { show } from "../values/show";
import { canonical, member, reach, textOf, type Value } from "../values/value";
import { added, type FindingsOf, removed, type SecurityEffect, type SecurityFinding } from "./finding";
import {
  allows,
  effectOfChange,
  effectOfComing,
  effectOfGoing,
  isSamePace,
  letsThrough,
  letsThroughPerhaps,
  openingByPlace,
  type RuleChange,
  ruleInWords,
  stops,
} from "./firewall-rule";
import { addressesOf, patternsOf } from "./firewall-sets";

export const firewallFindings: FindingsOf = (resource, directory) => {
  switch (resource.place.type) {
    case "aws_wafv2_web_acl":
    case "aws_wafv2_rule_group":
      return resource.action === "update" || resource.action === "replace"
        ? [...rules(resource), ...unreadRules(resource)]
        : wholeFirewall(resource);
    case "aws_wafv2_ip_set":
      return addressesOf(resource, directory);
    case "aws_wafv2_regex_pattern_set":
      return patternsOf(resource, directory);
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
  const { before, after, place } = resource;
  const changed = resource.deltas.filter((delta) => delta.noise === undefined && !isSamePace(delta));
  // A single rule stands without its name in the path.
  const isNamed = [before, after].some((firewall) => reach(firewall, "rule").length > 1);
  // Undefined: the default action.
  const byRule = new Map<string | undefined, Delta[]>();
  for (const delta of changed) {
    const [argument, key = ""] = delta.path;
    if (argument !== "rule" && argument !== "default_action") continue;
    const name = argument === "default_action" ? undefined : isNamed ? key : "";
    byRule.set(name, [...(byRule.get(name) ?? []), delta]);
  }
  const opening = openingByPlace(before, after);
  return [...byRule].map(([key, deltas]) => {
    if (key === undefined)
      return ruleFinding(
        "default action",
        { before: undefined, after: undefined, deltas, opensByPlace: false },
        place.label,
      );
    const [old, next] = [before, after].map((firewall) =>
      reach(firewall, "rule").find((rule) => !isNamed || member(rule, "name") === key),
    );
    const name = isNamed ? key : textOf(member(old ?? next, "name"));
    const change = { before: old, after: next, deltas, opensByPlace: opening.has(key) };
    return ruleFinding(`rule ${name ?? ""}`.trim(), change, place.label);
  });
}

function ruleFinding(name: string, change: RuleChange, label: string): SecurityFinding {
  const { deltas } = change;
  const opens = (how: string) => ({ opens: `${label} would let more through ${how}` });
  const [first] = deltas;
  if (first?.argument === "rule" && first.before === undefined) {
    const rule = first.after;
    const found = finding(effectOfComing(rule), `adds ${name}, which ${ruleInWords(rule)}`);
    return allows(rule) ? { ...found, ...opens(`by ${name}`) } : found;
  }
  if (first?.argument === "rule" && first.after === undefined) {
    const rule = first.before;
    const found = finding(effectOfGoing(rule), `removes ${name}, which ${ruleInWords(rule)}`);
    return stops(rule) ? { ...found, ...opens(`without ${name}`) } : found;
  }
  const words = deltas.map(({ path, argument, before, after }) => {
    const inner = path.slice(path.length - argument.split(".").length + 1).join(" > ");
    return `${inner} ${show(before).text} -> ${show(after).text}`;
  });
  const effect = effectOfChange(change);
  const found =
    words.length === 1
      ? finding(effect, `changes ${name}: ${words[0]}`)
      : finding(
          effect,
          `changes ${name}`,
          deltas.flatMap((delta, index) =>
            delta.after === undefined ? [removed(words[index] ?? "")] : [added(words[index] ?? "")],
          ),
        );
  const how = name === "default action" ? "by default" : `by ${name}`;
  if (deltas.some((delta) => letsThrough(delta, change))) return { ...found, ...opens(how) };
  return deltas.some((delta) => letsThroughPerhaps(delta, change))
    ? { ...found, opens: `${label} may let through, ${how}, what it did not before` }
    : found;
}

/** Rules as a text of JSON in the words of AWS's API, in the place of blocks. */
const unread = ["rule_json", "rules_json"];

/** An empty `{}` says which action it is there: nothing but its layout may differ. */
function unreadRules({ before, after, place }: ChangedResource): SecurityFinding[] {
  const isChanged = (name: string) => {
    const [old, next] = [before, after].map((firewall) => canonical(textOrNothing(member(firewall, name))));
    return old !== next;
  };
  return unread.filter(isChanged).map((name) => ({
    ...finding("changes", `changes ${name}, which is not read`),
    opens: `${place.label} would have other rules, perhaps laxer ones: its ${name} is not read`,
  }));
}

const textOrNothing = (value: Value | undefined) => (value === undefined || value === "" ? null : value);
