import { deletable, exposed, guard, unencrypted } from "./guard";
import { guardsOfOtherClouds } from "./guards-other-clouds";
import { distributionPolicies, gatewayPolicies, loadBalancerPolicies, searchPolicies } from "./tls-policies";
import type { Guard } from "./weakening";

const encryptionOf = (argument: string) => guard(argument, "encryption-weakened", "off", unencrypted);

const blocksPublicAccess = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
].map((argument) => guard(argument, "exposed", "off", "would no longer keep the bucket from being made public"));

const weakerEncryption = "would accept weaker encryption";
const unrecorded = "would no longer record its requests";

const listener = [
  guard("protocol", "encryption-weakened", { from: ["HTTPS", "TLS"] }, "would answer unencrypted"),
  guard("ssl_policy", "encryption-weakened", { down: loadBalancerPolicies }, weakerEncryption),
];

const loadBalancer = [
  guard("internal", "exposed", "off", exposed),
  guard("access_logs.enabled", "unprotected", "off", unrecorded),
  guard("drop_invalid_header_fields", "exposed", "off", "would pass on headers that nobody should send"),
];

const bounded = [
  guard("permissions_boundary", "unprotected", "gone", "would be bounded by nothing but its own policies"),
  // Which of two policies bounds less, their names do not tell.
  guard("permissions_boundary", "unprotected", "exchanged", "would be bounded by another policy"),
];

/** Groups of everybody, as ACLs name them. */
const everybody = ["AllUsers", "AuthenticatedUsers"].map((group) => `http://acs.amazonaws.com/groups/global/${group}`);

