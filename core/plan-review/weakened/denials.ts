/** Statements of policies that deny something to everybody, and go: unencrypted requests, most of the time. */
import type { ChangedResource } from "../changed-resource";
import { conditionInWords, inWords, type Statement, statementsOf } from "../security/statement";
import { member, textOf } from "../values/value";
import type { WeakenedOf } from "./reader";

/** Types of policies, and the argument that names what they are of. */
const policies: Readonly<Record<string, string>> = {
  aws_ecr_repository_policy: "repository",
  aws_kms_key_policy: "key_id",
  aws_s3_bucket_policy: "bucket",
  aws_secretsmanager_secret_policy: "secret_arn",
  aws_sns_topic_policy: "arn",
  aws_sqs_queue_policy: "queue_url",
};

export const denials: WeakenedOf = (resource, others) => {
  const { place, before, after } = resource;
  const argument = Object.hasOwn(policies, place.type) ? policies[place.type] : undefined;
  if (argument === undefined || before === null || endsWithItsHolder(resource, argument, others)) return [];
  const [olds, news] = [statementsOf(member(before, "policy")), statementsOf(member(after, "policy"))];
  return (olds ?? []).filter(isForEverybody).flatMap((old) => {
    if (news === undefined || news.some((next) => deniesAsMuch(next, old))) return [];
    const isAboutEncryption = old.conditions.some(({ test }) => /^aws:SecureTransport /i.test(test));
    return [
      {
        kind: isAboutEncryption ? ("encryption-weakened" as const) : ("exposed" as const),
        sentence: inWords(old).replace(/^denies/, "would no longer deny"),
      },
    ];
  });
};

function endsWithItsHolder(
  { action, before }: ChangedResource,
  argument: string,
  others: readonly ChangedResource[],
): boolean {
  const holder = textOf(member(before, argument));
  if (action !== "destroy" || holder === undefined) return false;
  const names = ["id", "arn", "url", "bucket", "name"];
  return others.some(
    (other) =>
      other.action === "destroy" &&
      !Object.hasOwn(policies, other.place.type) &&
      names.some((name) => member(other.before, name) === holder),
  );
}

function isForEverybody({ isAllow, principals }: Statement): boolean {
  return !isAllow && principals.includes("everybody");
}

/** As far as its words tell; fewer conditions deny more. */
function deniesAsMuch(next: Statement, old: Statement): boolean {
  const has = (list: readonly string[], wanted: readonly string[]) =>
    list.includes("*") || wanted.every((each) => list.includes(each));
  const before = old.conditions.map(conditionInWords);
  return (
    isForEverybody(next) &&
    has(next.actions, old.actions) &&
    has(next.resources, old.resources) &&
    next.conditions.every((condition) => before.includes(conditionInWords(condition)))
  );
}
