import { expect, it } from "vitest";
import { gate } from "../../../core/plan-review/gate";
import { reviewPlans } from "../../../core/plan-review/review-plans";
import { summaryLines } from "../../../ops/apply/agree";
import { created, destroyed, planHash, stackPlan, updated } from "../../support/plans";

const review = reviewPlans([
  { ...stackPlan("network", []), sha256: "0a".repeat(32) },
  stackPlan("data", [
    destroyed("aws_s3_bucket", "files", { bucket: "files" }),
    updated(
      "aws_db_instance",
      "main",
      { identifier: "main", instance_class: "a" },
      { identifier: "main", instance_class: "b" },
    ),
  ]),
  { ...stackPlan("edge", [created("aws_vpc", "a", { cidr_block: "10.0.0.0/16" })]), sha256: "0b".repeat(32) },
]);
const approval = { plan: planHash, addresses: ["aws_s3_bucket.files"], by: "ada", reason: "It is empty." };
const origin = { environment: "production", account: "111122223333", review: "3f2a9c81d0e4b7a6" };

it("shows which review, what is red and approved, who is interrupted, and the stacks that change", () => {
  const lines = summaryLines(review, gate(review, [approval]), origin, 60);
  expect(lines).toEqual([
    "production, account 111122223333, review 3f2a9c81d0e4b7a6",
    "Data would be lost: bucket files.",
    "! bucket files would be destroyed.",
    "  Approved by ada: It is empty.",
    "~ database main: instance class a -> b: down for minutes, as",
    "  it has no standby, in the next maintenance window",
    "  data  1 updated, 1 destroyed; 1 red finding; interrupts",
    "        database main",
    "  edge  1 created",
  ]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
});
