/** What the proof of capacity says where something does not fit, and what would make it fit. */
import type { Change } from "../capacity/changes";
import type { Lack, Size } from "../capacity/fleet";
import { counted, grouped } from "../document/text";

/** A finding as its message needs it. */
export interface Shortage {
  readonly scenario: "steady" | "rolling" | "all-rolling" | "instance-lost" | "schedules" | "maximum";
  readonly environmentName: string;
  /** The deployment ends all the same, only slower. */
  readonly isHeld: boolean;
  /** The service that rolls, in `rolling`. */
  readonly service: string | undefined;
  readonly waiting: readonly {
    readonly task: Size & { readonly service: string };
    readonly count: number;
    readonly lack: Lack | undefined;
  }[];
  /** `2 x t3a.xlarge`: as many as there are in the scenario. */
  readonly instances: number;
  readonly instanceType: string;
  /** What the tasks that found room reserve, and what the instances have for tasks. */
  readonly reserved: Size;
  readonly capacity: Size;
  /** The most that one instance has left. */
  readonly mostFree: Size;
  readonly otherwise: boolean | undefined;
  readonly changes: readonly Change[];
}

/** The whole finding on one line: what finds no room, the numbers, the smallest changes. */
export function shortageMessage(shortage: Shortage): string {
  return [`${shortage.environmentName}: ${what(shortage)}.`, reasons(shortage), changesSentence(shortage.changes)].join(
    " ",
  );
}

/** The numbers behind it. */
export function reasons(shortage: Shortage): string {
  return [
    numbers(shortage),
    ...(shortage.otherwise === true && !shortage.isHeld
      ? ["Placed otherwise all of them would have room, but ECS moves no running task."]
      : []),
  ].join(" ");
}

function what({ scenario, service, waiting, isHeld, instances }: Shortage): string {
  const tasks = waiting.reduce((sum, { count }) => sum + count, 0);
  const noRoom = `${counted(tasks, "task")} ${tasks === 1 ? "finds" : "find"} no room`;
  const wait = `${counted(tasks, "task")} ${tasks === 1 ? "waits" : "wait"} for room`;
  switch (scenario) {
    case "steady":
      return `with every service at its minimum, ${noRoom}`;
    case "rolling":
      return isHeld
        ? `a deployment of ${service} is slower than maximumPercent allows: ${wait} in a step`
        : `a deployment of ${service} can never proceed: no new task finds room, and minimumHealthyPercent lets no old one stop`;
    case "all-rolling":
      return isHeld
        ? `with every service rolling at once (an edit of defaults does that), ${wait} in a step`
        : `with every service rolling at once (an edit of defaults does that), ${counted(waiting.length, "deployment")} can never proceed`;
    case "instance-lost":
      return `with one instance lost, ${noRoom} until it is replaced`;
    case "schedules":
      return `with every service at the highest minimum of its schedules, ${noRoom} on ${counted(instances, "instance")}, the most there can be`;
    case "maximum":
      return `with every service at its scaling maximum, ${noRoom} on ${counted(instances, "instance")}, the most there can be`;
  }
}

const lacks: Readonly<Record<Lack, (task: Size, most: Size) => string>> = {
  memory: ({ memoryMiB }, most) =>
    `needs ${grouped(memoryMiB)} MiB, and no instance has more than ${grouped(most.memoryMiB)} left`,
  cpu: ({ cpuUnits }, most) =>
    `needs ${grouped(cpuUnits)} CPU units, and no instance has more than ${grouped(most.cpuUnits)} left`,
  ports: () => "needs a host port, and no instance has one left",
  both: ({ cpuUnits, memoryMiB }) =>
    `needs ${grouped(cpuUnits)} CPU units and ${grouped(memoryMiB)} MiB, and no instance has both left`,
};

function numbers({ waiting, instances, instanceType, reserved, capacity, mostFree }: Shortage): string {
  if (instances === 0) return "No instance is left.";
  const [first] = waiting;
  const short = first?.lack && `A task of ${first.task.service} ${lacks[first.lack](first.task, mostFree)}`;
  const has = instances === 1 ? "has" : "have";
  const fleet = `${counted(instances, "instance")} of ${instanceType} ${has} ${size(capacity)} for tasks, ${size(reserved)} are reserved`;
  return short === undefined ? `${fleet}.` : `${short}; ${fleet}.`;
}

const size = ({ cpuUnits, memoryMiB }: Size) => `${grouped(memoryMiB)} MiB and ${grouped(cpuUnits)} CPU units`;

function changesSentence(changes: readonly Change[]): string {
  const all = changes.map(describeChange).join("; ");
  return `${changesIntroduction(changes.length)}${changes.length === 0 ? "." : ` ${all}.`}`;
}

export function changesIntroduction(changes: number): string {
  if (changes === 0) return "No single change of a size or of the number of instances is enough";
  return changes === 1 ? "Enough is:" : "Each of these is enough:";
}

/** `memoryReservation of reporting 1,024 -> 807` */
export function describeChange(change: Change): string {
  switch (change.kind) {
    case "memoryReservation":
    case "cpu":
      return `${change.kind} of ${change.service} ${grouped(change.from)} -> ${grouped(change.to)}${change.kind === "cpu" ? "" : " MiB"}`;
    case "instances":
    case "maxInstances":
      return `cluster.${change.kind} ${change.from} -> ${change.to}`;
    case "instanceType":
      return `cluster.instanceType ${change.from} -> ${change.to}${change.why === "cheapest" ? " (the cheapest that is)" : ""}`;
  }
}
