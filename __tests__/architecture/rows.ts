import type { Environment } from "../../core/environment/schema";
import type { PlatformInput } from "../support/platform";
import { absent, atLeast, endsWith, inUse, present, refersTo, type Claim, type Expected } from "./claim";

/** A system that SMART360 runs on, and what must be true of it. */
export interface Row {
  readonly system: string;
  /** Where it is written. */
  readonly constructs: readonly string[];
  readonly claims: readonly Claim[];
}

const denyPlainHttp = {
  policy: { Statement: [{ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }] },
};
const privateBlock = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const only = (name: string) => (name === "" ? absent : present);
const container = (body: object) => ({ container_definitions: [body] }) as never;

/** Who assumes the roles of Jenkins' jobs, in words and in the trust policy. */
function trusted({ delivery: { trust } }: Environment, jobs: "release" | "infrastructure"): [string, Expected] {
  if ("releaseRoleArn" in trust)
    return [
      `the instance role of Jenkins' ${jobs} agents`,
      { AWS: jobs === "release" ? trust.releaseRoleArn : trust.infrastructureRoleArn },
    ];
  return [`the tokens of Jenkins' ${jobs} jobs`, { Federated: refersTo("aws_iam_openid_connect_provider") }];
}

export const rowsOf = ({ environment, manifest }: PlatformInput): readonly Row[] => [
  {
    system: "React 18 frontend on S3",
    constructs: ["modules/edge/frontend-bucket.ts", "modules/edge/spa-routing.ts"],
    claims: [
      {
        says: "the bucket is private",
        stack: "edge",
        type: "aws_s3_bucket_public_access_block",
        path: "Frontend/Bucket/PublicAccess",
        with: privateBlock,
      },
      {
        says: "CloudFront alone reads it, signing its requests",
        stack: "edge",
        type: "aws_s3_bucket_policy",
        path: "Frontend/Bucket/Policy",
        with: {
          policy: {
            Statement: [
              {
                Principal: { Service: "cloudfront.amazonaws.com" },
                Action: ["s3:GetObject"],
                Condition: { StringEquals: { "aws:SourceArn": refersTo("aws_cloudfront_distribution") } },
              },
            ],
          },
        },
      },
      {
        says: "origin access control signs always",
        stack: "edge",
        type: "aws_cloudfront_origin_access_control",
        with: { signing_behavior: "always", signing_protocol: "sigv4", origin_access_control_origin_type: "s3" },
      },
      {
        says: "versioned",
        stack: "edge",
        type: "aws_s3_bucket_versioning",
        path: "Frontend/Bucket/Versioning",
        with: { versioning_configuration: { status: "Enabled" } },
      },
      {
        says: "TLS only",
        stack: "edge",
        type: "aws_s3_bucket_policy",
        path: "Frontend/Bucket/Policy",
        with: denyPlainHttp,
      },
      {
        says: "routes of the single-page app by a function on the frontend's behaviour, and on no other",
        stack: "edge",
        type: "aws_cloudfront_distribution",
        with: {
          default_cache_behavior: {
            function_association: [{ event_type: "viewer-request", function_arn: refersTo("aws_cloudfront_function") }],
          },
          ordered_cache_behavior: (behaviours) =>
            (behaviours as { function_association?: unknown }[]).every((one) => absent(one.function_association)),
          custom_error_response: absent,
        },
      },
    ],
  },
  {
    system: "CloudFront",
    constructs: ["modules/edge/distribution.ts", "modules/edge/security-headers.ts", "modules/edge/access-logs.ts"],
    claims: [
      {
        says: "HTTPS only, TLS 1.2_2021, HTTP/2 and 3, compression, root object, the firewall, the certificate of platform",
        stack: "edge",
        type: "aws_cloudfront_distribution",
        with: {
          http_version: "http2and3",
          default_root_object: "index.html",
          web_acl_id: refersTo("aws_wafv2_web_acl"),
          aliases: [environment.domain.name],
          viewer_certificate: {
            minimum_protocol_version: "TLSv1.2_2021",
            ssl_support_method: "sni-only",
            acm_certificate_arn: endsWith("outputs.certificate_arn}"),
          },
          default_cache_behavior: { viewer_protocol_policy: "redirect-to-https", compress: true },
        },
      },
      {
        says: "/api/* goes uncached, with the viewer's headers, to the load balancer over the VPC origin",
        stack: "edge",
        type: "aws_cloudfront_distribution",
        with: {
          ordered_cache_behavior: [
            {
              path_pattern: "/api/*",
              target_origin_id: "services",
              cache_policy_id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
              origin_request_policy_id: "216adef6-5c7f-47e4-b989-5492eafa07d3",
              viewer_protocol_policy: "redirect-to-https",
            },
          ],
          origin: [
            { origin_id: "services", vpc_origin_config: { vpc_origin_id: refersTo("aws_cloudfront_vpc_origin") } },
          ],
        },
      },
      {
        says: "HTTPS to the load balancer",
        stack: "edge",
        type: "aws_cloudfront_vpc_origin",
        with: { vpc_origin_endpoint_config: [{ origin_protocol_policy: "https-only" }] },
      },
      {
        says: "security headers on every answer",
        stack: "edge",
        type: "aws_cloudfront_response_headers_policy",
        with: {
          security_headers_config: {
            content_security_policy: { content_security_policy: present },
            content_type_options: { override: true },
            frame_options: { frame_option: "DENY" },
            referrer_policy: { referrer_policy: present },
            strict_transport_security: { access_control_max_age_sec: atLeast(31_536_000) },
          },
        },
      },
      {
        says: "access logs are delivered to a bucket",
        stack: "edge",
        type: "aws_cloudwatch_log_delivery_source",
        with: { log_type: "ACCESS_LOGS", resource_arn: refersTo("aws_cloudfront_distribution") },
      },
      {
        says: "the viewer's name points to the distribution",
        stack: "edge",
        type: "aws_route53_record",
        with: { type: "A", name: environment.domain.name, alias: { name: refersTo("aws_cloudfront_distribution") } },
      },
    ],
  },
  {
    system: "WAF before CloudFront",
    constructs: ["modules/edge/firewall.ts", "core/environment/waf-capacity.ts"],
    claims: [
      {
        says: "four managed groups and a rate limit, each blocking, each with metrics",
        stack: "edge",
        type: "aws_wafv2_web_acl",
        with: {
          scope: "CLOUDFRONT",
          rule: [
            ...["CommonRuleSet", "KnownBadInputsRuleSet", "SQLiRuleSet", "AmazonIpReputationList"].map((group) => ({
              override_action: { none: {} },
              statement: { managed_rule_group_statement: { vendor_name: "AWS", name: `AWSManagedRules${group}` } },
              visibility_config: { cloudwatch_metrics_enabled: true },
            })),
            {
              action: { block: {} },
              statement: { rate_based_statement: { limit: 2_000, aggregate_key_type: "IP" } },
              visibility_config: { cloudwatch_metrics_enabled: true },
            },
          ],
        },
      },
      {
        says: "logged, without tokens and cookies",
        stack: "edge",
        type: "aws_wafv2_web_acl_logging_configuration",
        with: {
          log_destination_configs: [refersTo("aws_cloudwatch_log_group")],
          redacted_fields: [{ single_header: { name: "authorization" } }, { single_header: { name: "cookie" } }],
        },
      },
    ],
  },
  {
    system: "ALB",
    constructs: ["modules/platform/load-balancer.ts"],
    claims: [
      {
        says: "internal, in the private subnets of both zones, drops invalid headers, protected, logs requests",
        stack: "platform",
        type: "aws_lb",
        with: {
          internal: true,
          load_balancer_type: "application",
          subnets: endsWith("outputs.private_subnet_ids}"),
          drop_invalid_header_fields: true,
          enable_deletion_protection: true,
          access_logs: { enabled: true },
        },
      },
      {
        says: "HTTPS with TLS 1.2 or better, and a fixed 404 by default",
        stack: "platform",
        type: "aws_lb_listener",
        with: {
          port: 443,
          protocol: "HTTPS",
          ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
          default_action: [{ type: "fixed-response", fixed_response: { status_code: "404" } }],
        },
      },
      {
        says: "reached from CloudFront's addresses only",
        stack: "platform",
        type: "aws_vpc_security_group_ingress_rule",
        path: "LoadBalancer/SecurityGroup/FromCloudFront",
        with: { prefix_list_id: refersTo("data.aws_ec2_managed_prefix_list"), from_port: 443, to_port: 443 },
      },
    ],
  },
  {
    system: "ECS on 2 x t3a.xlarge",
    constructs: ["modules/platform/cluster.ts", "modules/platform/instance-group.ts", "modules/platform/user-data.ts"],
    claims: [
      {
        says: "capacity provider with managed scaling, termination protection and draining",
        stack: "platform",
        type: "aws_ecs_capacity_provider",
        with: {
          auto_scaling_group_provider: {
            managed_draining: "ENABLED",
            managed_termination_protection: "ENABLED",
            managed_scaling: { status: "ENABLED" },
          },
        },
      },
      {
        says: "two instances, one spare for surge, both zones, refreshed although protected from scale-in",
        stack: "platform",
        type: "aws_autoscaling_group",
        with: {
          min_size: 2,
          max_size: 3,
          protect_from_scale_in: true,
          vpc_zone_identifier: endsWith("outputs.private_subnet_ids}"),
          launch_template: { version: endsWith(".latest_version}") },
          instance_refresh: { preferences: { scale_in_protected_instances: "Refresh" } },
          tag: [{ key: "AmazonECSManaged", value: "true" }],
        },
      },
      {
        says: "t3a.xlarge, IMDSv2 with hop limit 1, encrypted volumes, AMI from SSM",
        stack: "platform",
        type: "aws_launch_template",
        with: {
          instance_type: "t3a.xlarge",
          image_id: endsWith("/amazon-linux-2023/recommended/image_id"),
          metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
          block_device_mappings: [{ ebs: { encrypted: "true" } }],
        },
      },
      {
        says: "containers kept off the instance's metadata, host ports from a narrow range",
        stack: "platform",
        type: "aws_launch_template",
        with: {
          user_data: (encoded) => {
            const script = Buffer.from(String(encoded), "base64").toString("utf8");
            return script.includes("169.254.169.254/32 -j DROP") && script.includes("HOST_PORT_RANGE=32768-33767");
          },
        },
      },
      {
        says: "Container Insights",
        stack: "platform",
        type: "aws_ecs_cluster",
        with: {
          setting: [{ name: "containerInsights", value: (value) => value === "enabled" || value === "enhanced" }],
        },
      },
    ],
  },
  {
    system: "9 Django services, rolling updates, health checks, auto scaling",
    constructs: [
      "modules/service/ecs-service.ts",
      "modules/service/container.ts",
      "modules/service/routing.ts",
      "modules/service/service-roles.ts",
      "modules/service/service-scaling.ts",
      "modules/service/service-alarms.ts",
    ],
    claims: [
      {
        says: "bridge mode, roles of its own, the newest revision followed and none destroyed",
        stack: "service-",
        type: "aws_ecs_task_definition",
        with: {
          network_mode: "bridge",
          execution_role_arn: refersTo("aws_iam_role"),
          task_role_arn: refersTo("aws_iam_role"),
          track_latest: true,
          skip_destroy: true,
        },
      },
      {
        says: "non-root, read-only root file system with a tmpfs, no privilege, no capability",
        stack: "service-",
        type: "aws_ecs_task_definition",
        with: container({
          user: "10001:10001",
          readonlyRootFilesystem: true,
          privileged: false,
          linuxParameters: { capabilities: { drop: ["ALL"] }, tmpfs: [{ containerPath: "/tmp" }] },
          portMappings: [{ hostPort: 0 }],
        }),
      },
      {
        says: "rolling deployment with circuit breaker and alarm rollback, spread over zones, then packed by memory",
        stack: "service-",
        type: "aws_ecs_service",
        with: {
          deployment_minimum_healthy_percent: 100,
          deployment_maximum_percent: 150,
          deployment_circuit_breaker: { enable: true, rollback: true },
          alarms: { enable: true, rollback: true },
          wait_for_steady_state: true,
          ordered_placement_strategy: [
            { type: "spread", field: "attribute:ecs.availability-zone" },
            { type: "binpack", field: "memory" },
          ],
          lifecycle: { ignore_changes: ["desired_count"], postcondition: [{ condition: present }] },
        },
      },
      {
        says: "a target group that can be replaced, with a health check",
        stack: "service-",
        type: "aws_lb_target_group",
        with: {
          target_type: "instance",
          health_check: { path: "/health", matcher: "200" },
          lifecycle: { create_before_destroy: true },
        },
      },
      {
        says: "a listener rule for its paths",
        stack: "service-",
        type: "aws_lb_listener_rule",
        with: { priority: atLeast(1) },
      },
      {
        says: "scaling by CPU",
        stack: "service-",
        type: "aws_appautoscaling_policy",
        with: {
          target_tracking_scaling_policy_configuration: {
            target_value: 70,
            predefined_metric_specification: { predefined_metric_type: "ECSServiceAverageCPUUtilization" },
          },
        },
      },
      {
        says: "a log group with retention and key",
        stack: "service-",
        type: "aws_cloudwatch_log_group",
        with: { retention_in_days: 365, kms_key_id: endsWith("outputs.log_key_arn}") },
      },
    ],
  },
  {
    system: "ECR",
    constructs: ["modules/registry/service-registry.ts"],
    claims: [
      {
        says: "immutable tags, scan on push, KMS",
        stack: "registry",
        type: "aws_ecr_repository",
        with: {
          image_tag_mutability: "IMMUTABLE",
          image_scanning_configuration: { scan_on_push: true },
          encryption_configuration: [{ encryption_type: "KMS", kms_key: refersTo("aws_kms_key") }],
        },
      },
      {
        says: "released images are kept before anything expires",
        stack: "registry",
        type: "aws_ecr_lifecycle_policy",
        with: { policy: { rules: [{ rulePriority: 1, selection: { tagPrefixList: ["release-"], countNumber: 30 } }] } },
      },
    ],
  },
  {
    system: "RDS PostgreSQL 15",
    constructs: ["modules/data/database.ts", "modules/observability/shared-alarms.ts"],
    claims: [
      {
        says: "every unsafe default overridden",
        stack: "data",
        type: "aws_db_instance",
        with: {
          engine: "postgres",
          engine_version: "15",
          storage_encrypted: true,
          kms_key_id: refersTo("aws_kms_key"),
          publicly_accessible: false,
          multi_az: true,
          deletion_protection: true,
          skip_final_snapshot: false,
          final_snapshot_identifier: present,
          delete_automated_backups: false,
          copy_tags_to_snapshot: true,
          manage_master_user_password: true,
          password: absent,
          auto_minor_version_upgrade: true,
          enabled_cloudwatch_logs_exports: ["postgresql", "upgrade"],
          monitoring_interval: 60,
        },
      },
      {
        says: "daily backups are kept",
        stack: "data",
        type: "aws_db_instance",
        with: { backup_retention_period: 14, backup_window: present },
      },
      {
        says: "TLS is forced",
        stack: "data",
        type: "aws_db_parameter_group",
        with: { family: "postgres15", parameter: [{ name: "rds.force_ssl", value: "1" }] },
      },
      ...(
        [
          ["free storage", "FreeStorageSpace"],
          ["CPU", "CPUUtilization"],
          ["connections", "DatabaseConnections"],
        ] as const
      ).map(([what, metric]) => ({
        says: `alarm on ${what}`,
        stack: "observability",
        type: "aws_cloudwatch_metric_alarm",
        with: { namespace: "AWS/RDS", metric_name: metric, alarm_actions: [refersTo("aws_sns_topic")] },
      })),
      {
        says: "failovers and failures are told",
        stack: "observability",
        type: "aws_db_event_subscription",
        with: { event_categories: ["failover", "failure", "availability"], sns_topic: refersTo("aws_sns_topic") },
      },
    ],
  },
  {
    system: "ElastiCache Redis 7.1 cache.t4g.small",
    constructs: ["modules/data/cache.ts", "modules/observability/shared-alarms.ts"],
    claims: [
      {
        says: "TLS, encryption at rest, token, snapshots, a replica that takes over",
        stack: "data",
        type: "aws_elasticache_replication_group",
        with: {
          engine: "redis",
          engine_version: "7.1",
          node_type: "cache.t4g.small",
          transit_encryption_enabled: true,
          transit_encryption_mode: "required",
          at_rest_encryption_enabled: "true",
          auth_token: refersTo("aws_secretsmanager_secret_version"),
          snapshot_retention_limit: 7,
          num_cache_clusters: 2,
          automatic_failover_enabled: true,
          multi_az_enabled: true,
        },
      },
      ...(["DatabaseMemoryUsagePercentage", "Evictions", "EngineCPUUtilization"] as const).map((metric) => ({
        says: `alarm on ${metric}`,
        stack: "observability",
        type: "aws_cloudwatch_metric_alarm",
        with: { namespace: "AWS/ElastiCache", metric_name: metric },
      })),
      {
        says: "a failover is told",
        stack: "observability",
        type: "aws_cloudwatch_metric_alarm",
        path: "Alarms/CacheFailover-002",
        with: {
          metric_query: [{ expression: "DIFF(primary)" }, { metric: { metric_name: "IsMaster" } }],
          alarm_actions: [refersTo("aws_sns_topic")],
        },
      },
    ],
  },
  {
    system: "S3 file storage",
    constructs: ["stacks/data-stack.ts", "modules/common/private-bucket.ts"],
    claims: [
      {
        says: "private",
        stack: "data",
        type: "aws_s3_bucket_public_access_block",
        path: "Files/PublicAccess",
        with: privateBlock,
      },
      {
        says: "encrypted with the data's key",
        stack: "data",
        type: "aws_s3_bucket_server_side_encryption_configuration",
        path: "Files/Encryption",
        with: {
          rule: [
            {
              apply_server_side_encryption_by_default: {
                sse_algorithm: "aws:kms",
                kms_master_key_id: refersTo("aws_kms_key"),
              },
            },
          ],
        },
      },
      {
        says: "versioned",
        stack: "data",
        type: "aws_s3_bucket_versioning",
        path: "Files/Versioning",
        with: { versioning_configuration: { status: "Enabled" } },
      },
      {
        says: "old versions expire",
        stack: "data",
        type: "aws_s3_bucket_lifecycle_configuration",
        path: "Files/Lifecycle",
        with: { rule: [{ status: "Enabled", noncurrent_version_expiration: [{ noncurrent_days: 90 }] }] },
      },
      { says: "TLS only", stack: "data", type: "aws_s3_bucket_policy", path: "Files/Policy", with: denyPlainHttp },
    ],
  },
  {
    system: "VPC",
    constructs: ["modules/network/vpc.ts", "modules/network/vpc-endpoints.ts", "modules/network/flow-logs.ts"],
    claims: [
      { says: "a VPC with DNS", stack: "network", type: "aws_vpc", with: { enable_dns_hostnames: true } },
      ...environment.network.availabilityZones.flatMap((zone) =>
        ["public", "private", "isolated"].map((tier) => ({
          says: `${tier} subnet in ${zone}`,
          stack: "network",
          type: "aws_subnet",
          with: { availability_zone: zone, tags: { Tier: tier }, map_public_ip_on_launch: false },
        })),
      ),
      { says: "NAT", stack: "network", type: "aws_nat_gateway", with: { allocation_id: present } },
      ...["s3", "dynamodb"].map((service) => ({
        says: `gateway endpoint of ${service}`,
        stack: "network",
        type: "aws_vpc_endpoint",
        with: { service_name: `com.amazonaws.us-east-1.${service}`, vpc_endpoint_type: "Gateway" },
      })),
      { says: "flow logs of all traffic", stack: "network", type: "aws_flow_log", with: { traffic_type: "ALL" } },
      {
        says: "the default security group is closed",
        stack: "network",
        type: "aws_default_security_group",
        with: { ingress: only(""), egress: only("") },
      },
      ...(["DatabaseFromInstances", "CacheFromInstances"] as const).map((path) => ({
        says: `${path === "DatabaseFromInstances" ? "PostgreSQL" : "Redis"} is opened to the instances, with the reason`,
        stack: "platform",
        type: "aws_vpc_security_group_ingress_rule",
        path,
        with: { referenced_security_group_id: refersTo("aws_security_group"), description: present },
      })),
    ],
  },
  {
    system: "CloudWatch",
    constructs: [
      "modules/service/service-alarms.ts",
      "modules/observability/shared-alarms.ts",
      "modules/observability/dashboard.ts",
    ],
    claims: [
      ...["unhealthy-hosts", "5xx-rate", "latency-p95", "missing-tasks", "cpu", "memory"].map((kind) => ({
        says: `alarm ${kind} of each service, told to the topic`,
        stack: "service-",
        type: "aws_cloudwatch_metric_alarm",
        with: {
          alarm_name: endsWith(`-${kind}`),
          alarm_actions: [endsWith("outputs.alarm_topic_arn}")],
        },
      })),
      {
        says: "one dashboard, with a row for each service",
        stack: "observability",
        type: "aws_cloudwatch_dashboard",
        with: {
          dashboard_body: {
            widgets: inUse(manifest).map((service) => ({ properties: { title: `${service}: tasks` } })),
          },
        },
      },
      {
        says: "an encrypted topic",
        stack: "observability",
        type: "aws_sns_topic",
        with: { kms_master_key_id: refersTo("aws_kms_key") },
      },
    ],
  },
  {
    system: "SigNoz at apollo.bynry.com",
    constructs: ["modules/observability/collector.ts", "modules/observability/collector-config.ts"],
    claims: [
      {
        says: "the collector runs once on each instance",
        stack: "observability",
        type: "aws_ecs_service",
        with: { scheduling_strategy: "DAEMON", launch_type: "EC2" },
      },
      {
        says: "it receives OTLP and uWSGI's own lines",
        stack: "observability",
        type: "aws_ecs_task_definition",
        with: container({
          portMappings: [
            { hostPort: 4_317, protocol: "tcp" },
            { hostPort: 4_318, protocol: "tcp" },
            { hostPort: 54_525, protocol: "udp" },
          ],
        }),
      },
      {
        says: "it forwards traces, metrics and logs over TLS, memory-limited, with host and container metrics",
        stack: "observability",
        type: "aws_ssm_parameter",
        with: {
          insecure_value: (text) => {
            const config = JSON.parse(String(text)) as {
              exporters: { otlp: { endpoint: string; tls: { insecure: boolean } } };
              receivers: object;
              processors: object;
              service: { pipelines: object };
            };
            return (
              config.exporters.otlp.endpoint === "apollo.bynry.com:4317" &&
              !config.exporters.otlp.tls.insecure &&
              ["hostmetrics", "docker_stats", "otlp", "udplog"].every((name) => name in config.receivers) &&
              "memory_limiter" in config.processors &&
              ["traces", "metrics", "logs"].every((name) => name in config.service.pipelines)
            );
          },
        },
      },
      {
        says: "every task knows it",
        stack: "service-",
        type: "aws_ecs_task_definition",
        with: container({
          environment: [
            { name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: "http://172.17.0.1:4317" },
            { name: "SMART360_LOG_SOCKET", value: "172.17.0.1:54525" },
          ],
        }),
      },
    ],
  },
  {
    system: "Jenkins",
    constructs: ["modules/delivery/trust.ts", "modules/state/role-boundary.ts", "stacks/delivery-stack.ts"],
    claims: [
      ...Object.entries({ release: "release", plan: "infrastructure", apply: "infrastructure" } as const).map(
        ([role, jobs]) => {
          const [by, Principal] = trusted(environment, jobs);
          return {
            says: `the ${role} role, assumed by ${by}`,
            stack: "delivery",
            type: "aws_iam_role",
            with: { name: endsWith(`-${role}`), assume_role_policy: { Statement: [{ Principal }] } },
          };
        },
      ),
      {
        says: "the secrets role, assumed by people with a second factor",
        stack: "delivery",
        type: "aws_iam_role",
        with: {
          name: endsWith("-secrets"),
          assume_role_policy: { Statement: [{ Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }] },
        },
      },
      {
        says: "the boundary of the roles that `apply` makes",
        stack: "state",
        type: "aws_iam_policy",
        with: { name: endsWith("-role-boundary") },
      },
      {
        says: "roles of a service within the boundary",
        stack: "service-",
        type: "aws_iam_role",
        with: {
          permissions_boundary: `arn:aws:iam::${environment.accountId}:policy/smart360-production-role-boundary`,
        },
      },
    ],
  },
  {
    system: "Remote state",
    constructs: ["modules/state/state-store.ts", "stacks/base-stack.ts"],
    claims: [
      {
        says: "an encrypted, versioned bucket",
        stack: "state",
        type: "aws_s3_bucket_versioning",
        with: { versioning_configuration: { status: "Enabled" } },
      },
      {
        says: "encrypted with a key of its own",
        stack: "state",
        type: "aws_s3_bucket_server_side_encryption_configuration",
        with: { rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" } }] },
      },
      {
        says: "a lock table",
        stack: "state",
        type: "aws_dynamodb_table",
        with: { hash_key: "LockID", deletion_protection_enabled: true, point_in_time_recovery: { enabled: true } },
      },
    ],
  },
];
