import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawInstance } from "../../../core/capacity/bars";
import { Fleet } from "../../../core/capacity/fleet";
import { seed } from "../../support/seed";

const room = { cpuUnits: 3_840, memoryMiB: 14_376, hostPorts: 1_000 };

/** One instance with these tasks, each a letter and its MiB; CPU units in proportion. */
function draw(tasks: readonly (readonly [service: string, memoryMiB: number])[], width: number): string[] {
  const fleet = Fleet.empty([{ zone: "us-east-1a", room }]);
  for (const [service, memoryMiB] of tasks)
    fleet.place({
      service,
      memoryMiB,
      cpuUnits: Math.max(1, Math.floor((memoryMiB * room.cpuUnits) / room.memoryMiB)),
    });
  return drawInstance(fleet, 0, { width, fill: (service, columns) => service.repeat(columns) });
}

describe("an instance", () => {
  it("has zone and numbers beside its bars, or above them where the line is short", () => {
    const tasks = [
      ["a", 7_000],
      ["b", 3_000],
    ] as const;
    expect(draw(tasks, 80)).toEqual([
      "  us-east-1a  MiB |aaaaaaaaaaaaaaaaaabbbbbbb...........|  70 %    4,376 free",
      "              CPU |aaaaaaaaaaaaaaaaaabbbbbbb...........|  70 %    1,170 free",
    ]);
    expect(draw(tasks, 40)).toEqual([
      "  us-east-1a",
      "    MiB  70 %    4,376 free",
      "    |aaaaaaaaaaaaaaaaabbbbbbb..........|",
      "    CPU  70 %    1,170 free",
      "    |aaaaaaaaaaaaaaaaabbbbbbb..........|",
    ]);
  });

  it("has a letter for the smallest task, between large ones and at the end of a full bar", () => {
    const [bar] = draw(
      [
        ["a", 7_000],
        ["b", 64],
        ["c", 7_184],
        ["d", 64],
        ["e", 64],
      ],
      80,
    );
    expect(bar).toMatch(/\|a+bc+de\| 100 % {8}0 free$/);
  });

  it("has more rows where there are more tasks than columns", () => {
    expect(
      draw(
        Array.from({ length: 60 }, (_, at) => [at < 40 ? "a" : "b", 64] as const),
        80,
      ).slice(0, 2),
    ).toEqual([
      `  us-east-1a  MiB |${"a".repeat(36)}|  27 %   10,536 free`,
      `                  |${"a".repeat(4)}${"b".repeat(20)}${".".repeat(12)}|`,
    ]);
  });

  it("shows every task, in whole bars on any width", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 150 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 40, max: 90 }), (memoryMiB, width) => {
        const tasks = memoryMiB.map((size, at) => [at % 2 === 0 ? "a" : "b", size] as const);
        const placed = tasks.reduce((sum, [, size]) => sum + size, 0) <= room.memoryMiB;
        fc.pre(placed);
        const lines = draw(tasks, width);
        const memory = lines.slice(
          0,
          lines.findIndex((line) => line.includes("CPU")),
        );
        const rows = memory.flatMap((line) => /\|(.*)\|/.exec(line)?.[1] ?? []);
        // Neighbours have other letters: the runs are the tasks.
        expect(rows.join("").match(/a+|b+/g) ?? []).toHaveLength(tasks.length);
        expect(new Set(rows.map((row) => row.length)).size).toBe(1);
        expect(lines.filter((line) => line.length > width)).toEqual([]);
      }),
      { seed, numRuns: 200 },
    );
  });
});
