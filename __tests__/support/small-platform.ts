/** A configuration with one of everything that a review has a word for, to be edited and planned by the real terraform. */
import type { Review } from "../../core/plan-review/review";
import { countsInWords, differenceInWords, noiseInWords, signOf } from "../../core/plan-review/render/words";

export type Arguments = Record<string, unknown>;
export type Resources = Record<string, Record<string, Arguments>>;

/** A root module in Terraform's JSON syntax. */
export interface Configuration {
  variable: Record<string, Arguments>;
  resource: Resources;
  readonly [block: string]: unknown;
}

/** Planted where plans hold secrets: no review tells them. */
export const secrets = ["pa55-word-of-the-database", "t0ken-of-the-cache-9d1f", "value-of-the-secret-77"] as const;

const key = "${aws_kms_key.main.arn}";

export const statement = (action: string, resource = "arn:aws:s3:::files/*") => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "Files", Effect: "Allow", Action: [action], Resource: [resource] }],
});

const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });

const container = {
  name: "billing",
  image: "billing:1",
  memory: 768,
  environment: [{ name: "DEBUG", value: "0" }],
};

export const containers = (change: Arguments = {}) => JSON.stringify([{ ...container, ...change }]);

/** A lifecycle policy that keeps so many releases. */
export const keeping = (releases: number) =>
  JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        selection: {
          tagStatus: "tagged",
          tagPrefixList: ["release-"],
          countType: "imageCountMoreThan",
          countNumber: releases,
        },
        action: { type: "expire" },
      },
    ],
  });

const rule = (name: string, priority: number, limit: number) => ({
  name,
  priority,
  action: { block: {} },
  statement: { rate_based_statement: { limit, aggregate_key_type: "IP" } },
  visibility_config: { cloudwatch_metrics_enabled: true, metric_name: name, sampled_requests_enabled: true },
});

/** A new one each time: it is to be edited. */
export function smallPlatform(): Configuration {
  return {
    variable: { password: { type: "string", sensitive: true, default: secrets[0] } },
    resource: {
      aws_kms_key: { main: { description: "main", deletion_window_in_days: 30, enable_key_rotation: true } },
      aws_db_instance: {
        main: {
          identifier: "main",
          engine: "postgres",
          engine_version: "15",
          instance_class: "db.m6g.large",
          allocated_storage: 100,
          username: "app",
          password: "${var.password}",
          storage_encrypted: true,
          kms_key_id: key,
          backup_retention_period: 14,
          deletion_protection: true,
          publicly_accessible: false,
          apply_immediately: false,
          final_snapshot_identifier: "main-final",
        },
      },
      aws_db_parameter_group: {
        main: { name: "main", family: "postgres15", parameter: [{ name: "rds.force_ssl", value: "1" }] },
      },
      aws_elasticache_replication_group: {
        main: {
          replication_group_id: "main",
          description: "main",
          node_type: "cache.t4g.small",
          num_cache_clusters: 2,
          automatic_failover_enabled: true,
          at_rest_encryption_enabled: true,
          transit_encryption_enabled: true,
          auth_token: secrets[1],
          snapshot_retention_limit: 7,
        },
      },
      aws_s3_bucket: { files: { bucket: "files" } },
      aws_s3_bucket_versioning: {
        files: { bucket: "${aws_s3_bucket.files.id}", versioning_configuration: { status: "Enabled" } },
      },
      aws_s3_bucket_public_access_block: {
        files: {
          bucket: "${aws_s3_bucket.files.id}",
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        },
      },
      aws_dynamodb_table: {
        locks: {
          name: "locks",
          hash_key: "LockID",
          billing_mode: "PAY_PER_REQUEST",
          attribute: [{ name: "LockID", type: "S" }],
          point_in_time_recovery: { enabled: true },
        },
      },
      aws_ecr_repository: { billing: { name: "billing", image_tag_mutability: "IMMUTABLE" } },
      aws_ecr_lifecycle_policy: { billing: { repository: "billing", policy: keeping(30) } },
      aws_cloudwatch_log_group: { app: { name: "/smart360/app", retention_in_days: 90 } },
      aws_secretsmanager_secret: { auth: { name: "auth", recovery_window_in_days: 30 } },
      aws_secretsmanager_secret_version: {
        auth: { secret_id: "${aws_secretsmanager_secret.auth.id}", secret_string: secrets[2] },
      },
      aws_ssm_parameter: { image: { name: "/smart360/image", type: "String", value: "billing:1" } },
      aws_ecs_cluster: { main: { name: "main" } },
      aws_ecs_task_definition: { billing: { family: "billing", container_definitions: containers() } },
      aws_ecs_service: {
        billing: {
          name: "billing",
          cluster: "${aws_ecs_cluster.main.id}",
          task_definition: "${aws_ecs_task_definition.billing.arn}",
          desired_count: 2,
          deployment_maximum_percent: 150,
          deployment_minimum_healthy_percent: 100,
        },
      },
      aws_iam_role: { app: { name: "app", assume_role_policy: trust("ecs-tasks.amazonaws.com") } },
      aws_iam_role_policy: {
        app: { name: "app", role: "${aws_iam_role.app.name}", policy: JSON.stringify(statement("s3:GetObject")) },
      },
      aws_lb_listener: {
        main: {
          load_balancer_arn:
            "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/main/0123456789abcdef",
          port: 443,
          protocol: "HTTPS",
          ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
          certificate_arn: "arn:aws:acm:us-east-1:111122223333:certificate/main",
          default_action: [
            { type: "fixed-response", fixed_response: { content_type: "text/plain", status_code: "404" } },
          ],
        },
      },
      aws_security_group: { database: { name: "database", description: "database", vpc_id: "vpc-0123456789" } },
      aws_vpc_security_group_ingress_rule: {
        database: {
          security_group_id: "${aws_security_group.database.id}",
          cidr_ipv4: "10.0.0.0/16",
          ip_protocol: "tcp",
          from_port: 5432,
          to_port: 5432,
        },
      },
      aws_wafv2_web_acl: {
        edge: {
          name: "edge",
          scope: "REGIONAL",
          default_action: { allow: {} },
          rule: [rule("login", 1, 100), rule("api", 2, 2000)],
          visibility_config: { cloudwatch_metrics_enabled: true, metric_name: "edge", sampled_requests_enabled: true },
        },
      },
      aws_launch_template: { node: { name: "node", image_id: "ami-0123456789", instance_type: "t3a.xlarge" } },
      aws_autoscaling_group: {
        node: {
          name: "node",
          min_size: 2,
          max_size: 3,
          launch_template: {
            id: "${aws_launch_template.node.id}",
            version: "${aws_launch_template.node.latest_version}",
          },
          instance_refresh: { strategy: "Rolling", preferences: { min_healthy_percentage: 100 } },
        },
      },
      aws_cloudwatch_metric_alarm: {
        many: {
          count: 2,
          alarm_name: "alarm-${count.index}",
          comparison_operator: "GreaterThanThreshold",
          evaluation_periods: 1,
          threshold: 80,
        },
      },
      aws_sns_topic: { named: { for_each: '${toset(["a", "b"])}', name: "topic-${each.key}" } },
    },
    output: { bucket: { value: "${aws_s3_bucket.files.bucket}" } },
  };
}

