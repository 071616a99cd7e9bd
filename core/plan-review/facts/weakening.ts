/**
 * Settings that guard data. Each row names an argument and the direction in which a change of it weakens. Sources: the
 * provider's documentation of the argument, and the AWS Foundational Security Best Practices for what counts as weaker.
 */
import type { RedKind } from "../review";
import { isEmpty, isTrue, numberOf, textOf, type Value } from "../values/value";

export type Direction =
  /** From on to off. */
  | "off"
  /** From off to on. */
  | "on"
  /** A smaller number, where nothing stands for 0. */
  | "lower"
  /** A smaller number, where nothing stands for the default, which is safe. */
  | "briefer"
  /** A smaller number, where 0 or nothing stands for ever. */
  | "shorter"
  /** From something to nothing. */
  | "gone"
  /** A rule that deletes comes, or deletes earlier. */
  | "sooner"
  /** Away from a value. */
  | { readonly from: readonly string[] }
  /** To a value. */
  | { readonly to: readonly string[] };

export interface Guard {
  /** Arguments and blocks from the top. */
  readonly argument: string;
  readonly kind: Exclude<RedKind, "destroyed" | "replaced">;
  readonly weaker: Direction;
  /** What it means, as a sentence without its subject: `can be deleted by anyone with the permission`. */
  readonly meaning: string;
}

const deletable = "would lose its protection from deletion";
const unencrypted = "would be stored unencrypted";
const exposed = "could be reached from the internet";

/** Of every type that has the argument. */
const everywhere: readonly Guard[] = [
  { argument: "deletion_protection", kind: "unprotected", weaker: "off", meaning: deletable },
  { argument: "deletion_protection_enabled", kind: "unprotected", weaker: "off", meaning: deletable },
  { argument: "enable_deletion_protection", kind: "unprotected", weaker: "off", meaning: deletable },
  {
    argument: "disable_api_termination",
    kind: "unprotected",
    weaker: "off",
    meaning: "would lose its protection from termination",
  },
  { argument: "purge_protection_enabled", kind: "unprotected", weaker: "off", meaning: "could be purged" },
  {
    argument: "force_destroy",
    kind: "unprotected",
    weaker: "on",
    meaning: "would be destroyed together with all that is in it, whenever it is destroyed",
  },
  {
    argument: "force_delete",
    kind: "unprotected",
    weaker: "on",
    meaning: "would be destroyed together with all that is in it, whenever it is destroyed",
  },
  { argument: "storage_encrypted", kind: "encryption-weakened", weaker: "off", meaning: unencrypted },
  { argument: "encrypted", kind: "encryption-weakened", weaker: "off", meaning: unencrypted },
  { argument: "at_rest_encryption_enabled", kind: "encryption-weakened", weaker: "off", meaning: unencrypted },
  {
    argument: "transit_encryption_enabled",
    kind: "encryption-weakened",
    weaker: "off",
    meaning: "would answer unencrypted",
  },
  {
    argument: "transit_encryption_mode",
    kind: "encryption-weakened",
    weaker: { from: ["required"] },
    meaning: "would answer unencrypted connections too",
  },
  {
    argument: "kms_key_id",
    kind: "encryption-weakened",
    weaker: "gone",
    meaning: "would no longer be encrypted with its own key",
  },
  {
    argument: "kms_key_arn",
    kind: "encryption-weakened",
    weaker: "gone",
    meaning: "would no longer be encrypted with its own key",
  },
  {
    argument: "kms_master_key_id",
    kind: "encryption-weakened",
    weaker: "gone",
    meaning: "would no longer be encrypted with its own key",
  },
  {
    argument: "encryption_configuration",
    kind: "encryption-weakened",
    weaker: "gone",
    meaning: "would no longer be encrypted with its own key",
  },
  {
    argument: "backup_retention_period",
    kind: "backups-weakened",
    weaker: "lower",
    meaning: "would keep its backups for less time; older ones are deleted",
  },
  {
    argument: "automated_snapshot_retention_period",
    kind: "backups-weakened",
    weaker: "lower",
    meaning: "would keep its backups for less time",
  },
  {
    argument: "snapshot_retention_limit",
    kind: "backups-weakened",
    weaker: "lower",
    meaning: "would keep its snapshots for less time; older ones are deleted",
  },
  {
    argument: "skip_final_snapshot",
    kind: "backups-weakened",
    weaker: "on",
    meaning: "would be destroyed without a last snapshot, whenever it is destroyed",
  },
  {
    argument: "skip_final_backup",
    kind: "backups-weakened",
    weaker: "on",
    meaning: "would be destroyed without a last backup, whenever it is destroyed",
  },
  {
    argument: "final_snapshot_identifier",
    kind: "backups-weakened",
    weaker: "gone",
    meaning: "would be destroyed without a last snapshot, whenever it is destroyed",
  },
  {
    argument: "delete_automated_backups",
    kind: "backups-weakened",
    weaker: "on",
    meaning: "would take its backups with it, whenever it is destroyed",
  },
  {
    argument: "point_in_time_recovery.enabled",
    kind: "backups-weakened",
    weaker: "off",
    meaning: "could no longer be restored to a moment",
  },
  { argument: "publicly_accessible", kind: "exposed", weaker: "on", meaning: exposed },
  { argument: "public_network_access_enabled", kind: "exposed", weaker: "on", meaning: exposed },
  {
    argument: "map_public_ip_on_launch",
    kind: "exposed",
    weaker: "on",
    meaning: "would give whatever starts in it a public address",
  },
  { argument: "associate_public_ip_address", kind: "exposed", weaker: "on", meaning: exposed },
];

