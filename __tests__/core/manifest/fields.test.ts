import { describe, expect, it } from "vitest";
import { UserError } from "../../../core/errors";
import { fieldAt, parseValue, problemOf, serviceFields, serviceFrom } from "../../../core/manifest/fields";
import { serviceSchema } from "../../../core/manifest/schema";
import { settingPaths } from "../../support/setting-paths";

describe("options of fields", () => {
  it("exist for every field of the schema but the name, which is an argument, and retiring", () => {
    const known = settingPaths(serviceSchema).filter((path) => path !== "name" && path !== "retired");
    expect(serviceFields.map(({ path }) => path.join("."))).toEqual(known);
  });

  it("are named after the field, each differently, and described", () => {
    expect(
      Object.fromEntries(serviceFields.map(({ path, flag, takes }) => [path.join("."), `${flag} ${takes}`])),
    ).toEqual({
      description: "--description text",
      owner: "--owner text",
      paths: "--path text",
      priority: "--priority number",
      containerPort: "--port number",
      cpu: "--cpu number",
      memory: "--memory number",
      memoryReservation: "--memory-reservation number",
      requestTimeoutSeconds: "--request-timeout-seconds number",
      deregistrationDelaySeconds: "--deregistration-delay-seconds number",
      stopTimeoutSeconds: "--stop-timeout-seconds number",
      "healthCheck.path": "--health-check-path text",
      "healthCheck.intervalSeconds": "--health-check-interval-seconds number",
      "healthCheck.timeoutSeconds": "--health-check-timeout-seconds number",
      "healthCheck.healthyThresholdCount": "--health-check-healthy-threshold-count number",
      "healthCheck.unhealthyThresholdCount": "--health-check-unhealthy-threshold-count number",
      "healthCheck.successCodes": "--health-check-success-codes text",
      "healthCheck.gracePeriodSeconds": "--health-check-grace-period-seconds number",
      "deployment.minimumHealthyPercent": "--minimum-healthy-percent number",
      "deployment.maximumPercent": "--maximum-percent number",
      "deployment.rollbackAlarms": "--rollback-alarms unhealthy-hosts,5xx-rate,latency-p95",
      "scaling.min": "--min number",
      "scaling.max": "--max number",
      "scaling.targetCpuPercent": "--target-cpu-percent number",
      "scaling.targetMemoryPercent": "--target-memory-percent number",
      "scaling.requestsPerTarget": "--requests-per-target number",
      "scaling.scaleInCooldownSeconds": "--scale-in-cooldown-seconds number",
      "scaling.scaleOutCooldownSeconds": "--scale-out-cooldown-seconds number",
      "scaling.schedules": "--schedules json",
      environment: "--environment KEY=VALUE",
      secrets: "--secret KEY=VALUE",
      uses: "--uses database,cache,files",
      migrate: "--migrate words",
      environments: "--environments json",
    });
    expect(new Set(serviceFields.map(({ flag }) => flag)).size).toBe(serviceFields.length);
    expect(serviceFields.filter(({ description }) => description === "")).toEqual([]);
  });

  it("are required where the schema says so", () => {
    expect(serviceFields.filter(({ isRequired }) => isRequired).map(({ flag }) => flag)).toEqual([
      "--description",
      "--owner",
      "--path",
      "--priority",
    ]);
  });
});

describe("serviceFrom", () => {
  it("is the entry that the options describe, in the schema's order", () => {
    const given = new Map([
      ["--environment", ["LOG_LEVEL=info", "EXTRA=a=b"]],
      ["--secret", ["API_KEY=api-key"]],
      ["--uses", ["database,cache", "files"]],
      ["--path", ["/api/a/*", "/api/b/*"]],
      ["--max", ["4", "8"]],
      ["--min", ["3"]],
      ["--migrate", ["python manage.py  migrate"]],
      ["--schedules", ['[{"name":"night"}]']],
      ["--description", ["A, with a comma"]],
    ]);
    const service = {
      name: "tariffs",
      description: "A, with a comma",
      paths: ["/api/a/*", "/api/b/*"],
      scaling: { min: 3, max: 8, schedules: [{ name: "night" }] },
      environment: { LOG_LEVEL: "info", EXTRA: "a=b" },
      secrets: { API_KEY: "api-key" },
      uses: ["database", "cache", "files"],
      migrate: ["python", "manage.py", "migrate"],
    };
    expect(JSON.stringify(serviceFrom("tariffs", given))).toBe(JSON.stringify(service));
  });

  it("refuses a pair that is none", () => {
    const given = new Map([["--environment", ["LOG_LEVEL"]]]);
    expect(() => serviceFrom("tariffs", given)).toThrow(
      new UserError('--environment takes KEY=VALUE, got "LOG_LEVEL".'),
    );
  });
});