/** Of single types, beside those of every type. */
export const guardsByType: Readonly<Record<string, readonly Guard[]>> = {
  aws_s3_bucket_public_access_block: blocksPublicAccess,
  aws_s3_account_public_access_block: blocksPublicAccess,
  aws_s3_bucket_versioning: [
    guard(
      "versioning_configuration.status",
      "backups-weakened",
      { from: ["Enabled"] },
      "would no longer keep what is overwritten or deleted",
    ),
    guard(
      "versioning_configuration.mfa_delete",
      "unprotected",
      { from: ["Enabled"] },
      "would let versions be deleted without a second factor",
    ),
  ],
  aws_s3_bucket_server_side_encryption_configuration: [
    guard(
      "rule.apply_server_side_encryption_by_default.sse_algorithm",
      "encryption-weakened",
      { from: ["aws:kms", "aws:kms:dsse"] },
      "would no longer encrypt with a key of its own",
    ),
    guard(
      "rule.apply_server_side_encryption_by_default.kms_master_key_id",
      "encryption-weakened",
      "gone",
      "would no longer encrypt with a key of its own",
    ),
  ],
  aws_s3_bucket_acl: [
    guard(
      "acl",
      "exposed",
      { to: ["public-read", "public-read-write", "authenticated-read"] },
      "would let everybody read the bucket",
    ),
    guard(
      "access_control_policy.grant.grantee.uri",
      "exposed",
      { to: everybody },
      "would let everybody into the bucket",
    ),
  ],
  aws_s3_bucket_ownership_controls: [
    guard(
      "rule.object_ownership",
      "exposed",
      { from: ["BucketOwnerEnforced"] },
      "would let ACLs say who may read the bucket",
    ),
  ],
  aws_s3_bucket_object_lock_configuration: [
    guard(
      "rule.default_retention.mode",
      "unprotected",
      { from: ["COMPLIANCE"] },
      "would let locked objects be deleted",
    ),
    guard("rule.default_retention.days", "unprotected", "lower", "would lock objects for less time"),
  ],
  aws_cloudwatch_log_group: [
    guard(
      "retention_in_days",
      "backups-weakened",
      "shorter",
      "would keep its events for less time; older ones are deleted",
    ),
    guard("skip_destroy", "unprotected", "off", "would be destroyed with its events, whenever it is destroyed"),
  ],
  aws_dynamodb_table: [
    encryptionOf("server_side_encryption.enabled"),
    guard(
      "point_in_time_recovery.recovery_period_in_days",
      "backups-weakened",
      "briefer",
      "could be restored to moments of less time",
    ),
    guard("ttl.enabled", "backups-weakened", "on", "would delete items whose time has come"),
  ],
  aws_efs_backup_policy: [
    guard("backup_policy.status", "backups-weakened", { from: ["ENABLED"] }, "would no longer back up the files"),
  ],
  aws_flow_log: [guard("traffic_type", "unprotected", { from: ["ALL"] }, "would record less of the traffic")],
  aws_kinesis_stream: [
    guard("retention_period", "backups-weakened", "briefer", "would keep its records for less time"),
  ],
  aws_sqs_queue: [
    guard("message_retention_seconds", "backups-weakened", "briefer", "would keep its messages for less time"),
  ],
  aws_kms_key: [
    guard("enable_key_rotation", "encryption-weakened", "off", "would never be rotated"),
    guard("deletion_window_in_days", "unprotected", "briefer", "could be saved from deletion for less time"),
    guard("is_enabled", "encryption-weakened", "off", "would decrypt nothing any more"),
  ],
  aws_secretsmanager_secret: [
    guard("recovery_window_in_days", "unprotected", "briefer", "could be restored for less time"),
  ],
  aws_ecr_repository: [
    guard("image_tag_mutability", "unprotected", { from: ["IMMUTABLE"] }, "would let released images be overwritten"),
    guard(
      "image_scanning_configuration.scan_on_push",
      "unprotected",
      "off",
      "would no longer look for vulnerabilities in what is pushed",
    ),
  ],
  aws_elasticache_replication_group: [
    guard("auth_token", "exposed", "gone", "would let in whoever reaches it, without a token"),
  ],
  aws_iam_role: bounded,
  aws_iam_user: bounded,
  aws_launch_template: [
    encryptionOf("block_device_mappings.ebs.encrypted"),
    guard(
      "metadata_options.http_tokens",
      "exposed",
      { from: ["required"] },
      "would give the instance's credentials to requests without a token (IMDSv1)",
    ),
    guard("network_interfaces.associate_public_ip_address", "exposed", "on", exposed),
  ],
  aws_instance: [
    encryptionOf("root_block_device.encrypted"),
    encryptionOf("ebs_block_device.encrypted"),
    guard(
      "metadata_options.http_tokens",
      "exposed",
      { from: ["required"] },
      "would give the instance's credentials to requests without a token (IMDSv1)",
    ),
  ],
  aws_alb: loadBalancer,
  aws_alb_listener: listener,
  aws_lb: loadBalancer,
  aws_lb_listener: listener,
  aws_cloudfront_distribution: [
    guard(
      "default_cache_behavior.viewer_protocol_policy",
      "encryption-weakened",
      { to: ["allow-all"] },
      "would answer unencrypted",
    ),
    guard(
      "ordered_cache_behavior.viewer_protocol_policy",
      "encryption-weakened",
      { to: ["allow-all"] },
      "would answer unencrypted",
    ),
    guard("web_acl_id", "exposed", "gone", "would have no firewall in front of it any more"),
    guard(
      "origin.custom_origin_config.origin_protocol_policy",
      "encryption-weakened",
      { to: ["http-only", "match-viewer"] },
      "would talk to its origin unencrypted",
    ),
    guard(
      "viewer_certificate.minimum_protocol_version",
      "encryption-weakened",
      { down: distributionPolicies },
      weakerEncryption,
    ),
    guard(
      "origin.custom_origin_config.origin_ssl_protocols",
      "encryption-weakened",
      { to: ["SSLv3", "TLSv1", "TLSv1.1"] },
      "would talk to its origin with encryption that is broken",
    ),
    guard("logging_config.bucket", "unprotected", "gone", unrecorded),
    guard("origin.origin_access_control_id", "exposed", "gone", "would no longer sign its requests to the bucket"),
  ],
  aws_cloudfront_origin_access_control: [
    guard("signing_behavior", "exposed", { from: ["always"] }, "would no longer sign all requests to its origin"),
  ],
  aws_eks_cluster: [guard("vpc_config.endpoint_public_access", "exposed", "on", exposed)],
  aws_lambda_function_url: [guard("authorization_type", "exposed", { to: ["NONE"] }, "would answer everybody")],
  aws_elasticsearch_domain: [encryptionOf("encrypt_at_rest.enabled"), encryptionOf("node_to_node_encryption.enabled")],
  aws_opensearch_domain: [
    encryptionOf("encrypt_at_rest.enabled"),
    encryptionOf("node_to_node_encryption.enabled"),
    guard("domain_endpoint_options.enforce_https", "encryption-weakened", "off", "would answer unencrypted"),
    guard(
      "domain_endpoint_options.tls_security_policy",
      "encryption-weakened",
      { down: searchPolicies },
      weakerEncryption,
    ),
  ],
  aws_api_gateway_domain_name: [
    guard("security_policy", "encryption-weakened", { down: gatewayPolicies }, weakerEncryption),
  ],
  aws_msk_cluster: [
    guard(
      "encryption_info.encryption_in_transit.client_broker",
      "encryption-weakened",
      { from: ["TLS"] },
      "would answer unencrypted",
    ),
    guard("broker_node_group_info.connectivity_info.public_access.type", "exposed", { from: ["DISABLED"] }, exposed),
  ],
  aws_redshift_cluster: [guard("enhanced_vpc_routing", "exposed", "off", "would send its data over public networks")],
  aws_cloudtrail: [
    guard("enable_logging", "unprotected", "off", "would record nothing"),
    guard("is_multi_region_trail", "unprotected", "off", "would record one region only"),
    guard("enable_log_file_validation", "unprotected", "off", "would let its records be altered unseen"),
  ],
  aws_guardduty_detector: [guard("enable", "unprotected", "off", "would detect nothing")],
  aws_cognito_user_pool: [
    guard("deletion_protection", "unprotected", { from: ["ACTIVE"] }, deletable),
    guard("mfa_configuration", "unprotected", { from: ["ON"] }, "would no longer ask for a second factor"),
  ],
  aws_backup_vault_lock_configuration: [
    guard("min_retention_days", "backups-weakened", "lower", "would let recovery points be deleted earlier"),
  ],
  aws_backup_plan: [
    guard("rule.lifecycle.delete_after", "backups-weakened", "sooner", "would keep recovery points for less time"),
  ],
  ...guardsOfOtherClouds,
};
