/**
 * The situations in which the tasks of an environment are to find room, each judged by doing what ECS does: services in
 * the order of their names, task by task (`Fleet.place`), deployments step by step (`rollOut`). ECS places in the order in
 * which tasks come to it, which nobody knows beforehand: `anyOrder` tells where the order cannot matter.
 */
import { fitsInAnyOrder, fitsSomehow } from "./arrangement";
import { Fleet, type Task } from "./fleet";
import { type CapacityPlan, type ServicePlan, slotsOf } from "./plan";
import { type Rollout, rollOut, type Rolling, type Waiting } from "./rollout";

export const scenarioNames = ["steady", "rolling", "all-rolling", "instance-lost", "schedules", "maximum"] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export interface Outcome {
  readonly scenario: ScenarioName;
  /**
   * `fits`: every task finds room at once; `held`: a deployment ends, but tasks that may start wait for room; `fails`:
   * tasks find no room; `skipped`: the steady state fails already, which this one starts from.
   */
  readonly verdict: "fits" | "held" | "fails" | "skipped";
  /** The instances at their fullest. */
  readonly fleet: Fleet;
  /** Tasks that find no room, by service. */
  readonly waiting: readonly Waiting[];
  /** The service that rolls, in `rolling`: the one that comes off worst. */
  readonly service: string | undefined;
  /** It fits wherever each task starts; false where that is not proved. */
  readonly anyOrder: boolean;
}

/** How bad an outcome is: an error where the services that run all the time, or a deployment, would wait for ever. */
export function severityOf({ scenario, verdict }: Pick<Outcome, "scenario" | "verdict">): "none" | "warning" | "error" {
  if (verdict === "fits" || verdict === "skipped") return "none";
  return verdict === "fails" && (scenario === "steady" || scenario === "rolling") ? "error" : "warning";
}

/** Judges the scenarios; `schedules` only where a service has some. */
export function judge(plan: CapacityPlan, names: readonly ScenarioName[] = scenarioNames): Outcome[] {
  const steady = arrange("steady", plan, plan.cluster.instances, ({ min }) => min);
  const outcomes: Readonly<Record<ScenarioName, () => Outcome | undefined>> = {
    steady: () => steady,
    rolling: () => worstRolling(plan, steady),
    "all-rolling": () => allRolling(plan, steady),
    "instance-lost": () => instanceLost(steady),
    schedules: () =>
      plan.services.some(({ scheduled }) => scheduled !== undefined)
        ? arrange("schedules", plan, plan.cluster.maxInstances, ({ min, scheduled }) =>
            Math.max(min, scheduled?.min ?? 0),
          )
        : undefined,
    maximum: () =>
      arrange("maximum", plan, plan.cluster.maxInstances, ({ max, scheduled }) => Math.max(max, scheduled?.max ?? 0)),
  };
  return names.flatMap((name) => outcomes[name]() ?? []);
}

/** All services at once on empty instances. */
function arrange(
  scenario: ScenarioName,
  plan: CapacityPlan,
  instances: number,
  countOf: (service: ServicePlan) => number,
): Outcome {
  const tasks = plan.services.flatMap((service) => tasksOf(service, countOf(service)));
  return settle(scenario, Fleet.empty(slotsOf(plan.cluster, instances)), tasks);
}

/** Places tasks on a fleet that may hold others. */
function settle(scenario: ScenarioName, fleet: Fleet, tasks: readonly Task[]): Outcome {
  const waiting = new Map<string, Waiting>();
  for (const task of tasks) {
    if (fleet.place(task) !== undefined) continue;
    const { count, lack } = waiting.get(task.service) ?? { count: 0, lack: fleet.lackOf(task) };
    waiting.set(task.service, { task, count: count + 1, lack });
  }
  return outcomeOf(scenario, fleet, [...waiting.values()]);
}

function worstRolling(plan: CapacityPlan, steady: Outcome): Outcome {
  if (steady.verdict === "fails") return { ...steady, scenario: "rolling", verdict: "skipped" };
  const rank = { done: 0, held: 1, stuck: 2 };
  const [worst] = plan.services
    .map((service) => {
      const rollout = rollOut(steady.fleet, [rollingOf(service)]);
      return { service, rollout, rank: rank[rollout.end], memoryMiB: rollout.peak.reserved.memoryMiB };
    })
    .sort((a, b) => b.rank - a.rank || b.memoryMiB - a.memoryMiB || b.service.memoryMiB - a.service.memoryMiB);
  return worst === undefined
    ? { ...steady, scenario: "rolling" }
    : { ...outcomeOfRollout("rolling", worst.rollout), service: worst.service.name };
}

function allRolling(plan: CapacityPlan, steady: Outcome): Outcome {
  if (steady.verdict === "fails") return { ...steady, scenario: "all-rolling", verdict: "skipped" };
  return outcomeOfRollout("all-rolling", rollOut(steady.fleet, plan.services.map(rollingOf)));
}

/** Each instance in turn; the one whose loss leaves the most tasks without room. */
function instanceLost(steady: Outcome): Outcome {
  if (steady.verdict === "fails") return { ...steady, scenario: "instance-lost", verdict: "skipped" };
  const waitingIn = ({ waiting }: Outcome) => waiting.reduce((sum, { count }) => sum + count, 0);
  const [worst] = steady.fleet.slots
    .map((_, index) => {
      const { fleet, lost } = steady.fleet.without(index);
      return settle("instance-lost", fleet, lost);
    })
    .sort((a, b) => waitingIn(b) - waitingIn(a));
  return worst ?? { ...steady, scenario: "instance-lost" };
}

function outcomeOfRollout(scenario: ScenarioName, { end, waiting, peak }: Rollout): Outcome {
  const outcome = outcomeOf(scenario, peak, waiting);
  return end === "done" ? outcome : { ...outcome, verdict: end === "stuck" ? "fails" : "held" };
}

function outcomeOf(scenario: ScenarioName, fleet: Fleet, waiting: readonly Waiting[]): Outcome {
  const fits = waiting.length === 0;
  return {
    scenario,
    verdict: fits ? "fits" : "fails",
    fleet,
    waiting,
    service: undefined,
    anyOrder: fits && fitsInAnyOrder(fleet.slots, fleet.all),
  };
}

/**
 * Of tasks that find no room: whether some arrangement has room for all of them, had the others started elsewhere.
 * Undefined where that is open.
 */
export function fitsOtherwise({ fleet, waiting }: Outcome): boolean | undefined {
  const left = waiting.flatMap(({ task, count }) => Array.from({ length: count }, () => task));
  return fitsSomehow(fleet.slots, [...fleet.all, ...left]);
}

const taskOf = ({ name, cpuUnits, memoryMiB }: ServicePlan): Task => ({ service: name, cpuUnits, memoryMiB });

const tasksOf = (service: ServicePlan, count: number) => Array.from({ length: count }, () => taskOf(service));

const rollingOf = (service: ServicePlan): Rolling => ({
  task: taskOf(service),
  count: service.min,
  settings: service.rolling,
});
