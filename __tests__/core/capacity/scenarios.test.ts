import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CapacityPlan } from "../../../core/capacity/plan";
import { capacityPlan } from "../../../core/capacity/plan";
import { proveCapacity } from "../../../core/capacity/prove";
import { describeFinding } from "../../../core/capacity/shortage";
import { judge } from "../../../core/capacity/scenarios";
import { readEnvironment } from "../../../core/environment/read";
import { readManifest } from "../../../core/manifest/read";
import { find, planOf } from "../../support/capacity-plans";
import { sampleEnvironment, sampleServices } from "../../support/sample";

/** Scenario -> verdict, and what waits. */
const verdicts = (plan: CapacityPlan) =>
  Object.fromEntries(
    judge(plan).map(({ scenario, verdict, waiting }) => [
      scenario,
      [verdict, ...waiting.map(({ task, count, lack }) => `${count} ${task.service}: ${lack}`)].join(", "),
    ]),
  );

describe("nine services in the sample's environments", () => {
  it.each(["production", "staging"])("%s: everything has room, whatever happens", (name) => {
    const file = `environments/${name}.json`;
    const environment = readEnvironment(readFileSync(sampleEnvironment(name), "utf8"), { file, name });
    const { services } = readManifest(readFileSync(sampleServices, "utf8"), { file: "services.json", environment });
    const findings = proveCapacity(capacityPlan(services, environment));
    expect(findings.map(({ scenario, severity }) => [scenario, severity])).toEqual([
      ["steady", "none"],
      ["rolling", "none"],
      ["all-rolling", "none"],
      ["instance-lost", "none"],
      ["maximum", "none"],
    ]);
    expect(find(findings, "steady")).toMatchObject({ anyOrder: true, verdict: "fits" });
    // Nine services reserve exactly the CPU of the one instance that is left.
    expect(find(findings, "instance-lost").fleet.freeOn(0)).toEqual({ cpuUnits: 0, memoryMiB: 1_064, hostPorts: 982 });
  });
});

describe("scenarios", () => {
  it("places what fits on two instances, one task of each service in each zone", () => {
    const [steady] = judge(planOf([{}, { name: "b" }]));
    expect(
      steady?.fleet.slots.map(({ zone }, index) => [
        zone,
        ...(steady.fleet.tasksOn(index) ?? []).map(({ service }) => service),
      ]),
    ).toEqual([
      ["us-east-1a", "a", "b"],
      ["us-east-1b", "a", "b"],
    ]);
  });

  it("takes agent and collector off an instance", () => {
    const [steady] = judge(planOf([]));
    expect(steady?.fleet.freeOn(0)).toEqual({ cpuUnits: 4_096 - 256, memoryMiB: 15_400 - 512 - 512, hostPorts: 1_000 });
  });

  it.each<[string, CapacityPlan, Record<string, string>]>([
    [
      "a task larger than any instance",
      planOf([{ memoryMiB: 14_377 }]),
      {
        steady: "fails, 2 a: memory",
        rolling: "skipped, 2 a: memory",
        "all-rolling": "skipped, 2 a: memory",
        "instance-lost": "skipped, 2 a: memory",
        maximum: "fails, 4 a: memory",
      },
    ],
    [
      "no CPU for one more task, and none may stop",
      planOf([{ cpuUnits: 3_840 }]),
      {
        steady: "fits",
        rolling: "fails, 1 a: cpu",
        "all-rolling": "fails, 1 a: cpu",
        "instance-lost": "fails, 1 a: cpu",
        maximum: "fails, 1 a: cpu",
      },
    ],
    [
      "no CPU for one more task, but one may stop",
      planOf([{ cpuUnits: 3_840, rolling: { minimumHealthyPercent: 50, maximumPercent: 150 } }]),
      {
        steady: "fits",
        rolling: "held, 1 a: cpu",
        "all-rolling": "held, 1 a: cpu",
        "instance-lost": "fails, 1 a: cpu",
        maximum: "fails, 1 a: cpu",
      },
    ],
    [
      "no more host ports",
      planOf([{}], { hostPorts: 1 }),
      {
        steady: "fits",
        rolling: "fails, 1 a: ports",
        "all-rolling": "fails, 1 a: ports",
        "instance-lost": "fails, 1 a: ports",
        maximum: "fails, 1 a: ports",
      },
    ],
    [
      "memory on one instance, CPU on the other",
      planOf(
        [
          { name: "a", cpuUnits: 3_000, memoryMiB: 64 },
          { name: "b", cpuUnits: 1_000, memoryMiB: 13_000 },
          { name: "c", cpuUnits: 2_000, memoryMiB: 2_000 },
        ].map((service) => ({ ...service, min: 1, max: 1 })),
        { maxInstances: 2 },
      ),
      {
        steady: "fails, 1 c: both",
        rolling: "skipped, 1 c: both",
        "all-rolling": "skipped, 1 c: both",
        "instance-lost": "skipped, 1 c: both",
        maximum: "fails, 1 c: both",
      },
    ],
    [
      "one instance in all",
      planOf([{}], { instances: 1, maxInstances: 1 }),
      {
        steady: "fits",
        rolling: "fits",
        "all-rolling": "fits",
        "instance-lost": "fails, 2 a: memory",
        maximum: "fits",
      },
    ],
    [
      "schedules that ask for more than there can be",
      planOf([{ scheduled: { min: 43, max: 50 } }]),
      {
        steady: "fits",
        rolling: "fits",
        "all-rolling": "fits",
        "instance-lost": "fits",
        schedules: "fails, 1 a: memory",
        maximum: "fails, 8 a: memory",
      },
    ],
    [
      "nothing that runs all the time",
      planOf([{ min: 0 }]),
      { steady: "fits", rolling: "fits", "all-rolling": "fits", "instance-lost": "fits", maximum: "fits" },
    ],
    [
      "no service",
      planOf([]),
      { steady: "fits", rolling: "fits", "all-rolling": "fits", "instance-lost": "fits", maximum: "fits" },
    ],
  ])("%s", (_, plan, expected) => {
    expect(verdicts(plan)).toEqual(expected);
  });

  it("tells the service whose deployment is the hardest", () => {
    const plan = planOf([{}, { name: "b", memoryMiB: 2_048 }, { name: "c" }]);
    expect(find(proveCapacity(plan), "rolling")).toMatchObject({ service: "b", verdict: "fits" });
  });
});

it("says what runs out when it is host ports", () => {
  const plan = planOf([{}], { hostPorts: 1, maxInstances: 2 });
  expect(describeFinding(find(proveCapacity(plan), "maximum"), plan, "production")).toBe(
    "production: with every service at its scaling maximum, 2 tasks find no room on 2 instances, the most there can be. " +
      "A task of a needs a host port, and no instance has one left; " +
      "2 instances of t3a.xlarge have 28,752 MiB and 7,680 CPU units for tasks, 2,048 MiB and 512 CPU units are reserved. " +
      "Enough is: cluster.maxInstances 2 -> 4.",
  );
});
