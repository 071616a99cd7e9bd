import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rolloutInWords } from "../../../../core/plan-review/operations/rollout";

const rollout = (desiredCount: number, minimumHealthyPercent: number, maximumPercent: number) =>
  rolloutInWords({ desiredCount, minimumHealthyPercent, maximumPercent });

describe("how many tasks at a time", () => {
  // Lower limit rounded up, upper limit rounded down.
  it.each<[desired: number, minimum: number, maximum: number, effect: string, sentence: string]>([
    [2, 100, 150, "restarts", "2 tasks are replaced one at a time"],
    [3, 100, 150, "restarts", "3 tasks are replaced one at a time"],
    [4, 100, 150, "restarts", "4 tasks are replaced 2 at a time"],
    [2, 100, 200, "restarts", "2 tasks are replaced all at once"],
    [1, 100, 200, "restarts", "1 task is replaced"],
    [4, 50, 200, "restarts", "4 tasks are replaced all at once, at least 2 stay up"],
    [4, 50, 125, "restarts", "4 tasks are replaced one at a time, at least 2 stay up"],
    [4, 50, 100, "restarts", "4 tasks are replaced 2 at a time, old ones stopped first: 2 of 4 answer meanwhile"],
    [3, 50, 100, "restarts", "3 tasks are replaced one at a time, old ones stopped first: 2 of 3 answer meanwhile"],
    [1, 0, 100, "interrupts", "1 task is replaced, old ones stopped first: none answers meanwhile"],
    [2, 0, 100, "interrupts", "2 tasks are replaced all at once, old ones stopped first: none answers meanwhile"],
    [0, 100, 200, "restarts", "no task runs, so none is replaced"],
    [
      1,
      100,
      100,
      "interrupts",
      "the deployment cannot proceed: 100 and 100 percent of 1 leave no task to start or stop",
    ],
    [
      1,
      100,
      150,
      "interrupts",
      "the deployment cannot proceed: 100 and 150 percent of 1 leave no task to start or stop",
    ],
    [1, 50, 100, "interrupts", "the deployment cannot proceed: 50 and 100 percent of 1 leave no task to start or stop"],
  ])("%i tasks at %i to %i percent", (desired, minimum, maximum, effect, sentence) => {
    expect(rollout(desired, minimum, maximum)).toEqual({ effect, sentence });
  });

  it("never promises that tasks stay up which ECS may stop", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 100, max: 300 }),
        (desired, minimum, maximum) => {
          const { sentence } = rollout(desired, minimum, maximum);
          const promised = Number(
            /at least (\d+) stay up|: (\d+) of \d+ answer/.exec(sentence)?.slice(1).find(Boolean) ?? 0,
          );
          expect(promised * 100).toBeGreaterThanOrEqual(promised === 0 ? 0 : desired * minimum);
          expect((promised - 1) * 100).toBeLessThan(Math.max(1, desired * minimum));
        },
      ),
    );
  });
});
