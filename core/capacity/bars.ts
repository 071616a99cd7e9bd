/** Bars of what the tasks on an instance reserve, in letters. */
import { grouped } from "../document/text";
import type { Fleet, Size } from "./fleet";

/** What stands beside a bar: zone, unit, numbers. On a line that is too short for that, they stand above it. */
const besideBar = 44;
const leastBesideColumns = 80;

export interface BarStyle {
  /** Characters of a line. */
  readonly width: number;
  /** So many columns that a task of the service fills. */
  fill(service: string, columns: number): string;
}

/** `us-east-1a  MiB |aaabbcc.....|  53 %    7,720 free`, and the same of CPU units. */
export function drawInstance(fleet: Fleet, index: number, style: BarStyle): string[] {
  const zone = fleet.slots[index]?.zone ?? "";
  const isBeside = style.width >= leastBesideColumns;
  const columns = isBeside ? style.width - besideBar : style.width - "    ||".length;
  const bars = (["memoryMiB", "cpuUnits"] as const).map((key) => ({
    unit: key === "memoryMiB" ? "MiB" : "CPU",
    numbers: numbersOf(fleet, index, key),
    rows: rowsOf(fleet, index, key, columns, style),
  }));
  if (!isBeside)
    return [
      `  ${zone}`,
      ...bars.flatMap(({ unit, numbers, rows }) => [`    ${unit} ${numbers}`, ...rows.map((row) => `    |${row}|`)]),
    ];
  const lines = bars.flatMap(({ unit, numbers, rows }) =>
    rows.map((row, at) => (at === 0 ? `${unit} |${row}| ${numbers}` : `    |${row}|`)),
  );
  const zoneWidth = Math.max(...fleet.slots.map((slot) => slot.zone.length));
  return lines.map((line, at) => `  ${(at === 0 ? zone : "").padEnd(zoneWidth)}  ${line}`);
}

function numbersOf(fleet: Fleet, index: number, key: keyof Size): string {
  const total = fleet.slots[index]?.room[key] ?? 0;
  const reserved = fleet.tasksOn(index).reduce((sum, task) => sum + task[key], 0);
  const percent = `${total === 0 ? 0 : Math.round((100 * reserved) / total)} %`;
  return `${percent.padStart(5)}${`${grouped(total - reserved)} free`.padStart(14)}`;
}

/** More than one row where there are more tasks than columns. */
function rowsOf(fleet: Fleet, index: number, key: keyof Size, columns: number, style: BarStyle): string[] {
  const tasks = fleet.tasksOn(index);
  const rows = Math.max(1, Math.ceil(tasks.length / columns));
  const sizes = tasks.map((task) => task[key]);
  const ends = endsOf(sizes, fleet.slots[index]?.room[key] ?? 0, rows * columns);
  return Array.from({ length: rows }, (_, row) => {
    const first = row * columns;
    const filled = tasks.map(({ service }, at) => {
      const from = Math.max(first, ends[at - 1] ?? 0);
      const to = Math.min(first + columns, ends[at] ?? 0);
      return style.fill(service, Math.max(0, to - from));
    });
    const end = Math.min(Math.max(ends.at(-1) ?? 0, first), first + columns);
    return `${filled.join("")}${".".repeat(first + columns - end)}`;
  });
}

/** Where each ends on so many cells: to scale, but with one for the smallest too, so that no task is missed. */
function endsOf(sizes: readonly number[], total: number, cells: number): number[] {
  const ends: number[] = [];
  let sum = 0;
  for (const [at, size] of sizes.entries()) {
    sum += size;
    const toScale = total === 0 ? 0 : Math.round((sum / total) * cells);
    const others = sizes.length - 1 - at;
    ends.push(Math.min(Math.max(toScale, (ends.at(-1) ?? 0) + 1), cells - others));
  }
  return ends;
}