describe("fieldAt", () => {
  it.each(["memory", "healthCheck.path", "scaling", "environment.LOG_LEVEL", "environments.staging.scaling.max"])(
    "knows %s",
    (dotted) => expect(fieldAt(dotted).path).toEqual(dotted.split(".")),
  );

  it.each([
    ["memroy", 'A service has no field "memroy". Did you mean "memory"?'],
    ["healthCheck.pth", 'A service has no field "healthCheck.pth". Did you mean "healthCheck.path"?'],
    ["max", 'A service has no field "max". Did you mean "scaling.max"?'],
    ["port", 'A service has no field "port". Did you mean "containerPort"?'],
    [
      "environments.staging.memroy",
      'A service has no field "environments.staging.memroy". Did you mean "environments.staging.memory"?',
    ],
    ["paths.0", 'A service has no field "paths.0". Did you mean "paths"?'],
    ["memory.", 'A service has no field "memory.". Did you mean "memory"?'],
  ])("does not know %s", (dotted, message) => expect(() => fieldAt(dotted)).toThrow(new UserError(message)));

  it("lists the fields where none is near", () => {
    expect(() => fieldAt("colour")).toThrow(
      /^A service has no field "colour"\. Known are name, retired, description, /,
    );
  });
});

describe("parseValue", () => {
  it.each<[string, string, unknown]>([
    ["memory", "300", 300],
    ["memory", "-1.5", -1.5],
    ["owner", "300", "300"],
    ["retired", "true", true],
    ["retired", "purge", "purge"],
    ["uses", "database, cache", ["database", "cache"]],
    ["uses", "", []],
    ["uses", '["files"]', ["files"]],
    ["migrate", "python manage.py migrate", ["python", "manage.py", "migrate"]],
    ["scaling", '{"min":1}', { min: 1 }],
    ["environment.LOG_LEVEL", "1", "1"],
    ["environments", "{}", {}],
  ])("%s %s", (dotted, text, value) => expect(parseValue(fieldAt(dotted), text)).toEqual(value));

  it.each([
    ["memory", "lots", 'memory takes a number, got "lots".'],
    ["memory", "", 'memory takes a number, got "".'],
    ["memory", "1.5GB", 'memory takes a number, got "1.5GB". The unit is MiB: write 1536 for 1.5 GiB.'],
    ["retired", "yes", 'retired takes one of false, true, purge, got "yes".'],
    ["scaling", "min=1", 'scaling takes a JSON object { ... }, got "min=1".'],
    ["scaling.schedules", "nightly", 'scaling.schedules takes a JSON list [ ... ], got "nightly".'],
  ])("%s refuses %j", (dotted, text, message) => {
    expect(() => parseValue(fieldAt(dotted), text)).toThrow(new UserError(message));
  });
});

describe("problemOf", () => {
  it.each([
    ["--owner", "billing-team", undefined],
    [
      "--owner",
      "Billing Team",
      'got "Billing Team", must be 2 to 40 characters: lower-case letters a-z, digits and hyphens.',
    ],
    ["--priority", "lots", 'priority takes a number, got "lots".'],
    [
      "--path",
      "/tariffs/*",
      'got "/tariffs/*", must be a path pattern that starts with /api/ and holds letters, digits, the wildcards * and ?, and _ - . $ / ~ " \' @ : + & only.',
    ],
    ["--priority", "0", "got 0, must be 1 to 50000."],
  ])("%s %s: %s", (flag, text, problem) => {
    const field = serviceFields.find((each) => each.flag === flag);
    expect(field && problemOf(field, text)).toBe(problem);
  });
});
