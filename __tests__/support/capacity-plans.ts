/** Plans of a small cluster, and what the proof says of them. */
import type { CapacityPlan, ServicePlan } from "../../core/capacity/plan";
import type { Finding } from "../../core/capacity/prove";
import type { ScenarioName } from "../../core/capacity/scenarios";

const cluster: CapacityPlan["cluster"] = {
  instanceType: "t3a.xlarge",
  instances: 2,
  maxInstances: 3,
  agentMemoryMiB: 512,
  collector: { cpuUnits: 256, memoryMiB: 512 },
  hostPorts: 1_000,
  zones: ["us-east-1a", "us-east-1b"],
};

const a: ServicePlan = {
  name: "a",
  cpuUnits: 256,
  memoryMiB: 1_024,
  rolling: { minimumHealthyPercent: 100, maximumPercent: 150 },
  min: 2,
  max: 4,
  scheduled: undefined,
};

/** Services that differ from `a` in what is given, on two instances of t3a.xlarge unless said otherwise. */
export const planOf = (services: readonly Partial<ServicePlan>[], more: Partial<CapacityPlan["cluster"]> = {}) => ({
  cluster: { ...cluster, ...more },
  services: services.map((service) => ({ ...a, ...service })),
});

export function find(findings: readonly Finding[], name: ScenarioName): Finding {
  const found = findings.find(({ scenario }) => scenario === name);
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
}
