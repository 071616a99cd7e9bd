import { describe, expect, it } from "vitest";
import { environmentSchema } from "../../core/environment/schema";
import { serviceSchema } from "../../core/manifest/schema";
import { merge, testEnvironment, testService } from "../support/fixtures";
import { changedStacks, Platform } from "../support/platform";
import { settingAt, settingPaths } from "../support/setting-paths";

const everyStack = [
  "state",
  "network",
  "registry",
  "data",
  "platform",
  "observability",
  "service-billing",
  "edge",
  "delivery",
];
const billing = ["service-billing"];

/** A setting that no stack reads, and who does. */
interface NotInStacks {
  readonly readBy: string;
}
/** Another value, and the stacks that change with it: these and no others. */
type Setting = readonly [value: unknown, changes: readonly string[]] | NotInStacks;

const isInStacks = (entry: readonly [string, Setting]): entry is [string, Exclude<Setting, NotInStacks>] =>
  Array.isArray(entry[1]);

const environment = testEnvironment();
const service = testService({ uses: ["database", "cache", "files"] });
const before = Platform.synthesize({ environment, manifest: { services: [service] } });

const environmentSettings: Readonly<Record<string, Setting>> = {
  $schema: { readBy: "editors" },
  name: ["other", everyStack],
  shortName: ["other", ["observability", "service-billing", "delivery"]],
  accountId: ["210987654321", everyStack],
  region: { readBy: "every stack, but only us-east-1 is allowed" },
  "domain.name": ["other.example.com", ["platform", "service-billing", "edge", "delivery"]],
  "domain.hostedZoneId": ["Z0000000000OTHER", ["platform", "edge", "delivery"]],
  "domain.certificateArn": [
    "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
    ["platform"],
  ],
  "network.cidr": ["10.2.0.0/16", ["network"]],
  "network.availabilityZones": [["us-east-1a", "us-east-1c"], ["network"]],
  "network.natGateways": ["one-per-zone", ["network"]],
  "network.interfaceEndpoints": [["logs"], ["network"]],
  "network.flowLogRetentionDays": [30, ["network"]],
  "cluster.instanceType": ["m6a.xlarge", ["platform"]],
  "cluster.instances": [3, ["platform", "observability"]],
  "cluster.maxInstances": [5, ["platform"]],
  "cluster.registeredMemoryMiB": { readBy: "the capacity check" },
  "cluster.agentReservedMemoryMiB": [256, ["platform"]],
  "cluster.rootVolumeGiB": [100, ["platform"]],
  "cluster.dynamicHostPorts.from": [32_000, ["platform"]],
  "cluster.dynamicHostPorts.to": [34_000, ["platform"]],
  "collector.cpu": [512, ["observability"]],
  "collector.memoryReservation": [600, ["observability"]],
  "collector.memory": [1024, ["observability"]],
  "collector.endpoint": ["signoz.example.com:4317", ["observability"]],
  "loadBalancer.idleTimeoutSeconds": [90, ["platform", "edge"]],
  "loadBalancer.rulesQuota": { readBy: "the check of the manifest" },
  "loadBalancer.targetGroupsQuota": { readBy: "the check of the manifest" },
  "loadBalancer.accessLogRetentionDays": [30, ["platform"]],
  "database.instanceClass": ["db.m6g.large", ["data"]],
  "database.allocatedStorageGiB": [30, ["data", "observability"]],
  "database.maxAllocatedStorageGiB": [50, ["data"]],
  "database.multiAz": [true, ["data"]],
  "database.backupRetentionDays": [2, ["data"]],
  "database.backupWindow": ["01:00-02:00", ["data"]],
  "database.maintenanceWindow": ["mon:03:00-mon:04:00", ["data"]],
  "database.maxConnections": [200, ["data", "observability"]],
  "database.setupImage": ["registry.example.com/postgres:15", ["data"]],
  "cache.nodeType": ["cache.m7g.large", ["data"]],
  "cache.replicas": [1, ["data", "observability"]],
  "cache.snapshotRetentionDays": [2, ["data"]],
  "files.corsOrigins": [["https://example.com"], ["data"]],
  "files.noncurrentVersionRetentionDays": [30, ["data"]],
  "logs.retentionDays": [30, ["data", "observability", "service-billing", "edge"]],
  "alarms.emails": [["ops@example.com"], ["observability"]],
  "edge.priceClass": ["PriceClass_100", ["edge"]],
  "edge.requestsPerFiveMinutes": [100, ["edge"]],
  "edge.countOnly": [["rate-limit"], ["edge"]],
  "edge.extraRuleGroups": [["linux"], ["edge"]],
  "edge.uploadPaths": [["/api/files/"], ["edge"]],
  "edge.contentSecurityPolicy": ["default-src 'none'", ["edge"]],
  "edge.accessLogRetentionDays": [30, ["edge"]],
  "edge.releaseRetentionDays": [30, ["edge"]],
  "delivery.trust": [
    {
      releaseRoleArn: "arn:aws:iam::123456789012:role/other",
      infrastructureRoleArn: "arn:aws:iam::123456789012:role/another",
    },
    ["delivery"],
  ],
  "delivery.secretsTrust.roleArns": [["arn:aws:iam::123456789012:role/operations"], ["delivery"]],
  "delivery.githubOrganization": ["other", ["delivery"]],
  "delivery.refusedFindings": { readBy: "releases" },
  protectData: [false, ["state", "network", "registry", "data", "platform", "observability", "edge"]],
  tags: [{ CostCenter: "42" }, everyStack],
};