const encryptionOf = (argument: string): Guard => ({
  argument,
  kind: "encryption-weakened",
  weaker: "off",
  meaning: unencrypted,
});

const blocksPublicAccess = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
].map((argument): Guard => ({
  argument,
  kind: "exposed",
  weaker: "off",
  meaning: "would no longer keep the bucket from being made public",
}));

/** Of single types, beside those of every type. */
const byType: Readonly<Record<string, readonly Guard[]>> = {
  aws_s3_bucket_public_access_block: blocksPublicAccess,
  aws_s3_account_public_access_block: blocksPublicAccess,
  aws_s3_bucket_versioning: [
    {
      argument: "versioning_configuration.status",
      kind: "backups-weakened",
      weaker: { from: ["Enabled"] },
      meaning: "would no longer keep what is overwritten or deleted",
    },
    {
      argument: "versioning_configuration.mfa_delete",
      kind: "unprotected",
      weaker: { from: ["Enabled"] },
      meaning: "would let versions be deleted without a second factor",
    },
  ],
  aws_s3_bucket_server_side_encryption_configuration: [
    {
      argument: "rule.apply_server_side_encryption_by_default.sse_algorithm",
      kind: "encryption-weakened",
      weaker: { from: ["aws:kms", "aws:kms:dsse"] },
      meaning: "would no longer encrypt with a key of its own",
    },
    {
      argument: "rule.apply_server_side_encryption_by_default.kms_master_key_id",
      kind: "encryption-weakened",
      weaker: "gone",
      meaning: "would no longer encrypt with a key of its own",
    },
  ],
  aws_s3_bucket_acl: [
    {
      argument: "acl",
      kind: "exposed",
      weaker: { to: ["public-read", "public-read-write", "authenticated-read"] },
      meaning: "would let everybody read the bucket",
    },
  ],
  aws_s3_bucket_lifecycle_configuration: [
    {
      argument: "rule.expiration.days",
      kind: "backups-weakened",
      weaker: "sooner",
      meaning: "would delete objects earlier",
    },
    {
      argument: "rule.noncurrent_version_expiration.noncurrent_days",
      kind: "backups-weakened",
      weaker: "sooner",
      meaning: "would delete old versions earlier",
    },
  ],
  aws_s3_bucket_object_lock_configuration: [
    {
      argument: "rule.default_retention.mode",
      kind: "unprotected",
      weaker: { from: ["COMPLIANCE"] },
      meaning: "would let locked objects be deleted",
    },
    {
      argument: "rule.default_retention.days",
      kind: "unprotected",
      weaker: "lower",
      meaning: "would lock objects for less time",
    },
  ],
  aws_cloudwatch_log_group: [
    {
      argument: "retention_in_days",
      kind: "backups-weakened",
      weaker: "shorter",
      meaning: "would keep its events for less time; older ones are deleted",
    },
  ],
  aws_dynamodb_table: [encryptionOf("server_side_encryption.enabled")],
  aws_kms_key: [
    { argument: "enable_key_rotation", kind: "encryption-weakened", weaker: "off", meaning: "would never be rotated" },
    {
      argument: "deletion_window_in_days",
      kind: "unprotected",
      weaker: "briefer",
      meaning: "could be saved from deletion for less time",
    },
    { argument: "is_enabled", kind: "encryption-weakened", weaker: "off", meaning: "would decrypt nothing any more" },
  ],
  aws_secretsmanager_secret: [
    {
      argument: "recovery_window_in_days",
      kind: "unprotected",
      weaker: "briefer",
      meaning: "could be restored for less time",
    },
  ],
  aws_ecr_repository: [
    {
      argument: "image_tag_mutability",
      kind: "unprotected",
      weaker: { from: ["IMMUTABLE"] },
      meaning: "would let released images be overwritten",
    },
  ],
  aws_launch_template: [
    encryptionOf("block_device_mappings.ebs.encrypted"),
    {
      argument: "metadata_options.http_tokens",
      kind: "exposed",
      weaker: { from: ["required"] },
      meaning: "would give the instance's credentials to requests without a token (IMDSv1)",
    },
    { argument: "network_interfaces.associate_public_ip_address", kind: "exposed", weaker: "on", meaning: exposed },
  ],
  aws_instance: [
    encryptionOf("root_block_device.encrypted"),
    encryptionOf("ebs_block_device.encrypted"),
    {
      argument: "metadata_options.http_tokens",
      kind: "exposed",
      weaker: { from: ["required"] },
      meaning: "would give the instance's credentials to requests without a token (IMDSv1)",
    },
  ],
  aws_lb: [{ argument: "internal", kind: "exposed", weaker: "off", meaning: exposed }],
  aws_lb_listener: [
    {
      argument: "protocol",
      kind: "encryption-weakened",
      weaker: { from: ["HTTPS", "TLS"] },
      meaning: "would answer unencrypted",
    },
  ],
  aws_cloudfront_distribution: [
    {
      argument: "default_cache_behavior.viewer_protocol_policy",
      kind: "encryption-weakened",
      weaker: { to: ["allow-all"] },
      meaning: "would answer unencrypted",
    },
    {
      argument: "ordered_cache_behavior.viewer_protocol_policy",
      kind: "encryption-weakened",
      weaker: { to: ["allow-all"] },
      meaning: "would answer unencrypted",
    },
    {
      argument: "web_acl_id",
      kind: "exposed",
      weaker: "gone",
      meaning: "would have no firewall in front of it any more",
    },
    {
      argument: "origin.custom_origin_config.origin_protocol_policy",
      kind: "encryption-weakened",
      weaker: { to: ["http-only", "match-viewer"] },
      meaning: "would talk to its origin unencrypted",
    },
    {
      argument: "origin.origin_access_control_id",
      kind: "exposed",
      weaker: "gone",
      meaning: "would no longer sign its requests to the bucket",
    },
  ],
  aws_eks_cluster: [{ argument: "vpc_config.endpoint_public_access", kind: "exposed", weaker: "on", meaning: exposed }],
  aws_lambda_function_url: [
    { argument: "authorization_type", kind: "exposed", weaker: { to: ["NONE"] }, meaning: "would answer everybody" },
  ],
  aws_elasticsearch_domain: [encryptionOf("encrypt_at_rest.enabled"), encryptionOf("node_to_node_encryption.enabled")],
  aws_opensearch_domain: [
    encryptionOf("encrypt_at_rest.enabled"),
    encryptionOf("node_to_node_encryption.enabled"),
    {
      argument: "domain_endpoint_options.enforce_https",
      kind: "encryption-weakened",
      weaker: "off",
      meaning: "would answer unencrypted",
    },
  ],
  aws_msk_cluster: [
    {
      argument: "encryption_info.encryption_in_transit.client_broker",
      kind: "encryption-weakened",
      weaker: { from: ["TLS"] },
      meaning: "would answer unencrypted",
    },
    {
      argument: "broker_node_group_info.connectivity_info.public_access.type",
      kind: "exposed",
      weaker: { from: ["DISABLED"] },
      meaning: exposed,
    },
  ],
  aws_redshift_cluster: [
    {
      argument: "enhanced_vpc_routing",
      kind: "exposed",
      weaker: "off",
      meaning: "would send its data over public networks",
    },
  ],
  aws_cloudtrail: [
    { argument: "enable_logging", kind: "unprotected", weaker: "off", meaning: "would record nothing" },
    {
      argument: "enable_log_file_validation",
      kind: "unprotected",
      weaker: "off",
      meaning: "would let its records be altered unseen",
    },
  ],
  aws_guardduty_detector: [{ argument: "enable", kind: "unprotected", weaker: "off", meaning: "would detect nothing" }],
  aws_cognito_user_pool: [
    { argument: "deletion_protection", kind: "unprotected", weaker: { from: ["ACTIVE"] }, meaning: deletable },
    {
      argument: "mfa_configuration",
      kind: "unprotected",
      weaker: { from: ["ON"] },
      meaning: "would no longer ask for a second factor",
    },
  ],
  aws_backup_vault_lock_configuration: [
    {
      argument: "min_retention_days",
      kind: "backups-weakened",
      weaker: "lower",
      meaning: "would let recovery points be deleted earlier",
    },
  ],
  aws_backup_plan: [
    {
      argument: "rule.lifecycle.delete_after",
      kind: "backups-weakened",
      weaker: "sooner",
      meaning: "would keep recovery points for less time",
    },
  ],
  azurerm_storage_account: [
    {
      argument: "allow_nested_items_to_be_public",
      kind: "exposed",
      weaker: "on",
      meaning: "would let containers be made public",
    },
    {
      argument: "https_traffic_only_enabled",
      kind: "encryption-weakened",
      weaker: "off",
      meaning: "would answer unencrypted",
    },
    {
      argument: "enable_https_traffic_only",
      kind: "encryption-weakened",
      weaker: "off",
      meaning: "would answer unencrypted",
    },
  ],
  google_storage_bucket: [
    {
      argument: "public_access_prevention",
      kind: "exposed",
      weaker: { from: ["enforced"] },
      meaning: "could be made public",
    },
    {
      argument: "uniform_bucket_level_access",
      kind: "exposed",
      weaker: "off",
      meaning: "would let single objects be made public",
    },
    {
      argument: "versioning.enabled",
      kind: "backups-weakened",
      weaker: "off",
      meaning: "would no longer keep what is overwritten or deleted",
    },
  ],
  google_sql_database_instance: [
    {
      argument: "settings.backup_configuration.enabled",
      kind: "backups-weakened",
      weaker: "off",
      meaning: "would not be backed up",
    },
    { argument: "settings.ip_configuration.ipv4_enabled", kind: "exposed", weaker: "on", meaning: exposed },
  ],
};

