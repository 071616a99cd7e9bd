import type { TypeName } from "../schema/model";
import type { Value } from "../values/value";

/**
 * What provider 5.100.0 puts in the place of arguments that are left out inside blocks, where the schema does not call the
 * argument computed: by type and path from the type's top.
 *
 * Source: the planned state that provider 5.100.0 answers to a configuration of each type with one block of each kind.
 */
export const nestedDefaultFacts: Readonly<Record<TypeName, Readonly<Record<string, Value>>>> = {
  aws_acm_certificate: {
    "options.certificate_transparency_logging_preference": "ENABLED",
  },
  aws_appautoscaling_policy: {
    "target_tracking_scaling_policy_configuration.customized_metric_specification.metrics.return_data": true,
    "target_tracking_scaling_policy_configuration.disable_scale_in": false,
  },
  aws_appautoscaling_target: {
    "suspended_state.dynamic_scaling_in_suspended": false,
    "suspended_state.dynamic_scaling_out_suspended": false,
    "suspended_state.scheduled_scaling_suspended": false,
  },
  aws_autoscaling_group: {
    "availability_zone_distribution.capacity_distribution_strategy": "balanced-best-effort",
    "instance_refresh.preferences.max_healthy_percentage": 100,
    "instance_refresh.preferences.min_healthy_percentage": 90,
    "instance_refresh.preferences.scale_in_protected_instances": "Ignore",
    "instance_refresh.preferences.skip_matching": false,
    "instance_refresh.preferences.standby_instances": "Ignore",
    "warm_pool.instance_reuse_policy.reuse_on_scale_in": false,
    "warm_pool.max_group_prepared_capacity": -1,
    "warm_pool.min_size": 0,
    "warm_pool.pool_state": "Stopped",
  },
  aws_autoscaling_policy: {
    "predictive_scaling_configuration.max_capacity_breach_behavior": "HonorMaxCapacity",
    "predictive_scaling_configuration.metric_specification.customized_capacity_metric_specification.metric_data_queries.return_data": true,
    "predictive_scaling_configuration.metric_specification.customized_load_metric_specification.metric_data_queries.return_data": true,
    "predictive_scaling_configuration.metric_specification.customized_scaling_metric_specification.metric_data_queries.return_data": true,
    "predictive_scaling_configuration.mode": "ForecastOnly",
    "target_tracking_configuration.customized_metric_specification.metrics.return_data": true,
    "target_tracking_configuration.disable_scale_in": false,
  },
  aws_backup_plan: {
    "rule.completion_window": 180,
    "rule.enable_continuous_backup": false,
    "rule.schedule_expression_timezone": "Etc/UTC",
    "rule.start_window": 60,
  },
  aws_cloudfront_distribution: {
    "default_cache_behavior.compress": false,
    "default_cache_behavior.lambda_function_association.include_body": false,
    "default_cache_behavior.min_ttl": 0,
    "logging_config.include_cookies": false,
    "ordered_cache_behavior.compress": false,
    "ordered_cache_behavior.lambda_function_association.include_body": false,
    "ordered_cache_behavior.min_ttl": 0,
    "origin.connection_attempts": 3,
    "origin.connection_timeout": 10,
    "origin.custom_origin_config.origin_keepalive_timeout": 5,
    "origin.custom_origin_config.origin_read_timeout": 30,
    "origin.vpc_origin_config.origin_keepalive_timeout": 5,
    "origin.vpc_origin_config.origin_read_timeout": 30,
    "viewer_certificate.minimum_protocol_version": "TLSv1",
  },
  aws_cloudtrail: {
    "event_selector.include_management_events": true,
    "event_selector.read_write_type": "All",
  },
  aws_cloudwatch_event_target: {
    "ecs_target.enable_ecs_managed_tags": false,
    "ecs_target.enable_execute_command": false,
    "ecs_target.network_configuration.assign_public_ip": false,
    "ecs_target.task_count": 1,
  },
  aws_cloudwatch_log_metric_filter: {
    "metric_transformation.unit": "None",
  },
  aws_cloudwatch_metric_alarm: {
    "metric_query.return_data": false,
  },
  aws_db_parameter_group: {
    "parameter.apply_method": "immediate",
  },
  aws_dynamodb_table: {
    "replica.point_in_time_recovery": false,
    "replica.propagate_tags": false,
    "ttl.enabled": false,
  },
  aws_ecr_repository: {
    "encryption_configuration.encryption_type": "AES256",
  },
  aws_ecs_cluster: {
    "configuration.execute_command_configuration.logging": "DEFAULT",
  },
  aws_ecs_cluster_capacity_providers: {
    "default_capacity_provider_strategy.base": 0,
    "default_capacity_provider_strategy.weight": 0,
  },
  aws_ecs_service: {
    "deployment_controller.type": "ECS",
    "network_configuration.assign_public_ip": false,
    "volume_configuration.managed_ebs_volume.encrypted": true,
    "volume_configuration.managed_ebs_volume.file_system_type": "xfs",
  },
  aws_ecs_task_definition: {
    "proxy_configuration.type": "APPMESH",
    "volume.docker_volume_configuration.autoprovision": false,
    "volume.efs_volume_configuration.root_directory": "/",
    "volume.efs_volume_configuration.transit_encryption_port": 0,
  },
  aws_flow_log: {
    "destination_options.file_format": "plain-text",
    "destination_options.hive_compatible_partitions": false,
    "destination_options.per_hour_partition": false,
  },
  aws_lb: {
    "access_logs.enabled": false,
    "connection_logs.enabled": false,
  },
  aws_lb_listener: {
    "mutual_authentication.ignore_client_certificate_expiry": false,
  },
  aws_lb_listener_rule: {
    "action.forward.stickiness.enabled": false,
    "action.forward.target_group.weight": 1,
  },
  aws_lb_target_group: {
    "health_check.enabled": true,
    "health_check.healthy_threshold": 3,
    "health_check.interval": 30,
    "health_check.port": "traffic-port",
    "health_check.protocol": "HTTP",
    "health_check.unhealthy_threshold": 3,
    "stickiness.cookie_duration": 86400,
    "stickiness.enabled": true,
    "target_group_health.dns_failover.minimum_healthy_targets_count": "off",
    "target_group_health.dns_failover.minimum_healthy_targets_percentage": "off",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets_count": 1,
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets_percentage": "off",
    "target_health_state.unhealthy_draining_interval": 0,
  },
  aws_s3_bucket: {
    "replication_configuration.rules.destination.metrics.minutes": 15,
    "replication_configuration.rules.destination.metrics.status": "Enabled",
    "replication_configuration.rules.destination.replication_time.minutes": 15,
    "replication_configuration.rules.destination.replication_time.status": "Enabled",
    "versioning.enabled": false,
    "versioning.mfa_delete": false,
  },
  aws_wafv2_web_acl: {
    "rule.statement.rate_based_statement.aggregate_key_type": "IP",
    "rule.statement.rate_based_statement.evaluation_window_sec": 300,
  },
};