const serviceSettings: Readonly<Record<string, Setting>> = {
  name: ["payments", ["registry", "observability", "service-billing", "delivery", "service-payments"]],
  description: { readBy: "people" },
  owner: ["another-team", billing],
  paths: [["/api/bills/*"], billing],
  priority: [20, billing],
  containerPort: [9000, billing],
  cpu: [256, billing],
  memory: [2048, billing],
  memoryReservation: [512, billing],
  requestTimeoutSeconds: [20, billing],
  deregistrationDelaySeconds: [60, billing],
  stopTimeoutSeconds: [90, billing],
  "healthCheck.path": ["/ready", billing],
  "healthCheck.intervalSeconds": [30, billing],
  "healthCheck.timeoutSeconds": [3, billing],
  "healthCheck.healthyThresholdCount": [4, billing],
  "healthCheck.unhealthyThresholdCount": [5, billing],
  "healthCheck.successCodes": ["200-299", billing],
  "healthCheck.gracePeriodSeconds": [120, billing],
  "deployment.minimumHealthyPercent": [50, billing],
  "deployment.maximumPercent": [200, billing],
  "deployment.rollbackAlarms": [["latency-p95"], billing],
  "scaling.min": [1, billing],
  "scaling.max": [8, billing],
  "scaling.targetCpuPercent": [50, billing],
  "scaling.targetMemoryPercent": [80, billing],
  "scaling.requestsPerTarget": [1000, billing],
  "scaling.scaleInCooldownSeconds": [600, billing],
  "scaling.scaleOutCooldownSeconds": [30, billing],
  "scaling.schedules": [[{ name: "night", cron: "cron(0 22 * * ? *)", timezone: "UTC", min: 1, max: 2 }], billing],
  environment: [{ LOG_LEVEL: "info" }, billing],
  secrets: [{ TOKEN: "token" }, ["registry", "service-billing"]],
  uses: [["cache"], ["registry", "service-billing"]],
  migrate: { readBy: "releases" },
  retired: [true, ["observability", "service-billing", "delivery"]],
  environments: { readBy: "the manifest's own resolution" },
};

describe("each setting of the environment file", () => {
  it("has a test", () => {
    expect(Object.keys(environmentSettings)).toEqual(settingPaths(environmentSchema));
  });

  it.each(Object.entries(environmentSettings).filter(isInStacks))(
    "%s changes what it says",
    (path, [value, changes]) => {
      const changed = environmentSchema.parse(merge(environment, settingAt(path, value)));
      const after = Platform.synthesize({ environment: changed, manifest: { services: [service] } });
      expect(changedStacks(before, after)).toEqual(changes);
    },
  );
});

describe("each setting of a service", () => {
  it("has a test", () => {
    expect(Object.keys(serviceSettings).sort()).toEqual(settingPaths(serviceSchema).sort());
  });

  it.each(Object.entries(serviceSettings).filter(isInStacks))("%s changes what it says", (path, [value, changes]) => {
    const changed = testService(merge({ uses: service.uses }, settingAt(path, value)) as object);
    const after = Platform.synthesize({ environment, manifest: { services: [changed] } });
    expect(changedStacks(before, after)).toEqual(changes);
  });
});
