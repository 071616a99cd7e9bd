import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitsInAnyOrder, fitsSomehow } from "../../../core/capacity/arrangement";
import { Fleet, type Room, type Size, type Slot, type Task } from "../../../core/capacity/fleet";
import { rollingLimits } from "../../../core/capacity/rolling";
import { rollOut } from "../../../core/capacity/rollout";
import { seed } from "../../support/seed";

const amount = fc.integer({ min: 1, max: 4 });
const task: fc.Arbitrary<Task> = fc.record({
  service: fc.constantFrom("a", "b", "c"),
  cpuUnits: amount,
  memoryMiB: amount,
});
const slots = (most: number): fc.Arbitrary<Slot[]> =>
  fc.array(
    fc.record({
      zone: fc.constantFrom("x", "y"),
      room: fc.record({ cpuUnits: fc.nat(8), memoryMiB: fc.nat(8), hostPorts: fc.nat(4) }),
    }),
    { minLength: 1, maxLength: most },
  );

/** What is left of each room when the tasks are where the fleet says: counted anew, not read from its books. */
function left(fleet: Fleet): Room[] {
  return fleet.slots.map(({ room }, index) =>
    fleet.tasksOn(index).reduce(
      ({ cpuUnits, memoryMiB, hostPorts }, each) => ({
        cpuUnits: cpuUnits - each.cpuUnits,
        memoryMiB: memoryMiB - each.memoryMiB,
        hostPorts: hostPorts - 1,
      }),
      room,
    ),
  );
}

function expectSound(fleet: Fleet): void {
  const rooms = left(fleet);
  expect(fleet.slots.map((_, index) => fleet.freeOn(index))).toEqual(rooms);
  for (const room of rooms) for (const rest of Object.values(room)) expect(rest).toBeGreaterThanOrEqual(0);
}

const has = (room: Room, { cpuUnits, memoryMiB }: Size) =>
  room.cpuUnits >= cpuUnits && room.memoryMiB >= memoryMiB && room.hostPorts >= 1;
const take = (rooms: readonly Room[], index: number, { cpuUnits, memoryMiB }: Size): Room[] =>
  rooms.map((room, other) =>
    other === index
      ? { cpuUnits: room.cpuUnits - cpuUnits, memoryMiB: room.memoryMiB - memoryMiB, hostPorts: room.hostPorts - 1 }
      : room,
  );

/** The most tasks of a size that find room: every way of placing them is tried. */
function mostByForce(rooms: readonly Room[], size: Size): number {
  return Math.max(
    0,
    ...rooms.flatMap((room, index) => (has(room, size) ? [1 + mostByForce(take(rooms, index, size), size)] : [])),
  );
}

/** Whether the tasks fit: every way of placing them is tried. */
function fitsByForce(rooms: readonly Room[], [first, ...rest]: readonly Size[]): boolean {
  if (first === undefined) return true;
  return rooms.some((room, index) => has(room, first) && fitsByForce(take(rooms, index, first), rest));
}

/** Whether some order, and some choice of instances, leaves a task without room. */
function canGetStuck(rooms: readonly Room[], tasks: readonly Size[]): boolean {
  return tasks.some((next, position) => {
    const rest = tasks.toSpliced(position, 1);
    const places = rooms.flatMap((room, index) => (has(room, next) ? [index] : []));
    return places.length === 0 || places.some((index) => canGetStuck(take(rooms, index, next), rest));
  });
}

const placing = fc.tuple(slots(4), fc.array(fc.record({ task, stops: fc.boolean() }), { maxLength: 25 }));

/** Places the tasks, and stops one now and then. */
function filled(at: readonly Slot[], steps: readonly { readonly task: Task; readonly stops: boolean }[]): Fleet {
  const fleet = Fleet.empty(at);
  for (const step of steps) {
    fleet.place({ ...step.task });
    const index = at.findIndex((_, candidate) => fleet.tasksOn(candidate).length > 0);
    const [running] = index < 0 ? [] : fleet.tasksOn(index);
    if (step.stops && running !== undefined) fleet.remove(running, index);
  }
  return fleet;
}

