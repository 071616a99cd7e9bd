import type { CreatedTable } from "./template";

const ofRepository = { id: "{repository}" };

/** What AWS gives images, clusters, services, instances and roles when they are created. */
export const compute: CreatedTable = {
  aws_ecr_repository: {
    arn: "arn:aws:ecr:{region}:{account}:repository/{name}",
    id: "{name}",
    repository_url: "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
    "encryption_configuration.kms_key": "arn:aws:kms:{region}:{account}:key/{uuid}",
  },
  aws_ecr_lifecycle_policy: ofRepository,
  aws_ecr_repository_policy: ofRepository,
  aws_ecr_registry_scanning_configuration: { id: "{account}" },
  aws_ecs_account_setting_default: {
    id: "arn:aws:iam::{account}:root",
    principal_arn: "arn:aws:iam::{account}:root",
  },
  aws_ecs_cluster: { arn: "arn:aws:ecs:{region}:{account}:cluster/{name}", id: "{arn}" },
  aws_ecs_cluster_capacity_providers: { id: "{cluster_name}" },
  aws_ecs_capacity_provider: {
    arn: "arn:aws:ecs:{region}:{account}:capacity-provider/{name}",
    id: "{arn}",
    "auto_scaling_group_provider.managed_draining": "ENABLED",
    "auto_scaling_group_provider.managed_termination_protection": "DISABLED",
    "auto_scaling_group_provider.managed_scaling.instance_warmup_period": 300,
    "auto_scaling_group_provider.managed_scaling.maximum_scaling_step_size": 10000,
    "auto_scaling_group_provider.managed_scaling.minimum_scaling_step_size": 1,
    "auto_scaling_group_provider.managed_scaling.status": "ENABLED",
    "auto_scaling_group_provider.managed_scaling.target_capacity": 100,
  },
  aws_ecs_tag: { id: "{resource_arn},{key}" },
  aws_ecs_task_definition: {
    arn: "{arn_without_revision}:{revision}",
    arn_without_revision: "arn:aws:ecs:{region}:{account}:task-definition/{family}",
    id: "{family}",
    network_mode: "bridge",
    // A new revision has another number than the one it replaces, which is not known here.
    revision: (lookup) => 1 + (parseInt(lookup("hash:6"), 16) % 9999),
  },
  aws_ecs_service: {
    arn: (lookup) => `arn:aws:ecs:{region}:{account}:service/${lastPart(lookup("cluster"))}/{name}`,
    availability_zone_rebalancing: "DISABLED",
    cluster: "arn:aws:ecs:{region}:{account}:cluster/default",
    iam_role: "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
    id: "{arn}",
    launch_type: "EC2",
    platform_version: "",
    "deployment_configuration.strategy": "ROLLING",
    "deployment_configuration.bake_time_in_minutes": "0",
  },
  aws_launch_template: {
    arn: "arn:aws:ec2:{region}:{account}:launch-template/{id}",
    default_version: 1,
    id: "lt-{hash:17}",
    latest_version: 1,
    "block_device_mappings.ebs.volume_size": 30,
    "block_device_mappings.ebs.volume_type": "gp3",
    "metadata_options.http_endpoint": "enabled",
    "metadata_options.http_put_response_hop_limit": 1,
    "metadata_options.http_tokens": "optional",
    "metadata_options.instance_metadata_tags": "disabled",
  },
  aws_autoscaling_group: {
    arn: "arn:aws:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
    default_cooldown: 300,
    desired_capacity: (lookup) => Number(lookup("min_size")),
    health_check_type: "EC2",
    id: "{name}",
    service_linked_role_arn:
      "arn:aws:iam::{account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    "launch_template.id": "lt-{hash:17}",
    "launch_template.name": "lt-{hash:8}",
    "launch_template.version": "$Default",
    "mixed_instances_policy.instances_distribution.on_demand_allocation_strategy": "prioritized",
    "mixed_instances_policy.instances_distribution.on_demand_percentage_above_base_capacity": 100,
    "mixed_instances_policy.instances_distribution.spot_allocation_strategy": "lowest-price",
  },
  aws_autoscaling_lifecycle_hook: { default_result: "ABANDON", id: "{name}" },
  aws_autoscaling_policy: {
    arn: "arn:aws:autoscaling:{region}:{account}:scalingPolicy:{uuid}:autoScalingGroupName/{autoscaling_group_name}:policyName/{name}",
    id: "{name}",
  },
  aws_autoscaling_schedule: {
    arn: "arn:aws:autoscaling:{region}:{account}:scheduledUpdateGroupAction:{uuid}:autoScalingGroupName/{autoscaling_group_name}:scheduledActionName/{scheduled_action_name}",
    id: "{scheduled_action_name}",
  },
  aws_appautoscaling_target: {
    arn: "arn:aws:application-autoscaling:{region}:{account}:scalable-target/{hash:32}",
    id: "{resource_id}",
    role_arn:
      "arn:aws:iam::{account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
  },
  aws_appautoscaling_policy: {
    arn: "arn:aws:autoscaling:{region}:{account}:scalingPolicy:{uuid}:resource/{service_namespace}/{resource_id}:policyName/{name}",
    id: "{name}",
  },
  aws_appautoscaling_scheduled_action: {
    arn: "arn:aws:autoscaling:{region}:{account}:scheduledAction:{uuid}:resource/{service_namespace}/{resource_id}:scheduledActionName/{name}",
    id: "{name}-{service_namespace}-{resource_id}",
  },
  aws_iam_role: {
    arn: "arn:aws:iam::{account}:role{path}{name}",
    id: "{name}",
    unique_id: "AROA{hash:17}",
  },
  aws_iam_role_policy: { id: "{role}:{name}" },
  aws_iam_policy: {
    arn: "arn:aws:iam::{account}:policy{path}{name}",
    id: "{arn}",
    policy_id: "ANPA{hash:17}",
  },
  aws_iam_role_policy_attachment: { id: "{role}/{policy_arn}" },
  aws_iam_instance_profile: {
    arn: "arn:aws:iam::{account}:instance-profile{path}{name}",
    id: "{name}",
    unique_id: "AIPA{hash:17}",
  },
  aws_iam_openid_connect_provider: {
    arn: (lookup) => `arn:aws:iam::{account}:oidc-provider/${lookup("url").replace("https://", "")}`,
    id: "{arn}",
    thumbprint_list: ["{hash:40}"],
  },
};

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
