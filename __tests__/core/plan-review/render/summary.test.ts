import { describe, expect, it } from "vitest";
import { renderSummary } from "../../../../core/plan-review/render/summary";
import { wrap } from "../../../../core/plan-review/render/wrap";
import { reviewPlans } from "../../../../core/plan-review/review-plans";
import { created, destroyed, replaced, reviewOf, stackPlan, unchanged, updated } from "../../../support/plans";

const service = (task_definition: string) => ({
  name: "billing",
  desired_count: 2,
  deployment_maximum_percent: 150,
  task_definition,
});
const review = reviewPlans([
  stackPlan("data", [
    replaced(
      "aws_db_instance",
      "main",
      { identifier: "smart360-production-database", storage_encrypted: true },
      { identifier: "smart360-production-database", storage_encrypted: false },
      [["storage_encrypted"]],
    ),
    created("aws_cloudwatch_metric_alarm", "a", { alarm_name: "database-cpu", threshold: 80 }),
    updated("aws_x", "many", { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }, { a: 2, b: 2, c: 2, d: 2, e: 2, f: 2 }),
    updated("aws_x", "tagged", { tags: { a: "b" } }, { tags: { a: "c" } }),
  ]),
  stackPlan("network", [unchanged("aws_vpc", "a", {})]),
  stackPlan("service-billing", [
    updated("aws_ecs_service", "main", service("a"), service("b")),
    destroyed("aws_x", "old", { name: "old" }),
  ]),
]);

describe("summary", () => {
  it("says what is red, what it means, and what changes in each stack, in 80 columns", () => {
    expect(renderSummary(review)).toBe(`Data would be lost: database smart360-production-database.

! database smart360-production-database would be replaced by an empty one:
  storage_encrypted true -> false forces it.
! database smart360-production-database would be stored unencrypted:
  storage_encrypted true -> false.

database smart360-production-database: is destroyed and made anew: whatever uses
it fails
billing: another task definition; 2 tasks are replaced one at a time

data  1 created, 2 updated, 1 replaced
  -/+ database smart360-production-database
        storage_encrypted true -> false (forces replacement)
    + alarm database-cpu
    ~ x many
        a 1 -> 2
        b 1 -> 2
        c 1 -> 2
        d 1 -> 2
        and 2 more

service-billing  1 updated, 1 destroyed
    ~ service billing
        task_definition "a" -> "b"
    - x old

Not shown: 1 tag; 1 resource with nothing else.`);
  });

  it("of nothing is one line", () => {
    expect(renderSummary(reviewOf([]))).toBe("Nothing changes.");
  });

  it("is as wide as asked for", () => {
    const lines = renderSummary(review, { width: 40 }).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  it("is coloured by the functions given", () => {
    const paint = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
    const text = renderSummary(review, {
      paint: { bold: paint("b"), dim: paint("i"), red: paint("r"), yellow: paint("y"), green: paint("g") },
    });
    expect(text).toContain("<r>! database smart360-production-database would be replaced by an empty one:</r>");
    expect(text).toContain("  <y>-/+</y> database");
    expect(text).toContain("  <g>  +</g> alarm database-cpu");
    expect(text).toContain("<b>data</b>  1 created");
    expect(text.replaceAll(/<\/?[birgy]>/g, "")).toBe(renderSummary(review));
  });
});

describe("wrap", () => {
  it("breaks between words, and leaves a long word whole", () => {
    expect(wrap("a bb ccc", 4)).toEqual(["a bb", "ccc"]);
    expect(wrap("see aws_db_instance.main now", 8, "- ", "  ")).toEqual(["- see", "  aws_db_instance.main", "  now"]);
    expect(wrap("", 10, "- ")).toEqual(["- "]);
  });
});
