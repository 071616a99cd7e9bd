/** Work that grows with the plan, not with its square: counted, not timed. */
import { describe, expect, it } from "vitest";
import { created, reviewOf, updated } from "../../support/plans";

const element = (from_port: number, cidr: string) => ({
  protocol: "tcp",
  from_port,
  to_port: from_port,
  cidr_blocks: [cidr],
});

describe("sets of many elements", () => {
  it("pair what stays, and take the rest for gone and new", () => {
    const before = Array.from({ length: 5_000 }, (_, index) => element(index, "10.0.0.0/8"));
    const after = before.map((rule, index) => (index % 50 === 0 ? element(index, "10.1.0.0/16") : rule)).reverse();
    const [resource] = reviewOf([updated("aws_x", "a", { rule: before }, { rule: after })]).resources;
    expect(resource?.differences).toHaveLength(200);
  });

  it("of equal elements are told by their number", () => {
    const many = (count: number) => ({ rule: Array.from({ length: count }, () => element(1, "10.0.0.0/8")) });
    const [resource] = reviewOf([updated("aws_x", "a", many(5_000), many(5_003))]).resources;
    expect(resource?.differences).toHaveLength(3);
  });

  it("of texts are told by what comes and goes", () => {
    const ids = (from: number) => ({ ids: Array.from({ length: 5_000 }, (_, index) => `id-${from + index}`) });
    const [resource] = reviewOf([updated("aws_x", "a", ids(0), ids(5))]).resources;
    expect(resource?.differences).toHaveLength(10);
  });
});

it("a text that has changed all over is one difference", () => {
  const script = (letter: string) => ({
    script: Array.from({ length: 5_000 }, (_, index) => `${letter}${index}`).join("\n"),
  });
  const [resource] = reviewOf([updated("aws_x", "a", script("a"), script("b"))]).resources;
  expect(resource?.differences).toHaveLength(1);
  expect(JSON.stringify(resource).length).toBeLessThan(2_000);
});

it("thousands of resources keep their place and their order", () => {
  const changes = Array.from({ length: 2_000 }, (_, index) =>
    created("aws_x", `r${String(index).padStart(4, "0")}`, { n: index }),
  );
  const { resources, verdict } = reviewOf([...changes].reverse());
  expect(verdict.counts.create).toBe(2_000);
  expect(resources.map(({ place }) => place.address)).toEqual(changes.map(({ address }) => address));
});
