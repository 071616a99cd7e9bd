import type { z } from "zod";
import { type Environment, environmentSchema } from "../../core/environment/schema";
import { resolveService } from "../../core/manifest/resolve";
import type { Service, ServiceInput } from "../../core/manifest/schema";

type EnvironmentInput = z.input<typeof environmentSchema>;
type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [Key in keyof T]?: DeepPartial<T[Key]> }
    : T;

/** A small environment with no value in common with production. */
const environment: EnvironmentInput = {
  name: "test",
  shortName: "test",
  accountId: "123456789012",
  region: "us-east-1",
  domain: { name: "test.example.com", hostedZoneId: "Z9876543210TEST" },
  network: { cidr: "10.1.0.0/16", availabilityZones: ["us-east-1a", "us-east-1b"], natGateways: "single" },
  cluster: { maxInstances: 4 },
  database: {
    instanceClass: "db.t4g.medium",
    allocatedStorageGiB: 20,
    maxAllocatedStorageGiB: 40,
    multiAz: false,
    backupRetentionDays: 1,
  },
  cache: { replicas: 0, snapshotRetentionDays: 1 },
  delivery: {
    trust: {
      releaseRoleArn: "arn:aws:iam::123456789012:role/jenkins-release",
      infrastructureRoleArn: "arn:aws:iam::123456789012:role/jenkins-infrastructure",
    },
  },
};

/** The test environment with some settings changed; lists and single values replace. */
export function testEnvironment(overrides: DeepPartial<EnvironmentInput> = {}): Environment {
  return environmentSchema.parse(merge(environment, overrides));
}

/** A service that says only what it must, with some settings changed. */
export function testService(overrides: Partial<ServiceInput> = {}): Service {
  const input: ServiceInput = {
    name: "billing",
    description: "Bills",
    owner: "billing-team",
    paths: ["/api/billing/*"],
    priority: 10,
    ...overrides,
  };
  return resolveService(input, {}, environment.name).service;
}

/** A new value: `over` laid on `under`, object by object. */
export function merge(under: unknown, over: unknown): unknown {
  if (over === undefined) return under;
  if (!isObject(under) || !isObject(over)) return over;
  const keys = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(under[key], over[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
