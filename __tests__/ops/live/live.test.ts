/** `smart360 check --live` against a local AWS, and what of it the role `plan` may call. */
import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Manifest } from "../../../core/manifest/schema";
import { names } from "../../../core/naming/names";
import { planPolicies } from "../../../modules/delivery/terraform-policies";
import { iamAction, openAws, type Aws, type AwsCall } from "../../../ops/aws/aws";
import { checkLive } from "../../../ops/live/check";
import { ensureBackend } from "../../../ops/state/backend";
import { foreign, statementsOf } from "../../support/delivery";
import { refusal } from "../../support/edit-project";
import { testEnvironment, testService } from "../../support/fixtures";
import { permits, type Request } from "../../support/iam";
import { accountId, startLocalAws, type LocalAws } from "../../support/local-aws";
import { s3Error, startScriptedAws, type ScriptedAws } from "../../support/scripted-aws";

const environment = { ...testEnvironment(), accountId };
const bucket = names.stateBucket(environment);
const lockTable = names.lockTable(environment);
const services = [
  testService({ uses: ["database"], secrets: { API_KEY: "api-key" } }),
  { ...testService({ name: "old", paths: ["/api/old/*"], priority: 20 }), retired: true },
];
const stacks = ["network", "service-billing", "service-old"];
const calls: AwsCall[] = [];

const open = (endpoint: string) =>
  openAws({
    region: "us-east-1",
    role: "plan",
    local: { endpoint, accountId },
    onCall: (call) => calls.push(call),
  });

let aws: LocalAws;
let asked: Aws;

beforeAll(async () => {
  aws = await startLocalAws();
  asked = await open(aws.proxy.url);
});

afterAll(async () => {
  asked.close();
  await aws.stop();
});

const look = (manifest: Manifest = { services }, on = asked, hasSecrets = true) =>
  checkLive({
    aws: on,
    hasSecrets,
    environment,
    where: { environment: "test", target: "aws" },
    manifest,
    stacks,
    now: new Date("2026-05-04T12:00:00Z"),
  });

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
      "test/service-gone.tfstate belongs to no stack of the app, and holds 3 resources",
      "test/notes.txt is no state of this environment, and the app puts nothing else into the bucket. Look whose it is, and take it away.",
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
    // Of stacks that are gone.
    await put("test/service-gone.tfstate", state());
    await item(`${bucket}/test/service-gone.tfstate`, info("2026-05-04T11:59:00Z"));
    await put("test/service-never.tfstate.tflock", info("2026-05-04T11:58:00Z"));
    // Digests, and what belongs to another bucket, are no locks of this one.
    await item(`${bucket}/test/network.tfstate-md5`, "");
    await item(`another/test/network.tfstate`, info("2026-05-04T08:00:00Z"));
    const [states, locks] = await look();
    expect(states?.problems).toEqual([]);
    expect(locks).toEqual({
      what: "locks",
      found: "5 held",
      problems: [
        "test/service-billing.tfstate is locked by ana@laptop since 2026-05-04 08:00:00 UTC, 4 hours ago (terraform apply). No apply takes that long. " +
          "When nobody works on it, `terraform force-unlock 0f5c` in the stack's folder of cdktf.out/stacks.",
        "test/service-old.tfstate is locked, and the lock is none that Terraform wrote or could free. When nobody works on it, " +
          `delete test/service-old.tfstate.tflock in the bucket, and the item ${bucket}/test/service-old.tfstate in the table ${lockTable}.`,
      ],
      notes: [
        "test/network.tfstate is locked by ana@laptop since 2026-05-04 11:30:00 UTC, 30 minutes ago (terraform apply).",
        "test/service-gone.tfstate is locked by ana@laptop since 2026-05-04 11:59:00 UTC, 1 minute ago (terraform apply).",
        "test/service-never.tfstate is locked by ana@laptop since 2026-05-04 11:58:00 UTC, 2 minutes ago (terraform apply).",
      ],
    });
    for (const key of ["network", "service-old", "service-gone"])
      await aws.clients.dynamodb.send(
        new DeleteItemCommand({ TableName: lockTable, Key: { LockID: { S: `${bucket}/test/${key}.tfstate` } } }),
      );
  });

  it("has secrets, of which no value is read, and some not yet", async () => {
    await asked.secrets.createSecret({ Name: "smart360/test/billing/api-key", SecretString: "nobody reads it" });
    const found = (await look()).at(-1);
    expect(found).toEqual({
      what: "secrets",
      found: "1 of 2 have a value",
      problems: [],
      notes: ["1 not in Secrets Manager: apply the stack registry (smart360/test/billing/database-url)"],
    });
  });

  it("expects no secrets of a service that is purged, and none of the offline provider", async () => {
    const purged = services.map((service) => ({ ...service, retired: true, purged: true }));
    expect((await look({ services: purged })).at(-1)?.found).toBe("0 of 0 have a value");
    expect((await look({ services }, asked, false)).at(-1)?.found).toBe(
      "not looked at, as the offline provider makes none",
    );
  });
});

