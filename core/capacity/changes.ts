/** The smallest changes with which a scenario fits: each is tried, and the proof run again. */
import { instanceType, instanceTypes, type InstanceType } from "./instances";
import type { CapacityPlan, ServicePlan } from "./plan";
import { judge, type Outcome, type ScenarioName, severityOf } from "./scenarios";

/** A number of one service, or of the cluster. One step less of it is not enough. */
export type Change =
  | {
      readonly kind: "memoryReservation" | "cpu";
      readonly service: string;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: "instances" | "maxInstances"; readonly from: number; readonly to: number }
  | { readonly kind: "instanceType"; readonly from: string; readonly to: string; readonly why: "next" | "cheapest" };

/** Smallest sizes and largest numbers that the files take (`core/manifest/schema.ts`, `core/environment/schema.ts`). */
const smallestTask = 64;
const mostInstances = 100;
const mostMaxInstances = 200;
/** Services that are tried, from the one that reserves the most. */
const servicesTried = 3;

/**
 * Changes of which any one makes the scenario of an outcome fit, and no other scenario worse: less for the largest
 * service, more instances, the next larger type of the family, the cheapest type of all.
 */
export function smallestChanges(plan: CapacityPlan, before: readonly Outcome[], scenario: ScenarioName): Change[] {
  const isEnough = (candidate: CapacityPlan) => {
    const fits = judge(candidate, [scenario]).every(({ verdict }) => verdict === "fits");
    return fits && judge(candidate).every((after) => !isWorse(after, before));
  };
  return [
    ...(lessForLargest(plan, "memoryReservation", isEnough) ?? lessForLargest(plan, "cpu", isEnough) ?? []),
    ...moreInstances(plan, scenario, isEnough),
    ...largerTypes(plan, isEnough),
  ];
}

const rank = { fits: 0, skipped: 0, held: 1, fails: 2 };

function isWorse(after: Outcome, before: readonly Outcome[]): boolean {
  const was = before.find(({ scenario }) => scenario === after.scenario);
  if (was === undefined) return false;
  // What was skipped had no verdict to lose; but nobody is to get from one error into the next.
  return was.verdict === "skipped" ? severityOf(after) === "error" : rank[after.verdict] > rank[was.verdict];
}

type IsEnough = (candidate: CapacityPlan) => boolean;

function lessForLargest(
  plan: CapacityPlan,
  kind: "memoryReservation" | "cpu",
  isEnough: IsEnough,
): [Change] | undefined {
  const key = kind === "cpu" ? "cpuUnits" : "memoryMiB";
  const total = (service: ServicePlan) => service[key] * Math.max(1, service.min);
  for (const { name, [key]: from } of plan.services.toSorted((a, b) => total(b) - total(a)).slice(0, servicesTried)) {
    const less = smallest(1, from - smallestTask, (step) =>
      isEnough({
        ...plan,
        services: plan.services.map((service) =>
          service.name === name ? { ...service, [key]: from - step } : service,
        ),
      }),
    );
    if (less !== undefined) return [{ kind, service: name, from, to: from - less }];
  }
  return undefined;
}

function moreInstances(plan: CapacityPlan, scenario: ScenarioName, isEnough: IsEnough): Change[] {
  const { cluster } = plan;
  const isAtMost = scenario === "maximum" || scenario === "schedules";
  const kind = isAtMost ? "maxInstances" : "instances";
  const from = cluster[kind];
  const to = smallest(from + 1, isAtMost ? mostMaxInstances : mostInstances, (instances) =>
    isEnough({
      ...plan,
      cluster: isAtMost
        ? { ...cluster, maxInstances: instances }
        : { ...cluster, instances, maxInstances: Math.max(instances, cluster.maxInstances) },
    }),
  );
  return to === undefined ? [] : [{ kind, from, to }];
}

function largerTypes(plan: CapacityPlan, isEnough: IsEnough): Change[] {
  const from = plan.cluster.instanceType;
  const current = instanceType(from);
  if (current === undefined) return [];
  // What was measured on the old type says nothing about another one.
  const fits = ({ name }: InstanceType) =>
    isEnough({ ...plan, cluster: { ...plan.cluster, instanceType: name, registeredMemoryMiB: undefined } });
  const next = instanceTypes.find(
    (type) => type.family === current.family && type.memoryMiB > current.memoryMiB && fits(type),
  );
  const cheapest = instanceTypes
    .filter((type) => type.memoryMiB >= current.memoryMiB && type.vcpus >= current.vcpus && type.name !== from)
    .toSorted((a, b) => a.hourlyUsd - b.hourlyUsd)
    .find(fits);
  return [
    ...(next === undefined ? [] : [{ kind: "instanceType", from, to: next.name, why: "next" } as const]),
    ...(cheapest === undefined || cheapest === next
      ? []
      : [{ kind: "instanceType", from, to: cheapest.name, why: "cheapest" } as const]),
  ];
}

/**
 * The smallest number from `low` to `high` that is enough, by halving: the one below it was tried and is not. Undefined
 * when not even `high` is enough.
 */
function smallest(low: number, high: number, isEnough: (number: number) => boolean): number | undefined {
  if (high < low || !isEnough(high)) return undefined;
  let [notEnough, enough] = [low - 1, high];
  while (enough - notEnough > 1) {
    const middle = Math.floor((notEnough + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else notEnough = middle;
  }
  return enough;
}
