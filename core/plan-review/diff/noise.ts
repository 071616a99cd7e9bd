/** Differences that nobody has to look at. */
import { isList, isScalar, Unknown, type Value } from "../values/value";

export type NoiseKind = "tags" | "timestamps" | "order" | "computed";

/** Arguments that hold tags, of AWS, Google and Azure. */
const tagArguments = new Set([
  "tags",
  "tags_all",
  "tag",
  "tag_specifications",
  "labels",
  "effective_labels",
  "terraform_labels",
  "user_labels",
]);

/** Attributes that say when something happened. What is to happen is no noise: `start_time`, `expiration`. */
const timeAttribute = /(^|_)(last|updated|modified|created|refreshed|timestamp|date|time)(_|$)/;
const time = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/**
 * @param names arguments and blocks from the top
 * @param isSet whether the configuration sets it; undefined where that is not known
 */
export function noiseOf(
  names: readonly string[],
  before: Value | undefined,
  after: Value | undefined,
  isSet: () => boolean | undefined,
): NoiseKind | undefined {
  if (tagArguments.has(names[0] ?? "")) return "tags";
  // Where a widget of a dashboard stands: one that comes or goes moves all the others.
  if (/^dashboard_body\.widgets\.[xy]$/.test(names.join("."))) return "order";
  if (timeAttribute.test(names.at(-1) ?? "") && isTime(before) && isTime(after) && isSet() !== true)
    return "timestamps";
  // What the provider computes anew is unknown; what somebody asks for and is unknown comes from another resource.
  if (after instanceof Unknown && isSimple(before) && isSet() === false) return "computed";
  return undefined;
}

const isTime = (value: Value | undefined) => typeof value === "string" && time.test(value);

const isSimple = (value: Value | undefined) =>
  value === undefined || value === null || isScalar(value) || (isList(value) && value.every(isScalar));
