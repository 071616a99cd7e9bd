/** `smart360 check --live` against a local AWS. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Manifest } from "../../../core/manifest/schema";
import { names } from "../../../core/naming/names";
import { checkLive } from "../../../ops/live/check";
import { ensureBackend } from "../../../ops/state/backend";
import { localClients } from "../../../ops/state/clients";
import { refusal } from "../../support/edit-project";
import { testEnvironment, testService } from "../../support/fixtures";
import { jsonAnswer, startScriptedAws } from "../../support/scripted-aws";
import { accountId, startLocalAws, type LocalAws } from "../../support/local-aws";

const environment = { ...testEnvironment(), accountId };
const bucket = names.stateBucket(environment);
const lockTable = names.lockTable(environment);
const services = [
  testService({ uses: ["database"], secrets: { API_KEY: "api-key" } }),
  { ...testService({ name: "old", paths: ["/api/old/*"], priority: 20 }), retired: true },
];
const stacks = ["network", "service-billing", "service-old"];
const nowMs = Date.parse("2026-05-04T12:00:00Z");

const settings = { region: "us-east-1", credentials: { accessKeyId: accountId, secretAccessKey: "local" } };
let aws: LocalAws;
let secrets: SecretsManagerClient;

beforeAll(async () => {
  aws = await startLocalAws();
  secrets = new SecretsManagerClient({ ...settings, endpoint: aws.proxy.url });
});

afterAll(async () => {
  secrets.destroy();
  await aws.stop();
});

const look = (manifest: Manifest = { services }, client = secrets) =>
  checkLive({ clients: aws.clients, secrets: client, environment, manifest, stacks, nowMs });

const put = (Key: string, Body: string) => aws.clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
const state = (...instances: readonly number[]) =>
  JSON.stringify({
    version: 4,
    resources: instances.map((count) => ({
      mode: "managed",
      type: "aws_lb",
      name: "it",
      instances: Array.from({ length: count }, () => ({ schema_version: 0, attributes: {} })),
    })),
  });

describe("an environment that was never deployed", () => {
  it("has no bucket", async () => {
    expect(await refusal(look())).toBe(
      `There is no state bucket ${bucket}: environment test was never deployed. \`smart360 bootstrap -e test\` makes it.`,
    );
  });

  it("may have a bucket and no lock table", async () => {
    await aws.clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
    expect(await refusal(look())).toBe(
      `There is no lock table ${lockTable}: two applies at once would not notice each other there. \`smart360 bootstrap -e test\` makes it.`,
    );
  });
});

describe("an environment", () => {
  beforeAll(() => ensureBackend(aws.clients, { bucket, lockTable }));

  it("has no states before it is deployed", async () => {
    const [states, locks] = await look();
    expect(states).toMatchObject({
      found: "0 stacks of 3 have one",
      problems: [],
      notes: [
        "not deployed yet: network, service-billing and service-old",
        "the service of service-old is retired, and nothing of the stack is left.",
      ],
    });
    expect(locks).toMatchObject({ found: "none held", problems: [], notes: [] });
  });

  it("has a state for each stack, and one that is none's", async () => {
    for (const stack of stacks) await put(`test/${stack}.tfstate`, state(1, 1));
    await put("test/service-gone.tfstate", state(2, 1));
    await put("test/service-empty.tfstate", state());
    await put("test/notes.txt", "not a state");
    const [states] = await look();
    expect(states?.found).toBe("3 stacks of 3 have one");
    expect(states?.problems.map((problem) => problem.replace(/: nothing plans.*/, ""))).toEqual([
      "test/notes.txt belongs to no stack of the app, and holds resources",
      "test/service-gone.tfstate belongs to no stack of the app, and holds 3 resources",
    ]);
    expect(states?.notes).toEqual([
      "test/service-empty.tfstate belongs to no stack any more, and is empty. It can be deleted.",
      "the service of service-old is retired, and the stack still holds 2 resources: apply it.",
    ]);
    for (const key of ["service-gone.tfstate", "service-empty.tfstate", "notes.txt"])
      await aws.clients.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `test/${key}` }));
  });

  it("has locks, in the table, in the bucket, or in both, as Terraform writes them", async () => {
    const info = (Created: string) =>
      JSON.stringify({ ID: "0f5c", Operation: "OperationTypeApply", Who: "ana@laptop", Created, Info: "" });
    const item = async (id: string, Info: string) =>
      aws.clients.dynamodb.send(
        new PutItemCommand({ TableName: lockTable, Item: { LockID: { S: id }, Info: { S: Info } } }),
      );
    await item(`${bucket}/test/network.tfstate`, info("2026-05-04T11:30:00.5Z"));
    await put("test/network.tfstate.tflock", info("2026-05-04T11:30:00.5Z"));
    await put("test/service-billing.tfstate.tflock", info("2026-05-04T08:00:00Z"));
    await item(`${bucket}/test/service-old.tfstate`, "no JSON");
    // Digests, and what belongs to another bucket, are no locks of this one.
    await item(`${bucket}/test/network.tfstate-md5`, "");
    await item(`another/test/network.tfstate`, info("2026-05-04T08:00:00Z"));
    const [states, locks] = await look();
    expect(states?.problems).toEqual([]);
    const advice = (id: string) =>
      `No apply takes that long. When nobody works on it, \`terraform force-unlock ${id}\` in the stack's folder of cdktf.out/stacks.`;
    expect(locks).toEqual({
      what: "locks",
      found: "3 held",
      problems: [
        `test/service-billing.tfstate is locked by ana@laptop (apply) for 4 hours. ${advice("0f5c")}`,
        `test/service-old.tfstate is locked by unknown (unknown). ${advice("unknown")}`,
      ],
      notes: ["test/network.tfstate is locked by ana@laptop (apply) for 29 minutes."],
    });
    for (const key of ["network", "service-old"])
      await aws.clients.dynamodb.send(
        new DeleteItemCommand({ TableName: lockTable, Key: { LockID: { S: `${bucket}/test/${key}.tfstate` } } }),
      );
  });

  it("has secrets with and without a value, and some not yet", async () => {
    // Scripted: the local AWS gives every secret a version, AWS only those that have a value.
    const scripted = await startScriptedAws();
    const list = (...secrets: readonly (readonly [Name: string, versions: object | undefined])[]) => ({
      SecretList: secrets.map(([Name, SecretVersionsToStages]) => ({ Name, SecretVersionsToStages })),
    });
    const current = { v1: ["AWSCURRENT"] };
    scripted.script(
      "ListSecrets",
      jsonAnswer({ ...list(["smart360/test/billing/api-key", current]), NextToken: "more" }),
      jsonAnswer(list(["smart360/test/billing/database-url", undefined])),
    );
    const more = services.concat(testService({ name: "new", secrets: { TOKEN: "token" }, priority: 30 }));
    const client = new SecretsManagerClient({ ...settings, endpoint: scripted.url });
    expect((await look({ services: more }, client)).at(-1)).toEqual({
      what: "secrets",
      found: "1 of 3 have a value",
      problems: [],
      notes: [
        "not there yet: smart360/test/new/token. Applying registry makes them.",
        "without a value: smart360/test/billing/database-url. `smart360 secrets init` sets them.",
      ],
    });
    expect(scripted.calls.map(({ parameters }) => JSON.parse(parameters["body"] ?? "") as unknown)).toMatchObject([
      { Filters: [{ Key: "name", Values: ["smart360/test/"] }] },
      { NextToken: "more" },
    ]);
    client.destroy();
    await scripted.close();
  });

  it("reads no value of a secret, and none of another environment", async () => {
    const create = (Name: string) =>
      secrets.send(new CreateSecretCommand({ Name, SecretString: "a value that nobody reads" }));
    await create("smart360/test/billing/api-key");
    await create("smart360/testing/billing/database-url");
    const found = (await look()).at(-1);
    expect(found).toMatchObject({
      found: "1 of 2 have a value",
      notes: ["not there yet: smart360/test/billing/database-url. Applying registry makes them."],
    });
    expect(JSON.stringify(found)).not.toContain("a value that nobody reads");
  });

  it("expects no secrets of a service that is purged", async () => {
    const purged = services.map((service) => ({ ...service, retired: true, purged: true }));
    expect((await look({ services: purged })).at(-1)?.found).toBe("0 of 0 have a value");
  });
});

describe("a bucket that does not let in", () => {
  it.each<[string, number, Record<string, string>, string]>([
    [
      "another owner's, or not readable",
      403,
      {},
      `The state bucket ${bucket} does not let these credentials in. Use a role that may read it, such as Jenkins' plan role.`,
    ],
    [
      "in another region, by a redirect",
      301,
      { "x-amz-bucket-region": "eu-west-1" },
      `The state bucket ${bucket} is in eu-west-1, and the environment in us-east-1. Correct the region.`,
    ],
    [
      "in another region, by its answer",
      200,
      { "x-amz-bucket-region": "us-west-2" },
      `The state bucket ${bucket} is in us-west-2, and the environment in us-east-1. Correct the region.`,
    ],
  ])("%s", async (_, status, headers, message) => {
    const server = createServer((_request, response) => response.writeHead(status, headers).end());
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    const clients = localClients(`http://127.0.0.1:${port}`, accountId, "us-east-1");
    const options = { secrets: undefined, environment, manifest: { services }, stacks, nowMs };
    expect(await refusal(checkLive({ ...options, clients }))).toBe(message);
    clients.destroy();
    await new Promise((closed) => server.close(closed));
  });
});
