/** Settings of buckets that come, and weaken what held without them. */
import { settingGuards } from "../facts/settings";
import { weakens } from "../facts/weakening";
import { plain } from "../values/show";
import { reach, Unknown } from "../values/value";
import { isOfExisting } from "./existing";
import type { WeakenedOf } from "./reader";

export const settings: WeakenedOf = (resource, others) => {
  const { action, place, after } = resource;
  const guards = Object.hasOwn(settingGuards, place.type) ? (settingGuards[place.type] ?? []) : [];
  if (action !== "create" || guards.length === 0 || !isOfExisting(resource, "bucket", others, "aws_s3_bucket"))
    return [];
  return guards.flatMap(({ argument, kind, weaker, meaning, without }) => {
    const values = reach(after, ...argument.split("."));
    const found = values.find((value) => !(value instanceof Unknown) && weakens(weaker, without, value));
    return found === undefined
      ? []
      : [{ kind, sentence: `${meaning}: ${argument.replaceAll(".", " > ")} ${plain(found)}` }];
  });
};
