/**
 * What lifecycle rules of buckets delete that none deleted before, or deleted later. Rules are compared by what they
 * do: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
import { listed } from "../../document/text";
import { printable } from "../values/printable";
import { isEmpty, isList, isMap, member, numberOf, textOf, Unknown, type Value } from "../values/value";
import { belongsToTheSame, isOfExisting } from "./existing";
import type { WeakenedOf } from "./reader";

/** Objects that a rule is about. */
interface Scope {
  readonly prefix: string;
  /** `key=value`. */
  readonly tags: readonly string[];
  readonly moreThanBytes: number;
  readonly lessThanBytes: number;
}

interface Deletion {
  readonly what: "objects" | "old versions";
  readonly scope: Scope;
  /** After which; or at a date. */
  readonly days?: number;
  /** ISO 8601. */
  readonly date?: string;
  /** Newest old versions that stay. */
  readonly kept: number;
}

export const bucketExpiry: WeakenedOf = (resource, others) => {
  const { place, before, after } = resource;
  if (place.type !== "aws_s3_bucket_lifecycle_configuration") return [];
  const isSame = before !== null && belongsToTheSame(resource, "bucket");
  if (!isSame && !isOfExisting(resource, "bucket", others, "aws_s3_bucket")) return [];
  const olds = isSame ? deletionsOf(before) : [];
  return deletionsOf(after).flatMap((deletion) => {
    const among = olds.filter(({ what, scope }) => what === deletion.what && covers(scope, deletion.scope));
    if (among.some((old) => isNoLater(old, deletion))) return [];
    const now = among.length === 0 ? "now nothing deletes them" : `now ${listed(among.map(whenInWords))}`;
    const words = `would delete ${deletion.what}${scopeInWords(deletion.scope)} ${whenInWords(deletion)}; ${now}`;
    return [{ kind: "backups-weakened" as const, sentence: words }];
  });
};

/** Of rules that are switched on. What is known after apply only is left out. */
function deletionsOf(configuration: Value): Deletion[] {
  const rules = member(configuration, "rule");
  return (isList(rules) ? rules : [])
    .filter((rule) => isMap(rule) && rule["status"] === "Enabled")
    .flatMap((rule): Deletion[] => {
      const scope = scopeOf(rule);
      if (scope === undefined) return [];
      const expiration = member(rule, "expiration");
      const noncurrent = member(rule, "noncurrent_version_expiration");
      const [days, oldDays] = [positive(member(expiration, "days")), positive(member(noncurrent, "noncurrent_days"))];
      const date = textOf(member(expiration, "date"));
      const kept = positive(member(noncurrent, "newer_noncurrent_versions")) ?? 0;
      return [
        ...(days === undefined ? [] : [{ what: "objects" as const, scope, days, kept: 0 }]),
        ...(date === undefined ? [] : [{ what: "objects" as const, scope, date, kept: 0 }]),
        ...(oldDays === undefined ? [] : [{ what: "old versions" as const, scope, days: oldDays, kept }]),
      ];
    });
}

/** 0 stands for nothing set. */
function positive(value: Value | undefined): number | undefined {
  const number = numberOf(value);
  return number === undefined || number === 0 ? undefined : number;
}

/** Undefined: not known before apply. */
function scopeOf(rule: Value): Scope | undefined {
  const filter = member(rule, "filter");
  const all = member(filter, "and");
  const parts = [filter, all].filter((part) => !isEmpty(part));
  const first = (name: string) => parts.map((part) => member(part, name)).find((value) => !isEmpty(value));
  const prefix = first("prefix") ?? member(rule, "prefix");
  const tags = first("tags");
  const tag = member(filter, "tag");
  if ([filter, all, prefix, tags, tag].some((value) => value instanceof Unknown)) return undefined;
  return {
    prefix: textOf(prefix) ?? "",
    tags: [
      ...(isMap(tags) ? Object.entries(tags).map(([key, value]) => `${key}=${textOf(value) ?? ""}`) : []),
      ...(isEmpty(tag) ? [] : [`${textOf(member(tag, "key")) ?? ""}=${textOf(member(tag, "value")) ?? ""}`]),
    ],
    moreThanBytes: positive(first("object_size_greater_than")) ?? 0,
    lessThanBytes: positive(first("object_size_less_than")) ?? Infinity,
  };
}

/** Every object of `inner` is one of `outer`. */
function covers(outer: Scope, inner: Scope): boolean {
  return (
    inner.prefix.startsWith(outer.prefix) &&
    outer.tags.every((tag) => inner.tags.includes(tag)) &&
    outer.moreThanBytes <= inner.moreThanBytes &&
    outer.lessThanBytes >= inner.lessThanBytes
  );
}

/** Days and dates cannot be compared. */
function isNoLater(one: Deletion, other: Deletion): boolean {
  if (one.date !== undefined || other.date !== undefined)
    return one.date !== undefined && other.date !== undefined && one.date <= other.date;
  return (one.days ?? Infinity) <= (other.days ?? Infinity) && one.kept <= other.kept;
}

function scopeInWords({ prefix, tags, moreThanBytes, lessThanBytes }: Scope): string {
  const parts = [
    prefix === "" ? undefined : `under ${printable(JSON.stringify(prefix))}`,
    tags.length === 0 ? undefined : `tagged ${printable(tags.join(", "))}`,
    moreThanBytes === 0 ? undefined : `of more than ${moreThanBytes} bytes`,
    lessThanBytes === Infinity ? undefined : `of less than ${lessThanBytes} bytes`,
  ].filter((part) => part !== undefined);
  return parts.map((part) => ` ${part}`).join("");
}

function whenInWords({ days, date, kept }: Deletion): string {
  const when = date === undefined ? `after ${days} ${days === 1 ? "day" : "days"}` : `on ${printable(date)}`;
  return kept === 0 ? when : `${when}, all but the newest ${kept}`;
}
