import { describe, expect, it } from "vitest";
import { renderSummary } from "../../../../core/plan-review/render/summary";
import {
  created,
  destroyed,
  replaced,
  reviewOf,
  updated,
  type ResourceChange,
  type Values,
} from "../../../support/plans";

const type = "aws_appautoscaling_target";
const target = (min_capacity: number, max_capacity: number, more: Values = {}) => ({
  resource_id: "service/smart360-production/smart360-production-billing",
  scalable_dimension: "ecs:service:DesiredCount",
  min_capacity,
  max_capacity,
  tags_all: { Service: "billing" },
  ...more,
});
const told = (...changes: readonly ResourceChange[]) =>
  reviewOf(changes).operations.map(({ effect, subject, sentence }) => `${effect} | ${subject}: ${sentence}`);
const between = (before: Values, after: Values) => told(updated(type, "a", before, after));

describe("limits of scaling", () => {
  it.each<[Values, Values, string]>([
    [target(2, 4), target(2, 6), "scales | billing: up to 6 tasks instead of 4"],
    [target(2, 4), target(2, 3), "scales | billing: up to 3 tasks instead of 4; those beyond end"],
    [target(2, 4), target(3, 4), "scales | billing: at least 3 tasks instead of 2; those that lack start"],
    [target(2, 4), target(1, 4), "scales | billing: at least 1 tasks instead of 2"],
    [target(2, 4), target(3, 6), "scales | billing: 3 to 6 tasks instead of 2 to 4; those that lack start"],
    [target(2, 4), target(0, 0), "interrupts | billing: no tasks any more: nothing answers"],
    [
      target(2, 4, { tags_all: {} }),
      target(2, 6, { tags_all: {} }),
      "scales | smart360-production-billing: up to 6 tasks instead of 4",
    ],
    [
      target(1, 4, {
        scalable_dimension: "dynamodb:table:ReadCapacityUnits",
        resource_id: "table/locks",
        tags_all: {},
      }),
      target(1, 8, {
        scalable_dimension: "dynamodb:table:ReadCapacityUnits",
        resource_id: "table/locks",
        tags_all: {},
      }),
      "scales | locks: up to 8 units of capacity instead of 4",
    ],
  ])("%#", (before, after, sentence) => {
    expect(between(before, after)).toEqual([sentence]);
  });

  it("are told of neither a new service, nor of one that ends, nor without a change of them", () => {
    expect(told(created(type, "a", target(2, 4)))).toEqual([]);
    expect(between(target(2, 4, { note: "1" }), target(2, 4, { note: "2" }))).not.toContain("scales");
    const service = destroyed("aws_ecs_service", "a", { name: "billing", desired_count: 2 });
    expect(told(service, destroyed(type, "a", target(2, 4))).filter((line) => line.startsWith("scales"))).toEqual([]);
    expect(told(destroyed(type, "a", target(2, 4)))).toEqual([
      "scales | billing: is not scaled any more: as many tasks stay as run now",
    ]);
    expect(told(replaced(type, "a", target(2, 4), target(2, 6), [["resource_id"]]))).toEqual([]);
  });

  it("stand in the summary of an edit, too, and interrupt nobody", () => {
    const review = reviewOf([updated(type, "a", target(2, 4), target(2, 6))]);
    expect(review.verdict.risk).toBe("routine");
    expect(renderSummary(review)).toContain("billing: up to 6 tasks instead of 4\n");
  });
});
