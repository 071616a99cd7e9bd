import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Layers, originOf, resolveService, resolveSettings } from "../../../core/manifest/resolve";
import { type ServiceInput, builtIn, settingsSchema } from "../../../core/manifest/schema";

/** Layers of well-formed settings, each with some of them. */
const layer = fc.record(
  {
    cpu: fc.integer({ min: 64, max: 1_024 }),
    memory: fc.integer({ min: 64, max: 4_096 }),
    healthCheck: fc.record({ path: fc.constantFrom("/a", "/b") }, { requiredKeys: [] }),
    scaling: fc.record(
      {
        min: fc.integer({ min: 0, max: 9 }),
        max: fc.integer({ min: 1, max: 9 }),
        schedules: fc.array(
          fc.record({
            name: fc.constantFrom("day", "night"),
            cron: fc.constant("cron(0 8 ? * * *)"),
            timezone: fc.constant("UTC"),
            min: fc.integer({ min: 0, max: 9 }),
            max: fc.integer({ min: 1, max: 9 }),
          }),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: [] },
    ),
    environment: fc.dictionary(fc.constantFrom("A", "B", "C"), fc.string()),
    uses: fc.subarray(["database", "cache", "files"] as const),
    migrate: fc.array(fc.constantFrom("python", "migrate"), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const layers: fc.Arbitrary<Layers> = fc.record({ defaults: layer, service: layer, environment: layer });

const freeze = <T>(value: T): T => {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};

describe("resolveSettings", () => {
  it("merges objects and maps by key, and replaces lists and single values", () => {
    const settings = resolveSettings({
      defaults: {
        memory: 1,
        uses: ["database", "cache"],
        environment: { A: "defaults", B: "defaults" },
        scaling: { min: 1, max: 2 },
      },
      service: { memory: 2, uses: ["files"], environment: { B: "service", C: "service" }, scaling: { max: 3 } },
      environment: { environment: { C: "environment" }, scaling: { targetCpuPercent: 50 } },
    });
    expect(settings).toEqual({
      ...builtIn,
      memory: 2,
      uses: ["files"],
      environment: { A: "defaults", B: "service", C: "environment" },
      scaling: { ...builtIn.scaling, min: 1, max: 3, targetCpuPercent: 50 },
      migrate: undefined,
    });
  });

  it("leaves its inputs as they are", () => {
    fc.assert(
      fc.property(layers, (given) => {
        const before = structuredClone(given);
        resolveSettings(freeze(given));
        expect(given).toEqual(before);
      }),
    );
  });

  it("gives settings that the schema accepts", () => {
    fc.assert(
      fc.property(layers, (given) => {
        const { migrate, ...settings } = resolveSettings(given);
        const result = settingsSchema.safeParse({ ...settings, migrate: migrate ?? [] });
        expect(result.error?.issues ?? []).toEqual([]);
      }),
    );
  });

  it("gives the value of the layer that originOf names", () => {
    const paths = [["cpu"], ["memory"], ["healthCheck", "path"], ["scaling", "min"], ["environment", "A"], ["uses"]];
    const at = (value: unknown, path: readonly string[]) =>
      path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
    fc.assert(
      fc.property(layers, fc.constantFrom(...paths), (given, path) => {
        const origin = originOf(given, path);
        const source = origin === "builtIn" ? builtIn : given[origin];
        expect(at(resolveSettings(given), path)).toEqual(at(source, path));
      }),
    );
  });
});

describe("resolveService", () => {
  it("does not take an inherited property for an override", () => {
    const service: ServiceInput = {
      name: "billing",
      description: "Bills",
      owner: "billing-team",
      paths: ["/api/billing/*"],
      priority: 10,
      environments: {},
    };
    expect(resolveService(service, {}, "constructor").service).toEqual({
      name: "billing",
      description: "Bills",
      owner: "billing-team",
      paths: ["/api/billing/*"],
      priority: 10,
      retired: false,
      purged: false,
      ...builtIn,
      migrate: undefined,
    });
  });
});
