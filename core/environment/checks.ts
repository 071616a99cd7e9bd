/** What must hold between the values of an environment file. */
import { familyNames, instanceType, instanceTypes, registeredMemoryMiB } from "../capacity/instances";
import type { JsonDocument } from "../document/json-document";
import { at, keysOf } from "../document/plain";
import { commonPath } from "../manifest/path-patterns";
import { type Issue, environmentProblems as problems } from "../errors";
import type { Environment } from "./schema";
import { wafRulesOf } from "./waf-capacity";
import { windowsOverlap } from "./windows";

/** A check sees the sections that are as the schema wants them; it reports everything it finds. */
export type EnvironmentCheck = (environment: Partial<Environment>, document: JsonDocument) => readonly Issue[];

/** Smallest memory reservation of a task (`core/manifest/schema.ts`), MiB. */
const smallestTaskMiB = 64;
/**
 * Docker, the ECS agent, and the collector's ports for OTLP and for uWSGI's lines.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
const portsInUse = [2_375, 2_376, 4_317, 4_318, 51_678, 51_679, 51_680, 54_525];
/** Set by the stacks on every resource; AWS allows 50 tags. */
const stackTags = ["Product", "Environment", "Layer", "ManagedBy", "Service", "Owner", "Name"];
const tagsAllowed = 50 - stackTags.length;

const checkDomain: EnvironmentCheck = ({ domain, accountId }, document) => {
  if (domain === undefined) return [];
  const { hostedZoneId, certificateArn } = domain;
  if (certificateArn === undefined) {
    return hostedZoneId === undefined ? [document.issue(["domain"], problems.domainWithoutCertificate())] : [];
  }
  const account = certificateArn.split(":")[4] ?? "";
  if (accountId === undefined || account === accountId) return [];
  return [document.issue(["domain", "certificateArn"], problems.certificateOfOtherAccount(account, accountId))];
};

const checkSizes: EnvironmentCheck = ({ cluster, collector, database }, document) => {
  const atLeast = (section: string, upper: readonly [string, number], lower: readonly [string, number]) =>
    upper[1] >= lower[1]
      ? []
      : [document.issue([section, upper[0]], problems.tooSmall(upper[1], lower[0], lower[1], upper[0]))];
  return [
    ...(cluster === undefined
      ? []
      : atLeast("cluster", ["maxInstances", cluster.maxInstances], ["instances", cluster.instances])),
    ...(collector === undefined
      ? []
      : atLeast("collector", ["memory", collector.memory], ["memoryReservation", collector.memoryReservation])),
    ...(database === undefined
      ? []
      : atLeast(
          "database",
          ["maxAllocatedStorageGiB", database.maxAllocatedStorageGiB],
          ["allocatedStorageGiB", database.allocatedStorageGiB],
        )),
  ];
};

const checkInstanceType: EnvironmentCheck = ({ cluster }, document) => {
  if (cluster === undefined || instanceType(cluster.instanceType) !== undefined) return [];
  // A type of another letter is another kind, however near its spelling.
  const alike = instanceTypes.map(({ name }) => name).filter((name) => name[0] === cluster.instanceType[0]);
  const problem = problems.unknownInstanceType(cluster.instanceType, alike, familyNames);
  return [document.issue(["cluster", "instanceType"], problem)];
};

const checkMemory: EnvironmentCheck = ({ cluster }, document) => {
  const registered = cluster && registeredMemoryMiB(cluster);
  if (cluster === undefined || registered === undefined || cluster.agentReservedMemoryMiB < registered) return [];
  const problem = problems.noMemoryLeft(cluster.agentReservedMemoryMiB, registered);
  return [document.issue(["cluster", "agentReservedMemoryMiB"], problem)];
};

const checkPorts: EnvironmentCheck = ({ cluster }, document) => {
  if (cluster === undefined) return [];
  const { from, to } = cluster.dynamicHostPorts;
  const path = ["cluster", "dynamicHostPorts"];
  if (to < from) return [document.issue([...path, "to"], problems.portsReversed(from, to))];
  const memoryMiB = (registeredMemoryMiB(cluster) ?? 0) - cluster.agentReservedMemoryMiB;
  const tasks = Math.floor(memoryMiB / smallestTaskMiB);
  const ports = to - from + 1;
  const taken = portsInUse.filter((port) => from <= port && port <= to);
  return [
    ...(ports < tasks ? [document.issue(path, problems.tooFewPorts(ports, tasks))] : []),
    ...(taken.length > 0 ? [document.issue(path, problems.portsTaken(taken))] : []),
  ];
};

const checkWindows: EnvironmentCheck = ({ database }, document) =>
  database !== undefined && windowsOverlap(database.backupWindow, database.maintenanceWindow)
    ? [
        document.issue(
          ["database", document.has(["database", "maintenanceWindow"]) ? "maintenanceWindow" : "backupWindow"],
          problems.windowsOverlap(database.backupWindow, database.maintenanceWindow),
        ),
      ]
    : [];

const checkTags: EnvironmentCheck = (_, document) => {
  const keys = keysOf(at(document.value, ["tags"]));
  return [
    ...keys.filter((key) => /^aws:/i.test(key)).map((key) => document.issueAtKey(["tags", key], problems.awsTag())),
    ...keys
      .filter((key) => stackTags.includes(key))
      .map((key) => document.issueAtKey(["tags", key], problems.stackTag(key))),
    ...(keys.length > tagsAllowed ? [document.issue(["tags"], problems.tooManyTags(keys.length, tagsAllowed))] : []),
  ];
};

const checkFirewall: EnvironmentCheck = ({ edge }, document) =>
  edge === undefined
    ? []
    : edge.countOnly.flatMap((rule, index) =>
        wafRulesOf(edge).includes(rule)
          ? []
          : [document.issue(["edge", "countOnly", index], problems.ruleNotAsked(rule))],
      );

/** What may release must not apply: a build of any branch would need no approval. */
const checkTrust: EnvironmentCheck = ({ delivery }, document) => {
  if (delivery === undefined) return [];
  const { trust } = delivery;
  const place = ["delivery", "trust"];
  if ("releaseRoleArn" in trust) {
    const { releaseRoleArn, infrastructureRoleArn } = trust;
    if (releaseRoleArn !== infrastructureRoleArn) return [];
    return [document.issue([...place, "infrastructureRoleArn"], problems.oneRoleForBoth(infrastructureRoleArn))];
  }
  return trust.infrastructureSubjects.flatMap((subject, index) =>
    trust.releaseSubjects.flatMap((other) => {
      // IAM's patterns are those of paths.
      const both = commonPath(subject, other);
      if (both === undefined) return [];
      const problem = problems.oneJobForBoth(subject, other, both);
      return [document.issue([...place, "infrastructureSubjects", index], problem)];
    }),
  );
};

export const environmentChecks: readonly EnvironmentCheck[] = [
  checkDomain,
  checkSizes,
  checkInstanceType,
  checkMemory,
  checkPorts,
  checkWindows,
  checkTags,
  checkFirewall,
  checkTrust,
];
