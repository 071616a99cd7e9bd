/** A finding in words: what its message tells. */
import { reasons, type Shortage, shortageMessage } from "../errors/capacity";
import type { CapacityPlan } from "./plan";
import type { Finding } from "./prove";

export function describeFinding(finding: Finding, plan: CapacityPlan, environmentName: string): string {
  return shortageMessage(shortageOf(finding, plan, environmentName));
}

/** The numbers alone: what a task is short of, what there is and what is taken. */
export function reasonsOf(finding: Finding, plan: CapacityPlan): string {
  return reasons(shortageOf(finding, plan, ""));
}

function shortageOf(finding: Finding, plan: CapacityPlan, environmentName: string): Shortage {
  const { scenario, verdict, service, waiting, fleet, otherwise, changes } = finding;
  const free = fleet.slots.map((_, index) => fleet.freeOn(index));
  return {
    scenario,
    environmentName,
    isHeld: verdict === "held",
    service,
    waiting,
    instances: fleet.slots.length,
    instanceType: plan.cluster.instanceType,
    reserved: fleet.reserved,
    capacity: fleet.capacity,
    mostFree: {
      cpuUnits: Math.max(0, ...free.map(({ cpuUnits }) => cpuUnits)),
      memoryMiB: Math.max(0, ...free.map(({ memoryMiB }) => memoryMiB)),
    },
    otherwise,
    changes,
  };
}
