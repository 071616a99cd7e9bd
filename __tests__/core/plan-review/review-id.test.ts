import { expect, it } from "vitest";
import { reviewId } from "../../../core/plan-review/review-id";

const plan = (stack: string) => ({ stack, planSha256: "0a".repeat(32), jsonSha256: "0b".repeat(32) });
const run = {
  environment: "production",
  accountId: "111122223333",
  region: "us-east-1",
  target: "aws",
  plans: [plan("data"), plan("edge")],
};

it("is the same for the same plans, and short enough to be copied", () => {
  expect(reviewId(run)).toBe(reviewId(structuredClone(run)));
  expect(reviewId(run)).toMatch(/^[0-9a-f]{16}$/);
});

it("is another one for another place or other plans", () => {
  const others = [
    { ...run, environment: "staging" },
    { ...run, accountId: "999900001111" },
    { ...run, region: "eu-west-1" },
    { ...run, target: "offline" },
    { ...run, plans: [plan("data")] },
    { ...run, plans: [plan("data"), plan("platform")] },
    { ...run, plans: [plan("data"), { ...plan("edge"), planSha256: "0c".repeat(32) }] },
    { ...run, plans: [plan("data"), { ...plan("edge"), jsonSha256: "0c".repeat(32) }] },
  ];
  expect(new Set([run, ...others].map(reviewId)).size).toBe(others.length + 1);
});
