/**
 * Types of which every resource is kept from destruction by `prevent_destroy`, and the argument by which the service
 * itself refuses to delete, where it has one. Not all that hold data (`plan-review/facts/stateful.ts`): a log group goes
 * with its service, and of the SSM parameters only some cannot be written again. Of those a plan's review warns alone.
 */
export const guardedTypes: Readonly<Record<string, string | undefined>> = {
  aws_db_instance: "deletion_protection",
  aws_dynamodb_table: "deletion_protection_enabled",
  aws_ecr_repository: undefined,
  aws_elasticache_replication_group: undefined,
  aws_kms_key: undefined,
  aws_s3_bucket: undefined,
  aws_secretsmanager_secret: undefined,
};
