import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { stacksInOrder } from "../../../core/schedule/stack-order";
import { Platform } from "../../support/platform";

const steps = (names: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(names).map(([name, dependencies]) => ({ name, dependencies }));
const ordered = (names: Readonly<Record<string, readonly string[]>>) =>
  stacksInOrder(steps(names)).map(({ name }) => name);

describe("stacksInOrder", () => {
  it("keeps to dependencies before all else", () => {
    expect(ordered({ state: ["delivery"], delivery: ["service-a"], "service-a": [] })).toEqual([
      "service-a",
      "delivery",
      "state",
    ]);
  });

  it("is as listed where dependencies leave it open, services by name", () => {
    expect(ordered({ delivery: [], "service-b": [], "service-a": [], registry: [], state: [] })).toEqual([
      "state",
      "registry",
      "service-a",
      "service-b",
      "delivery",
    ]);
  });

  it("of the platform is the order of the README's table", () => {
    const { stacks } = JSON.parse(Platform.synthesize().manifestText) as {
      stacks: Record<string, { dependencies?: string[] }>;
    };
    const names = ordered(
      Object.fromEntries(Object.entries(stacks).map(([name, { dependencies = [] }]) => [name, dependencies])),
    );
    const layers = [...new Set(names.map((name) => name.replace(/^service-.*/, "service-<name>")))];
    const [, table = ""] = readFileSync("README.md", "utf8").split("## Stacks, in the order of deployment");
    const [rows = ""] = table.split("\n## ");
    expect([...rows.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name)).toEqual(layers);
  });
});
