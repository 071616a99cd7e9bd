import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CapacityPlan, ServicePlan } from "../../../core/capacity/plan";
import { capacityPlan } from "../../../core/capacity/plan";
import { type Finding, proveCapacity } from "../../../core/capacity/prove";
import { judge, type ScenarioName, severityOf } from "../../../core/capacity/scenarios";
import { readEnvironment } from "../../../core/environment/read";
import { readManifest } from "../../../core/manifest/read";
import { seed } from "../../support/seed";

const cluster: CapacityPlan["cluster"] = {
  instanceType: "t3a.xlarge",
  instances: 2,
  maxInstances: 3,
  agentMemoryMiB: 512,
  collector: { cpuUnits: 256, memoryMiB: 512 },
  hostPorts: 1_000,
  zones: ["us-east-1a", "us-east-1b"],
};

const a: ServicePlan = {
  name: "a",
  cpuUnits: 256,
  memoryMiB: 1_024,
  rolling: { minimumHealthyPercent: 100, maximumPercent: 150 },
  min: 2,
  max: 4,
  scheduled: undefined,
};

const planOf = (services: readonly Partial<ServicePlan>[], more: Partial<CapacityPlan["cluster"]> = {}) => ({
  cluster: { ...cluster, ...more },
  services: services.map((service) => ({ ...a, ...service })),
});

/** Scenario -> verdict, and what waits. */
const verdicts = (plan: CapacityPlan) =>
  Object.fromEntries(
    judge(plan).map(({ scenario, verdict, waiting }) => [
      scenario,
      [verdict, ...waiting.map(({ task, count, lack }) => `${count} ${task.service}: ${lack}`)].join(", "),
    ]),
  );

function find(findings: readonly Finding[], name: ScenarioName): Finding {
  const found = findings.find(({ scenario }) => scenario === name);
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
}

describe("the shipped environments", () => {
  it.each(["production", "staging"])("%s has room for everything, whatever happens", (name) => {
    const file = `environments/${name}.json`;
    const environment = readEnvironment(readFileSync(file, "utf8"), { file, name });
    const { services } = readManifest(readFileSync("services.json", "utf8"), { file: "services.json", environment });
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

describe("the smallest changes", () => {
  it("are computed: less memory to the MiB, one instance more, the next type, the cheapest", () => {
    const plan = planOf([{ memoryMiB: 14_000 }, { name: "b", memoryMiB: 1_000, cpuUnits: 64 }]);
    expect(find(proveCapacity(plan), "steady")).toMatchObject({
      verdict: "fails",
      severity: "error",
      changes: [
        { kind: "memoryReservation", service: "a", from: 14_000, to: 6_688 },
        // Two for the tasks of a, two for those of b, which spread over the zones, and one for a new task of a.
        { kind: "instances", from: 2, to: 5 },
        { kind: "instanceType", from: "t3a.xlarge", to: "t3a.2xlarge", why: "next" },
      ],
    });
  });

  it("turn to CPU where CPU is short", () => {
    const plan = planOf([{ cpuUnits: 3_840 }]);
    expect(find(proveCapacity(plan), "rolling").changes).toEqual([
      { kind: "cpu", service: "a", from: 3_840, to: 1_920 },
      { kind: "instances", from: 2, to: 3 },
      { kind: "instanceType", from: "t3a.xlarge", to: "t3a.2xlarge", why: "next" },
    ]);
  });

  it("name the cheapest type where the family has none that is larger", () => {
    const plan = planOf([{ memoryMiB: 31_000 }], { instanceType: "t3a.2xlarge" });
    expect(find(proveCapacity(plan), "steady").changes).toEqual([
      { kind: "memoryReservation", service: "a", from: 31_000, to: 15_052 },
      { kind: "instanceType", from: "t3a.2xlarge", to: "m5a.8xlarge", why: "cheapest" },
    ]);
  });

  it("are none where no single one is enough", () => {
    const hungry = { memoryMiB: 700_000, cpuUnits: 16_384, min: 4 };
    const plan = planOf([hungry, { ...hungry, name: "b" }]);
    expect(find(proveCapacity(plan), "steady").changes).toEqual([]);
  });

  const services = fc
    .uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 })
    .chain((serviceNames) =>
      fc.tuple(
        ...serviceNames.map((name) =>
          fc.record({
            name: fc.constant(name),
            cpuUnits: fc.constantFrom(128, 512, 1_024),
            memoryMiB: fc.integer({ min: 500, max: 8_000 }),
            rolling: fc.constantFrom(
              { minimumHealthyPercent: 100, maximumPercent: 200 },
              { minimumHealthyPercent: 50, maximumPercent: 100 },
              { minimumHealthyPercent: 100, maximumPercent: 150 },
            ),
            min: fc.integer({ min: 0, max: 4 }),
            max: fc.integer({ min: 4, max: 6 }),
            scheduled: fc.option(fc.constant({ min: 5, max: 7 }), { nil: undefined }),
          }),
        ),
      ),
    )
    .map((list): ServicePlan[] => [...list].sort((x, y) => (x.name < y.name ? -1 : 1)));
  const plans = fc
    .tuple(services, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 2 }))
    .map(([list, instances, more]) => planOf(list, { instances, maxInstances: instances + more }));

  const changed = (plan: CapacityPlan, change: Finding["changes"][number], short = 0): CapacityPlan => {
    switch (change.kind) {
      case "memoryReservation":
      case "cpu": {
        const key = change.kind === "cpu" ? "cpuUnits" : "memoryMiB";
        const set = (service: ServicePlan) =>
          service.name === change.service ? { ...service, [key]: change.to + short } : service;
        return { ...plan, services: plan.services.map(set) };
      }
      case "instances":
      case "maxInstances": {
        const count = change.to - short;
        const maxInstances = change.kind === "maxInstances" ? count : Math.max(count, plan.cluster.maxInstances);
        return { ...plan, cluster: { ...plan.cluster, [change.kind]: count, maxInstances } };
      }
      case "instanceType":
        return { ...plan, cluster: { ...plan.cluster, instanceType: change.to } };
    }
  };
  const rank = { fits: 0, skipped: 0, held: 1, fails: 2 };
  const verdictOf = (plan: CapacityPlan, name: ScenarioName) => judge(plan, [name])[0]?.verdict;

  it(`make it fit, and a step less of them does not, for random plans (seed ${seed})`, () => {
    let tried = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const findings = proveCapacity(plan);
        for (const { fleet } of findings)
          fleet.slots.forEach(({ room }, index) => {
            const tasks = fleet.tasksOn(index);
            expect(tasks.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0)).toBeLessThanOrEqual(room.memoryMiB);
            expect(tasks.reduce((sum, { cpuUnits }) => sum + cpuUnits, 0)).toBeLessThanOrEqual(room.cpuUnits);
          });
        for (const { scenario, changes } of findings)
          for (const change of changes) {
            tried++;
            expect(verdictOf(changed(plan, change), scenario)).toBe("fits");
            if (change.kind === "instanceType") continue;
            const isStillEnough = judge(changed(plan, change, 1)).every((after) => {
              const before = findings.find((finding) => finding.scenario === after.scenario)?.verdict;
              if (after.scenario === scenario) return after.verdict === "fits";
              if (before === "skipped") return severityOf(after) !== "error";
              return rank[after.verdict] <= rank[before ?? "fails"];
            });
            expect(isStillEnough).toBe(false);
          }
      }),
      { seed, numRuns: 60 },
    );
    expect(tried).toBeGreaterThan(20);
  });
});
