/** What edits of services.json and of an environment do to the platform, each planned by the real terraform. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ManifestInput } from "../../../core/manifest/schema";
import { inJson, ScratchPlatform, type Texts, type Told } from "../../support/scratch-platform";

type Entry = ManifestInput["services"][number];

let platform: ScratchPlatform;

beforeAll(() => {
  platform = ScratchPlatform.sample((file) => {
    const billing = entry(file, "billing");
    billing.environment = { CURRENCY: "USD", ROUNDING: "half-even" };
    billing.secrets = { TAX_KEY: "tax-key" };
    entry(file, "notifications").uses = ["database"];
  });
});

afterAll(() => platform.remove());

function entry(file: ManifestInput, name: string): Entry {
  const found = file.services.find((service) => service.name === name);
  if (found === undefined) throw new Error(`there is no service ${name}`);
  return found;
}

/** An edit of one service's entry. */
const service =
  (name: string, edit: (service: Entry) => void) =>
  ({ services }: Texts): Partial<Texts> => ({
    services: inJson<ManifestInput>(services, (file) => edit(entry(file, name))),
  });

const manifest =
  (edit: (file: ManifestInput) => void) =>
  ({ services }: Texts): Partial<Texts> => ({ services: inJson<ManifestInput>(services, edit) });

const environment =
  (edit: (file: Record<string, Record<string, unknown>>) => void) =>
  ({ environment: text }: Texts): Partial<Texts> => ({ environment: inJson(text, edit) });

const nothing: Told = { exitCode: 0, stacks: [], operations: [], red: [] };

/** The impact of an edit that destroys nothing that holds data. */
const changes = (stacks: readonly string[], ...operations: readonly string[]): Told => ({
  exitCode: 2,
  stacks,
  operations,
  red: [],
});

/** A service's tasks are replaced because of this change. */
const restart = (name: string, change: string): string =>
  expect.stringMatching(
    new RegExp(
      `^restarts ${name}: (.* > )?${change}; new task definition revision;.* 2 tasks are replaced one at a time$`,
    ),
  ) as string;

const everyService = [
  "assets",
  "billing",
  "customers",
  "identity",
  "metering",
  "notifications",
  "payments",
  "reporting",
  "workorders",
];

interface Case {
  readonly edit: string;
  readonly by: (texts: Texts) => Partial<Texts>;
  readonly told: Told;
}

