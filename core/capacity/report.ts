/** The proof of capacity as data, for machines. */
import type { Fleet, Size } from "./fleet";
import { assumedMemoryMiB, awsvpcTasks, cpuUnitsOf, instanceType, registeredMemoryMiB } from "./instances";
import { type CapacityPlan, slotsOf } from "./plan";
import type { Finding } from "./prove";

/** How many more tasks of a size find room with the others left where they are, and whose size it is. */
export interface Headroom extends Size {
  readonly tasks: number;
  readonly services: readonly string[];
}

/** The headroom of a fleet for each size that a service has, the smallest memory first. */
export function headrooms({ services }: CapacityPlan, fleet: Fleet): Headroom[] {
  const bySize = new Map<string, { size: Size; services: string[] }>();
  for (const { name, cpuUnits, memoryMiB } of services) {
    const key = `${cpuUnits} ${memoryMiB}`;
    const entry = bySize.get(key) ?? { size: { cpuUnits, memoryMiB }, services: [] };
    entry.services.push(name);
    bySize.set(key, entry);
  }
  return [...bySize.values()]
    .map(({ size, services: names }) => ({ ...size, tasks: fleet.headroom(size), services: names }))
    .sort((a, b) => a.memoryMiB - b.memoryMiB || a.cpuUnits - b.cpuUnits);
}

/** What `smart360 capacity --json` prints. Sizes in CPU units and MiB. */
export function capacityReport(environmentName: string, plan: CapacityPlan, findings: readonly Finding[]) {
  const { cluster } = plan;
  const type = instanceType(cluster.instanceType);
  return {
    environment: environmentName,
    ok: findings.every(({ severity }) => severity !== "error"),
    cluster: {
      instanceType: cluster.instanceType,
      instances: cluster.instances,
      maxInstances: cluster.maxInstances,
      cpuUnits: type && cpuUnitsOf(type),
      registeredMemoryMiB: registeredMemoryMiB(cluster),
      assumedMemoryMiB: type && assumedMemoryMiB(type),
      networkInterfaces: type?.interfaces,
      tasksIfAwsvpc: type && awsvpcTasks(type),
      forTasks: slotsOf(cluster, 1)[0]?.room,
    },
    scenarios: findings.map((finding) => scenarioReport(plan, finding)),
  };
}

function scenarioReport(plan: CapacityPlan, finding: Finding) {
  const { scenario, verdict, severity, service, fleet, waiting, anyOrder, otherwise, changes } = finding;
  return {
    scenario,
    verdict,
    severity,
    ...(service === undefined ? {} : { service }),
    tasks: fleet.tasks,
    anyOrder,
    waiting: waiting.map(({ task, count, lack }) => ({ service: task.service, tasks: count, lack })),
    ...(otherwise === undefined ? {} : { fitsOtherwise: otherwise }),
    changes,
    instances: fleet.slots.map(({ zone }, index) => ({
      zone,
      tasks: fleet.tasksOn(index).map((task) => task.service),
      free: fleet.freeOn(index),
    })),
    headroom: headrooms(plan, fleet),
  };
}
