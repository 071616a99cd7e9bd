/** A rolling deployment on a fleet, step by step, as ECS runs it. */
import type { Fleet, Lack, Task } from "./fleet";
import { type RollingSettings, rollingLimits } from "./rolling";

/** A service whose tasks all run on the fleet, about to be replaced. */
export interface Rolling {
  readonly task: Task;
  readonly count: number;
  readonly settings: RollingSettings;
}

/** Tasks of a service that wait for room. */
export interface Waiting {
  readonly task: Task;
  readonly count: number;
  /** What they are short of; undefined where their deployment is stuck for another reason. */
  readonly lack: Lack | undefined;
}

export interface Rollout {
  /** `held`: it ends, but tasks that maximumPercent lets start had to wait for room; `stuck`: it never ends. */
  readonly end: "done" | "held" | "stuck";
  /** Steps until the end: start what may start, wait until it is healthy, stop what may stop. */
  readonly steps: number;
  /** The most tasks that waited for room in one step, by service. */
  readonly waiting: readonly Waiting[];
  /** The fleet at its fullest. */
  readonly peak: Fleet;
}

interface Placed {
  readonly task: Task;
  readonly index: number;
}

/** One service on its way. The new tasks are of the size of the old ones. */
interface Progress {
  readonly rolling: Rolling;
  readonly fewest: number;
  readonly most: number;
  readonly old: Placed[];
  started: number;
  waited: number;
  lack: Lack | undefined;
}

/**
 * Replaces the tasks of services on a fleet that holds all of them; the fleet itself is left as it is. In each step, every
 * service starts as many new tasks as maximumPercent and the room allow, all become healthy, and as many old ones stop as
 * minimumHealthyPercent allows. ECS does not say which old task stops first: here one from the zone with the most tasks of
 * the service.
 */
export function rollOut(before: Fleet, services: readonly Rolling[]): Rollout {
  const fleet = before.copy();
  const all = services.map((rolling) => begin(fleet, rolling));
  let peak = before;
  let steps = 0;
  for (;;) {
    const isDone = all.every(({ old, started, rolling }) => old.length === 0 && started === rolling.count);
    if (isDone)
      return { end: all.some(({ waited }) => waited > 0) ? "held" : "done", steps, waiting: waitingOf(all), peak };
    steps++;
    const started = all.reduce((sum, progress) => sum + start(fleet, progress), 0);
    if (fleet.tasks > peak.tasks) peak = fleet.copy();
    const stopped = all.reduce((sum, progress) => sum + stop(fleet, progress), 0);
    if (started + stopped === 0) return { end: "stuck", steps, waiting: waitingOf(all), peak };
  }
}

function begin(fleet: Fleet, rolling: Rolling): Progress {
  const old = fleet.slots.flatMap((_, index) =>
    fleet
      .tasksOn(index)
      .filter(({ service }) => service === rolling.task.service)
      .map((task) => ({ task, index })),
  );
  return { rolling, ...rollingLimits(rolling.count, rolling.settings), old, started: 0, waited: 0, lack: undefined };
}

function start(fleet: Fleet, progress: Progress): number {
  const { rolling, most, old } = progress;
  const allowed = Math.min(most - old.length - progress.started, rolling.count - progress.started);
  for (let count = 0; count < allowed; count++) {
    // A task of its own: old and new are told apart by identity.
    if (fleet.place({ ...rolling.task }) === undefined) {
      progress.waited = Math.max(progress.waited, allowed - count);
      progress.lack ??= fleet.lackOf(rolling.task);
      return count;
    }
    progress.started++;
  }
  return Math.max(0, allowed);
}

function stop(fleet: Fleet, { old, started, fewest }: Progress): number {
  const allowed = Math.min(old.length, old.length + started - fewest);
  const zoneOf = ({ index }: Placed) => fleet.slots[index]?.zone ?? "";
  const inZone = new Map<string, number>();
  for (const placed of old) inZone.set(zoneOf(placed), (inZone.get(zoneOf(placed)) ?? 0) + 1);
  const crowd = (placed: Placed) => inZone.get(zoneOf(placed)) ?? 0;
  for (let count = 0; count < allowed; count++) {
    const next = old.reduce((most, placed) => (crowd(placed) > crowd(most) ? placed : most));
    inZone.set(zoneOf(next), crowd(next) - 1);
    old.splice(old.indexOf(next), 1);
    fleet.remove(next.task, next.index);
  }
  return Math.max(0, allowed);
}

function waitingOf(all: readonly Progress[]): Waiting[] {
  return all
    .filter(({ rolling, waited, old, started }) => waited > 0 || old.length > 0 || started < rolling.count)
    .map(({ rolling, waited, lack }) => ({ task: rolling.task, count: Math.max(1, waited), lack }));
}
