import fc from "fast-check";
import { expect, it } from "vitest";
import { parsePlan } from "../../../core/plan-review/parse";
import { reviewPlans } from "../../../core/plan-review/review-plans";
import { created, destroyed, planJson, replaced, type ResourceChange, updated } from "../../support/plans";

const policy = (action: string) =>
  JSON.stringify({ Statement: [{ Sid: "A", Effect: "Allow", Action: [action], Resource: ["*"] }] });

/** Changes of which each says something. */
const changes: readonly ResourceChange[] = [
  updated(
    "aws_db_instance",
    "a",
    { identifier: "a", instance_class: "x", password: "one-1" },
    { identifier: "a", instance_class: "y", password: "two-2" },
    {
      change: { before_sensitive: { password: true }, after_sensitive: { password: true } },
    },
  ),
  replaced("aws_s3_bucket", "b", { bucket: "b" }, { bucket: "c" }, [["bucket"]]),
  destroyed("aws_lb", "c", { name: "c" }),
  updated("aws_iam_role_policy", "d", { name: "d", policy: policy("a:A") }, { name: "d", policy: policy("b:B") }),
  created("aws_vpc_security_group_ingress_rule", "e", {
    cidr_ipv4: "10.0.0.0/8",
    ip_protocol: "tcp",
    from_port: 1,
    to_port: 1,
  }),
  updated(
    "aws_x",
    "f",
    { list: [{ name: "n", token: "three-3" }], n: 1 },
    { list: [{ name: "n", token: "four-4" }], n: 2 },
    {
      change: { before_sensitive: { list: [{ token: true }] }, after_sensitive: { list: [{ token: true }] } },
    },
  ),
];

const review = (all: readonly ResourceChange[]) =>
  JSON.stringify(reviewPlans([{ stack: "app", plan: parsePlan(planJson(all), "plan.json") }]));
const original = review(changes);

const mutated = (index: number, change: (change: ResourceChange["change"]) => ResourceChange["change"]) =>
  changes.map((each, position) => (position === index ? { ...each, change: change(each.change) } : each));

const indices = changes.map((change, index): [string, number] => [change.address, index]);

it.each(indices)("%s: before and after exchanged, the review is another", (_, index) => {
  expect(
    review(mutated(index, (change) => ({ ...change, before: change["after"], after: change["before"] }))),
  ).not.toBe(original);
});

it.each(indices)("%s: left out, the review is another", (_, index) => {
  expect(review(changes.filter((_each, position) => position !== index))).not.toBe(original);
});

it.each(indices)("%s: done otherwise, the review is another", (_, index) => {
  for (const actions of [
    ["create"],
    ["update"],
    ["delete"],
    ["delete", "create"],
    ["create", "delete"],
    ["no-op"],
    ["forget"],
  ])
    if (JSON.stringify(actions) !== JSON.stringify(changes[index]?.change["actions"]))
      expect(review(mutated(index, (change) => ({ ...change, actions })))).not.toBe(original);
});

it.each([0, 5])("what was sensitive in change %i and is unmarked makes another review", (index) => {
  const unmarked = mutated(index, (change) => ({ ...change, before_sensitive: {}, after_sensitive: {} }));
  // A password is hidden by its name as well: only what no name gives away is shown.
  expect(review(unmarked) === original).toBe(index === 0);
});

it("does not depend on the order of keys, nor on what it does not know", () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, inner]) => [name, shuffled(inner)]),
    );
  };
  const text = planJson(changes, { something_new: { a: 1 } });
  const other = JSON.stringify(shuffled(JSON.parse(text)));
  const sorted = (plan: string) =>
    reviewPlans([{ stack: "app", plan: parsePlan(plan, "plan.json") }]).resources.map(({ place, differences }) => [
      place,
      differences.map((difference) => JSON.stringify(difference)).sort(),
    ]);
  expect(sorted(other)).toEqual(sorted(text));
});

it("is the same whichever order the plans are given in, where dependencies say it", () => {
  const plans = ["a", "b", "c", "d"].map((stack, index) => ({
    stack,
    plan: parsePlan(planJson(changes.slice(index)), `${stack}.json`),
  }));
  const dependencies = { b: ["a"], c: ["b"], d: ["c"] };
  const expected = reviewPlans(plans, { dependencies });
  fc.assert(
    fc.property(fc.shuffledSubarray(plans, { minLength: 4 }), (shuffled) => {
      expect(reviewPlans(shuffled, { dependencies })).toEqual(expected);
    }),
    { numRuns: 24 },
  );
});