/** Resources that are nothing but a guard: without them, what they guard is weaker. */
export const guardTypes: Readonly<Record<string, { readonly kind: Guard["kind"]; readonly meaning: string }>> = {
  aws_s3_bucket_public_access_block: {
    kind: "exposed",
    meaning: "nothing keeps the bucket from being made public any more",
  },
  aws_s3_account_public_access_block: {
    kind: "exposed",
    meaning: "nothing keeps the account's buckets from being made public any more",
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    kind: "encryption-weakened",
    meaning: "the bucket falls back to the encryption that S3 has by itself",
  },
  aws_s3_bucket_versioning: {
    kind: "backups-weakened",
    meaning: "the bucket no longer keeps what is overwritten or deleted",
  },
  aws_s3_bucket_object_lock_configuration: {
    kind: "unprotected",
    meaning: "locked objects of the bucket can be deleted",
  },
  aws_s3_bucket_replication_configuration: { kind: "backups-weakened", meaning: "the bucket is no longer replicated" },
  aws_backup_plan: { kind: "backups-weakened", meaning: "nothing is backed up by it any more" },
  aws_backup_selection: { kind: "backups-weakened", meaning: "what it selects is no longer backed up" },
  aws_backup_vault_lock_configuration: {
    kind: "backups-weakened",
    meaning: "recovery points of the vault can be deleted",
  },
  aws_wafv2_web_acl: { kind: "exposed", meaning: "what it stands in front of is open" },
  aws_wafv2_web_acl_association: { kind: "exposed", meaning: "the firewall no longer stands in front of it" },
  aws_cloudtrail: { kind: "unprotected", meaning: "calls of AWS are no longer recorded by it" },
  aws_guardduty_detector: { kind: "unprotected", meaning: "threats are no longer detected" },
};

