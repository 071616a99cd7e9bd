import { ruleProblems } from "../errors/rules";
import type { Rule } from "./rule";

/** Types that hold data, and the argument by which the service itself refuses to delete, where it has one. */
export const statefulTypes: Readonly<Record<string, string | undefined>> = {
  aws_db_instance: "deletion_protection",
  aws_dynamodb_table: "deletion_protection_enabled",
  aws_ecr_repository: undefined,
  aws_elasticache_replication_group: undefined,
  aws_kms_key: undefined,
  aws_s3_bucket: undefined,
  aws_secretsmanager_secret: undefined,
};

const preventDestroy: Rule = ({ type, arguments: { lifecycle } }, { settings }) => {
  if (!(type in statefulTypes) || !settings.protectData) return [];
  return (lifecycle as { prevent_destroy?: unknown } | undefined)?.prevent_destroy === true
    ? []
    : [ruleProblems.unprotected(type)];
};

const ownProtection: Rule = (resource, { settings }) => {
  const argument =
    statefulTypes[resource.type] ?? (resource.type === "aws_lb" ? "enable_deletion_protection" : undefined);
  if (argument === undefined || !settings.protectData) return [];
  return resource.arguments[argument] === true ? [] : [ruleProblems.deletable(resource.type, argument)];
};

/** Nothing that holds data can be lost by a plan, unless the environment says so. */
export const protectionRules: readonly Rule[] = [preventDestroy, ownProtection];
