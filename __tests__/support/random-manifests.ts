/** Valid manifests of all kinds, as fast-check makes them up. */
import fc from "fast-check";
import type { ManifestInput, ServiceInput, SettingsInput } from "../../core/manifest/schema";
import { secretShapeOf } from "../../core/manifest/secret-shapes";
import { reservedServiceName } from "../../core/naming/check";
import { environmentWith } from "./manifests";

/** An environment with room for whatever is made up here. */
export const roomy = environmentWith({
  cluster: {
    instanceType: "m6a.48xlarge",
    instances: 20,
    maxInstances: 40,
    dynamicHostPorts: { from: 20_000, to: 31_999 },
  },
});

/** 0 and 1 task need other limits than more tasks, so that a deployment can proceed. */
type Few = boolean;

const letters = "abcdefghijklmnopqrstuvwxyz";
const word = fc.string({ unit: fc.constantFrom(...letters, "0", "7"), minLength: 1, maxLength: 6 });
const serviceName = fc
  .tuple(fc.constantFrom(...letters), word, fc.option(word, { nil: undefined }))
  .map(([first, rest, more]) => `${first}${rest}${more === undefined ? "" : `-${more}`}`)
  .filter((name) => reservedServiceName(name) === undefined);

/** What Terraform, JSON and a shell would each like to read something into. */
const awkward = fc.constantFrom(
  "",
  "${aws_vpc.x.id}",
  "%{ if true }",
  "$${x}",
  '"',
  "\\",
  "a\nb",
  "{{ }}",
  "é € 🚰",
  "null",
  "-1",
);
const text = fc.oneof(awkward, fc.string({ maxLength: 30 })).filter((value) => secretShapeOf(value) === undefined);
const entryName = fc
  .tuple(fc.constantFrom(...letters), fc.string({ unit: fc.constantFrom(...letters, "-", "5"), maxLength: 8 }))
  .map(([first, rest]) => `${first}${rest}z`);

const variables = (prefix: string, value: fc.Arbitrary<string>) =>
  fc.dictionary(
    fc.nat(5).map((number) => `${prefix}_${number}`),
    value,
    { maxKeys: 4 },
  );

/** Some of the properties, each with its own value. */
const some = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(shape, { requiredKeys: [] });

const sizes = fc.integer({ min: 64, max: 2_048 }).chain((memoryReservation) =>
  fc.record({
    memoryReservation: fc.constant(memoryReservation),
    memory: fc.integer({ min: memoryReservation, max: memoryReservation + 2_048 }),
  }),
);

const times = fc.integer({ min: 1, max: 59 }).chain((requestTimeoutSeconds) =>
  fc.record({
    requestTimeoutSeconds: fc.constant(requestTimeoutSeconds),
    deregistrationDelaySeconds: fc.integer({ min: requestTimeoutSeconds, max: 300 }),
    stopTimeoutSeconds: fc.integer({ min: requestTimeoutSeconds + 5, max: 600 }),
  }),
);

const healthCheck = fc.integer({ min: 5, max: 120 }).chain((intervalSeconds) =>
  fc.record({
    path: fc.constantFrom("/", "/health", "/api/up.txt"),
    intervalSeconds: fc.constant(intervalSeconds),
    timeoutSeconds: fc.integer({ min: 2, max: intervalSeconds - 1 }),
    healthyThresholdCount: fc.integer({ min: 2, max: 10 }),
    unhealthyThresholdCount: fc.integer({ min: 2, max: 10 }),
    successCodes: fc.constantFrom("200", "200,204", "200-399"),
    gracePeriodSeconds: fc.nat(600),
  }),
);

const limits = (few: Few) =>
  fc
    .tuple(fc.constantFrom(...(few ? [0, 1, 2, 3] : [2, 3, 5])), fc.nat(6))
    .map(([min, more]) => ({ min, max: Math.max(1, min + more) }));

const schedules = (few: Few) =>
  fc.uniqueArray(
    fc
      .tuple(
        fc.constantFrom("day", "night", "month-end"),
        fc.constantFrom("cron(0 8 ? * MON-FRI *)", "cron(0 22 * * ? *)", "cron(30 1 L * ? *)"),
        fc.constantFrom("UTC", "Asia/Kolkata"),
        limits(few),
      )
      .map(([name, cron, timezone, { min, max }]) => ({ name, cron, timezone, min, max })),
    { selector: ({ name }) => name, maxLength: 3 },
  );

