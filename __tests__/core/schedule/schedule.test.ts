import { describe, expect, it } from "vitest";
import { initialStates, inOrder, moved, startable, type Step, type StepState } from "../../../core/schedule/schedule";

/** network -> data -> platform -> two services; registry beside them. */
const steps: readonly Step[] = [
  { name: "network", dependencies: [] },
  { name: "registry", dependencies: [] },
  { name: "data", dependencies: ["network"] },
  { name: "platform", dependencies: ["network", "data"] },
  { name: "service-a", dependencies: ["platform", "registry"] },
  { name: "service-b", dependencies: ["platform", "registry"] },
];

const after = (...moves: readonly (readonly [string, StepState])[]) =>
  moves.reduce((states, [name, state]) => moved(steps, states, name, state), initialStates(steps));

describe("startable", () => {
  it.each([
    ["nothing done, two at once", after(), 2, ["network", "registry"]],
    ["nothing done, one at once", after(), 1, ["network"]],
    ["nothing done, many at once", after(), 32, ["network", "registry"]],
    ["all places taken", after(["network", "running"], ["registry", "running"]), 2, []],
    ["one place taken", after(["network", "running"]), 2, ["registry"]],
    ["one of two dependencies done", after(["network", "done"], ["registry", "running"]), 2, ["data"]],
    ["running is not done", after(["network", "done"], ["data", "running"], ["registry", "done"]), 2, []],
    [
      "all dependencies done",
      after(["network", "done"], ["data", "done"], ["platform", "done"], ["registry", "done"]),
      2,
      ["service-a", "service-b"],
    ],
    ["others go on after a failure", after(["network", "failed"]), 2, ["registry"]],
    ["nothing depends on what failed", after(["network", "failed"], ["registry", "done"]), 2, []],
  ] as const)("%s", (_, states, parallel, expected) => {
    expect(startable(steps, states, parallel)).toEqual(expected);
  });

  it("takes a dependency that is not among the steps for done", () => {
    const alone = [{ name: "data", dependencies: ["network"] }];
    expect(startable(alone, initialStates(alone), 2)).toEqual(["data"]);
  });
});

describe("moved", () => {
  it("skips everything that depends on a failure, through any number of steps", () => {
    expect(Object.fromEntries(after(["network", "failed"]))).toEqual({
      network: "failed",
      registry: "waiting",
      data: "skipped",
      platform: "skipped",
      "service-a": "skipped",
      "service-b": "skipped",
    });
  });

  it("leaves what runs or is done alone", () => {
    const states = after(["network", "done"], ["data", "running"], ["registry", "failed"]);
    expect(Object.fromEntries(states)).toEqual({
      network: "done",
      registry: "failed",
      data: "running",
      platform: "waiting",
      "service-a": "skipped",
      "service-b": "skipped",
    });
  });
});

describe("inOrder", () => {
  it("puts each step after its dependencies and keeps the given order otherwise", () => {
    expect(inOrder([...steps].reverse()).map(({ name }) => name)).toEqual([
      "registry",
      "network",
      "data",
      "platform",
      "service-b",
      "service-a",
    ]);
  });

  it("ignores dependencies that are not among the steps", () => {
    expect(inOrder([{ name: "data", dependencies: ["network"] }])).toEqual([
      { name: "data", dependencies: ["network"] },
    ]);
  });
});
