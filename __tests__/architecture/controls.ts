import type { Environment } from "../../core/environment/schema";
import { absent, atLeast, endsWith, present, refersTo, type Claim, type Expected } from "./claim";

/** A control of a benchmark that applies to this platform: met by something in the stacks, or not, and why. */
export interface Control {
  /** Id in AWS Foundational Security Best Practices, or `CIS` with the number in version 7.0. */
  readonly id: string;
  readonly title: string;
  readonly state: { readonly met: readonly Claim[] } | { readonly notMet: string };
}

/** Met by one kind of resource in one stack. */
function met(id: string, title: string, stack: string, type: string, given?: Expected, path?: string): Control {
  const claim = {
    says: title,
    stack,
    type,
    ...(given === undefined ? {} : { with: given }),
    ...(path === undefined ? {} : { path }),
  };
  return { id, title, state: { met: [claim] } };
}

/** Met by several. */
const metBy = (id: string, title: string, ...claims: readonly Omit<Claim, "says">[]): Control => ({
  id,
  title,
  state: { met: claims.map((claim) => ({ says: title, ...claim })) },
});

const notMet = (id: string, title: string, reason: string): Control => ({ id, title, state: { notMet: reason } });

const account = "An account-wide setting, made once for the account and not by this platform's stacks.";
const privateBlock = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const buckets = ["state", "data", "platform", "edge"];
const denyPlainHttp = {
  policy: { Statement: [{ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }] },
};
const container = (body: object) => ({ container_definitions: [body] }) as never;
const inService = (body: object) => ({ stack: "service-", type: "aws_ecs_task_definition", with: container(body) });