describe("the role plan", () => {
  const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${accountId}:${rest}`;
  const inAccount = { "aws:ResourceAccount": accountId };

  /** What AWS checks a call against. */
  function checked({ service, operation, input }: AwsCall): Request {
    const field = (name: string) => String((input as Readonly<Record<string, unknown>>)[name]);
    const action = iamAction(service, operation);
    switch (operation) {
      case "ListObjectsV2":
        return { action, resource: `arn:aws:s3:::${field("Bucket")}`, context: inAccount };
      case "GetObject":
        return { action, resource: `arn:aws:s3:::${field("Bucket")}/${field("Key")}`, context: inAccount };
      case "GetItem": {
        const { Key } = input as { readonly Key: { readonly LockID: { readonly S: string } } };
        const context = { "dynamodb:LeadingKeys": Key.LockID.S };
        return { action, resource: arn("dynamodb", `table/${field("TableName")}`), context };
      }
      case "DescribeSecret":
        return { action, resource: arn("secretsmanager", `secret:${field("SecretId")}-AbCdEf`) };
      default:
        return { action, resource: "*" };
    }
  }

  it("may call all that was called here, and what that implies", () => {
    const statements = statementsOf(planPolicies(environment, foreign(environment)));
    const requests = calls.filter(({ operation }) => operation !== "CreateSecret").map(checked);
    const forbidden = requests.filter((request) => !permits(statements, request));
    expect([...new Set(forbidden.map(({ action, resource }) => `${action} on ${resource}`))]).toEqual([]);
    expect([...new Set(requests.map(({ action }) => action))].sort()).toEqual([
      "dynamodb:GetItem",
      "s3:GetObject",
      "s3:ListBucket",
      "secretsmanager:DescribeSecret",
    ]);
    const key = foreign(environment).stateKeyArn;
    for (const service of ["s3", "dynamodb"]) {
      const context = { "kms:ViaService": `${service}.us-east-1.amazonaws.com` };
      expect(permits(statements, { action: "kms:Decrypt", resource: key, context })).toBe(true);
    }
  });
});

describe("a bucket that does not let in", () => {
  let scripted: ScriptedAws;
  let refused: Aws;

  beforeAll(async () => {
    scripted = await startScriptedAws();
    refused = await open(scripted.url);
  });
  afterAll(async () => {
    refused.close();
    await scripted.close();
  });

  it("whoever may not list it is told which role may", async () => {
    scripted.handle(() => s3Error(403, "AccessDenied", "Access Denied"));
    expect(await refusal(look({ services }, refused))).toBe(
      "These credentials may not call s3:ListBucket. Use the role `plan` (stack `delivery`), or allow them that.",
    );
  });

  it.each([
    [301, "PermanentRedirect"],
    [400, "AuthorizationHeaderMalformed"],
  ])("may be in another region, by S3's %s", async (status, code) => {
    const elsewhere = { ...s3Error(status, code, "It is elsewhere."), headers: { "x-amz-bucket-region": "eu-west-1" } };
    scripted.handle(() => elsewhere);
    expect(await refusal(look({ services }, refused))).toBe(
      `The state bucket ${bucket} is in eu-west-1, and the environment in us-east-1. Correct the region.`,
    );
  });
});
