import type { Guard } from "./weakening";

/** Arguments by which a guard names what it guards, and the types of that. */
export const guardedTypes: Readonly<Record<string, readonly string[]>> = {
  bucket: ["aws_s3_bucket"],
  resource_arn: ["aws_wafv2_web_acl", "aws_lb"],
  subnet_id: ["aws_subnet"],
  vpc_id: ["aws_vpc"],
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
  aws_wafv2_web_acl_logging_configuration: {
    kind: "unprotected",
    meaning: "what the firewall sees is no longer recorded",
  },
  aws_flow_log: { kind: "unprotected", meaning: "the network's traffic is no longer recorded by it" },
  aws_s3_bucket_logging: { kind: "unprotected", meaning: "requests to the bucket are no longer recorded" },
  aws_cloudtrail: { kind: "unprotected", meaning: "calls of AWS are no longer recorded by it" },
  aws_guardduty_detector: { kind: "unprotected", meaning: "threats are no longer detected" },
};
