/** Reviews that say something in every section, and one of a whole platform. */
import { gate } from "../../core/plan-review/gate";
import type { RenderOptions } from "../../core/plan-review/render/options";
import type { Review, StackPlan } from "../../core/plan-review/review";
import { reviewPlans } from "../../core/plan-review/review-plans";
import { created, destroyed, replaced, stackPlan, unchanged, updated, type ResourceChange } from "./plans";

const policy = (actions: readonly string[], resource: string) =>
  JSON.stringify({ Statement: [{ Sid: "Files", Effect: "Allow", Action: actions, Resource: resource }] });

const containers = (memory: number, debug: string) =>
  JSON.stringify([
    { name: "billing", image: "billing:1", memory, environment: [{ name: "DEBUG", value: debug }], command: ["serve"] },
  ]);

/** Acts as markup wherever it is not escaped: HTML, Markdown, XML, a terminal. */
export const hostile = `<img src=x onerror="document.title='pwned'">]]>&"'\`|*_[a](javascript:alert(1)) @team \u001b[31m`;

const service = (task_definition: string) => ({
  name: "billing",
  cluster: "main",
  desired_count: 2,
  deployment_maximum_percent: 150,
  deployment_minimum_healthy_percent: 100,
  task_definition,
});

const database = (more: object) => ({
  identifier: "smart360-production-database",
  instance_class: "db.m6g.large",
  backup_retention_period: 14,
  storage_encrypted: true,
  ...more,
});

const data: readonly ResourceChange[] = [
  replaced("aws_db_instance", "Database_B269D8BB", database({}), database({ storage_encrypted: false }), [
    ["storage_encrypted"],
  ]),
  updated(
    "aws_s3_bucket_public_access_block",
    "Files_PublicAccess_0A1B2C3D",
    { bucket: "smart360-production-files", block_public_policy: true },
    { bucket: "smart360-production-files", block_public_policy: false },
  ),
  destroyed("aws_cloudwatch_log_group", "Old_4D5E6F70", { name: "/smart360/production/old" }, { deposed: "0badcafe" }),
];

const platform: readonly ResourceChange[] = [
  updated(
    "aws_iam_role_policy",
    "Roles_Task_Policy_11223344",
    { name: "task", role: "billing", policy: policy(["s3:GetObject"], "arn:aws:s3:::smart360-production-files/*") },
    { name: "task", role: "billing", policy: policy(["s3:*"], "*") },
  ),
  updated(
    "aws_vpc_security_group_ingress_rule",
    "Database_FromInstances_55667788",
    {
      security_group_id: "sg-0123456789",
      cidr_ipv4: "10.0.0.0/16",
      ip_protocol: "tcp",
      from_port: 5432,
      to_port: 5432,
    },
    { security_group_id: "sg-0123456789", cidr_ipv4: "10.0.0.0/8", ip_protocol: "tcp", from_port: 5432, to_port: 5432 },
  ),
  ...Array.from({ length: 24 }, (_, index) =>
    created("aws_cloudwatch_metric_alarm", `Alarm${index}_99AABBCC`, { alarm_name: `billing-${index}`, threshold: 80 }),
  ),
];

const billing: readonly ResourceChange[] = [
  replaced(
    "aws_ecs_task_definition",
    "Service_TaskDefinition_4B51B9EA",
    { family: "billing", container_definitions: containers(768, "0") },
    { family: "billing", container_definitions: containers(1024, "1") },
    [["container_definitions"]],
  ),
  updated("aws_ecs_service", "Service_DBC79909", service("billing:6"), service("billing:7")),
  updated("aws_x", "hostile", { name: "hostile", note: "plain" }, { name: "hostile", note: hostile }),
  updated("aws_x", `named["${hostile.replaceAll('"', "'")}"]`, { n: 1 }, { n: 2 }),
  updated("aws_x", "tagged", { tags: { a: "b" } }, { tags: { a: "c" } }),
  updated(
    "aws_x",
    "secret",
    { user: "a", code: "first-value" },
    { user: "b", code: "second-value" },
    { change: { before_sensitive: { code: true }, after_sensitive: { code: true } } },
  ),
  unchanged("aws_vpc", "moved", { id: "vpc-1" }, { previous_address: "aws_vpc.before" }),
];

const stacks: readonly StackPlan[] = [
  stackPlan("network", [unchanged("aws_vpc", "a", {})]),
  stackPlan("data", data, {
    resource_drift: [updated("aws_x", "drifted", { name: "drifted", size: 1 }, { name: "drifted", size: 3 })],
    checks: [
      {
        address: { to_display: "check.size" },
        instances: [
          { status: "fail", address: { to_display: "check.size" }, problems: [{ message: `Too small. ${hostile}` }] },
        ],
      },
    ],
  }),
  stackPlan("platform", platform, {
    output_changes: { cluster: { actions: ["update"], before: "old", after: "new" } },
  }),
  stackPlan("service-billing", billing),
];

/** Something in every section. */
export const fullReview: Review = reviewPlans(stacks);

export const fullOptions: RenderOptions = {
  origin: { environment: "production", account: "111122223333", region: "us-east-1", revision: "1a2b3c4d5e" },
  waiting: [{ stack: "delivery", for: ["data", "platform"] }],
  gate: gate(fullReview, [
    { plan: stacks[1]?.sha256 ?? "", addresses: ["aws_db_instance.Database_B269D8BB", "aws_db_instance.Other"] },
  ]),
};

/** 17 stacks with 53 changes each, and `red` databases that would be replaced. */
export function largeReview(red: number, noteCharacters = 200): Review {
  const note = (index: number, letter: string) => `${letter}${index}-`.repeat(Math.ceil(noteCharacters / 5));
  const changes = (stack: number) =>
    Array.from({ length: 53 }, (_, index) =>
      index % 3 === 0
        ? created("aws_x", `r${stack}_${index}`, { name: `new-${index}`, note: note(index, "n") })
        : updated("aws_x", `r${stack}_${index}`, { note: note(index, "a"), n: 1 }, { note: note(index, "b"), n: 2 }),
    );
  const databases = Array.from({ length: red }, (_, index) =>
    replaced("aws_db_instance", `d${index}`, database({}), database({ identifier: `d${index}` }), [["identifier"]]),
  );
  return reviewPlans(
    Array.from({ length: 17 }, (_, stack) =>
      stackPlan(`stack-${stack}`, stack === 3 ? [...databases, ...changes(stack)] : changes(stack)),
    ),
  );
}
