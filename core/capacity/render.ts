/** The proof of capacity as a picture in text. */
import { changesIntroduction, describeChange } from "../errors/capacity";
import { counted, grouped, listed } from "../document/text";
import { wrap } from "../plan-review/render/wrap";
import { drawInstance } from "./bars";
import { cpuUnitsOf, instanceType, registeredMemoryMiB } from "./instances";
import { type CapacityPlan, slotsOf } from "./plan";
import type { Finding } from "./prove";
import { headrooms } from "./report";
import { reasonsOf } from "./shortage";

/** Colours a text that belongs to a service, or a verdict; the identity where there are no colours. */
export interface Paint {
  service(index: number, text: string): string;
  verdict(severity: Finding["severity"], text: string): string;
  bold(text: string): string;
}

export interface Picture {
  readonly environmentName: string;
  readonly plan: CapacityPlan;
  readonly findings: readonly Finding[];
  /** The scenario whose instances are drawn. */
  readonly drawn: Finding["scenario"];
  readonly paint: Paint;
  /** Characters of a line, 40 or more. */
  readonly width: number;
}

export function renderCapacity(picture: Picture): string {
  const { environmentName, plan, findings, drawn, paint, width } = picture;
  const { cluster } = plan;
  const finding = findings.find(({ scenario }) => scenario === drawn);
  return [
    ...wrap(
      `${environmentName}: ${counted(cluster.instances, "instance")} of ${cluster.instanceType}, at most ${cluster.maxInstances}`,
      width,
    ).map(paint.bold),
    ...roomLines(plan, width),
    ...(finding === undefined ? [] : ["", ...wrap(`${title(finding)}:`, width), "", ...drawFleet(finding, picture)]),
    "",
    ...findings.flatMap((each) => verdictLines(each, picture)),
  ].join("\n");
}

function roomLines({ cluster }: CapacityPlan, width: number): string[] {
  const type = instanceType(cluster.instanceType);
  const [slot] = slotsOf(cluster, 1);
  if (type === undefined || slot === undefined) return [];
  const { collector, agentMemoryMiB } = cluster;
  const text =
    `Each registers ${grouped(registeredMemoryMiB(cluster) ?? 0)} MiB and ${grouped(cpuUnitsOf(type))} CPU units. ` +
    `The agent takes ${grouped(agentMemoryMiB)} MiB of that, the collector ${grouped(collector.memoryMiB)} MiB and ` +
    `${grouped(collector.cpuUnits)} units: ${grouped(slot.room.memoryMiB)} MiB and ${grouped(slot.room.cpuUnits)} units are left for tasks.`;
  return wrap(text, width);
}

function drawFleet(finding: Finding, picture: Picture): string[] {
  const { plan, paint, width } = picture;
  const letters = lettersFor(plan.services.map(({ name }) => name));
  const { fleet } = finding;
  const room = headrooms(plan, fleet).map(
    ({ tasks, cpuUnits, memoryMiB, services }) =>
      `${grouped(tasks)} of ${grouped(memoryMiB)} MiB and ${grouped(cpuUnits)} CPU units (${services.join(", ")})`,
  );
  // No columns, no colour: its signs alone would be nothing to see.
  const fill = (service: string, columns: number) =>
    columns === 0 ? "" : paint.service(positionOf(service), (letters.get(service) ?? "#").repeat(columns));
  const positionOf = (service: string) => plan.services.findIndex(({ name }) => name === service);
  const present = plan.services.flatMap(({ name }, index) => {
    const count = fleet.all.filter(({ service }) => service === name).length;
    return count === 0
      ? []
      : [paint.service(index, `${letters.get(name) ?? ""} ${name}${count === 1 ? "" : ` x${count}`}`)];
  });
  return [
    ...(fleet.slots.length === 0 ? ["  no instance is left"] : []),
    ...fleet.slots.flatMap((_, index) => drawInstance(fleet, index, { width, fill })),
    "",
    ...flow(present, "  ", width),
    "",
    ...wrap("Room for more tasks of one size, with the others left where they are:", width, "  "),
    ...room.flatMap((line) => wrap(line, width, "    ", "      ")),
  ];
}

const words: Readonly<Record<Finding["verdict"], string>> = {
  fits: "fits",
  held: "slower",
  fails: "no room",
  skipped: "-",
};

function verdictLines(finding: Finding, { plan, paint, width }: Picture): string[] {
  const { verdict, severity, changes } = finding;
  const word = words[verdict];
  const indent = " ".repeat("  no room  ".length);
  const lines = (text: string) => wrap(text, width, indent);
  // The word stands in the indentation: colours take no room there.
  const [first = "", ...rest] = lines(verdictLine(finding));
  const head = [`  ${paint.verdict(severity, word)}${first.slice(2 + word.length)}`, ...rest];
  if (severity === "none") return head;
  return [
    ...head,
    ...lines(`${waitingText(finding)} ${reasonsOf(finding, plan)}`),
    ...lines(changesIntroduction(changes.length)),
    ...changes.flatMap((change) => wrap(describeChange(change), width, `${indent}- `, `${indent}  `)),
  ];
}

function verdictLine(finding: Finding): string {
  const { verdict, fleet, waiting, anyOrder } = finding;
  if (verdict === "skipped") return `${title(finding)}: starts from the minimum, which finds no room`;
  const without = verdict === "fails" ? waiting.reduce((sum, { count }) => sum + count, 0) : 0;
  return [
    `${title(finding)}: ${counted(fleet.tasks + without, "task")} on ${counted(fleet.slots.length, "instance")}`,
    ...(anyOrder ? ["in whatever order they start"] : []),
  ].join(", ");
}

/** `No room: 2 of billing and 1 of reporting.` */
function waitingText({ verdict, waiting }: Finding): string {
  const tasks = listed(waiting.map(({ task, count }) => `${count} of ${task.service}`));
  return `${verdict === "held" ? "Waiting for room" : "Without room"}: ${tasks}.`;
}

function title({ scenario, service }: Finding): string {
  switch (scenario) {
    case "steady":
      return "every service at its minimum";
    case "rolling":
      return `the hardest single deployment${service === undefined ? "" : `, ${service}`}`;
    case "all-rolling":
      return "all services deployed at once";
    case "instance-lost":
      return "one instance lost";
    case "schedules":
      return "every schedule's highest minimum";
    case "maximum":
      return "every service at its scaling maximum";
  }
}

/** A letter for each name, out of the name where one is free. */
function lettersFor(names: readonly string[]): ReadonlyMap<string, string> {
  const alphabet = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"];
  const letters = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    const own = [...name.replaceAll("-", "")];
    const free = [...own, ...own.map((letter) => letter.toUpperCase()), ...alphabet].find(
      (letter) => !taken.has(letter),
    );
    if (free !== undefined) taken.add(free);
    letters.set(name, free ?? "#");
  }
  return letters;
}

/** Items on as many lines as they need; colours take no room. */
function flow(items: readonly string[], indent: string, width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const longer = `${lines.at(-1) ?? ""}  ${item}`;
    if (lines.length > 0 && visible(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(`${indent}${item}`);
  }
  return lines;
}

const visible = (text: string) => text.replaceAll(/\u001b\[[0-9;]*m/g, "").length;
