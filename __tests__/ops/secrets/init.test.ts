import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { scramVerifier } from "../../../core/secrets/verifier";
import { secretsInit, type SecretsInitOptions } from "../../../ops/commands/secrets-init";
import { iamAction } from "../../../ops/aws/aws";
import { projectRoot } from "../../support/local-aws";
import { awsVariables, describeOnScriptedAws } from "../../support/on-scripted-aws";
import { steppedClock } from "../../support/releasing";
import { jsonAnswer, jsonError } from "../../support/scripted-aws";
import { SecretsWorld } from "../../support/secrets-world";

const prefix = "smart360/production/billing";
const name = (entry: string) => `${prefix}/${entry}`;
const givenEntries = ["django-secret-key", "payment-gateway-key"];
const token = "RedisToken123";

const on = describeOnScriptedAws();
let world: SecretsWorld;

beforeAll(() => {
  const file = join(on.project.root, "services.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { services: { name: string; secrets?: object }[] };
  const billing = manifest.services.find((service) => service.name === "billing");
  if (billing !== undefined) billing.secrets = { GATEWAY_KEY: "payment-gateway-key" };
  writeFileSync(file, JSON.stringify(manifest));
});
beforeEach(() => {
  world = new SecretsWorld();
  on.aws.handle(world.answer);
  world.values.set("smart360/production/cache/token", token);
  for (const entry of ["database-url", "redis-url", ...givenEntries]) world.values.set(name(entry), undefined);
});

async function run(options: Partial<SecretsInitOptions> = {}) {
  const printed: string[] = [];
  const print = (line: string) => void printed.push(line);
  const code = await secretsInit(
    {
      root: on.project.root,
      environment: "production",
      service: "billing",
      rotate: [],
      timeoutMinutes: 10,
      offline: false,
      json: false,
      pollSeconds: 5,
      ask: undefined,
      clock: steppedClock(),
      ...options,
    },
    { isTerminal: false, print, note: print, bold: (text) => text },
  );
  return { code, printed };
}

function valuesFile(document: unknown, mode = 0o600): string {
  const file = join(on.project.root, "values.json");
  writeFileSync(file, typeof document === "string" ? document : JSON.stringify(document));
  chmodSync(file, mode);
  return file;
}

const values = () => Object.fromEntries(world.values);
const passwordOf = (url: string | undefined) => decodeURIComponent(new URL(url ?? "").password);
/** Whether the last task told the database the password of that URL. */
function isToldOf(url: string | undefined): boolean {
  const [container] = world.tasks.at(-1)?.overrides.containerOverrides ?? [];
  const verifier = container?.environment.find((variable) => variable.name === "SERVICE_ROLE_VERIFIER")?.value ?? "";
  const [, salt = ""] = /^SCRAM-SHA-256\$4096:([^$]+)\$/.exec(verifier) ?? [];
  return scramVerifier(passwordOf(url), Buffer.from(salt, "base64")) === verifier;
}
const actions = () => on.aws.calls.map(({ action }) => action);
const allGiven = { billing: { "django-secret-key": "Dj&ngo", "payment-gateway-key": "gate=way" } };

describe("secrets init", () => {
  it("composes what can be composed, takes the rest from a file, makes the database, and tells no value", async () => {
    const { code, printed } = await run({ fromFile: valuesFile(allGiven) });
    expect([code, printed]).toEqual([
      0,
      [
        "billing  database-url: written",
        "billing  database billing: task 1 makes it",
        "billing  database billing: ready",
        "billing  redis-url: written",
        ...givenEntries.map((entry) => `billing  ${entry}: written`),
        "Every secret has a value (4).",
      ],
    ]);
    expect(values()).toMatchObject({
      [name("redis-url")]: `rediss://:${token}@cache.internal:6379/0`,
      [name("django-secret-key")]: "Dj&ngo",
      [name("payment-gateway-key")]: "gate=way",
    });
    expect(values()[name("database-url")]).toMatch(
      /^postgresql:\/\/billing:[\w-]{43}@db\.internal:5433\/billing\?sslmode=verify-full$/,
    );
  });

  it("gives the task a verifier and never the password", async () => {
    await run({ fromFile: valuesFile(allGiven) });
    const [task] = world.tasks;
    expect(task).toMatchObject({
      cluster: "smart360-production",
      taskDefinition: "smart360-production-secrets-init",
      startedBy: "smart360-secrets/billing",
      overrides: {
        containerOverrides: [
          {
            name: "psql",
            environment: [
              { name: "SERVICE_ROLE", value: "billing" },
              { name: "SERVICE_ROLE_VERIFIER", value: expect.stringMatching(/^SCRAM-SHA-256\$4096:/) as string },
            ],
          },
        ],
      },
    });
    expect(JSON.stringify(task)).not.toContain(passwordOf(values()[name("database-url")]));
  });

  it("keeps what is there when repeated, and tells the database the same password again", async () => {
    await run({ fromFile: valuesFile(allGiven) });
    const before = values();
    const { code, printed } = await run({
      fromFile: valuesFile({ billing: { "django-secret-key": "another" } }),
    });
    expect([code, printed.slice(0, 3)]).toEqual([
      0,
      ["billing  database-url: kept", "billing  database billing: task 2 makes it", "billing  database billing: ready"],
    ]);
    expect(values()).toEqual(before);
    expect(world.tasks).toHaveLength(2);
  });

  it("rotates what is named, and says that running tasks keep the old value", async () => {
    await run({ fromFile: valuesFile(allGiven) });
    const before = values();
    const { code, printed } = await run({ rotate: ["database-url"] });
    expect(code).toBe(0);
    expect(printed).toContain("billing  database-url: rotated");
    expect(printed.at(-1)).toBe("Running tasks keep the old value until: smart360 ship billing --redeploy");
    expect(values()).toEqual({ ...before, [name("database-url")]: expect.any(String) as string });
    expect(values()[name("database-url")]).not.toBe(before[name("database-url")]);
  });

  it.each<[string, number, Partial<SecretsInitOptions>]>([
    ["of a new password", 0, {}],
    ["of a new password, where what was there before is still told for a while", 5, {}],
    ["of a rotated one", 0, { rotate: ["database-url"] }],
    ["of a rotated one, where the old one is still told for a while", 5, { rotate: ["database-url"] }],
  ])("tells the database the verifier %s", async (_, staleLooks, options) => {
    const fromFile = valuesFile(allGiven);
    if (options.rotate !== undefined) await run({ fromFile });
    world.staleLooks = staleLooks;
    const { code } = await run({ fromFile, ...options });
    expect([code, isToldOf(values()[name("database-url")])]).toEqual([0, true]);
  });

  it("tells the database what another run wrote at the same time: that counts", async () => {
    const fromFile = valuesFile(allGiven);
    const other = "postgresql://billing:other@db.internal:5433/billing?sslmode=verify-full";
    on.aws.handle((call) => {
      const answer = world.answer(call);
      if (call.action !== "PutSecretValue") return answer;
      const body = JSON.parse(call.parameters["body"] ?? "{}") as { SecretId?: string };
      if (body.SecretId !== name("database-url")) return answer;
      const another = JSON.stringify({ ...body, SecretString: other, ClientRequestToken: "another" });
      world.answer({ ...call, parameters: { ...call.parameters, body: another } });
      return answer;
    });
    expect((await run({ fromFile })).code).toBe(0);
    expect([values()[name("database-url")], isToldOf(other)]).toEqual([other, true]);
  });

  it.each<[string, () => void, string]>([
    [
      "another token",
      () => void world.values.set("smart360/production/cache/token", "Other456"),
      "rediss://:Other456@cache.internal:6379/0",
    ],
    [
      "another place",
      () => void (world.outputs = { ...world.outputs, cache_address: "moved.internal" }),
      `rediss://:${token}@moved.internal:6379/0`,
    ],
  ])(
    "writes the URL of Redis anew when that has got %s, and says that running tasks keep the old one",
    async (_, change, url) => {
      await run({ fromFile: valuesFile(allGiven) });
      const before = values()[name("database-url")];
      change();
      const { code, printed } = await run();
      expect([code, values()[name("redis-url")], values()[name("database-url")]]).toEqual([0, url, before]);
      expect(printed).toContain("billing  redis-url: rotated");
      expect(printed.at(-1)).toBe("Running tasks keep the old value until: smart360 ship billing --redeploy");
      expect((await run()).printed).toContain("billing  redis-url: kept");
    },
  );

  it("keeps a URL of Redis that names another of its databases", async () => {
    await run({ fromFile: valuesFile(allGiven) });
    const url = `rediss://:${token}@cache.internal:6379/3`;
    world.values.set(name("redis-url"), url);
    expect((await run()).printed).toContain("billing  redis-url: kept");
    expect(values()[name("redis-url")]).toBe(url);
  });

  it("asks for what nobody told, of entries without a value only", async () => {
    world.values.set(name("django-secret-key"), "known");
    const asked: string[] = [];
    const { code } = await run({
      ask: async ({ entry }) => {
        asked.push(entry);
        return "typed";
      },
    });
    expect([code, asked]).toEqual([0, ["payment-gateway-key"]]);
    expect(values()).toMatchObject({ [name("django-secret-key")]: "known", [name("payment-gateway-key")]: "typed" });
  });

  it("does what it can without a terminal, and names what is left", async () => {
    const { code, printed } = await run();
    expect(code).toBe(2);
    expect(printed.at(-1)).toBe(
      "Still without a value: billing/django-secret-key and billing/payment-gateway-key. " +
        "Run it on a terminal, or give them with --from-file.",
    );
    expect(values()[name("redis-url")]).toBeDefined();
  });

  it("prints JSON for machines, without values", async () => {
    const { code, printed } = await run({ fromFile: valuesFile(allGiven), json: true });
    expect(code).toBe(0);
    expect(JSON.parse(printed.at(-1) ?? "")).toMatchObject({
      environment: "production",
      secrets: [
        { service: "billing", entry: "database-url", outcome: "written" },
        { service: "billing", entry: "redis-url", outcome: "written" },
        ...givenEntries.map((entry) => ({ service: "billing", entry, outcome: "written" })),
      ],
    });
    const shown = printed.join("\n");
    for (const value of Object.values(values())) expect(shown).not.toContain(value);
  });
});

describe("on the command line", () => {
  const init = (...args: string[]) =>
    on.project.smart360(["secrets", "init", ...args], awsVariables(on.aws, on.project));

  it("takes one secret for each --rotate, before the service and after it", async () => {
    const args = ["--rotate", "database-url", "billing", "--rotate", "django-secret-key"];
    const { code, stdout, stderr } = await init(...args, "--from-file", valuesFile(allGiven));
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("billing  database-url: written\n");
    const again = await init(...args, "--from-file", valuesFile(allGiven));
    expect([again.code, again.stderr]).toEqual([0, ""]);
    const told = again.stdout.split("\n").filter((line) => /: (rotated|kept)$/.test(line));
    expect(told).toEqual([
      "billing  database-url: rotated",
      "billing  redis-url: kept",
      "billing  django-secret-key: rotated",
      "billing  payment-gateway-key: kept",
    ]);
  });

  it("takes no option for a secret", async () => {
    const { code, stderr } = await init("billing", "--rotate", "--offline");
    expect([code, stderr.split("\n")[0]]).toEqual([
      2,
      "error: option '--rotate <entry>' argument '--offline' is invalid. " +
        '"--offline" is no secret: give the name of one, such as database-url.',
    ]);
  });
});

it("needs no other rights than these, whether it succeeds or fails", async () => {
  const called = new Set<string>();
  const onCall: SecretsInitOptions["onCall"] = ({ service, operation }) =>
    void called.add(iamAction(service, operation));
  await run({ fromFile: valuesFile(allGiven), onCall });
  world.ending = { exitCode: 3 };
  await run({ onCall });
  world.neverEnds = true;
  await run({ onCall });
  expect([...called].toSorted()).toEqual([
    "ecs:DescribeTasks",
    "ecs:ListTasks",
    "ecs:RunTask",
    "ecs:StopTask",
    "logs:GetLogEvents",
    "s3:GetObject",
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue",
    "sts:GetCallerIdentity",
  ]);
});

describe("interrupted", () => {
  it("loses nothing after any call that changes something: a repeated run ends as an undisturbed one", async () => {
    const file = valuesFile(allGiven);
    for (const [action, nth] of [
      ["PutSecretValue", 1],
      ["PutSecretValue", 2],
      ["PutSecretValue", 4],
      ["RunTask", 1],
      ["DescribeTasks", 1],
    ] as const) {
      for (const entry of ["database-url", "redis-url", ...givenEntries]) world.values.set(name(entry), undefined);
      world.tasks.length = 0;
      let left: number = nth;
      on.aws.handle((call) => {
        const answer = world.answer(call);
        if (call.action !== action || --left > 0) return answer;
        // What was called is done, but its caller does not hear of it any more.
        on.aws.handle(world.answer);
        return jsonError("AccessDeniedException", "killed");
      });
      await expect(run({ fromFile: file })).rejects.toThrow(
        /^These credentials may not call [\w-]+:\w+( on \S+)?\. Use the role `secrets` \(stack `delivery`\), or allow them that\.$/,
      );
      const begun = values()[name("database-url")];
      expect((await run({ fromFile: file })).code).toBe(0);
      expect(values()[name("database-url")]).toBe(begun);
      expect(Object.values(values()).every((value) => value !== undefined)).toBe(true);
      expect(world.tasks.length).toBeGreaterThan(0);
    }
  });

  it.each(["RUNNING", "STOPPING"])("waits for a task of its kind that a killed command left, %s", async (status) => {
    world.left.set("left", 3);
    if (status === "STOPPING") world.leftStopping.add("left");
    const { code, printed } = await run({ fromFile: valuesFile(allGiven) });
    expect([code, printed.slice(0, 4)]).toEqual([
      0,
      [
        "billing  database billing: task left of an earlier command still runs, waiting for it",
        "billing  database-url: written",
        "billing  database billing: task 1 makes it",
        "billing  database billing: ready",
      ],
    ]);
    // It has ended before the password is written and read, and before another is started.
    const order = actions();
    expect(order.indexOf("PutSecretValue")).toBeGreaterThan(order.indexOf("DescribeTasks"));
    expect(world.left.get("left")).toBe(-1);
    expect(order.lastIndexOf("GetSecretValue", order.indexOf("RunTask"))).toBeGreaterThan(
      order.indexOf("DescribeTasks"),
    );
    expect(world.stops).toEqual([]);
  });

  it("tells how to stop a left task that does not end in time, and starts none beside it", async () => {
    world.left.set("left", Infinity);
    const { code, printed } = await run({ fromFile: valuesFile(allGiven) });
    expect([code, printed.at(-1)]).toEqual([
      1,
      "Task left of an earlier command still runs after 10 minutes (--timeout), and two at once would meet in the database " +
        "of billing. Wait for its end, or stop it (`aws ecs stop-task --cluster smart360-production --task left`). " +
        "What is done stays: repeat the command when that is mended.",
    ]);
    expect(world.tasks).toEqual([]);
  });

  it("tells of a single minute as of one", async () => {
    world.left.set("left", Infinity);
    const { printed } = await run({ timeoutMinutes: 1 });
    expect(printed.at(-1)).toMatch(
      /^Task left of an earlier command still runs after 1 minute \(--timeout\), and two at once /,
    );
  });

  it("rotates no password that a left task keeps the database from hearing of", async () => {
    await run({ fromFile: valuesFile(allGiven) });
    const before = values();
    for (const id of ["left", "other"]) world.left.set(id, Infinity);
    const { code, printed } = await run({ rotate: ["database-url"], json: true });
    const message =
      "Tasks left and other of an earlier command still run after 10 minutes (--timeout), and two at once would meet in the " +
      "database of billing. Wait for their end, or stop them (`aws ecs stop-task --cluster smart360-production --task left; " +
      "aws ecs stop-task --cluster smart360-production --task other`). " +
      "What is done stays: repeat the command when that is mended.";
    expect([code, printed.slice(-2)]).toEqual([
      1,
      [message, JSON.stringify({ error: { message, exitCode: 1 } }, null, 2)],
    ]);
    expect(values()).toEqual(before);
  });

  it("leaves a left task alone on Ctrl-C: it is another command's", async () => {
    world.left.set("left", Infinity);
    const clock = steppedClock();
    const wait = async (seconds: number, signal?: AbortSignal) => {
      process.emit("SIGINT");
      await clock.wait(seconds, signal);
    };
    const { code, printed } = await run({ fromFile: valuesFile(allGiven), clock: { ...clock, wait }, json: true });
    expect([code, world.stops, world.tasks]).toEqual([130, [], []]);
    const message = "Interrupted. What is done stays, and nothing is lost: repeat the command.";
    expect(printed.at(-1)).toBe(JSON.stringify({ error: { message, exitCode: 130 } }, null, 2));
  });

  it("stops the task on Ctrl-C, waits until it has ended, ends with 130, and says that nothing is lost", async () => {
    world.neverEnds = true;
    const clock = steppedClock();
    const wait = async (seconds: number, signal?: AbortSignal) => {
      process.emit("SIGINT");
      await clock.wait(seconds, signal);
    };
    const { code, printed } = await run({ fromFile: valuesFile(allGiven), clock: { ...clock, wait } });
    expect([code, printed]).toEqual([
      130,
      [
        "billing  database-url: written",
        "billing  database billing: task 1 makes it",
        "billing  stopping task 1",
        "Interrupted. What is done stays, and nothing is lost: repeat the command.",
      ],
    ]);
    expect(actions().slice(-4)).toEqual(["RunTask", "DescribeTasks", "StopTask", "DescribeTasks"]);
    expect(world.stops).toEqual(["The command was interrupted"]);
  });
});

describe("failures", () => {
  it("stops a task that does not end in time, and waits until it has ended", async () => {
    world.neverEnds = true;
    const { code, printed } = await run({ fromFile: valuesFile(allGiven), timeoutMinutes: 1 });
    expect([code, world.stops]).toEqual([1, ["The command's time was up"]]);
    expect(printed.at(-1)).toBe(
      "The database of billing was not made within 1 minute. What is done stays: repeat the command when that is mended.",
    );
    expect(actions().slice(-2)).toEqual(["StopTask", "DescribeTasks"]);
  });

  it("tells how the task ended and what it logged, with password and verifier masked", async () => {
    world.ending = { exitCode: 3 };
    const url = `postgresql://billing:s3cr%40t@db.internal:5433/billing?sslmode=verify-full`;
    world.values.set(name("database-url"), url);
    world.logs.push(
      "psql:<stdin>:9: ERROR:  permission denied",
      "STATEMENT: PASSWORD 'SCRAM-SHA-256$4096:a$b:c' s3cr@t s3cr%40t",
    );
    const { code, printed } = await run({ fromFile: valuesFile(allGiven) });
    expect([code, printed.slice(-3)]).toEqual([
      1,
      [
        "  psql:<stdin>:9: ERROR:  permission denied",
        "  STATEMENT: PASSWORD '*** *** ***",
        "The database of billing was not made: the task ended with exit code 3. " +
          "What is done stays: repeat the command when that is mended.",
      ],
    ]);
  });

  it.each([
    ["there are events", 4, ["  psql: error"], 5],
    ["there may be events still", 9, [], 5],
    ["it has ended without any", 2, [], 3],
  ])("reads on in the log after pages without an event until %s", async (_, emptyPages, told, pages) => {
    world.ending = { exitCode: 3 };
    world.emptyPages = emptyPages;
    if (pages === 5) world.logs.push("psql: error");
    const { printed } = await run({ fromFile: valuesFile(allGiven) });
    expect(printed.slice(2, -1)).toEqual(told);
    expect(actions().filter((action) => action === "GetLogEvents")).toHaveLength(pages);
  });

  it.each([
    [
      "did not run",
      () => void (world.ending = { stoppedReason: "CannotPullContainerError: timeout" }),
      "The database of billing was not made: the task did not run (CannotPullContainerError: timeout). What is done stays: repeat the command when that is mended.",
    ],
    [
      "finds no room",
      () => void world.refusals.set("RunTask", jsonAnswer({ tasks: [], failures: [{ reason: "RESOURCE:MEMORY" }] })),
      "The database of billing was not made: ECS could not start the task (RESOURCE:MEMORY). What is done stays: repeat the command when that is mended.",
    ],
    [
      "has nothing to tell, as Secrets Manager does not settle,",
      () => void (world.staleLooks = Infinity),
      "Secrets Manager does not tell what was written to smart360/production/billing/database-url within 60 seconds, so the database has not heard of it. What is done stays: repeat the command when that is mended.",
    ],
    [
      "does not end",
      () => void (world.neverEnds = true),
      "The database of billing was not made within 10 minutes. What is done stays: repeat the command when that is mended.",
    ],
  ])("a task that %s", async (_, arrange, message) => {
    arrange();
    const { code, printed } = await run({ fromFile: valuesFile(allGiven) });
    expect([code, printed.at(-1)]).toEqual([1, message]);
  });

  it.each<[string, () => Partial<SecretsInitOptions>, string]>([
    [
      "registry not applied",
      () => {
        world.values.delete(name("redis-url"));
        return {};
      },
      "Secrets Manager has no smart360/production/billing/redis-url. Apply the stack `registry` of production first. Nothing was done.",
    ],
    [
      "an entry being deleted",
      () => {
        world.beingDeleted.add(name("redis-url"));
        return {};
      },
      "smart360/production/billing/redis-url is being deleted. Restore what is still needed (`aws secretsmanager restore-secret`). Nothing was done.",
    ],
    [
      "data not applied",
      () => {
        world.outputs = undefined;
        return {};
      },
      "Where database and cache are is not known yet: apply the stack `data` of production first. Nothing was done.",
    ],
    [
      "platform not applied",
      () => {
        world.refusals.set("ListTasks", jsonError("ClusterNotFoundException", "Cluster not found."));
        return {};
      },
      "There is no cluster smart360-production to make the databases from. Apply the stack `platform` first, then repeat this.",
    ],
    [
      "data applied by an older version",
      () => {
        world.refusals.set("RunTask", jsonError("ClientException", "TaskDefinition not found."));
        return {};
      },
      "ECS knows no task definition smart360-production-secrets-init, which makes the databases. Apply the stack `data` again, then repeat this.",
    ],
    [
      "a token of Redis without a value",
      () => {
        world.values.set("smart360/production/cache/token", undefined);
        return {};
      },
      "The token of Redis (smart360/production/cache/token) has no value. Apply the stack `data` again, then repeat this.",
    ],
    [
      "a database URL that somebody wrote",
      () => {
        world.values.set(name("database-url"), "postgresql://billing:hidden@elsewhere:5433/billing");
        return {};
      },
      "smart360/production/billing/database-url holds a value that is not the URL of the database of billing, so its password is not known. Look at it, or have it written anew: smart360 secrets init billing --rotate database-url.",
    ],
    [
      "rotation without a service",
      () => ({ service: undefined, rotate: ["database-url"] }),
      "--rotate changes one service's secret. Name the service: smart360 secrets init <service>.",
    ],
    [
      "rotation of what is not there",
      () => ({ rotate: ["database-ulr"] }),
      'billing has no secret "database-ulr" to rotate. Did you mean "database-url"?',
    ],
    [
      "rotation of the token of Redis",
      () => ({ rotate: ["redis-url"] }),
      "redis-url of billing holds the token of Redis, which the stack `data` draws, one for all services: there is nothing to rotate in it. Change the token (docs/adr/0006-redis-token-in-state.md); `smart360 secrets init` then writes every redis-url anew. Nothing was done.",
    ],
    [
      "rotation of a value that nobody gives",
      () => {
        world.values.set(name("django-secret-key"), "known");
        return { rotate: ["django-secret-key"] };
      },
      "Without a terminal nobody can be asked for the new value of django-secret-key of billing. Give it with --from-file. Nothing was done.",
    ],
    [
      "a file that is not there",
      () => ({ fromFile: "/nowhere.json" }),
      "/nowhere.json cannot be read (ENOENT). Give --from-file the path of a JSON file, or - for stdin.",
    ],
  ])("refuses: %s", async (_, arrange, message) => {
    await expect(run(arrange())).rejects.toMatchObject({ name: "UserError", message });
  });

  it("tells everything wrong with a file at once, and quotes no value", async () => {
    const file = valuesFile({
      bilking: { a: "hunter2" },
      billing: { "django-secret-kye": "hunter2", "database-url": "hunter2", "payment-gateway-key": "" },
    });
    await expect(run({ fromFile: file })).rejects.toMatchObject({
      name: "UserError",
      message: [
        `${file} does not fit:`,
        '  "bilking" is no service of this environment. Did you mean "billing"?',
        '  billing has no secret "django-secret-kye" that takes a value. Did you mean "django-secret-key"?',
        "  billing > database-url: this value is composed by the command. Leave it out.",
        "  billing > payment-gateway-key: must be a text that is not empty.",
      ].join("\n"),
    });
    expect(actions()).toEqual([]);
  });

  it.each([
    ["metering", { metering: {} }, "metering, which was not asked for"],
    ["two others", { metering: {}, assets: {} }, "metering and assets, which were not asked for"],
  ])("leaves alone what a file holds for %s", async (_, others, told) => {
    const file = valuesFile({ ...allGiven, ...others });
    const { code, printed } = await run({ fromFile: file });
    expect([code, printed[0]]).toEqual([0, `${file} also holds values of ${told}: left alone`]);
    expect(values()[name("django-secret-key")]).toBe("Dj&ngo");
  });

  it("does not quote a file that is no JSON", async () => {
    const file = valuesFile("hunter2");
    await expect(run({ fromFile: file })).rejects.toMatchObject({
      name: "UserError",
      message: `${file} is no JSON. It must look like {"billing": {"django-secret-key": "..."}}.`,
    });
  });

  it("refuses a file that is not UTF-8, whose values would be others, and quotes none", async () => {
    const file = join(on.project.root, "values.json");
    writeFileSync(file, JSON.stringify({ billing: { "django-secret-key": "Zähler-geheim" } }), "latin1");
    await expect(run({ fromFile: file })).rejects.toMatchObject({
      name: "UserError",
      message: `${file} is not UTF-8 text. Save it as UTF-8.`,
    });
    expect([actions(), values()[name("django-secret-key")]]).toEqual([[], undefined]);
  });

  it("refuses stdin that is not UTF-8", () => {
    const command = [join(projectRoot, "ops", "smart360.mjs"), "secrets", "init", "billing", "--from-file", "-"];
    const input = Buffer.from(JSON.stringify({ billing: { "django-secret-key": "Zähler-geheim" } }), "latin1");
    const env = { ...process.env, SMART360_PROJECT: on.project.root };
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { input, env, encoding: "utf8" });
    expect([status, stdout, stderr]).toEqual([2, "", "stdin is not UTF-8 text. Save it as UTF-8.\n"]);
  });

  it("warns of a file that others can read", async () => {
    const file = valuesFile(allGiven, 0o644);
    const { code, printed } = await run({ fromFile: file });
    expect([code, printed[0]]).toEqual([
      0,
      `warning: ${file} can be read by others on this machine. Make it yours alone: chmod 600 ${file}`,
    ]);
  });
});
