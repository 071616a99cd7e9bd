import { describe, expect, it } from "vitest";
import { canRoll, rollingLimits } from "../../../core/capacity/rolling";

describe("the limits of a rolling deployment", () => {
  it.each([
    // tasks, minimum and maximum percent; the fewest that stay (rounded up), the most that run (rounded down)
    [1, 100, 200, 1, 2],
    [1, 100, 150, 1, 1],
    [2, 100, 150, 2, 3],
    [3, 100, 150, 3, 4],
    [3, 50, 150, 2, 4],
    [4, 50, 100, 2, 4],
    [5, 51, 119, 3, 5],
    [7, 0, 200, 0, 14],
    [0, 100, 200, 0, 0],
  ])("%i tasks at %i to %i percent: %i to %i", (tasks, minimumHealthyPercent, maximumPercent, fewest, most) => {
    expect(rollingLimits(tasks, { minimumHealthyPercent, maximumPercent })).toEqual({ fewest, most });
  });

  it.each([
    [1, 100, 150, false],
    [1, 100, 200, true],
    [2, 100, 150, true],
    [5, 81, 119, false],
    [5, 80, 119, true],
    [5, 81, 120, true],
  ])("%i tasks at %i to %i percent can roll: %s", (tasks, minimumHealthyPercent, maximumPercent, expected) => {
    expect(canRoll(tasks, { minimumHealthyPercent, maximumPercent })).toBe(expected);
  });
});
