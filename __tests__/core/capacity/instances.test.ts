import { describe, expect, it } from "vitest";
import {
  assumedMemoryMiB,
  awsvpcTasks,
  cpuUnitsOf,
  familyNames,
  instanceType,
  instanceTypes,
  registeredMemoryMiB,
} from "../../../core/capacity/instances";

/**
 * MiB that the operating system saw of an instance, as another project measured it on Amazon Linux 2
 * (karpenter-provider-aws@15e8769, memory overheads), rounded down.
 */
const measured: readonly (readonly [string, number])[] = [
  ["t3.medium", 3_843],
  ["t3.large", 7_827],
  ["t3.xlarge", 15_794],
  ["t3a.medium", 3_855],
  ["t3a.xlarge", 15_838],
  ["t3a.2xlarge", 31_815],
  ["m5.large", 7_633],
  ["m5.xlarge", 15_516],
  ["m5.4xlarge", 62_818],
  ["m5.8xlarge", 125_982],
  ["m5a.large", 7_677],
  ["m5a.xlarge", 15_602],
  ["m5a.24xlarge", 380_122],
  ["m6a.large", 7_743],
  ["m6a.xlarge", 15_626],
  ["m6a.8xlarge", 126_170],
  ["m6a.48xlarge", 757_784],
  ["m6i.xlarge", 15_712],
  ["m6i.32xlarge", 507_847],
];

const known = (name: string) => {
  const type = instanceType(name);
  if (type === undefined) throw new Error(`${name} is not in the table`);
  return type;
};

describe("instance types", () => {
  it("are those of seven families", () => {
    expect(familyNames).toEqual(["t3", "t3a", "m5", "m5a", "m6a", "m6i", "m7i"]);
    expect(instanceTypes).toHaveLength(new Set(instanceTypes.map(({ name }) => name)).size);
  });

  it("have four GiB a vCPU, but for the smallest", () => {
    const others = instanceTypes.filter(({ vcpus, memoryMiB }) => memoryMiB !== vcpus * 4_096);
    expect(others.map(({ name }) => name)).toEqual([
      ...["t3.nano", "t3.micro", "t3.small", "t3.medium"],
      ...["t3a.nano", "t3a.micro", "t3a.small", "t3a.medium"],
    ]);
  });

  it.each([
    ["t3a.xlarge", { vcpus: 4, memoryMiB: 16_384, interfaces: 4, branchInterfaces: 0 }, 3],
    ["t3.medium", { vcpus: 2, memoryMiB: 4_096, interfaces: 3, branchInterfaces: 0 }, 2],
    ["m5.large", { vcpus: 2, memoryMiB: 8_192, interfaces: 3, branchInterfaces: 9 }, 10],
    ["m5a.xlarge", { vcpus: 4, memoryMiB: 16_384, interfaces: 4, branchInterfaces: 18 }, 20],
    ["m5.12xlarge", { vcpus: 48, memoryMiB: 196_608, interfaces: 8, branchInterfaces: 54 }, 60],
    ["m6i.12xlarge", { vcpus: 48, memoryMiB: 196_608, interfaces: 8, branchInterfaces: 114 }, 120],
    ["m7i.48xlarge", { vcpus: 192, memoryMiB: 786_432, interfaces: 15, branchInterfaces: 107 }, 120],
  ])("%s", (name, facts, tasks) => {
    expect(known(name)).toMatchObject({ name, ...facts });
    expect(awsvpcTasks(known(name))).toBe(tasks);
    expect(cpuUnitsOf(known(name))).toBe(facts.vcpus * 1_024);
  });

  it("cost more the larger they are, within a family", () => {
    for (const family of familyNames) {
      const prices = instanceTypes.filter((type) => type.family === family).map(({ hourlyUsd }) => hourlyUsd);
      expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    }
    expect(known("t3a.xlarge").hourlyUsd).toBeCloseTo(0.1504);
    expect(known("m7i.2xlarge").hourlyUsd).toBeCloseTo(0.4032);
  });
});

describe("memory that an instance registers", () => {
  it("is assumed to be 15,400 MiB for 16 GiB", () => {
    expect(assumedMemoryMiB(known("t3a.xlarge"))).toBe(15_400);
  });

  it.each(measured)("%s: less than was measured, and not by more than a tenth", (name, measuredMiB) => {
    expect(assumedMemoryMiB(known(name))).toBeLessThanOrEqual(measuredMiB);
    expect(assumedMemoryMiB(known(name))).toBeGreaterThan(measuredMiB * 0.9);
  });

  it("is never negative", () => {
    expect(Math.min(...instanceTypes.map(assumedMemoryMiB))).toBe(163);
  });

  it("is the setting where there is one", () => {
    expect(registeredMemoryMiB({ instanceType: "t3a.xlarge" })).toBe(15_400);
    expect(registeredMemoryMiB({ instanceType: "t3a.xlarge", registeredMemoryMiB: 15_838 })).toBe(15_838);
    expect(registeredMemoryMiB({ instanceType: "c9.xlarge" })).toBeUndefined();
  });
});
