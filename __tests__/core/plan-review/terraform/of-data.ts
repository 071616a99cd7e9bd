/** Edits of what holds data and of its guards, and what the review says of each. */
import { argumentsOf, keeping, secrets } from "../../../support/small-platform";
import { set, without, type Edit } from "./edit";

export const ofData: readonly Edit[] = [
  { name: "nothing", told: ["none: no change"] },
  {
    name: "another class of the database",
    edit: set("aws_db_instance", { instance_class: "db.m6g.xlarge" }),
    told: [
      "interrupting: 1 updated",
      "interrupts: database main: instance class db.m6g.large -> db.m6g.xlarge: down for minutes, as it has no standby, in the next maintenance window (sun:06:00-sun:06:30 UTC)",
      "~ database main",
      '  instance_class "db.m6g.large" -> "db.m6g.xlarge"',
    ],
  },
  {
    name: "the same at once",
    edit: set("aws_db_instance", { instance_class: "db.m6g.xlarge", apply_immediately: true }),
    told: [
      "interrupting: 1 updated",
      "interrupts: database main: instance class db.m6g.large -> db.m6g.xlarge: down for minutes, as it has no standby, at once",
      "~ database main",
      "  apply_immediately false -> true",
      '  instance_class "db.m6g.large" -> "db.m6g.xlarge"',
    ],
  },
  {
    name: "no deletion protection",
    edit: set("aws_db_instance", { deletion_protection: false }),
    told: [
      "red: 1 updated",
      "red: database main would lose its protection from deletion: deletion_protection true -> false.",
      "~ database main",
      "  deletion_protection true -> false",
    ],
  },
  {
    name: "the database unencrypted",
    edit: set("aws_db_instance", { storage_encrypted: false, kms_key_id: null }),
    told: [
      "red: 1 replaced",
      "red: database main would be replaced by an empty one: storage_encrypted true -> false forces it.",
      "red: database main would be stored unencrypted: storage_encrypted true -> false.",
      "interrupts: database main: is destroyed and made anew: whatever uses it fails",
      "-/+ database main",
      '  kms_key_id "arn:aws:kms:us-east-1:111122223333:key/73b5eede-5745-1834-b050-f10b2d55660e" -> (known after apply)',
      "  storage_encrypted true -> false (forces replacement)",
      "unknown: database main, kms_key_id: whether this guard of data stays on is known after apply only",
      "Not shown: 42 computed values.",
    ],
  },
  {
    name: "fewer backups",
    edit: set("aws_db_instance", { backup_retention_period: 1 }),
    told: [
      "red: 1 updated",
      "red: database main would keep its backups for less time; older ones are deleted: backup_retention_period 14 -> 1.",
      "~ database main",
      "  backup_retention_period 14 -> 1",
    ],
  },
  {
    name: "a public database",
    edit: set("aws_db_instance", { publicly_accessible: true }),
    told: [
      "red: 1 updated",
      "red: database main could be reached from the internet: publicly_accessible false -> true.",
      "~ database main",
      "  publicly_accessible false -> true",
    ],
  },
  {
    name: "another password",
    edit: (c) => void Object.assign(c.variable["password"] ?? {}, { default: "another-pa55word-1" }),
    isSymmetric: true,
    told: ["routine: 1 updated", "~ database main", "  password changes, sensitive"],
  },
  {
    name: "larger cache nodes",
    edit: set("aws_elasticache_replication_group", { node_type: "cache.m7g.large" }),
    told: [
      "interrupting: 1 updated",
      "interrupts: cache main: node type cache.t4g.small -> cache.m7g.large: a failover: connections are cut for seconds, in the next maintenance window (sun:06:00-sun:07:00 UTC)",
      "~ cache main",
      '  node_type "cache.t4g.small" -> "cache.m7g.large"',
    ],
  },
  {
    name: "another token of the cache",
    edit: set("aws_elasticache_replication_group", {
      auth_token: `${secrets[1]}-2`,
      auth_token_update_strategy: "ROTATE",
    }),
    isSymmetric: true,
    told: [
      "restarting: 1 updated",
      "restarts: cache main: another password, beside the old one, which is good until the next change",
      "~ cache main",
      "  auth_token changes, sensitive",
    ],
  },
  {
    name: "no transit encryption",
    edit: set("aws_elasticache_replication_group", { transit_encryption_enabled: false, auth_token: null }),
    told: [
      "red: 1 replaced",
      "red: cache main would be replaced by an empty one: transit_encryption_enabled true -> false forces it.",
      "red: cache main would let in whoever reaches it, without a token: auth_token (sensitive) -> (none).",
      "red: cache main would answer unencrypted: transit_encryption_enabled true -> false.",
      "interrupts: cache main: is destroyed and made anew, empty: whatever uses it fails",
      "-/+ cache main",
      "  auth_token removed, was (sensitive)",
      "  transit_encryption_enabled true -> false (forces replacement)",
      "Not shown: 26 computed values.",
    ],
  },
  {
    name: "versioning suspended",
    edit: set("aws_s3_bucket_versioning", { versioning_configuration: { status: "Suspended" } }),
    told: [
      "red: 1 updated",
      "red: S3 bucket versioning files would no longer keep what is overwritten or deleted: versioning_configuration > status Enabled -> Suspended.",
      "~ S3 bucket versioning files",
      '  versioning_configuration > status "Enabled" -> "Suspended"',
    ],
  },
  {
    name: "a public bucket",
    edit: set("aws_s3_bucket_public_access_block", { block_public_policy: false, restrict_public_buckets: false }),
    told: [
      "red: 1 updated",
      "red: S3 bucket public access block files would no longer keep the bucket from being made public: block_public_policy true -> false.",
      "red: S3 bucket public access block files would no longer keep the bucket from being made public: restrict_public_buckets true -> false.",
      "~ S3 bucket public access block files",
      "  block_public_policy true -> false",
      "  restrict_public_buckets true -> false",
    ],
  },
  {
    name: "no public access block",
    edit: without("aws_s3_bucket_public_access_block"),
    told: [
      "red: 1 destroyed",
      "red: S3 bucket public access block files would be destroyed: nothing keeps the bucket from being made public any more.",
      "- S3 bucket public access block files",
    ],
  },
  {
    name: "no recovery of the table",
    edit: set("aws_dynamodb_table", { point_in_time_recovery: { enabled: false } }),
    told: [
      "red: 1 updated",
      "red: table locks could no longer be restored to a moment: point_in_time_recovery > enabled true -> false.",
      "~ table locks",
      "  point_in_time_recovery > enabled true -> false",
    ],
  },
  {
    name: "keys not rotated",
    edit: set("aws_kms_key", { enable_key_rotation: false }),
    told: [
      "red: 1 updated",
      'red: key "main" would never be rotated: enable_key_rotation true -> false.',
      '~ key "main"',
      "  enable_key_rotation true -> false",
    ],
  },
  {
    name: "shorter logs",
    edit: set("aws_cloudwatch_log_group", { retention_in_days: 7 }),
    told: [
      "red: 1 updated",
      "red: log group /smart360/app would keep its events for less time; older ones are deleted: retention_in_days 90 -> 7.",
      "~ log group /smart360/app",
      "  retention_in_days 90 -> 7",
    ],
  },
  {
    name: "mutable tags of images",
    edit: set("aws_ecr_repository", { image_tag_mutability: "MUTABLE" }),
    told: [
      "red: 1 updated",
      "red: image repository billing would let released images be overwritten: image_tag_mutability IMMUTABLE -> MUTABLE.",
      "~ image repository billing",
      '  image_tag_mutability "IMMUTABLE" -> "MUTABLE"',
    ],
  },
  {
    name: "fewer releases kept",
    edit: set("aws_ecr_lifecycle_policy", { policy: keeping(5) }),
    told: [
      "red: 1 replaced",
      "red: ECR lifecycle policy billing would delete images tagged release-* beyond the newest 5; now beyond the newest 30.",
      "-/+ ECR lifecycle policy billing",
      "  policy > rules > 1 > selection > countNumber 30 -> 5 (forces replacement)",
      "Not shown: 2 computed values.",
    ],
  },
  {
    name: "a bucket that begins to delete",
    edit: (c) => {
      c.resource["aws_s3_bucket_lifecycle_configuration"] = {
        files: {
          bucket: "${aws_s3_bucket.files.id}",
          rule: [{ id: "old", status: "Enabled", filter: [{ prefix: "logs/" }], expiration: [{ days: 30 }] }],
        },
      };
    },
    told: [
      "red: 1 created",
      'red: S3 bucket lifecycle configuration files would delete objects under "logs/" after 30 days; now nothing deletes them.',
    ],
  },
  {
    name: "a bucket that everybody reads",
    edit: (c) => {
      c.resource["aws_s3_bucket_acl"] = { files: { bucket: "${aws_s3_bucket.files.id}", acl: "public-read" } };
    },
    told: ["red: 1 created", "red: S3 bucket ACL files would let everybody read the bucket: acl public-read."],
  },
  {
    name: "no encryption forced upon the database's clients",
    edit: set("aws_db_parameter_group", { parameter: [{ name: "rds.force_ssl", value: "0" }] }),
    told: [
      "red: 1 updated",
      "red: DB parameter group main would let clients connect unencrypted: rds.force_ssl 1 -> 0.",
      "~ DB parameter group main",
      '  parameter > value "1" -> "0"',
    ],
  },
  {
    name: "nothing said of encryption",
    edit: (c) => void delete argumentsOf(c, "aws_db_parameter_group")["parameter"],
    told: [
      "red: 1 updated",
      "red: DB parameter group main would let clients connect unencrypted: rds.force_ssl 1 -> whatever AWS takes.",
      "~ DB parameter group main",
      '  loses parameter: { apply_method = "immediate", name = "rds.force_ssl", value = "1" }',
    ],
  },
  {
    name: "another value of the secret",
    edit: set("aws_secretsmanager_secret_version", { secret_string: `${secrets[2]}-2` }),
    isSymmetric: true,
    told: [
      "red: 1 replaced",
      "red: secret version of secret auth would be replaced by an empty one: secret_string (sensitive) forces it.",
      "-/+ secret version of secret auth",
      "  secret_string changes, sensitive (forces replacement)",
      "Not shown: 5 computed values.",
    ],
  },
];