export const controlsOf = ({ accountId }: Environment): readonly Control[] => [
  notMet("Account.1", "Security contact information is set", account),
  met("ACM.1", "Certificates are renewed in time", "platform", "aws_acm_certificate_validation", {
    certificate_arn: refersTo("aws_acm_certificate"),
  }),
  met("ACM.2", "RSA certificates have keys of 2,048 bits or more", "platform", "aws_acm_certificate", {
    key_algorithm: (value) => value === undefined || value === "RSA_2048",
  }),
  notMet(
    "AutoScaling.1",
    "Groups behind a load balancer use its health checks",
    "Targets are tasks on dynamic ports: ECS replaces a failing task, and the load balancer knows nothing of instances.",
  ),
  met("AutoScaling.2", "Several availability zones", "platform", "aws_autoscaling_group", {
    vpc_zone_identifier: endsWith("outputs.private_subnet_ids}"),
  }),
  met("AutoScaling.3", "IMDSv2 only", "platform", "aws_launch_template", {
    metadata_options: { http_tokens: "required" },
  }),
  notMet(
    "AutoScaling.6",
    "Several instance types and zones",
    "The capacity proof is exact for one instance type; two zones are used.",
  ),
  met("AutoScaling.9", "Launch templates", "platform", "aws_autoscaling_group", {
    launch_template: { id: refersTo("aws_launch_template") },
  }),
  met("CloudFront.1", "Default root object", "edge", "aws_cloudfront_distribution", {
    default_root_object: "index.html",
  }),
  met("CloudFront.3", "Encryption in transit", "edge", "aws_cloudfront_distribution", {
    default_cache_behavior: { viewer_protocol_policy: "redirect-to-https" },
    ordered_cache_behavior: [{ viewer_protocol_policy: "redirect-to-https" }],
  }),
  notMet(
    "CloudFront.4",
    "Origin failover",
    "The platform is in one region; a second origin would serve the same outage.",
  ),
  met("CloudFront.5", "Access logs", "edge", "aws_cloudwatch_log_delivery_source", { log_type: "ACCESS_LOGS" }),
  met("CloudFront.6", "Web application firewall", "edge", "aws_cloudfront_distribution", {
    web_acl_id: refersTo("aws_wafv2_web_acl"),
  }),
  met("CloudFront.7", "Certificate of the own domain", "edge", "aws_cloudfront_distribution", {
    viewer_certificate: { acm_certificate_arn: endsWith("outputs.certificate_arn}") },
  }),
  met("CloudFront.8", "Server Name Indication", "edge", "aws_cloudfront_distribution", {
    viewer_certificate: { ssl_support_method: "sni-only" },
  }),
  met("CloudFront.9", "Encryption to the origins", "edge", "aws_cloudfront_vpc_origin", {
    vpc_origin_endpoint_config: [{ origin_protocol_policy: "https-only" }],
  }),
  met("CloudFront.10", "No outdated TLS to the origins", "edge", "aws_cloudfront_vpc_origin", {
    vpc_origin_endpoint_config: [{ origin_ssl_protocols: [{ items: ["TLSv1.2"], quantity: 1 }] }],
  }),
  met("CloudFront.12", "No missing S3 origin", "edge", "aws_cloudfront_distribution", {
    origin: [{ domain_name: refersTo("aws_s3_bucket") }],
  }),
  met("CloudFront.13", "Origin access control", "edge", "aws_cloudfront_distribution", {
    origin: [{ origin_access_control_id: refersTo("aws_cloudfront_origin_access_control") }],
  }),
  met("CloudFront.15", "Recommended TLS policy", "edge", "aws_cloudfront_distribution", {
    viewer_certificate: { minimum_protocol_version: "TLSv1.2_2021" },
  }),
  notMet("CloudTrail.1", "A trail of all regions", account),
  notMet("Config.1", "AWS Config records", account),
  met("DynamoDB.1", "Capacity follows the load", "state", "aws_dynamodb_table", { billing_mode: "PAY_PER_REQUEST" }),
  met("DynamoDB.2", "Point-in-time recovery", "state", "aws_dynamodb_table", {
    point_in_time_recovery: { enabled: true },
  }),
  met("DynamoDB.6", "Deletion protection", "state", "aws_dynamodb_table", { deletion_protection_enabled: true }),
  met("EC2.2", "The default security group is closed", "network", "aws_default_security_group", {
    ingress: absent,
    egress: absent,
  }),
  met("EC2.3", "Volumes are encrypted", "platform", "aws_launch_template", {
    block_device_mappings: [{ ebs: { encrypted: "true" } }],
  }),
  met("EC2.6", "Flow logs", "network", "aws_flow_log", { traffic_type: "ALL" }),
  notMet("EC2.7", "Volumes are encrypted by default", account),
  met("EC2.8", "IMDSv2", "platform", "aws_launch_template", { metadata_options: { http_tokens: "required" } }),
  met("EC2.9", "No public IPv4 address", "network", "aws_subnet", {
    map_public_ip_on_launch: false,
    tags: { Tier: "private" },
  }),
  notMet(
    "EC2.10",
    "Interface endpoint of EC2",
    "Nothing in the VPC calls the EC2 API; endpoints are a setting (network.interfaceEndpoints).",
  ),
  met("EC2.15", "Subnets give no public address", "network", "aws_subnet", {
    map_public_ip_on_launch: false,
    tags: { Tier: "public" },
  }),
  met("EC2.18", "Ports are opened to named peers only", "platform", "aws_vpc_security_group_ingress_rule", {
    cidr_ipv4: absent,
    cidr_ipv6: absent,
  }),
  met("EC2.25", "Launch templates give no public address", "platform", "aws_launch_template", {
    network_interfaces: absent,
  }),
  notMet(
    "EC2.55",
    "Interface endpoint of ECR (api)",
    "A setting (network.interfaceEndpoints): it costs by the hour, NAT is there.",
  ),
  notMet(
    "EC2.56",
    "Interface endpoint of ECR (dkr)",
    "A setting (network.interfaceEndpoints): it costs by the hour, NAT is there.",
  ),
  notMet(
    "EC2.57",
    "Interface endpoint of Systems Manager",
    "A setting (network.interfaceEndpoints): it costs by the hour, NAT is there.",
  ),
  met("EC2.170", "Launch templates ask for IMDSv2", "platform", "aws_launch_template", {
    metadata_options: { http_tokens: "required" },
  }),
  notMet(
    "EC2.172",
    "VPC Block Public Access",
    "CloudFront's VPC origins need an internet gateway attached to the VPC.",
  ),
  met("EC2.181", "Launch templates encrypt volumes", "platform", "aws_launch_template", {
    block_device_mappings: [{ ebs: { encrypted: "true" } }],
  }),
  met("ECR.1", "Images are scanned", "registry", "aws_ecr_repository", {
    image_scanning_configuration: { scan_on_push: true },
  }),
  met("ECR.2", "Tags are immutable", "registry", "aws_ecr_repository", { image_tag_mutability: "IMMUTABLE" }),
  met("ECR.3", "Images have a lifecycle", "registry", "aws_ecr_lifecycle_policy", {
    policy: { rules: [{ action: { type: "expire" } }] },
  }),
  met("ECS.2", "Services get no public address", "service-", "aws_ecs_service", { network_configuration: absent }),
  met("ECS.3", "Tasks do not share the instance's processes", "service-", "aws_ecs_task_definition", {
    pid_mode: absent,
  }),
  metBy("ECS.4", "Containers are not privileged", inService({ privileged: false })),
  metBy("ECS.5", "Root file systems are read-only", inService({ readonlyRootFilesystem: true })),
  metBy(
    "ECS.8",
    "Secrets are not environment variables",
    inService({ secrets: [{ name: "DATABASE_URL", valueFrom: present }] }),
  ),
  metBy("ECS.9", "Containers log", inService({ logConfiguration: { logDriver: "awslogs" } })),
  met("ECS.12", "Container Insights", "platform", "aws_ecs_cluster", { setting: [{ name: "containerInsights" }] }),
  met("ECS.17", "No host network", "service-", "aws_ecs_task_definition", { network_mode: "bridge" }),
  met("ECS.19", "Capacity providers protect from termination", "platform", "aws_ecs_capacity_provider", {
    auto_scaling_group_provider: { managed_termination_protection: "ENABLED" },
  }),
  metBy("ECS.20", "Containers of services run as non-root", inService({ user: "10001:10001" })),
  notMet(
    "ECS.20 (collector)",
    "The collector runs as non-root",
    "It reads Docker's socket, which belongs to root; it has no capabilities and a read-only file system.",
  ),
  met("ElastiCache.1", "Backups", "data", "aws_elasticache_replication_group", {
    snapshot_retention_limit: atLeast(1),
  }),
  met("ElastiCache.2", "Minor versions", "data", "aws_elasticache_replication_group", {
    auto_minor_version_upgrade: "true",
  }),
  met("ElastiCache.3", "Failover", "data", "aws_elasticache_replication_group", { automatic_failover_enabled: true }),
  met("ElastiCache.4", "Encryption at rest", "data", "aws_elasticache_replication_group", {
    at_rest_encryption_enabled: "true",
  }),
  met("ElastiCache.5", "Encryption in transit", "data", "aws_elasticache_replication_group", {
    transit_encryption_enabled: true,
  }),
  met("ElastiCache.6", "AUTH", "data", "aws_elasticache_replication_group", { auth_token: present }),
  met("ElastiCache.7", "A subnet group of its own", "data", "aws_elasticache_replication_group", {
    subnet_group_name: refersTo("aws_elasticache_subnet_group"),
  }),
  met("ELB.1", "HTTP is redirected to HTTPS", "platform", "aws_lb_listener", { protocol: "HTTPS" }),
  met("ELB.4", "Invalid headers are dropped", "platform", "aws_lb", { drop_invalid_header_fields: true }),
  met("ELB.5", "Access logs", "platform", "aws_lb", { access_logs: { enabled: true } }),
  met("ELB.6", "Deletion protection", "platform", "aws_lb", { enable_deletion_protection: true }),
  met("ELB.12", "Desync mitigation", "platform", "aws_lb", { desync_mitigation_mode: "defensive" }),
  met("ELB.13", "Several availability zones", "platform", "aws_lb", {
    subnets: endsWith("outputs.private_subnet_ids}"),
  }),
  met("ELB.17", "Recommended TLS policy", "platform", "aws_lb_listener", {
    ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  }),
  notMet(
    "ELB.21",
    "Health checks over HTTPS",
    "uWSGI serves plain HTTP inside the VPC; only the load balancer reaches the host ports.",
  ),
  notMet(
    "ELB.22",
    "Target groups use HTTPS",
    "uWSGI serves plain HTTP inside the VPC; only the load balancer reaches the host ports.",
  ),
  notMet("GuardDuty.1", "GuardDuty is on", account),
  metBy("IAM.1", "No policy allows everything", {
    stack: "service-",
    type: "aws_iam_role_policy",
    with: { policy: { Statement: [{ Action: (action) => !String(action).includes("*") }] } },
  }),
  met("IAM.21", "Managed policies allow no whole service", "delivery", "aws_iam_policy", {
    policy: { Statement: (statements) => !/"Action":\[[^\]]*\*/.test(JSON.stringify(statements)) },
  }),
  notMet("Inspector.1", "Inspector scans", account),
  met("KMS.4", "Keys are rotated", "data", "aws_kms_key", { enable_key_rotation: true }),
  met("KMS.5", "Keys are not public", "data", "aws_kms_key", {
    policy: { Statement: [{ Sid: "AccountAdministers", Principal: { AWS: `arn:aws:iam::${accountId}:root` } }] },
  }),
  notMet("Macie.1", "Macie is on", account),
  met("RDS.2", "Not public", "data", "aws_db_instance", { publicly_accessible: false }),
  met("RDS.3", "Encrypted", "data", "aws_db_instance", { storage_encrypted: true }),
  met("RDS.5", "Several availability zones", "data", "aws_db_instance", { multi_az: true }),
  met("RDS.6", "Enhanced monitoring", "data", "aws_db_instance", { monitoring_interval: atLeast(1) }),
  met("RDS.8", "Deletion protection", "data", "aws_db_instance", { deletion_protection: true }),
  met("RDS.9", "Logs go to CloudWatch", "data", "aws_db_instance", {
    enabled_cloudwatch_logs_exports: ["postgresql", "upgrade"],
  }),
  met("RDS.10", "IAM authentication is possible", "data", "aws_db_instance", {
    iam_database_authentication_enabled: true,
  }),
  met("RDS.11", "Backups", "data", "aws_db_instance", { backup_retention_period: atLeast(7) }),
  met("RDS.13", "Minor versions", "data", "aws_db_instance", { auto_minor_version_upgrade: true }),
  met("RDS.17", "Snapshots carry the tags", "data", "aws_db_instance", { copy_tags_to_snapshot: true }),
  met("RDS.20", "Critical events are told", "observability", "aws_db_event_subscription", {
    event_categories: ["failure", "maintenance"],
  }),
  met("RDS.23", "Not the default port", "data", "aws_db_instance", {
    port: (port) => port !== 5_432 && port !== undefined,
  }),
  met("RDS.25", "Not the default administrator", "data", "aws_db_instance", {
    username: (name) => name !== "postgres" && name !== undefined,
  }),
  met("RDS.38", "PostgreSQL takes TLS only", "data", "aws_db_parameter_group", {
    parameter: [{ name: "rds.force_ssl", value: "1" }],
  }),
  met("RDS.46", "Not in public subnets", "data", "aws_db_subnet_group", {
    subnet_ids: endsWith("outputs.isolated_subnet_ids}"),
  }),
  metBy("S3.5", "TLS only", ...buckets.map((stack) => ({ stack, type: "aws_s3_bucket_policy", with: denyPlainHttp }))),
  metBy(
    "S3.8",
    "Public access is blocked",
    ...buckets.map((stack) => ({ stack, type: "aws_s3_bucket_public_access_block", with: privateBlock })),
  ),
  metBy(
    "S3.9",
    "Server access logs of the buckets that hold no logs themselves",
    ...["state", "data", "edge"].map((stack) => ({
      stack,
      type: "aws_s3_bucket_logging",
      with: { target_bucket: refersTo("aws_s3_bucket") },
    })),
  ),
  metBy(
    "S3.12",
    "No ACLs",
    ...buckets.map((stack) => ({
      stack,
      type: "aws_s3_bucket_ownership_controls",
      with: { rule: { object_ownership: "BucketOwnerEnforced" } },
    })),
  ),
  metBy(
    "S3.13",
    "Lifecycle",
    ...buckets.map((stack) => ({
      stack,
      type: "aws_s3_bucket_lifecycle_configuration",
      with: { rule: [{ status: "Enabled" }] },
    })),
  ),
  metBy(
    "S3.14",
    "Versioning",
    ...buckets.map((stack) => ({
      stack,
      type: "aws_s3_bucket_versioning",
      with: { versioning_configuration: { status: "Enabled" } },
    })),
  ),
  notMet(
    "SecretsManager.1",
    "Secrets are rotated by AWS",
    "Rotating a credential that tasks hold needs a deployment: secrets are rotated by release, RDS rotates its own master password.",
  ),
  met("SecretsManager.2", "The rotation of the master password works", "data", "aws_db_instance", {
    manage_master_user_password: true,
  }),
  met("SNS.4", "Topics are not public", "observability", "aws_sns_topic_policy", {
    policy: { Statement: [{ Effect: "Allow", Principal: { Service: ["cloudwatch.amazonaws.com"] } }] },
  }),
  met("WAF.10", "The web ACL has rules", "edge", "aws_wafv2_web_acl", { rule: [{ name: "web-exploits" }] }),
  met("WAF.12", "Rules have metrics", "edge", "aws_wafv2_web_acl", {
    rule: (rules) =>
      (rules as { visibility_config: { cloudwatch_metrics_enabled: boolean } }[]).every(
        (rule) => rule.visibility_config.cloudwatch_metrics_enabled,
      ),
  }),
  notMet("CIS 2.18", "IAM Access Analyzer", account),
  metBy(
    "CIS 3.1.1",
    "Buckets refuse plain HTTP",
    ...buckets.map((stack) => ({ stack, type: "aws_s3_bucket_policy", with: denyPlainHttp })),
  ),
  notMet(
    "CIS 3.1.2",
    "MFA delete",
    "Only the root user could set it, and it would keep the lifecycle from expiring versions.",
  ),
  metBy(
    "CIS 3.1.4",
    "Public access is blocked",
    ...buckets.map((stack) => ({ stack, type: "aws_s3_bucket_public_access_block", with: privateBlock })),
  ),
  met("CIS 3.2.1", "RDS is encrypted", "data", "aws_db_instance", { storage_encrypted: true }),
  met("CIS 3.2.2", "RDS takes minor versions", "data", "aws_db_instance", { auto_minor_version_upgrade: true }),
  met("CIS 3.2.3", "RDS is not public", "data", "aws_db_instance", { publicly_accessible: false }),
  met("CIS 3.2.4", "RDS is in several zones", "data", "aws_db_instance", { multi_az: true }),
  notMet("CIS 4.1", "CloudTrail", account),
  met("CIS 4.6", "Keys are rotated", "network", "aws_kms_key", { enable_key_rotation: true }),
  met("CIS 4.7", "Flow logs", "network", "aws_flow_log", { traffic_type: "ALL" }),
  met("CIS 4.10", "Web front ends log requests", "edge", "aws_cloudwatch_log_delivery_source", {
    log_type: "ACCESS_LOGS",
  }),
  notMet("CIS 5.1-5.16", "Alarms on account activity", account),
  met("CIS 6.1.1", "Volumes are encrypted", "platform", "aws_launch_template", {
    block_device_mappings: [{ ebs: { encrypted: "true" } }],
  }),
  met("CIS 6.3", "No administration port is open", "platform", "aws_vpc_security_group_ingress_rule", {
    cidr_ipv4: absent,
    from_port: (port) => port !== 22 && port !== 3_389,
  }),
  met("CIS 6.5", "The default security group is closed", "network", "aws_default_security_group", {
    ingress: absent,
    egress: absent,
  }),
  met("CIS 6.7", "IMDSv2", "platform", "aws_launch_template", { metadata_options: { http_tokens: "required" } }),
  met("CIS 6.8", "VPC endpoints", "network", "aws_vpc_endpoint", { vpc_endpoint_type: "Gateway" }),
];
