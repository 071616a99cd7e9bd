import { ruleProblems } from "../errors/rules";
import type { Rule } from "./rule";

const logRetention: Rule = ({ type, arguments: given }) =>
  type === "aws_cloudwatch_log_group" && !(Number(given["retention_in_days"]) > 0) ? [ruleProblems.logsForEver()] : [];

/** Type -> argument that keeps backups, in days. */
const backupDays: Readonly<Record<string, string>> = {
  aws_db_instance: "backup_retention_period",
  aws_elasticache_replication_group: "snapshot_retention_limit",
};

const backups: Rule = ({ type, arguments: given }) => {
  const argument = backupDays[type];
  return argument !== undefined && !(Number(given[argument]) >= 1) ? [ruleProblems.noBackups(type, argument)] : [];
};

const failover: Rule = ({ type, arguments: given }) => {
  if (type !== "aws_elasticache_replication_group" || given["automatic_failover_enabled"] !== true) return [];
  const nodes = Number(given["num_cache_clusters"]);
  return nodes >= 2 ? [] : [ruleProblems.failoverWithoutReplica(nodes)];
};

/** What lets operations sleep: logs that end, backups that exist, a replica where failover counts on one. */
export const upkeepRules: readonly Rule[] = [logRetention, backups, failover];
