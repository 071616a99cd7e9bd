/**
 * What lifecycle policies of image repositories delete that none deleted before, or deleted later. A rule also keeps: an
 * image that it is about is deleted by no rule after it, even where it does not delete it itself.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
import { printable } from "../values/printable";
import { isList, isMap, member, numberOf, textOf, textsOf, Unknown, type Value } from "../values/value";
import { belongsToTheSame, isOfExisting } from "./existing";
import type { WeakenedOf } from "./reader";

interface Selection {
  /** `tagged`, `untagged`, `any`. */
  readonly status: string;
  /** Each must be met by a tag; `*` stands for any text. */
  readonly patterns: readonly string[];
}

interface Rule extends Selection {
  /** Of two rules the one with the lower number comes first. */
  readonly priority: number;
  readonly expires: boolean;
  /** `imageCountMoreThan`, `sinceImagePushed`, ... */
  readonly countType: string;
  readonly count: number;
}

export const imageExpiry: WeakenedOf = (resource, others) => {
  const { place, before, after } = resource;
  if (place.type !== "aws_ecr_lifecycle_policy" || member(after, "policy") instanceof Unknown) return [];
  const isSame = before !== null && belongsToTheSame(resource, "repository");
  if (!isSame && !isOfExisting(resource, "repository", others, "aws_ecr_repository")) return [];
  const olds = isSame ? rulesOf(before) : [];
  const news = rulesOf(after);
  const found = news.filter(({ expires }) => expires).flatMap((rule) => deletes(rule, olds, news));
  return found.map((sentence) => ({ kind: "backups-weakened" as const, sentence }));
};

function deletes(rule: Rule, olds: readonly Rule[], news: readonly Rule[]): string[] {
  const among = olds.filter((old) => old.expires && old.countType === rule.countType && selectionCovers(old, rule));
  const same = among.find(({ count }) => count <= rule.count);
  if (same === undefined) {
    const now = among.length === 0 ? "nothing deletes them" : among.map(limitInWords).join(", ");
    return [`would delete images ${inWords(rule)} ${limitInWords(rule)}; now ${now}`];
  }
  const isKept = (old: Rule) => news.some((next) => next.priority < rule.priority && selectionCovers(next, old));
  return olds
    .filter((old) => old.priority < same.priority && overlap(old, rule) && !isKept(old))
    .map(
      (old) =>
        `would delete images ${inWords(rule)} ${limitInWords(rule)}, those ${inWords(old)} too: no rule before it keeps ${keptInWords(old)} any more`,
    );
}

function rulesOf(resource: Value): Rule[] {
  const rules = member(resource, "policy", "rules");
  return (isList(rules) ? rules : []).filter(isMap).map((rule) => {
    const selection = rule["selection"];
    return {
      priority: numberOf(rule["rulePriority"]) ?? 0,
      expires: member(rule, "action", "type") !== "transition",
      status: textOf(member(selection, "tagStatus")) ?? "any",
      patterns: [
        ...textsOf(member(selection, "tagPrefixList")).map((prefix) => `${prefix}*`),
        ...textsOf(member(selection, "tagPatternList")),
      ].filter((pattern) => pattern !== ""),
      countType: textOf(member(selection, "countType")) ?? "",
      count: numberOf(member(selection, "countNumber")) ?? 0,
    };
  });
}

/** Every image that `inner` is about, `outer` is about too, as far as their patterns tell. */
function selectionCovers(outer: Selection, inner: Selection): boolean {
  if (outer.status === "any") return true;
  if (outer.status !== inner.status) return false;
  return outer.patterns.every((pattern) => inner.patterns.some((one) => implies(one, pattern)));
}

/** Whatever meets `pattern` meets `wider`. */
function implies(pattern: string, wider: string): boolean {
  if (pattern === wider) return true;
  const [prefix = "", ...rest] = wider.split("*");
  return rest.join("") === "" && rest.length === 1 && pattern.startsWith(prefix);
}

/** An image may have several tags. */
function overlap(one: Selection, other: Selection): boolean {
  return one.status === "any" || other.status === "any" || one.status === other.status;
}

function inWords({ status, patterns }: Selection): string {
  if (status === "any") return "of any tag";
  return status === "untagged" ? "without a tag" : `tagged ${printable(patterns.join(" and "))}`;
}

function keptInWords({ countType, count }: Rule): string {
  return countType.startsWith("since") ? `those of the last ${count} days` : `the newest ${count}`;
}

function limitInWords({ countType, count }: Rule): string {
  const since = { sinceImagePushed: "pushed", sinceImagePulled: "pulled", sinceImageTransitioned: "archived" };
  const [, verb] = Object.entries(since).find(([type]) => type === countType) ?? [];
  return verb === undefined ? `beyond the newest ${count}` : `${count} days after they were ${verb}`;
}
