/** Policies of roles, buckets, keys and other resources. */
import type { ChangedResource } from "../changed-resource";
import type { SecurityArea } from "../review";
import { plain } from "../values/show";
import { isList, isEmpty, isMap, member, textsOf, type Value } from "../values/value";
import type { FindingsOf, SecurityFinding } from "./finding";
import { policyChange } from "./policy-changes";

/** Type -> arguments that hold a policy document, and what it governs. */
const documents: Readonly<Record<string, Readonly<Record<string, SecurityArea>>>> = {
  aws_backup_vault_policy: { policy: "resource-policy" },
  aws_cloudwatch_log_resource_policy: { policy_document: "resource-policy" },
  aws_ecr_repository_policy: { policy: "resource-policy" },
  aws_efs_file_system_policy: { policy: "resource-policy" },
  aws_elasticsearch_domain: { access_policies: "resource-policy" },
  aws_iam_group_policy: { policy: "permissions" },
  aws_iam_policy: { policy: "permissions" },
  aws_iam_role: { assume_role_policy: "trust" },
  aws_iam_role_policy: { policy: "permissions" },
  aws_iam_user_policy: { policy: "permissions" },
  aws_kms_key: { policy: "key" },
  aws_kms_key_policy: { policy: "key" },
  aws_kms_replica_key: { policy: "key" },
  aws_opensearch_domain: { access_policies: "resource-policy" },
  aws_organizations_policy: { content: "permissions" },
  aws_s3_bucket: { policy: "bucket" },
  aws_s3_bucket_policy: { policy: "bucket" },
  aws_secretsmanager_secret: { policy: "resource-policy" },
  aws_secretsmanager_secret_policy: { policy: "resource-policy" },
  aws_sns_topic: { policy: "resource-policy" },
  aws_sns_topic_policy: { policy: "resource-policy" },
  aws_sqs_queue: { policy: "resource-policy" },
  aws_sqs_queue_policy: { policy: "resource-policy" },
  aws_vpc_endpoint: { policy: "resource-policy" },
};

export const policyFindings: FindingsOf = (resource, directory) => {
  const { type } = resource.place;
  const own = Object.hasOwn(documents, type) ? (documents[type] ?? {}) : {};
  const found = Object.entries(own).flatMap(([argument, area]) =>
    isComputed(resource, argument)
      ? []
      : of(resource, area, member(resource.before, argument), member(resource.after, argument)),
  );
  if (type === "aws_iam_role") return [...found, ...inlinePolicies(resource), ...managedPolicies(resource)];
  if (/^aws_iam_(role|user|group)_policy_attachment$/.test(type)) return attachment(resource, directory);
  return type === "aws_lambda_permission" ? permission(resource) : found;
};

/** The provider says what it is, and nobody asks for anything else. */
function isComputed(resource: ChangedResource, argument: string): boolean {
  return resource.sets(argument) === false && !isEmpty(member(resource.after, argument));
}

/** Their policy limits what is reached through them: it lets nobody in. */
const limitingTypes = new Set(["aws_vpc_endpoint"]);

function of(
  resource: ChangedResource,
  area: SecurityArea,
  before: Value | undefined,
  after: Value | undefined,
  name = "",
): SecurityFinding[] {
  const change = policyChange(before, after);
  if (change === undefined) return [];
  const { opens, sentence, effect, lines } = change;
  const isOpened = opens !== undefined && !limitingTypes.has(resource.place.type);
  return [
    {
      area,
      effect,
      lines,
      sentence: name === "" ? sentence : `${name}: ${sentence}`,
      ...(isOpened ? { opens: `${resource.place.label} ${opens}` } : {}),
    },
  ];
}

/** Policies written into a role, by their name. */
function inlinePolicies(role: ChangedResource): SecurityFinding[] {
  const byName = (value: Value) => {
    const policies = member(value, "inline_policy");
    const entries = (isList(policies) ? policies : [])
      .filter(isMap)
      .map((policy) => [plain(policy["name"]), policy["policy"]] as const);
    return new Map(entries);
  };
  const [olds, news] = [byName(role.before), byName(role.after)];
  return [...new Set([...olds.keys(), ...news.keys()])].flatMap((name) =>
    of(role, "permissions", olds.get(name), news.get(name), name),
  );
}

function managedPolicies(role: ChangedResource): SecurityFinding[] {
  const [olds, news] = [
    textsOf(member(role.before, "managed_policy_arns")),
    textsOf(member(role.after, "managed_policy_arns")),
  ];
  const line = (arn: string, effect: "widens" | "narrows"): SecurityFinding => ({
    area: "permissions",
    effect,
    sentence: `${effect === "widens" ? "gets" : "loses"} the policy ${arn}`,
    lines: [],
  });
  return [
    ...news.filter((arn) => !olds.includes(arn)).map((arn) => line(arn, "widens")),
    ...olds.filter((arn) => !news.includes(arn)).map((arn) => line(arn, "narrows")),
  ];
}

const attachment: FindingsOf = (resource, directory) => {
  const of = (value: Value) => {
    const policy = member(value, "policy_arn");
    const name = directory.meant(resource, "policy_arn", policy) ?? plain(policy);
    const holder = ["role", "user", "group"].find((kind) => member(value, kind) !== undefined) ?? "role";
    const holderName = member(value, holder);
    return `${/^policy /.test(name) ? name : `policy ${name}`} to ${holder} ${typeof holderName === "string" ? holderName : (directory.meant(resource, holder, holderName) ?? plain(holderName)).replace(/^role /, "")}`;
  };
  return comesAndGoes(resource, (value) => of(value), "attaches", "takes away");
};

/** `aws_lambda_permission`: who may call a function. */
function permission(resource: ChangedResource): readonly SecurityFinding[] {
  const words = (value: Value) =>
    `${plain(member(value, "action"))} on ${plain(member(value, "function_name"))} to ${plain(member(value, "principal"))}`;
  const isOpen = member(resource.after, "principal") === "*" && member(resource.before, "principal") !== "*";
  const found = comesAndGoes(resource, words, "allows", "no longer allows");
  return isOpen
    ? found.map((finding) => ({ ...finding, opens: `${resource.place.label} lets everybody call a function` }))
    : found;
}

function comesAndGoes(
  { before, after }: ChangedResource,
  words: (value: Value) => string,
  comes: string,
  goes: string,
): SecurityFinding[] {
  const [old, next] = [before === null ? undefined : words(before), after === null ? undefined : words(after)];
  if (old === next) return [];
  const finding = (effect: SecurityFinding["effect"], sentence: string): SecurityFinding => ({
    area: "permissions",
    effect,
    sentence,
    lines: [],
  });
  if (old === undefined) return [finding("widens", `${comes} ${next}`)];
  if (next === undefined) return [finding("narrows", `${goes} ${old}`)];
  return [finding("changes", `${comes} ${next}, and ${goes} ${old}`)];
}
