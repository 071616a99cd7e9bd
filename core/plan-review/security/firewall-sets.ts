/**
 * Sets of addresses and of patterns, by which rules of web application firewalls judge requests. Judged is what comes
 * into a set: it lets more through where a rule of these plans allows by the set, or stops all but what is in it, and
 * perhaps where no rule is known to use it or where rules are a text of JSON that names it. Of a set that rules only
 * block or count by, nothing is held back: lists of who is blocked lose entries every day. Labels are not followed, nor
 * what another plan's firewall makes of a group's rules.
 */
import type { ChangedResource } from "../changed-resource";
import type { Directory } from "../directory";
import { plain } from "../values/show";
import { canonical, Encoded, isList, isMap, member, reach, textOf, Unknown, type Value } from "../values/value";
import { areWithin } from "./addresses";
import { added, removed, type SecurityFinding } from "./finding";
import { allows, stops } from "./firewall-rule";

interface SetContents {
  readonly path: readonly [string, ...string[]];
  readonly one: string;
  readonly many: string;
  /** Whether a set of the one finds everything that a set of the others does. */
  readonly covers: (values: readonly Value[], others: readonly Value[]) => boolean;
}

const addresses: SetContents = {
  ...{ path: ["addresses"], one: "address", many: "addresses" },
  covers: (values, others) => others.every(isText) && areWithin(others, values.filter(isText)),
};
const patterns: SetContents = {
  ...{ path: ["regular_expression", "regex_string"], one: "pattern", many: "patterns" },
  covers: (_, others) => others.length === 0,
};

export const addressesOf = (resource: ChangedResource, directory: Directory) => changed(resource, directory, addresses);
export const patternsOf = (resource: ChangedResource, directory: Directory) => changed(resource, directory, patterns);

function changed(
  { action, before, after, place }: ChangedResource,
  directory: Directory,
  { path, one, many, covers }: SetContents,
): SecurityFinding[] {
  const [olds, news] = [valuesIn(before, path), valuesIn(after, path)];
  const [goes, comes] = [without(olds, news), without(news, olds)];
  if (comes.length + goes.length === 0) return [];
  const arns = [before, after].flatMap((set) => textOf(member(set, "arn")) ?? []);
  const { byMore, byLess } = openings(arns, directory.firewalls);
  const stays = action === "update" || action === "replace";
  const opens = stays && ((byMore && !covers(olds, comes)) || (byLess && !covers(news, goes)));
  const sentence = news.some((value) => value instanceof Unknown)
    ? `lists ${many} that are known after apply only`
    : `lists ${news.length} ${news.length === 1 ? one : many}, ${comes.length} more and ${goes.length} less`;
  return [
    {
      area: "firewall",
      effect: "changes",
      sentence,
      lines: [...goes.map((value) => removed(plain(value))), ...comes.map((value) => added(plain(value)))],
      ...(opens
        ? { opens: `${place.label} ${sentence}: rules that use it may let through what they did not before` }
        : {}),
    },
  ];
}

const isText = (value: Value) => typeof value === "string";

function valuesIn(set: Value, path: readonly [string, ...string[]]): Value[] {
  const whole = member(set, path[0]);
  return whole instanceof Unknown ? [whole] : reach(set, ...path);
}

function without(values: readonly Value[], others: readonly Value[]): Value[] {
  const known = new Set(others.map(canonical));
  return values.filter((value) => !known.has(canonical(value)));
}

/** Whether more gets through when a set grows, and when it shrinks, as far as the rules of some firewalls tell. */
function openings(arns: readonly string[], firewalls: readonly Value[]) {
  const uses = firewalls
    .flatMap((firewall) => reach(firewall, "rule"))
    .flatMap((rule) => mentions(member(rule, "statement"), arns).map((isNegated) => ({ rule, isNegated })));
  const isUnread = firewalls.some((firewall) =>
    ["rule_json", "rules_json"].some((name) => mentions(member(firewall, name), arns).length > 0),
  );
  return {
    byMore:
      isUnread || uses.length === 0 || uses.some(({ rule, isNegated }) => (isNegated ? stops(rule) : allows(rule))),
    byLess: uses.some(({ rule, isNegated }) => isNegated && allows(rule)),
  };
}

/** For each place in a statement that names a set, whether it asks for what is not in the set. */
function mentions(value: Value | undefined, arns: readonly string[], isNegated = false): boolean[] {
  if (typeof value === "string") return arns.includes(value) ? [isNegated] : [];
  if (value instanceof Encoded) return mentions(value.content, arns, isNegated);
  if (isList(value)) return value.flatMap((element) => mentions(element, arns, isNegated));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    mentions(inner, arns, name === "not_statement" ? !isNegated : isNegated),
  );
}
