import { describe, expect, it } from "vitest";
import { stacksDiagram } from "../../../core/diagram/stacks";

const steps = (dependencies: Record<string, readonly string[]>) =>
  Object.entries(dependencies).map(([name, own]) => ({ name, dependencies: own }));
const stack = { resource: { aws_a: { One: {}, Two: {} } } };

const draw = (dependencies: Record<string, readonly string[]>) =>
  stacksDiagram(steps(dependencies), new Map(Object.keys(dependencies).map((name) => [name, stack])), "production");
const arrows = (dependencies: Record<string, readonly string[]>) =>
  draw(dependencies).edges.map(({ from, to, label }) =>
    [from, to, label].filter((part) => part !== undefined).join(" "),
  );

describe("stacksDiagram", () => {
  it("leaves out what follows from other arrows", () => {
    expect(arrows({ a: [], b: ["a"], c: ["a", "b"], d: ["a", "c"] })).toEqual(["a b", "b c", "c d"]);
  });

  it("draws one arrow for what all services wait for, and says how many wait where not all do", () => {
    const services = {
      "service-x": ["registry", "data"],
      "service-y": ["registry", "data"],
      "service-z": ["registry"],
    };
    expect(arrows({ registry: [], data: [], ...services })).toEqual(["registry services", "data services 2 of 3"]);
  });

  it("counts the resources of each stack", () => {
    const { nodes, groups } = draw({ data: [], "service-x": ["data"] });
    expect(nodes.map(({ id, label, details }) => [id, label, details])).toEqual([
      ["data", "data", ["2 resources"]],
      ["service-x", "x", ["2 resources"]],
    ]);
    expect(groups.map(({ label }) => label)).toEqual(["1 service"]);
  });

  it("draws stacks without services", () => {
    expect(draw({ a: [], b: ["a"] }).groups).toEqual([]);
  });
});
