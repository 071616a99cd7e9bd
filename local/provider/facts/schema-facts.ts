import type { TypeName } from "../schema/model";

/** What the bindings do not say about one type. Paths name attributes and blocks from the type's top: `rule.token`. */
export interface SchemaFacts {
  /** Version of the stored state, where it is not 0. */
  readonly version?: number;
  readonly sensitive?: readonly string[];
  readonly writeOnly?: readonly string[];
  readonly deprecated?: readonly string[];
  /** Smallest and largest number of blocks (0 = unlimited), where the bindings leave it open. */
  readonly limits?: Readonly<Record<string, readonly [minItems: number, maxItems: number]>>;
}

/**
 * Facts of the schema that the bindings lose, by type; a type without facts is not listed.
 *
 * Source: the schema that provider 6.25.0 reports (`terraform providers schema -json`); for the types marked 5.100 the
 * one that provider 5.100.0 reports, where both majors agree in all the bindings say.
 */
export const schemaFacts: Readonly<Record<TypeName, SchemaFacts>> = {
  aws_acm_certificate: { sensitive: ["private_key"] },
  aws_autoscaling_group: { version: 1 },
  aws_autoscaling_policy: {
    limits: {
      "predictive_scaling_configuration.metric_specification.customized_capacity_metric_specification.metric_data_queries":
        [1, 10],
      "predictive_scaling_configuration.metric_specification.customized_load_metric_specification.metric_data_queries":
        [1, 10],
      "predictive_scaling_configuration.metric_specification.customized_scaling_metric_specification.metric_data_queries":
        [1, 10],
    },
  },
  aws_backup_plan: { version: 1 },
  aws_cloudfront_distribution: {
    version: 1,
    limits: {
      "default_cache_behavior.function_association": [0, 2],
      "default_cache_behavior.lambda_function_association": [0, 4],
      "ordered_cache_behavior.function_association": [0, 2],
      "ordered_cache_behavior.lambda_function_association": [0, 4],
      "origin_group.member": [2, 2],
    },
  },
  aws_cloudtrail: { version: 1, limits: { event_selector: [0, 5] } },
  aws_cloudwatch_event_rule: { version: 1, deprecated: ["is_enabled"] },
  aws_cloudwatch_event_target: {
    version: 1,
    limits: {
      "ecs_target.ordered_placement_strategy": [0, 5],
      "ecs_target.placement_constraint": [0, 10],
      run_command_targets: [0, 5],
      "sagemaker_pipeline_target.pipeline_parameter_list": [0, 200],
    },
  },
  aws_cloudwatch_metric_alarm: { version: 1 },
  aws_db_instance: { version: 2, sensitive: ["password", "password_wo"], writeOnly: ["password_wo"] },
  aws_default_security_group: { version: 1 },
  // 5.100
  aws_default_vpc: { version: 1 },
  aws_dynamodb_table: { version: 1 },
  aws_ecr_registry_scanning_configuration: { limits: { rule: [0, 100] } },
  aws_ecr_repository: { limits: { image_tag_mutability_exclusion_filter: [0, 5] } },
  aws_ecs_service: { version: 1, limits: { ordered_placement_strategy: [0, 5], placement_constraints: [0, 10] } },
  aws_ecs_task_definition: { version: 1, limits: { placement_constraints: [0, 10] } },
  // 5.100
  aws_elasticache_cluster: { limits: { log_delivery_configuration: [0, 2] } },
  aws_elasticache_replication_group: {
    version: 3,
    sensitive: ["auth_token"],
    limits: { log_delivery_configuration: [0, 2] },
  },
  aws_elasticache_user: { sensitive: ["passwords", "authentication_mode.passwords"] },
  aws_flow_log: { version: 1 },
  // 5.100
  aws_iam_access_key: { sensitive: ["secret", "ses_smtp_password_v4"] },
  aws_iam_role: { deprecated: ["managed_policy_arns"] },
  // 5.100
  aws_instance: { version: 1 },
  // 5.100
  aws_kms_grant: { sensitive: ["grant_token"] },
  aws_launch_template: { version: 1 },
  aws_lb_listener: {
    sensitive: ["default_action.authenticate_oidc.client_secret"],
    limits: {
      "default_action.forward.target_group": [1, 5],
      "default_action.jwt_validation.additional_claim": [0, 10],
    },
  },
  aws_lb_listener_rule: {
    sensitive: ["action.authenticate_oidc.client_secret"],
    limits: {
      "action.forward.target_group": [1, 5],
      "action.jwt_validation.additional_claim": [0, 10],
      transform: [0, 2],
    },
  },
  aws_route53_record: { version: 2 },
  aws_s3_bucket: {
    deprecated: [
      "acceleration_status",
      "acl",
      "policy",
      "request_payer",
      "website_domain",
      "website_endpoint",
      "object_lock_configuration.object_lock_enabled",
    ],
  },
  aws_s3_bucket_acl: {
    deprecated: ["access_control_policy.grant.grantee.display_name", "access_control_policy.owner.display_name"],
  },
  aws_s3_bucket_cors_configuration: { limits: { cors_rule: [1, 100] } },
  aws_s3_bucket_lifecycle_configuration: { version: 1, deprecated: ["id", "rule.prefix"] },
  aws_s3_bucket_logging: { deprecated: ["target_grant.grantee.display_name"] },
  // 5.100
  aws_s3_bucket_object_lock_configuration: { sensitive: ["token"] },
  // 5.100
  aws_s3_bucket_replication_configuration: {
    sensitive: ["token"],
    deprecated: ["rule.prefix"],
    limits: { rule: [1, 1000] },
  },
  // 5.100
  aws_secretsmanager_secret_rotation: { version: 1 },
  aws_secretsmanager_secret_version: {
    sensitive: ["secret_binary", "secret_string", "secret_string_wo"],
    writeOnly: ["secret_string_wo"],
  },
  aws_security_group: { version: 1 },
  // 5.100
  aws_security_group_rule: { version: 2 },
  aws_ssm_document: { limits: { attachments_source: [0, 20] } },
  aws_ssm_parameter: { sensitive: ["value", "value_wo"], writeOnly: ["value_wo"] },
  aws_subnet: { version: 1 },
  aws_vpc: { version: 1 },
  // 5.100
  aws_wafv2_regex_pattern_set: { limits: { regular_expression: [0, 10] } },
  // 5.100
  aws_wafv2_web_acl: { limits: { "data_protection_config.data_protection": [0, 26] } },
  aws_wafv2_web_acl_logging_configuration: { limits: { redacted_fields: [0, 100] } },
  "data.aws_iam_policy_document": { deprecated: ["override_json", "source_json"] },
  "data.aws_region": { deprecated: ["name"] },
  "data.aws_ssm_parameter": { sensitive: ["value"] },
};
