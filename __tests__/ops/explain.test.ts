import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixtureProject, type FixtureProject } from "../support/fixture-project";
import {
  jsonAnswer,
  jsonError,
  queryAnswer,
  queryError,
  startScriptedAws,
  type ScriptedAws,
} from "../support/scripted-aws";

let project: FixtureProject;
let aws: ScriptedAws;
beforeAll(async () => {
  project = fixtureProject();
  aws = await startScriptedAws();
});
afterAll(async () => {
  await project.remove();
  await aws.close();
});

const identity = (account: string) =>
  queryAnswer("GetCallerIdentity", `<Account>${account}</Account><Arn>a</Arn><UserId>u</UserId>`);

/** Runs with credentials for the scripted AWS. */
const live = (...args: string[]) =>
  project.smart360(["explain", "billing", "--live", ...args], {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: "a",
    AWS_SECRET_ACCESS_KEY: "b",
  });

describe("smart360 explain", () => {
  it("tells what the manifest means for a service", async () => {
    const { code, stdout, stderr } = await project.smart360(["explain", "billing"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.slice(0, stdout.indexOf("\nRole "))).toBe(`billing: Bills, tariffs applied and adjustments
Of billing-team. Environment production, stack service-billing.

Routes, in the order in which the load balancer asks them
         ... 1 more before
     20  /api/customers/*  customers
     30  /api/metering/*   metering
>    40  /api/billing/*    billing
     50  /api/payments/*   payments
     60  /api/assets/*     assets
         ... 3 more after
  What no rule matches is answered with 404.

Tasks
  2 to 4 of them, by CPU (70 % on average).
  Each reserves 256 CPU units (7 % of what an instance of t3a.xlarge has for
  tasks; it may use more while nobody else does) and 896 MiB (6 %), and is
  killed above 1,536 MiB.

Health
  GET /health every 15 s, to be answered with 200 within 5 s.
  A fresh task gets requests at most 20 s after it first answers.
  A task that stops answering gets no more requests after 30 to 50 s, and ECS
  replaces it; failures within 60 s of its start do not count.
  One that answers again gets requests at most 35 s later.

Deployment
  Of 2 tasks: 1 may start before an old one stops, no old one stops before a new
  one is healthy.
  Rolled back when new tasks do not become healthy (circuit breaker), and by the
  alarms smart360-production-billing-unhealthy-hosts and
  smart360-production-billing-5xx-rate.

Stopping a task
  The load balancer sends it nothing new and lets running requests finish for 30
  s; it gets SIGTERM, and 60 s later SIGKILL. The longest request (30 s) fits
  into both, and into the 60 s after which the load balancer gives up.

Secrets
  DATABASE_URL       smart360/production/billing/database-url       not looked up
  REDIS_URL          smart360/production/billing/redis-url          not looked up
  DJANGO_SECRET_KEY  smart360/production/billing/django-secret-key  not looked up
  With credentials, --live tells whether they exist.
`);
    expect(stdout).toContain(`
Names
  stack          service-billing
  state          production/service-billing.tfstate
  ECS service    smart360-production-billing in smart360-production
  image          smart360/production/billing (ECR)
  which runs     /smart360/production/billing/image (SSM)
  log group      /smart360/production/billing
  target group   prod-billing-`);
  });

  it("names the nearest service for one that there is not", async () => {
    const { code, stdout, stderr } = await project.smart360(["explain", "biling"]);
    expect([code, stdout, stderr]).toEqual([2, "", 'There is no service "biling". Did you mean "billing"?\n']);
  });

  it("tells where each value comes from", async () => {
    const file = join(project.root, "services.json");
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replace('"priority": 40,', '"priority": 40, "environments": { "production": { "cpu": 300 } },'),
    );
    const { stdout } = await project.smart360(["explain", "billing"]);
    writeFileSync(file, text);
    const line = (name: string) => stdout.split("\n").find((candidate) => candidate.trim().startsWith(`${name} `));
    expect(["cpu", "memory", "containerPort", "uses"].map((name) => line(name)?.replaceAll(/ +/g, " "))).toEqual([
      " cpu 300 its entry for production",
      " memory 1536 its entry",
      " containerPort 8000 built-in",
      ' uses ["database","cache"] defaults',
    ]);
  });

  it("tells a machine everything", async () => {
    const { code, stdout } = await project.smart360(["explain", "assets", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      service: "assets",
      owner: "field-team",
      environment: "production",
      retired: false,
      health: {
        healthyWithinSeconds: 20,
        unhealthyAfterSeconds: 30,
        unhealthyWithinSeconds: 50,
        recoveredWithinSeconds: 35,
        graceSeconds: 60,
      },
      deployment: { tasks: 2, startsAtOnce: 1, stopsAtOnce: 0 },
      roles: { task: { name: "smart360-production-assets-task" } },
      secrets: [
        {
          variable: "DATABASE_URL",
          name: "smart360/production/assets/database-url",
          origin: "database",
          setBy: "uses",
          state: "not looked up",
        },
        { variable: "REDIS_URL", origin: "cache", setBy: "uses" },
        { variable: "DJANGO_SECRET_KEY", origin: "given", setBy: "defaults" },
      ],
      names: { stack: "service-assets", logGroup: "/smart360/production/assets", databaseRole: "assets" },
    });
  });
});

