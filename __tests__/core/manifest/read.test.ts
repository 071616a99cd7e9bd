import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readManifest, readServices } from "../../../core/manifest/read";
import { builtIn } from "../../../core/manifest/schema";
import { environmentWith, manifest, manifestMessage, service, serviceNamed } from "../../support/manifests";
import { sampleServices } from "../../support/sample";

const options = { file: "services.json", environment: environmentWith() };
const read = (text: string) => readManifest(text, options).services;

describe("readManifest", () => {
  it("reads services in the order of the file", () => {
    expect(read(readFileSync(sampleServices, "utf8")).map(({ name }) => name)).toEqual([
      "identity",
      "customers",
      "metering",
      "billing",
      "payments",
      "assets",
      "workorders",
      "notifications",
      "reporting",
    ]);
  });

  it("fills in every built-in default", () => {
    const [billing] = read(manifest([service()]));
    expect(billing).toEqual({ ...service(), retired: false, purged: false, ...builtIn, migrate: undefined });
  });

  it("skips a byte order mark and takes CRLF", () => {
    const text = `\uFEFF${manifest([service()]).replaceAll("\n", "\r\n")}`;
    expect(read(text).map(({ name }) => name)).toEqual(["billing"]);
  });

  it("gives schedules UTC where they name no time zone", () => {
    const schedules = [{ name: "night", cron: "cron(0 22 ? * * *)", min: 2, max: 3 }];
    const [billing] = read(manifest([service({ scaling: { schedules } })]));
    expect(billing?.scaling.schedules).toEqual([{ ...schedules[0], timezone: "UTC" }]);
  });

  it("lets an empty list switch off a command from defaults", () => {
    const text = manifest([serviceNamed("billing", 10, { migrate: [] }), serviceNamed("assets", 20)], {
      migrate: ["python", "manage.py", "migrate"],
    });
    expect(read(text).map(({ migrate }) => migrate)).toEqual([undefined, ["python", "manage.py", "migrate"]]);
  });

  it("applies the overrides of the chosen environment only", () => {
    const text = manifest([
      service({
        memory: 2_048,
        environments: { production: { memory: 4_096 }, staging: { memory: 1_024, retired: true } },
      }),
    ]);
    const staging = { ...options, environment: environmentWith({ name: "staging" }) };
    const test = { ...options, environment: environmentWith({ name: "test" }) };
    expect([options, staging, test].map((each) => readManifest(text, each).services[0])).toMatchObject([
      { memory: 4_096, retired: false },
      { memory: 1_024, retired: true },
      { memory: 2_048, retired: false },
    ]);
  });

  it("accepts overrides for environments that exist", () => {
    const text = manifest([service({ environments: { staging: { memory: 2_048 } } })]);
    const known = { ...options, knownEnvironments: ["production", "staging"] };
    expect(readManifest(text, known).services).toHaveLength(1);
  });

  it("lets a retired service keep no path, no priority, no rule and no working sizes", () => {
    const environment = environmentWith({ loadBalancer: { rulesQuota: 1, targetGroupsQuota: 1 } });
    const text = manifest([
      service({ name: "old-billing", retired: true, memory: 300, scaling: { min: 1 } }),
      service({ name: "billing" }),
    ]);
    expect(readManifest(text, { ...options, environment }).services.map(({ retired }) => retired)).toEqual([
      true,
      false,
    ]);
  });

  it("accepts a narrower path that is asked first, and the wider one after it", () => {
    const text = manifest([
      serviceNamed("exports", 10, { paths: ["/api/billing/exports/*"] }),
      serviceNamed("billing", 20, { paths: ["/api/billing/*", "/api/billing"] }),
      serviceNamed("everything", 30, { paths: ["/api/*"] }),
    ]);
    expect(read(text)).toHaveLength(3);
  });

  it.each([
    ["two tasks, one more allowed", 2, 100, 150],
    ["one task, two allowed", 1, 100, 200],
    ["one task, none needed", 1, 0, 100],
    ["no task", 0, 100, 100],
    ["three tasks, 134 percent", 3, 100, 134],
  ])("accepts a deployment that can proceed: %s", (_, min, minimumHealthyPercent, maximumPercent) => {
    const text = manifest([service({ scaling: { min }, deployment: { minimumHealthyPercent, maximumPercent } })]);
    expect(read(text)).toHaveLength(1);
  });

  it("accepts settings at the very edge of what they are held against", () => {
    const edges = {
      memory: 700,
      memoryReservation: 700,
      requestTimeoutSeconds: 59,
      stopTimeoutSeconds: 64,
      deregistrationDelaySeconds: 59,
      healthCheck: { intervalSeconds: 6, timeoutSeconds: 5 },
      scaling: { min: 4, max: 4 },
    };
    expect(read(manifest([service(edges)]))).toMatchObject([edges]);
  });

  it("takes a path from none but itself: paths that differ in case are two", () => {
    const text = manifest([
      serviceNamed("billing", 10, { paths: ["/api/Billing/*"] }),
      serviceNamed("bills", 20, { paths: ["/api/billing/*"] }),
    ]);
    expect(read(text)).toHaveLength(2);
  });

  it("reads 900 services where the quotas allow them", () => {
    const environment = environmentWith({
      loadBalancer: { rulesQuota: 900, targetGroupsQuota: 900 },
      cluster: { instanceType: "m6a.8xlarge", instances: 20, maxInstances: 40 },
    });
    const text = manifest(Array.from({ length: 900 }, (_, index) => serviceNamed(`service-${index}`, index + 1)));
    expect(readManifest(text, { ...options, environment }).services).toHaveLength(900);
  });

  it("checks the services that can be read, whatever is wrong with others", () => {
    const text = manifest([{ name: 7 }, serviceNamed("billing", 10, { memory: 300 }), serviceNamed("cache", 20)]);
    expect(manifestMessage(text).filter((line) => !line.includes("services[0]"))).toEqual([
      'services.json:12:17  services[1] "billing" > memory: got 300, less than memoryReservation 640 (built-in). Raise memory to at least 640.',
      'services.json:15:15  services[2] "cache" > name: got "cache", which the platform uses for itself. Choose another name.',
    ]);
  });
});

describe("readServices", () => {
  it("tells where each value comes from", () => {
    const fields = { cpu: 256, scaling: { max: 8 }, environments: { production: { scaling: { min: 3 } } } };
    const text = manifest([service(fields)], { memory: 2_048, scaling: { max: 6 } });
    const [billing] = readServices(text, options);
    const origins = [["cpu"], ["memory"], ["containerPort"], ["scaling", "min"], ["scaling", "max"]].map((path) =>
      billing?.originOf(path),
    );
    expect(origins).toEqual(["service", "defaults", "builtIn", "environment", "service"]);
  });
});
