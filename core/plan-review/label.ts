/** What a resource is called by those who work with it. */
import { printable } from "./values/printable";
import { isMap, member, textOf, type Value } from "./values/value";

/** Words for types whose own name is not how people speak of them. */
const words: Readonly<Record<string, string>> = {
  aws_acm_certificate: "certificate",
  aws_appautoscaling_policy: "scaling policy",
  aws_appautoscaling_scheduled_action: "scaling schedule",
  aws_appautoscaling_target: "scaling of",
  aws_autoscaling_group: "instance group",
  aws_cloudfront_distribution: "distribution",
  aws_cloudwatch_dashboard: "dashboard",
  aws_cloudwatch_log_group: "log group",
  aws_cloudwatch_metric_alarm: "alarm",
  aws_db_instance: "database",
  aws_rds_cluster: "database cluster",
  aws_dynamodb_table: "table",
  aws_ecr_repository: "image repository",
  aws_ecs_cluster: "cluster",
  aws_ecs_service: "service",
  aws_ecs_task_definition: "task definition",
  aws_efs_file_system: "file system",
  aws_elasticache_replication_group: "cache",
  aws_elasticache_cluster: "cache",
  aws_eip: "elastic IP address",
  aws_elasticache_parameter_group: "cache parameter group",
  aws_elasticache_subnet_group: "cache subnet group",
  aws_iam_policy: "policy",
  aws_iam_role: "role",
  aws_iam_role_policy: "policy",
  aws_iam_role_policy_attachment: "policy attachment",
  aws_instance: "instance",
  aws_kms_key: "key",
  aws_lambda_function: "function",
  aws_launch_template: "launch template",
  aws_lb: "load balancer",
  aws_lb_listener: "listener",
  aws_lb_listener_rule: "listener rule",
  aws_lb_target_group: "target group",
  aws_route53_record: "DNS record",
  aws_route53_zone: "DNS zone",
  aws_s3_bucket: "bucket",
  aws_secretsmanager_secret: "secret",
  aws_secretsmanager_secret_version: "secret version",
  aws_security_group: "security group",
  aws_sns_topic: "topic",
  aws_sqs_queue: "queue",
  aws_ssm_parameter: "parameter",
  aws_vpc: "VPC",
  aws_wafv2_ip_set: "IP set",
  aws_wafv2_regex_pattern_set: "pattern set",
  aws_wafv2_web_acl: "firewall",
  aws_vpc_security_group_egress_rule: "outgoing rule",
  aws_vpc_security_group_ingress_rule: "incoming rule",
};

/** Arguments that name a resource, the best first. */
const naming = [
  "identifier",
  "name",
  "bucket",
  "replication_group_id",
  "cluster_identifier",
  "cluster_id",
  "family",
  "function_name",
  "alarm_name",
  "dashboard_name",
  "repository",
  "resource_id",
  "domain_name",
  "role",
  "alias",
];

/** Arguments that refer to what a resource without a name of its own belongs to, the best first. */
const owning = [
  "subnet_id",
  "route_table_id",
  "load_balancer_arn",
  "bucket",
  "cluster_name",
  "certificate_arn",
  "secret_id",
  "arn",
  "role",
  "vpc_id",
];

/** Every argument by which a resource is named, by people or by other resources. */
export const namingArguments: ReadonlySet<string> = new Set([
  ...naming,
  ...["id", "arn", "tags", "name_prefix", "description", "user", "group"],
]);

const acronyms = new Set([
  "acl",
  "acm",
  "api",
  "db",
  "dns",
  "ecr",
  "ecs",
  "eip",
  "eks",
  "iam",
  "ip",
  "kms",
  "lb",
  "nat",
  "s3",
  "sns",
  "sqs",
  "ssm",
  "vpc",
]);

export interface Surroundings {
  readonly stack?: string;
  /** Label of what an argument refers to. */
  readonly owner?: (argument: string) => string | undefined;
}

/**
 * `database smart360-production-database`. The name is taken from what the plan knows of the resource; where it knows
 * none, from what it belongs to (`listener of load balancer smart360-production`, `listener rule of billing` in that
 * service's stack), and at last from its address.
 *
 * @param named the side whose name counts, `other` the one that counts where it has none
 */
export function labelOf(
  type: string,
  address: string,
  other: Value,
  named: Value,
  { stack = "", owner = () => undefined }: Surroundings = {},
): string {
  const word = Object.hasOwn(words, type) ? words[type] : typeInWords(type);
  const name = nameOf(type, address, named) ?? nameOf(type, address, other);
  if (name !== undefined) return `${word} ${name}${holderOf(type, other, named, owner)}`;
  const belongsTo = firstOf(owning, owner) ?? /^service-(.+)$/.exec(stack)?.[1];
  return belongsTo === undefined ? `${word} ${nameInAddress(address)}` : `${word} of ${belongsTo}`;
}

/** Whose policy it is: its own name says little. */
function holderOf(type: string, other: Value, named: Value, owner: (argument: string) => string | undefined): string {
  const holder = /^aws_iam_(role|user|group)_policy$/.exec(type)?.[1];
  if (holder === undefined) return "";
  const name = textOf(member(named, holder)) ?? textOf(member(other, holder));
  const label = name === undefined ? owner(holder) : `${holder} ${printable(name)}`;
  return label === undefined ? "" : ` of ${label}`;
}

function firstOf<T, U>(items: readonly T[], find: (item: T) => U | undefined): U | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function nameOf(type: string, address: string, value: Value): string | undefined {
  if (!isMap(value)) return undefined;
  const tag = textOf(member(value, "tags", "Name"));
  // Names that end in something random: the tag says what is meant.
  const candidates = [
    /security_group|_subnet|_vpc|_eip|gateway|route_table|_instance\b/.test(address) ? tag : undefined,
    // `service/<cluster>/<service>`
    type === "aws_appautoscaling_target" ? textOf(member(value, "resource_id"))?.split("/").at(-1) : undefined,
    ...naming.map((name) => textOf(member(value, name))),
    tag,
    textOf(member(value, "name_prefix"))?.replace(/-$/, ""),
    quoted(textOf(member(value, "description"))),
  ];
  const name = candidates.find((candidate) => candidate !== undefined && candidate.length <= 120);
  return name === undefined ? undefined : printable(name);
}

const quoted = (text: string | undefined) => (text === undefined ? undefined : `"${text}"`);

/** The hash that CDKTF puts behind a construct's path. */
const constructHash = /_[0-9A-F]{8}$/;

/** `Database_Parameters_F882294D` -> `Database Parameters`; other names, and keys of `count` and `for_each`, stay. */
function nameInAddress(address: string): string {
  const [, name = address, key = ""] = /([^.[\]]+)((?:\[[^\]]*\])?)$/.exec(address) ?? [];
  const words = constructHash.test(name) ? name.replace(constructHash, "").replaceAll("_", " ") : name;
  return printable(`${words}${key}`);
}

/** `aws_backup_plan` -> `backup plan`. */
function typeInWords(type: string): string {
  const [, ...parts] = type.split("_");
  return (parts.length === 0 ? [type] : parts)
    .map((part) => (acronyms.has(part) ? part.toUpperCase() : part))
    .join(" ");
}
