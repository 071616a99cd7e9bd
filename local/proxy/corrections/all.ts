import type { Correction } from "../correction";
import { groupMetrics } from "./auto-scaling";
import { absentHeaders } from "./cloudfront";
import { forgottenOfAlarms } from "./cloudwatch";
import { forgottenOfFlowLogs, prefixListsOfRules, tagsOfFlowLogs } from "./ec2";
import { emptyNetworkConfiguration, forgottenOfServices, managedDraining, roomForDeployments } from "./ecs";
import { forgottenOfCaches, parametersBySource } from "./elasticache";
import { forgottenOfTargetGroups } from "./load-balancing";
import { forgottenOfDatabases, masterSecret } from "./rds";
import { databaseEvents } from "./rds-events";
import { newestRevision, scannedImages, targetsOfTasks, tasksOfTargetGroups } from "./releases";
import { namedZones } from "./route53";
import { secretsWithoutValue } from "./secrets";
import { firewallLogging } from "./waf";

/** Where ministack answers otherwise than AWS, as far as the platform's stacks and releases meet it. */
export const corrections: readonly Correction[] = [
  groupMetrics,
  absentHeaders,
  forgottenOfAlarms,
  forgottenOfFlowLogs,
  tagsOfFlowLogs,
  prefixListsOfRules,
  emptyNetworkConfiguration,
  forgottenOfServices,
  managedDraining,
  roomForDeployments,
  forgottenOfCaches,
  parametersBySource,
  forgottenOfTargetGroups,
  forgottenOfDatabases,
  masterSecret,
  databaseEvents,
  scannedImages,
  newestRevision,
  tasksOfTargetGroups,
  targetsOfTasks,
  namedZones,
  secretsWithoutValue,
  firewallLogging,
];
