/** What the proof of capacity is about, as plain numbers: the instances of an environment, and what services ask of them. */
import type { Environment } from "../environment/schema";
import type { Service } from "../manifest/schema";
import type { Slot } from "./fleet";
import { cpuUnitsOf, instanceType, registeredMemoryMiB } from "./instances";
import type { RollingSettings } from "./rolling";

export interface ClusterPlan {
  /** An EC2 instance type of the table. */
  readonly instanceType: string;
  /** Instances that run all the time. */
  readonly instances: number;
  /** Upper end of the Auto Scaling group. */
  readonly maxInstances: number;
  /** Memory that an instance registers, MiB, where it is not the assumed one of its type. */
  readonly registeredMemoryMiB?: number | undefined;
  /** Taken off what the instance registers, MiB (ECS_RESERVED_MEMORY). */
  readonly agentMemoryMiB: number;
  /** What the collector, a daemon on every instance, reserves. */
  readonly collector: { readonly cpuUnits: number; readonly memoryMiB: number };
  /** Ports that an instance can give to tasks. */
  readonly hostPorts: number;
  /** The group balances its instances over them. */
  readonly zones: readonly string[];
}

export interface ServicePlan {
  readonly name: string;
  readonly cpuUnits: number;
  /** What the scheduler subtracts: the reservation, not the limit. */
  readonly memoryMiB: number;
  readonly rolling: RollingSettings;
  readonly min: number;
  readonly max: number;
  /** The highest limits of its schedules; undefined without any. */
  readonly scheduled: { readonly min: number; readonly max: number } | undefined;
}

export interface CapacityPlan {
  readonly cluster: ClusterPlan;
  /** By name: nothing follows from the order of the file. */
  readonly services: readonly ServicePlan[];
}

/** What of a service counts. */
export type Sized = Pick<Service, "name" | "retired" | "cpu" | "memoryReservation" | "deployment" | "scaling">;

export function capacityPlan(services: readonly Sized[], environment: Environment): CapacityPlan {
  const { cluster, collector, network } = environment;
  const { from, to } = cluster.dynamicHostPorts;
  return {
    cluster: {
      instanceType: cluster.instanceType,
      instances: cluster.instances,
      maxInstances: cluster.maxInstances,
      registeredMemoryMiB: cluster.registeredMemoryMiB,
      agentMemoryMiB: cluster.agentReservedMemoryMiB,
      collector: { cpuUnits: collector.cpu, memoryMiB: collector.memoryReservation },
      hostPorts: to - from + 1,
      zones: network.availabilityZones,
    },
    services: services
      .filter(({ retired }) => !retired)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(servicePlan),
  };
}

function servicePlan({ name, cpu, memoryReservation, deployment, scaling }: Sized): ServicePlan {
  const { schedules } = scaling;
  return {
    name,
    cpuUnits: cpu,
    memoryMiB: memoryReservation,
    rolling: deployment,
    min: scaling.min,
    max: scaling.max,
    scheduled:
      schedules.length === 0
        ? undefined
        : { min: Math.max(...schedules.map(({ min }) => min)), max: Math.max(...schedules.map(({ max }) => max)) },
  };
}

/** Instances of the cluster with what they have for services: without agent and collector. */
export function slotsOf(cluster: ClusterPlan, instances: number): Slot[] {
  const type = instanceType(cluster.instanceType);
  // An environment with another type is refused when it is read.
  if (type === undefined) throw new RangeError(`${cluster.instanceType} is not in the table of instance types`);
  const registered = registeredMemoryMiB(cluster) ?? 0;
  const room = {
    cpuUnits: Math.max(0, cpuUnitsOf(type) - cluster.collector.cpuUnits),
    memoryMiB: Math.max(0, registered - cluster.agentMemoryMiB - cluster.collector.memoryMiB),
    hostPorts: cluster.hostPorts,
  };
  return Array.from({ length: instances }, (_, index) => ({
    zone: cluster.zones[index % cluster.zones.length] ?? "",
    room,
  }));
}
