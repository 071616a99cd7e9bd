/** Instances and the tasks on them, as the ECS scheduler keeps its books: by what tasks reserve, not by what they use. */

/** What a task reserves on its instance, beside one host port. */
export interface Size {
  readonly cpuUnits: number;
  readonly memoryMiB: number;
}

export interface Task extends Size {
  readonly service: string;
}

/** What an instance has for tasks. */
export interface Room extends Size {
  /** Ports that bridge networking can give to containers: one a task. */
  readonly hostPorts: number;
}

export interface Slot {
  readonly zone: string;
  readonly room: Room;
}

/** What keeps a task from every instance. `both`: there is enough CPU and enough memory, but on different instances. */
export type Lack = "memory" | "cpu" | "ports" | "both";

export class Fleet {
  private constructor(
    readonly slots: readonly Slot[],
    // Replaced, never changed, entry by entry: copies share them.
    private readonly free: Room[],
    private readonly placed: (readonly Task[])[],
    /** Service -> zone -> its tasks there. */
    private readonly spread: Map<string, ReadonlyMap<string, number>>,
  ) {}

  static empty(slots: readonly Slot[]): Fleet {
    return new Fleet(
      slots,
      slots.map(({ room }) => room),
      slots.map(() => []),
      new Map(),
    );
  }

  copy(): Fleet {
    return new Fleet(this.slots, [...this.free], [...this.placed], new Map(this.spread));
  }

  /** The fleet after one of its instances is gone, and the tasks that ran there. */
  without(index: number): { readonly fleet: Fleet; readonly lost: readonly Task[] } {
    const others = this.slots.map((_, other) => other).filter((other) => other !== index);
    const fleet = Fleet.empty(others.map((other) => this.slotAt(other)));
    others.forEach((other, position) => this.tasksOn(other).forEach((task) => fleet.put(task, position)));
    return { fleet, lost: this.tasksOn(index) };
  }

  tasksOn(index: number): readonly Task[] {
    return this.placed[index] ?? [];
  }

  /** Every task, instance by instance. */
  get all(): readonly Task[] {
    return this.placed.flat();
  }

  get tasks(): number {
    return this.placed.reduce((sum, tasks) => sum + tasks.length, 0);
  }

  /** What is left for tasks on an instance. */
  freeOn(index: number): Room {
    return this.free[index] ?? nothing;
  }

  hasRoom(index: number, size: Size): boolean {
    const { cpuUnits, memoryMiB, hostPorts } = this.freeOn(index);
    return memoryMiB >= size.memoryMiB && cpuUnits >= size.cpuUnits && hostPorts >= 1;
  }

  /** Places a task as ECS does (`placement-strategy.ts`); undefined, and nothing done, when no instance has room. */
  place(task: Task): number | undefined {
    const zones = this.spread.get(task.service);
    let best: number | undefined;
    let bestCount = Infinity;
    for (let index = 0; index < this.slots.length; index++) {
      if (!this.hasRoom(index, task)) continue;
      const count = zones?.get(this.slotAt(index).zone) ?? 0;
      const isFuller = best !== undefined && this.freeOn(index).memoryMiB < this.freeOn(best).memoryMiB;
      if (count < bestCount || (count === bestCount && isFuller)) [best, bestCount] = [index, count];
    }
    if (best !== undefined) this.put(task, best);
    return best;
  }

  /** Stops a task on an instance. */
  remove(task: Task, index: number): void {
    const position = this.tasksOn(index).indexOf(task);
    if (position < 0) throw new RangeError(`no such task of ${task.service} on instance ${index}`);
    this.placed[index] = this.tasksOn(index).toSpliced(position, 1);
    this.book(task, index, -1);
  }

  /** How many tasks of one size find room, one after the other, with the others left where they are. */
  headroom(size: Size): number {
    return this.free.reduce((sum, free) => sum + tasksIn(free, size), 0);
  }

  /** What a task that finds no room is short of; undefined when it finds room. */
  lackOf(size: Size): Lack | undefined {
    if (this.free.some((_, index) => this.hasRoom(index, size))) return undefined;
    if (this.free.every(({ memoryMiB }) => memoryMiB < size.memoryMiB)) return "memory";
    if (this.free.every(({ cpuUnits }) => cpuUnits < size.cpuUnits)) return "cpu";
    return this.free.every(({ hostPorts }) => hostPorts < 1) ? "ports" : "both";
  }

  /** What all tasks reserve. */
  get reserved(): Size {
    const free = sumOf(this.free);
    return {
      cpuUnits: this.capacity.cpuUnits - free.cpuUnits,
      memoryMiB: this.capacity.memoryMiB - free.memoryMiB,
    };
  }

  /** What all instances have for tasks. */
  get capacity(): Size {
    return sumOf(this.slots.map(({ room }) => room));
  }

  private slotAt(index: number): Slot {
    const slot = this.slots[index];
    if (slot === undefined) throw new RangeError(`no instance ${index}`);
    return slot;
  }

  private put(task: Task, index: number): void {
    this.placed[index] = [...this.tasksOn(index), task];
    this.book(task, index, 1);
  }

  private book(task: Task, index: number, count: 1 | -1): void {
    const { cpuUnits, memoryMiB, hostPorts } = this.freeOn(index);
    this.free[index] = {
      cpuUnits: cpuUnits - count * task.cpuUnits,
      memoryMiB: memoryMiB - count * task.memoryMiB,
      hostPorts: hostPorts - count,
    };
    const { zone } = this.slotAt(index);
    const zones = this.spread.get(task.service);
    this.spread.set(task.service, new Map(zones).set(zone, (zones?.get(zone) ?? 0) + count));
  }
}

const nothing: Room = { cpuUnits: 0, memoryMiB: 0, hostPorts: 0 };

/** How many tasks of one size go into a room. */
export function tasksIn(room: Room, { cpuUnits, memoryMiB }: Size): number {
  return Math.max(
    0,
    Math.min(Math.floor(room.cpuUnits / cpuUnits), Math.floor(room.memoryMiB / memoryMiB), room.hostPorts),
  );
}

export function sumOf(sizes: readonly Size[]): Size {
  return sizes.reduce<Size>(
    (sum, { cpuUnits, memoryMiB }) => ({ cpuUnits: sum.cpuUnits + cpuUnits, memoryMiB: sum.memoryMiB + memoryMiB }),
    { cpuUnits: 0, memoryMiB: 0 },
  );
}
