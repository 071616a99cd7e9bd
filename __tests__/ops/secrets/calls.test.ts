/** The calls of AWS that giving secrets their values makes, on all its paths, against what its role may do: the same. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { secretsPolicies } from "../../../modules/delivery/secrets-policies";
import { secretsInit, type SecretsInitOptions } from "../../../ops/commands/secrets-init";
import { secretsStatus } from "../../../ops/commands/secrets-status";
import { loadEnvironment } from "../../../ops/project";
import { iamAction, type AwsCall } from "../../../ops/aws/aws";
import { foreign, statementsOf } from "../../support/delivery";
import { permits } from "../../support/iam";
import { describeOnScriptedAws } from "../../support/on-scripted-aws";
import { steppedClock } from "../../support/releasing";
import { account, SecretsWorld } from "../../support/secrets-world";

const entries = ["database-url", "redis-url", "django-secret-key"];
const here = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${account}:${rest}`;
/** What AWS checks beside the call itself: to hand a role over, to tag what is made, to read and write what is encrypted. */
const implied: Readonly<Record<string, readonly string[]>> = {
  "ecs:RunTask": ["iam:PassRole", "ecs:TagResource"],
  // Without it S3 does not tell that a state is missing.
  "s3:GetObject": ["kms:Decrypt", "s3:ListBucket"],
  "secretsmanager:GetSecretValue": ["kms:Decrypt"],
  "secretsmanager:PutSecretValue": ["kms:Decrypt", "kms:GenerateDataKey"],
};
const out = { isTerminal: false, print: () => {}, note: () => {}, bold: (text: string) => text };

const on = describeOnScriptedAws();
let world: SecretsWorld;

const cacheToken = () => foreign(loadEnvironment(on.project.root, "production")).cacheTokenSecretArn;

/** A world in which nothing has a value yet. */
function begin(): void {
  on.aws.reset();
  world = new SecretsWorld();
  on.aws.handle(world.answer);
  world.values.set(cacheToken(), "RedisToken123");
  world.outputs = { ...world.outputs, cache_token_secret_arn: cacheToken() };
  for (const entry of entries) world.values.set(`smart360/production/billing/${entry}`, undefined);
}

/** Every path, one after the other. */
async function everyPath(onCall: (call: AwsCall) => void): Promise<void> {
  const root = on.project.root;
  const common = { root, environment: "production", service: "billing", offline: false, json: false, onCall };
  const init = (options: Partial<SecretsInitOptions> = {}) =>
    secretsInit(
      { ...common, rotate: [], timeoutMinutes: 10, pollSeconds: 5, ask: undefined, clock: steppedClock(), ...options },
      out,
    );
  const fromFile = join(root, "values.json");
  writeFileSync(fromFile, JSON.stringify({ billing: { "django-secret-key": "given" } }));
  chmodSync(fromFile, 0o600);

  begin();
  await secretsStatus(common, out);
  expect(await init({ fromFile })).toBe(0);
  expect(await init()).toBe(0);
  expect(await init({ rotate: ["database-url"] })).toBe(0);
  world.values.set(cacheToken(), "AnotherToken456");
  expect(await init()).toBe(0);
  await secretsStatus(common, out);

  begin();
  world.left.set("left", 2);
  expect(await init({ fromFile })).toBe(0);

  begin();
  world.ending = { exitCode: 3 };
  expect(await init({ fromFile })).toBe(1);

  begin();
  world.neverEnds = true;
  expect(await init({ fromFile, timeoutMinutes: 1 })).toBe(1);

  begin();
  const clock = steppedClock();
  const interrupted = async (seconds: number, signal?: AbortSignal) => {
    process.emit("SIGINT");
    await clock.wait(seconds, signal);
  };
  world.neverEnds = true;
  expect(await init({ fromFile, clock: { ...clock, wait: interrupted } })).toBe(130);

  begin();
  world.outputs = undefined;
  await expect(init({ fromFile })).rejects.toThrow("apply the stack `data`");
}

interface Checked {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** What AWS checks a call against. */
function checked({ service, operation, input }: AwsCall): Checked {
  const field = (name: string): string => {
    const value = (input as Readonly<Record<string, unknown>>)[name];
    return String(Array.isArray(value) ? value[0] : value);
  };
  const action = iamAction(service, operation);
  const cluster = () => ({ "ecs:cluster": here("ecs", `cluster/${field("cluster")}`) });
  switch (operation) {
    case "DescribeSecret":
    case "GetSecretValue":
    case "PutSecretValue": {
      const secret = field("SecretId");
      const resource = secret.startsWith("arn:") ? secret : here("secretsmanager", `secret:${secret}-AbCdEf`);
      return { action, resource, context: {} };
    }
    case "GetObject":
      return {
        action,
        resource: `arn:aws:s3:::${field("Bucket")}/${field("Key")}`,
        context: { "aws:ResourceAccount": account },
      };
    case "RunTask":
      return { action, resource: here("ecs", `task-definition/${field("taskDefinition")}:1`), context: cluster() };
    case "ListTasks":
      return { action, resource: "*", context: cluster() };
    case "DescribeTasks":
      return { action, resource: field("tasks"), context: cluster() };
    case "StopTask":
      return { action, resource: field("task"), context: cluster() };
    case "GetLogEvents": {
      const stream = `log-group:${field("logGroupName")}:log-stream:${field("logStreamName")}`;
      return { action, resource: here("logs", stream), context: {} };
    }
    default:
      return { action, resource: "*", context: {} };
  }
}

describe("the role secrets", () => {
  it("allows what giving secrets of its services their values calls, and nothing but that", async () => {
    const environment = loadEnvironment(on.project.root, "production");
    const statements = statementsOf(secretsPolicies(environment, { ...foreign(environment), services: ["billing"] }));
    const calls: AwsCall[] = [];
    await everyPath((call) => calls.push(call));

    const forbidden = calls.map(checked).filter((request) => !permits(statements, request));
    expect([...new Set(forbidden.map(({ action, resource }) => `${action} on ${resource}`))]).toEqual([]);

    const made = new Set(calls.map(({ service, operation }) => iamAction(service, operation)));
    const needed = new Set([...made, ...[...made].flatMap((action) => implied[action] ?? [])]);
    const allowed = new Set(statements.flatMap(({ actions }) => actions));
    expect([...allowed].sort()).toEqual([...needed].sort());
  });

  it("has a statement for each of them: without any one, a path fails", async () => {
    const environment = loadEnvironment(on.project.root, "production");
    const statements = statementsOf(secretsPolicies(environment, { ...foreign(environment), services: ["billing"] }));
    const calls: AwsCall[] = [];
    await everyPath((call) => calls.push(call));
    const requests = calls.map(checked);
    const idle = statements.filter((statement) =>
      requests.every((request) =>
        permits(
          statements.filter((other) => other !== statement),
          request,
        ),
      ),
    );
    // These are of what the calls imply.
    expect(idle.map(({ sid }) => sid)).toEqual([
      "UseKeyOfValues",
      "UseKeyOfToken",
      "SeeWhichStates",
      "UseStateKey",
      "TagTask",
      "PassRoleToTask",
    ]);
  });
});