describe("smart360 explain --live", () => {
  it("tells which secrets exist and have a value", async () => {
    aws.reset();
    aws.script("GetCallerIdentity", identity("111122223333"));
    aws.handle(({ action, parameters }) => {
      if (action !== "DescribeSecret") return undefined;
      const { SecretId = "" } = JSON.parse(parameters["body"] ?? "{}") as { SecretId?: string };
      if (SecretId.endsWith("redis-url")) return jsonError("ResourceNotFoundException", "no such secret");
      const versions = SecretId.endsWith("database-url") ? { VersionIdsToStages: { one: ["AWSCURRENT"] } } : {};
      return jsonAnswer({ Name: SecretId, ...versions });
    });
    const { code, stdout, stderr } = await live();
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Secrets
  DATABASE_URL       smart360/production/billing/database-url       ok
  REDIS_URL          smart360/production/billing/redis-url          missing
  DJANGO_SECRET_KEY  smart360/production/billing/django-secret-key  no value

`);
    // Values stay where they are.
    expect(new Set(aws.calls.map(({ action }) => action))).toEqual(new Set(["GetCallerIdentity", "DescribeSecret"]));
  });

  it("looks into the local AWS with --offline, which holds secrets of the real provider only", async () => {
    expect(await project.smart360(["explain", "billing", "--offline"])).toMatchObject({
      code: 2,
      stdout: "",
      stderr:
        "There are no secrets here: the offline provider makes none (`smart360 up --provider real` makes them in the local AWS).\n",
    });
  });

  it("looks nowhere inside of `smart360 offline`, unless told so", async () => {
    const { code, stdout } = await project.smart360(["explain", "billing"], { SMART360_OFFLINE: "1" });
    expect([code, stdout.includes("not looked up")]).toEqual([0, true]);
    expect(await project.smart360(["explain", "billing", "--live"], { SMART360_OFFLINE: "1" })).toMatchObject({
      code: 2,
    });
  });

  it("tells a secret that is being deleted", async () => {
    aws.reset();
    aws.script("GetCallerIdentity", identity("111122223333"));
    aws.script(
      "DescribeSecret",
      jsonAnswer({ DeletedDate: 1_700_000_000, VersionIdsToStages: { one: ["AWSCURRENT"] } }),
    );
    const { stdout } = await live("--json");
    const { secrets } = JSON.parse(stdout) as { secrets: { state: string }[] };
    expect(secrets.map(({ state }) => state)).toEqual(["being deleted", "being deleted", "being deleted"]);
  });

  it.each([
    [
      "credentials of another account",
      () => aws.script("GetCallerIdentity", identity("999900001111")),
      [
        2,
        "The credentials belong to account 999900001111, and environment production is account 111122223333 " +
          "(environments/production.json). Nothing was done. Use credentials of 111122223333.\n",
      ],
    ],
    [
      "expired credentials",
      () => aws.script("GetCallerIdentity", queryError("ExpiredToken", "The token has expired")),
      [
        2,
        "The credentials were not accepted for GetCallerIdentity: The token has expired. Sign in again and repeat the command.\n",
      ],
    ],
    [
      "a missing permission",
      () => {
        aws.script("GetCallerIdentity", identity("111122223333"));
        aws.script("DescribeSecret", jsonError("AccessDeniedException", "not allowed"));
      },
      [
        2,
        "These credentials may not call secretsmanager:DescribeSecret. Use the role `secrets` (stack `delivery`), or allow them that.\n",
      ],
    ],
  ])("says what is wrong: %s", async (_, script, expected) => {
    aws.reset();
    script();
    const { code, stderr } = await live();
    expect([code, stderr]).toEqual(expected);
  });
});
