import { deletable, exposed, guard, unencrypted } from "./guard";
import type { Guard } from "./weakening";

const encryptionOf = (argument: string) => guard(argument, "encryption-weakened", "off", unencrypted);

const blocksPublicAccess = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
].map((argument) => guard(argument, "exposed", "off", "would no longer keep the bucket from being made public"));

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
  ],
  aws_s3_bucket_lifecycle_configuration: [
    guard("rule.expiration.days", "backups-weakened", "sooner", "would delete objects earlier"),
    guard(
      "rule.noncurrent_version_expiration.noncurrent_days",
      "backups-weakened",
      "sooner",
      "would delete old versions earlier",
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
  ],
  aws_dynamodb_table: [encryptionOf("server_side_encryption.enabled")],
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
  ],
  aws_ecr_lifecycle_policy: [
    guard(
      "policy.rules.selection.countNumber",
      "backups-weakened",
      "sooner",
      "would delete images earlier, and with them what can be rolled back to",
    ),
  ],
  aws_elasticache_replication_group: [
    guard("auth_token", "exposed", "gone", "would let in whoever reaches it, without a token"),
  ],
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
  aws_lb: [guard("internal", "exposed", "off", exposed)],
  aws_lb_listener: [guard("protocol", "encryption-weakened", { from: ["HTTPS", "TLS"] }, "would answer unencrypted")],
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
      { to: ["SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016"] },
      "would answer with encryption that is broken",
    ),
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
  azurerm_storage_account: [
    guard("allow_nested_items_to_be_public", "exposed", "on", "would let containers be made public"),
    guard("https_traffic_only_enabled", "encryption-weakened", "off", "would answer unencrypted"),
    guard("enable_https_traffic_only", "encryption-weakened", "off", "would answer unencrypted"),
  ],
  google_storage_bucket: [
    guard("public_access_prevention", "exposed", { from: ["enforced"] }, "could be made public"),
    guard("uniform_bucket_level_access", "exposed", "off", "would let single objects be made public"),
    guard("versioning.enabled", "backups-weakened", "off", "would no longer keep what is overwritten or deleted"),
  ],
  google_sql_database_instance: [
    guard("settings.backup_configuration.enabled", "backups-weakened", "off", "would not be backed up"),
    guard("settings.ip_configuration.ipv4_enabled", "exposed", "on", exposed),
  ],
};
