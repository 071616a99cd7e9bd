import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CapacityPlan, ServicePlan } from "../../../core/capacity/plan";
import { type Finding, proveCapacity } from "../../../core/capacity/prove";
import { judge, type ScenarioName, severityOf } from "../../../core/capacity/scenarios";
import { find, planOf } from "../../support/capacity-plans";
import { seed } from "../../support/seed";

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
