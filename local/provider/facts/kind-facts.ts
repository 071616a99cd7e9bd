/**
 * Most types of the AWS provider are written with Terraform's first plugin SDK, and its plans show: they fill in defaults
 * that the schema does not announce, leave whole blocks open, and turn what is absent from a set's element into "".
 *
 * Source: `legacy_type_system` and the planned state that provider 5.100.0 answers to PlanResourceChange.
 */
import type { TypeName } from "../schema/model";
import type { Value } from "../values/value";

/** Types of the newer plugin framework: they plan what the schema says. */
const frameworkTypes: ReadonlySet<TypeName> = new Set([
  "aws_cloudfront_key_value_store",
  "aws_cloudfront_vpc_origin",
  "aws_cloudwatch_log_delivery",
  "aws_cloudwatch_log_delivery_destination",
  "aws_cloudwatch_log_delivery_source",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
]);

/** Whether the type is written with the first SDK. */
export function isLegacy(type: TypeName): boolean {
  return !frameworkTypes.has(type);
}

/** Blocks that AWS fills in when the configuration has none, as paths from the type's top. */
export const computedBlocks: Readonly<Record<TypeName, readonly string[]>> = {
  aws_acm_certificate: ["options"],
  aws_appautoscaling_target: ["suspended_state"],
  aws_autoscaling_group: [
    "availability_zone_distribution",
    "capacity_reservation_specification",
    "launch_template",
    "mixed_instances_policy",
    "traffic_source",
  ],
  aws_backup_selection: ["condition"],
  aws_cloudfront_distribution: ["default_cache_behavior.grpc_config", "ordered_cache_behavior.grpc_config"],
  aws_dynamodb_table: ["attribute", "point_in_time_recovery", "server_side_encryption", "ttl"],
  aws_ecs_capacity_provider: ["auto_scaling_group_provider.managed_scaling"],
  aws_ecs_cluster: ["setting"],
  aws_elasticache_user: ["authentication_mode"],
  aws_guardduty_detector: ["datasources"],
  aws_iam_role: ["inline_policy"],
  aws_launch_template: ["metadata_options"],
  aws_lb: ["subnet_mapping"],
  aws_lb_listener: ["mutual_authentication"],
  aws_lb_target_group: ["health_check", "stickiness", "target_failover", "target_group_health", "target_health_state"],
  aws_s3_bucket: [
    "cors_rule",
    "grant",
    "lifecycle_rule",
    "logging",
    "object_lock_configuration",
    "replication_configuration",
    "server_side_encryption_configuration",
    "versioning",
    "website",
  ],
  aws_s3_bucket_acl: ["access_control_policy"],
  aws_s3_bucket_website_configuration: ["routing_rule"],
  aws_secretsmanager_secret: ["replica"],
  aws_vpc_endpoint: ["dns_options", "subnet_configuration"],
};

/** Blocks that stay when the configuration drops them, though what is in them goes back to its defaults. */
export const keptBlocks: Readonly<Record<TypeName, readonly string[]>> = {
  aws_ecr_repository: ["image_scanning_configuration"],
  aws_ecs_service: ["alarms", "deployment_circuit_breaker", "deployment_controller"],
  aws_lb: ["access_logs", "connection_logs"],
};

/** Attributes that AWS may compute, and that the provider yet knows in the plan when they are left out. */
export const knownFacts: Readonly<Record<TypeName, Readonly<Record<string, Value>>>> = {
  aws_s3_bucket_lifecycle_configuration: {
    "rule.expiration.expired_object_delete_marker": false,
    "rule.filter.object_size_greater_than": null,
    "rule.filter.object_size_less_than": null,
    "rule.prefix": "",
    transition_default_minimum_object_size: "all_storage_classes_128K",
  },
};