describe(`placing tasks at random (seed ${seed})`, () => {
  it("never overbooks an instance, and keeps its books", () => {
    fc.assert(
      fc.property(placing, ([at, steps]) => expectSound(filled(at, steps))),
      { seed, numRuns: 3_000 },
    );
  });

  it("goes to the zone with the fewest tasks of the service, there to the fullest instance, and nowhere without room", () => {
    fc.assert(
      fc.property(placing, task, ([at, steps], next) => {
        const fleet = filled(at, steps);
        const rooms = left(fleet);
        const inZone = (zone: string) =>
          at
            .flatMap((slot, index) => (slot.zone === zone ? fleet.tasksOn(index) : []))
            .filter(({ service }) => service === next.service).length;
        const candidates = at.flatMap(({ zone }, index) => {
          const room = rooms[index];
          return room !== undefined && has(room, next)
            ? [{ index, count: inZone(zone), memoryMiB: room.memoryMiB }]
            : [];
        });
        const [best] = candidates.toSorted(
          (a, b) => a.count - b.count || a.memoryMiB - b.memoryMiB || a.index - b.index,
        );
        expect(fleet.lackOf(next) === undefined).toBe(candidates.length > 0);
        expect(fleet.place(next)).toBe(best?.index);
      }),
      { seed, numRuns: 3_000 },
    );
  });

  it("reports the headroom that trying every way finds", () => {
    fc.assert(
      fc.property(placing, task, ([at, steps], size) => {
        const fleet = filled(at, steps);
        expect(fleet.headroom(size)).toBe(mostByForce(left(fleet), size));
      }),
      { seed, numRuns: 2_000 },
    );
  });

  it("leaves a copy alone", () => {
    fc.assert(
      fc.property(placing, fc.array(task, { maxLength: 5 }), ([at, steps], more) => {
        const fleet = filled(at, steps);
        const before = left(fleet);
        const copy = fleet.copy();
        for (const each of more) copy.place(each);
        expect(left(fleet)).toEqual(before);
        expectSound(fleet);
        expectSound(copy);
      }),
      { seed, numRuns: 1_000 },
    );
  });
});

describe(`every arrangement, at random (seed ${seed})`, () => {
  const few = fc.array(task, { maxLength: 6 });

  it("finds one exactly where trying every way does", () => {
    fc.assert(
      fc.property(slots(3), few, (at, tasks) => {
        const rooms = at.map(({ room }) => room);
        expect(fitsSomehow(at, tasks)).toBe(fitsByForce(rooms, tasks));
      }),
      { seed, numRuns: 2_000 },
    );
  });

  it("proves that no order matters only where none does", () => {
    const equal = fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 4, max: 9 }), fc.integer({ min: 4, max: 9 }))
      .map(([count, cpuUnits, memoryMiB]): Slot[] =>
        Array.from({ length: count }, () => ({ zone: "x", room: { cpuUnits, memoryMiB, hostPorts: 5 } })),
      );
    let proved = 0;
    fc.assert(
      fc.property(equal, fc.array(task, { maxLength: 5 }), (at, tasks) => {
        if (!fitsInAnyOrder(at, tasks)) return;
        proved++;
        expect(
          canGetStuck(
            at.map(({ room }) => room),
            tasks,
          ),
        ).toBe(false);
      }),
      { seed, numRuns: 2_000 },
    );
    expect(proved).toBeGreaterThan(100);
  });
});

describe(`rolling deployments, at random (seed ${seed})`, () => {
  const percents = fc.record({
    minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
    maximumPercent: fc.integer({ min: 100, max: 200 }),
  });
  const rolling = fc.tuple(slots(3), fc.array(task, { maxLength: 6 }), amount, percents);

  it("end unless nothing may start and nothing may stop, and stay within limits and room on the way", () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(rolling, ([at, others, wanted, settings]) => {
        const fleet = Fleet.empty(at);
        for (const each of others) fleet.place({ ...each, service: "other" });
        const own: Task = { service: "own", cpuUnits: 1, memoryMiB: 2 };
        const count = Array.from({ length: wanted }, () => fleet.place({ ...own })).filter(
          (index) => index !== undefined,
        ).length;
        const before = left(fleet);
        const { fewest, most } = rollingLimits(count, settings);
        const { end, peak, waiting } = rollOut(fleet, [{ task: own, count, settings }]);
        ends.add(end);
        const mayStart = most > count && fleet.headroom(own) > 0;
        expect(end === "stuck").toBe(count > 0 && !mayStart && fewest >= count);
        expect(waiting.length > 0).toBe(end !== "done");
        expect(peak.all.filter(({ service }) => service === "own").length).toBeLessThanOrEqual(Math.max(most, count));
        expectSound(peak);
        expect(left(fleet)).toEqual(before);
      }),
      { seed, numRuns: 3_000 },
    );
    expect([...ends].sort()).toEqual(["done", "held", "stuck"]);
  });
});