const cases: readonly Case[] = [
  { edit: "white space", by: ({ services }) => ({ services: services.replaceAll("\n", "\r\n\t") }), told: nothing },
  { edit: "order of the services", by: manifest((file) => void file.services.reverse()), told: nothing },
  {
    edit: "order of the keys",
    by: ({ services }) => ({ services: JSON.stringify(reversedKeys(JSON.parse(services) as unknown)) }),
    told: nothing,
  },
  { edit: "description", by: service("billing", (billing) => (billing.description = "Bills")), told: nothing },
  {
    edit: "a default that is said",
    by: service("billing", (billing) => (billing.containerPort = 8000)),
    told: nothing,
  },
  {
    edit: "what differs in another environment",
    by: service("billing", (billing) => (billing.environments = { staging: { memory: 2048 } })),
    told: nothing,
  },
  {
    edit: "owner",
    by: service("billing", (billing) => (billing.owner = "tax-team")),
    told: changes(["service-billing: 14 updated"]),
  },
  {
    edit: "memory",
    by: service("billing", (billing) => (billing.memory = 1792)),
    told: changes(
      ["service-billing: 1 updated, 1 replaced"],
      "restarts billing: memory 1536 -> 1792 MiB; new task definition revision; 2 tasks are replaced one at a time",
    ),
  },
  {
    edit: "cpu",
    by: service("billing", (billing) => (billing.cpu = 320)),
    told: changes(["service-billing: 1 updated, 1 replaced"], restart("billing", "cpu 256 -> 320 CPU units")),
  },
  {
    edit: "port",
    by: service("billing", (billing) => (billing.containerPort = 9000)),
    told: changes(["service-billing: 1 updated, 1 replaced"], restart("billing", "containerPort 8000 -> 9000")),
  },
  {
    edit: "path",
    by: service("billing", (billing) => (billing.paths = ["/api/bills/*"])),
    told: changes(
      ["service-billing: 1 updated"],
      expect.stringContaining("billing's route: requests are routed differently at once") as string,
    ),
  },
  {
    edit: "priority",
    by: service("billing", (billing) => (billing.priority = 45)),
    told: changes(["service-billing: 1 updated"]),
  },
  {
    edit: "scaling",
    by: service("billing", (billing) => (billing.scaling = { max: 3, targetCpuPercent: 60 })),
    told: changes(["service-billing: 2 updated"], "scales billing: up to 3 tasks instead of 4; those beyond end"),
  },
  {
    edit: "a schedule",
    by: service("billing", (billing) => {
      const schedules = [{ name: "month-end", cron: "cron(0 6 28 * ? *)", timezone: "UTC", min: 3, max: 4 }];
      billing.scaling = { schedules };
    }),
    told: changes(["service-billing: 1 created"]),
  },
  {
    edit: "path of the health check",
    by: service("billing", (billing) => (billing.healthCheck = { path: "/ready/" })),
    told: changes(["service-billing: 1 updated"]),
  },
  {
    edit: "percentages of deployments",
    by: service("billing", (billing) => (billing.deployment = { maximumPercent: 200 })),
    told: changes(["service-billing: 1 updated"]),
  },
  {
    edit: "stop timeout",
    by: service("billing", (billing) => (billing.stopTimeoutSeconds = 90)),
    told: changes(["service-billing: 1 updated, 1 replaced"], restart("billing", "stopTimeout 60 -> 90( seconds)?")),
  },
  {
    edit: "deregistration delay",
    by: service("billing", (billing) => (billing.deregistrationDelaySeconds = 45)),
    told: changes(["service-billing: 1 updated"]),
  },
  {
    edit: "an environment variable",
    by: service("billing", (billing) => (billing.environment = { CURRENCY: "EUR", ROUNDING: "half-even" })),
    told: changes(["service-billing: 1 updated, 1 replaced"], restart("billing", 'CURRENCY "USD" -> "EUR"')),
  },
  {
    edit: "an environment variable less",
    by: service("billing", (billing) => (billing.environment = { CURRENCY: "USD" })),
    told: changes(["service-billing: 1 updated, 1 replaced"], restart("billing", "ROUNDING removed")),
  },
  {
    edit: "a secret more",
    by: service("billing", (billing) => (billing.secrets = { TAX_KEY: "tax-key", MAIL_KEY: "mail-key" })),
    told: changes(
      ["registry: 1 created", "service-billing: 2 updated, 1 replaced"],
      restart("billing", "secret MAIL_KEY added"),
    ),
  },
  {
    edit: "a secret less",
    by: service("billing", (billing) => delete billing.secrets),
    told: {
      exitCode: 3,
      stacks: ["registry: 1 destroyed", "service-billing: 2 updated, 1 replaced"],
      operations: [restart("billing", "secret TAX_KEY removed")],
      red: ["destroyed: registry aws_secretsmanager_secret.Service-billing_Secret-tax-key"],
    },
  },
  {
    edit: "the cache, used from now on",
    by: service("notifications", (notifications) => (notifications.uses = ["database", "cache"])),
    told: changes(
      ["registry: 1 created", "service-notifications: 2 updated, 1 replaced"],
      restart("notifications", "secret REDIS_URL added"),
    ),
  },
  {
    edit: "a service more",
    by: manifest((file) => void file.services.push(tariffs)),
    told: changes(
      ["registry: 5 created", "observability: 1 updated", "service-tariffs: 16 created", "delivery: 6 updated"],
      expect.stringContaining("tariffs: starts with 2 tasks") as string,
    ),
  },
  {
    edit: "a service retired",
    by: service("billing", (billing) => (billing.retired = true)),
    told: {
      exitCode: 3,
      stacks: ["observability: 1 updated", "service-billing: 16 destroyed", "delivery: 6 updated"],
      operations: ["interrupts billing: stops: 2 tasks end, and nothing answers any more"],
      red: ["destroyed: service-billing aws_cloudwatch_log_group.LogGroup"],
    },
  },
  {
    edit: "a variable of every service",
    by: manifest(({ defaults = {} }) => (defaults.environment = { ...defaults.environment, TZ: "UTC" })),
    told: changes(
      everyService.map((name) => `service-${name}: 1 updated, 1 replaced`),
      ...everyService.map((name) => restart(name, "TZ added")),
    ),
  },
  {
    edit: "instance type of the cluster",
    by: environment((file) => (file["cluster"] = { ...file["cluster"], instanceType: "m6a.xlarge" })),
    told: changes(
      ["platform: 2 updated"],
      expect.stringContaining("instance refresh: 2 instances are replaced") as string,
    ),
  },
  {
    edit: "instance class of the database",
    by: environment((file) => (file["database"] = { ...file["database"], instanceClass: "db.m6g.xlarge" })),
    told: changes(
      ["data: 1 updated"],
      expect.stringContaining(
        "instance class db.m6g.large -> db.m6g.xlarge: a failover of a minute or two, in the next maintenance window",
      ) as string,
    ),
  },
];

const tariffs: Entry = {
  name: "tariffs",
  description: "Tariff plans",
  owner: "billing-team",
  paths: ["/api/tariffs/*"],
  priority: 100,
  uses: ["database"],
};

function reversedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversedKeys(inner)]),
  );
}

it.each(cases)("$edit", async ({ by, told }) => {
  expect(await platform.impactOf(by)).toEqual(told);
});

it("applied each stack of the old version once for all edits", () => {
  expect(platform.statesKept).toBe(8 + everyService.length);
});
