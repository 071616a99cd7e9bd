/**
 * Whether tasks fit at all: questions about every arrangement, where `Fleet` follows the one that ECS comes to. Exact, as
 * far as an answer is given.
 */
import { type Room, type Size, type Slot, sumOf, tasksIn } from "./fleet";

/** Steps of the search, and tasks, beyond which the question is left open. */
const mostSteps = 20_000;
const mostTasks = 2_000;

/**
 * Whether some arrangement of all the tasks on empty instances exists; undefined where that was not decided within the
 * steps of the search.
 */
export function fitsSomehow(slots: readonly Slot[], tasks: readonly Size[]): boolean | undefined {
  // The largest first: they leave the fewest choices.
  const order = tasks.toSorted((a, b) => b.memoryMiB - a.memoryMiB || b.cpuUnits - a.cpuUnits);
  const rooms = slots.map(({ room }) => room);
  if (!sumsFit(rooms, order)) return false;
  if (order.length > mostTasks) return undefined;
  let steps = 0;
  const search = (position: number, from: number): boolean | undefined => {
    const task = order[position];
    if (task === undefined) return true;
    if (++steps > mostSteps) return undefined;
    const tried = new Set<string>();
    let isOpen = false;
    for (let index = from; index < rooms.length; index++) {
      const room = rooms[index];
      if (room === undefined || tasksIn(room, task) === 0) continue;
      // Instances with the same room left are the same to the rest of the tasks.
      const likeness = `${room.cpuUnits} ${room.memoryMiB} ${room.hostPorts}`;
      if (tried.has(likeness)) continue;
      tried.add(likeness);
      rooms[index] = {
        cpuUnits: room.cpuUnits - task.cpuUnits,
        memoryMiB: room.memoryMiB - task.memoryMiB,
        hostPorts: room.hostPorts - 1,
      };
      // So are tasks of the same size to each other: the next one of this size goes no further to the left.
      const next = order[position + 1];
      const isSame = next !== undefined && next.memoryMiB === task.memoryMiB && next.cpuUnits === task.cpuUnits;
      const found = search(position + 1, isSame ? index : 0);
      rooms[index] = room;
      if (found === true) return true;
      if (found === undefined) isOpen = true;
      if (steps > mostSteps) return undefined;
    }
    return isOpen ? undefined : false;
  };
  return search(0, 0);
}

/** What every arrangement needs; it stays true, or false, from one step of a search to the next. */
function sumsFit(rooms: readonly Room[], tasks: readonly Size[]): boolean {
  const room = sumOf(rooms);
  const wanted = sumOf(tasks);
  const ports = rooms.reduce((sum, { hostPorts }) => sum + hostPorts, 0);
  return wanted.cpuUnits <= room.cpuUnits && wanted.memoryMiB <= room.memoryMiB && tasks.length <= ports;
}

/**
 * Whether the tasks find room in whatever order and wherever each starts. To keep a task of a size out of an instance,
 * the others must take so much of its CPU, of its memory or all of its ports there; where they cannot do so on every
 * instance, no order keeps it out. False means that the sums alone do not prove it.
 */
export function fitsInAnyOrder(slots: readonly Slot[], tasks: readonly Size[]): boolean {
  const room = slots[0]?.room;
  if (room === undefined) return tasks.length === 0;
  if (slots.some((slot) => !isSameRoom(slot.room, room))) return false;
  const { cpuUnits, memoryMiB } = sumOf(tasks);
  const sizes = new Map(tasks.map((task) => [`${task.cpuUnits} ${task.memoryMiB}`, task]));
  return [...sizes.values()].every((size) => {
    if (tasksIn(room, size) === 0) return false;
    const kept =
      Math.floor((cpuUnits - size.cpuUnits) / (room.cpuUnits - size.cpuUnits + 1)) +
      Math.floor((memoryMiB - size.memoryMiB) / (room.memoryMiB - size.memoryMiB + 1)) +
      Math.floor((tasks.length - 1) / room.hostPorts);
    return kept < slots.length;
  });
}

const isSameRoom = (a: Room, b: Room) =>
  a.cpuUnits === b.cpuUnits && a.memoryMiB === b.memoryMiB && a.hostPorts === b.hostPorts;