const scaling = (few: Few) =>
  fc
    .tuple(
      limits(few),
      some({
        targetCpuPercent: fc.integer({ min: 10, max: 95 }),
        targetMemoryPercent: fc.integer({ min: 10, max: 95 }),
        requestsPerTarget: fc.integer({ min: 1, max: 10_000 }),
        scaleInCooldownSeconds: fc.nat(3_600),
        scaleOutCooldownSeconds: fc.nat(3_600),
        schedules: schedules(few),
      }),
    )
    .map(([range, more]) => ({ ...range, ...more }));

const deployment = (few: Few) =>
  fc
    .tuple(
      fc.constantFrom<[number, number]>(
        ...((few
          ? [
              [100, 200],
              [0, 100],
              [0, 200],
            ]
          : [
              [100, 150],
              [50, 100],
              [100, 200],
            ]) as [number, number][]),
      ),
      fc.subarray(["unhealthy-hosts", "5xx-rate", "latency-p95"] as const),
    )
    .map(([[minimumHealthyPercent, maximumPercent], rollbackAlarms]) => ({
      minimumHealthyPercent,
      maximumPercent,
      rollbackAlarms: [...rollbackAlarms],
    }));

const settings = (few: Few): fc.Arbitrary<SettingsInput> =>
  fc
    .tuple(
      some({
        containerPort: fc.integer({ min: 1, max: 65_535 }),
        cpu: fc.integer({ min: 64, max: 1_024 }),
        healthCheck,
        scaling: scaling(few),
        environment: variables("PLAIN", text),
        secrets: variables("HIDDEN", entryName),
        uses: fc.subarray(["database", "cache", "files"] as const).map((uses) => [...uses]),
        migrate: fc.array(fc.constantFrom("python", "manage.py", "migrate", "${x}"), { maxLength: 3 }),
      }),
      fc.oneof(sizes, fc.constant({})),
      fc.oneof(times, fc.constant({})),
      deployment(few),
      fc.boolean(),
    )
    // The built-in limits stand still with one task.
    .map(([others, size, time, rolling, isRolling]) => ({
      ...others,
      ...size,
      ...time,
      ...(few || isRolling ? { deployment: rolling } : {}),
    }));

const service = (name: string, priority: number, few: Few): fc.Arbitrary<ServiceInput> =>
  fc
    .record({
      description: fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
      owner: fc.constantFrom("billing-team", "field-team", "x1"),
      paths: fc.subarray(
        ["/*", "", "/v?/*.json", "/$:@&'~\"+"].map((end) => `/api/${name}${end}`),
        { minLength: 1 },
      ),
      settings: settings(few),
      retired: fc.option(fc.boolean(), { nil: undefined }),
      environments: fc.dictionary(fc.constantFrom("production", "staging"), settings(few), { maxKeys: 2 }),
    })
    .map(({ settings: own, retired, environments, ...rest }) => ({
      name,
      priority,
      ...rest,
      ...own,
      ...(retired === undefined ? {} : { retired }),
      ...(Object.keys(environments).length === 0 ? {} : { environments }),
    }));

/** Manifests with up to `mostServices` services that `roomy` takes. */
const validManifests = (mostServices: number): fc.Arbitrary<ManifestInput> =>
  fc
    .tuple(
      fc.uniqueArray(serviceName, { minLength: 1, maxLength: mostServices }),
      fc.uniqueArray(fc.integer({ min: 1, max: 50_000 }), { minLength: mostServices, maxLength: mostServices }),
      fc.boolean(),
    )
    .chain(([names, priorities, few]) =>
      fc.record({
        ...{ defaults: fc.option(settings(few), { nil: undefined }) },
        services: fc.tuple(...names.map((name, index) => service(name, priorities[index] ?? 1, few))),
      }),
    )
    .map(({ defaults, services }) => ({ ...(defaults === undefined ? {} : { defaults }), services }));

/** The same as text, written in several ways. */
export const manifestTexts = (mostServices: number): fc.Arbitrary<string> =>
  fc
    .tuple(validManifests(mostServices), fc.constantFrom(0, 2, 4), fc.boolean())
    .map(([manifest, indent, isWindows]) => {
      const written = JSON.stringify(manifest, undefined, indent);
      return isWindows ? written.replaceAll("\n", "\r\n") : written;
    });