/** A resource's arguments, to be edited. */
export function argumentsOf({ resource }: Configuration, type: string): Arguments {
  const [found] = Object.values(resource[type] ?? {});
  if (found === undefined) throw new Error(`there is no ${type}`);
  return found;
}

/** A review in lines, one each of whatever it says; of creations only their number. */
export function told(review: Review): string[] {
  const named = ({ path }: { readonly path: readonly string[] }) => path.join(" > ");
  return [
    `${review.verdict.risk}: ${countsInWords(review.verdict.counts)}`,
    ...review.red.map(({ sentence }) => `red: ${sentence}`),
    ...review.operations
      .filter(({ effect }) => effect !== "metadata")
      .map(({ effect, subject, sentence }) => `${effect}: ${subject}: ${sentence}`),
    ...review.security.flatMap(({ effect, place, sentence, lines }) => [
      `${effect}: ${place.label} ${sentence}`,
      ...lines.map(({ sign, text }) => `  ${sign} ${text}`),
    ]),
    ...review.resources.flatMap(({ action, createBeforeDestroy, place, differences }) =>
      action === "create"
        ? []
        : [
            `${signOf(action, createBeforeDestroy)} ${place.label}${place.deposed === undefined ? "" : " (deposed)"}`,
            ...differences.map((difference) => `  ${differenceInWords(difference)}`),
          ],
    ),
    ...review.moved.map(({ place, from }) => `moved: ${from} -> ${place.address}`),
    ...review.imported.map(({ place, id = "unknown" }) => `imported: ${place.label} by ${id}`),
    ...review.forgotten.map(({ label }) => `forgotten: ${label}`),
    ...review.drift.map(({ kind, place, planned }) => `drift: ${place.label} ${kind}; planned: ${planned}`),
    ...review.unknowns.map((unknown) => `unknown: ${unknown.place.label}, ${named(unknown)}: ${unknown.sentence}`),
    ...review.outputs.map(
      ({ action, name, before, after }) => `output ${name} ${action}: ${before.text} -> ${after.text}`,
    ),
    ...review.failedChecks.map(({ address, messages }) => `check: ${address}: ${messages.join(" ")}`),
    ...[noiseInWords(review.noise)].filter((line) => line !== ""),
  ];
}