export function guardsOf(type: string): readonly Guard[] {
  const own = Object.hasOwn(byType, type) ? (byType[type] ?? []) : [];
  const replaced = new Set(own.map(({ argument }) => argument));
  return [...own, ...everywhere.filter(({ argument }) => !replaced.has(argument))];
}

/** Whether a change goes in the direction that weakens. Values that are known after apply only are not judged. */
export function weakens(direction: Direction, before: Value | undefined, after: Value | undefined): boolean {
  if (typeof direction === "object") {
    const old = textOf(before);
    const next = textOf(after);
    if ("to" in direction) return next !== undefined && direction.to.includes(next) && old !== next;
    return old !== undefined && direction.from.includes(old) && !direction.from.includes(next ?? "");
  }
  switch (direction) {
    case "off":
      return isTrue(before) && !isTrue(after);
    case "on":
      return isTrue(after) && !isTrue(before);
    case "gone":
      return !isEmpty(before) && isEmpty(after);
    case "lower":
      return (numberOf(before) ?? 0) > (numberOf(after) ?? 0);
    case "briefer":
      return (numberOf(before) ?? Infinity) > (numberOf(after) ?? Infinity);
    case "shorter":
      return forEver(numberOf(before)) > forEver(numberOf(after));
    case "sooner":
      return forEver(numberOf(after)) < forEver(numberOf(before));
  }
}

const forEver = (days: number | undefined) => (days === undefined || days === 0 ? Infinity : days);
