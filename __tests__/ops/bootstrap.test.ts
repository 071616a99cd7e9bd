/**
 * The bootstrap of a state bucket with the real terraform. The stack creates bucket and table by a provisioner, as the
 * AWS provider would.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bootstrap, type BootstrapOptions } from "../../ops/bootstrap/bootstrap";
import { tagsOnAws } from "../../ops/bootstrap/tags";
import { startProvider, type Fault } from "../../local/provider/server";
import { localConfig } from "../../ops/state/clients";
import { lockedKeys } from "../support/locks";
import { countResources, readState } from "../../ops/state/read";
import { startLocalAws, accountId, projectRoot, type LocalAws } from "../support/local-aws";

let aws: LocalAws;
let options: BootstrapOptions;
let said: string[];
let bootstraps = 0;

/** As the stack gives them to what it makes. */
const ours = { Product: "smart360", Environment: "test" };

/** Creates bucket and table, and counts how often: the provisioner runs when the resource is created, and only then. */
const create = `
import { appendFileSync } from "node:fs";
const [endpoint, bucket, table, count] = process.argv.slice(2);
const sign = (service) => ({
  authorization: "AWS4-HMAC-SHA256 Credential=${accountId}/20260101/us-east-1/" + service + "/aws4_request, SignedHeaders=host, Signature=0",
});
appendFileSync(count, "x");
const made = await fetch(endpoint + "/" + bucket, { method: "PUT", headers: sign("s3") });
const tabled = await fetch(endpoint, {
  method: "POST",
  headers: { ...sign("dynamodb"), "x-amz-target": "DynamoDB_20120810.CreateTable", "content-type": "application/x-amz-json-1.0" },
  body: JSON.stringify({
    TableName: table,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "LockID", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "LockID", KeyType: "HASH" }],
  }),
});
if (!made.ok || !tabled.ok) process.exit(1);
`;

beforeAll(async () => {
  aws = await startLocalAws();
  writeFileSync(join(aws.folder, "create.mjs"), create);
});

afterAll(() => aws.stop());

beforeEach(() => {
  bootstraps += 1;
  said = [];
  const name = `smart360-bootstrap-${bootstraps}`;
  const folder = join(aws.folder, name, "stack");
  mkdirSync(folder, { recursive: true });
  const command = `node ../../create.mjs ${aws.proxy.url} ${name} ${name} ../created`;
  const key = "test/state.tfstate";
  writeFileSync(
    join(folder, "cdk.tf.json"),
    JSON.stringify({
      terraform: {
        backend: { s3: { bucket: name, key, region: "us-east-1", dynamodb_table: name, use_lockfile: true } },
      },
      resource: { terraform_data: { backend: { provisioner: [{ "local-exec": { command } }] } } },
    }),
  );
  options = {
    stack: { name: "state", dependencies: [], folder },
    scratch: join(aws.folder, name, "scratch"),
    backend: { bucket: name, lockTable: name },
    stateKey: key,
    accountId,
    clients: aws.clients,
    tagsOf: async () => ours,
    variables: aws.variables,
    say: (line) => said.push(line),
  };
});

const created = () => readFileSync(join(options.scratch, "..", "created"), "utf8");

async function expectSettled(resources = 1): Promise<void> {
  const state = await readState(aws.clients, options.backend.bucket, options.stateKey);
  expect(state === undefined ? 0 : countResources(state)).toBe(resources);
  expect(created()).toBe("x");
  expect(existsSync(options.scratch)).toBe(false);
  expect(await lockedKeys(aws.clients, options.backend)).toEqual([]);
}

/** Runs a bootstrap that is killed when it says the line that begins so. */
async function killedAt(line: string): Promise<void> {
  const say = (text: string) => {
    if (text.startsWith(line)) throw new Error("killed");
  };
  await expect(bootstrap({ ...options, say })).rejects.toThrow("killed");
}

describe("bootstrap", () => {
  it("applies with local state, moves it into the bucket, and leaves no copy", async () => {
    await bootstrap(options);
    expect(said).toEqual([
      `Creating bucket ${options.backend.bucket} and table ${options.backend.bucket}, with local state in ${options.scratch}`,
      `Moving the state into s3://${options.backend.bucket}/test/state.tfstate`,
      "Comparing the bucket with its stack",
    ]);
    await expectSettled();
  });

  it("keeps the local copy when the state is not found where it was moved to", async () => {
    const { scratch, backend } = options;
    await expect(bootstrap({ ...options, stateKey: "test/elsewhere.tfstate" })).rejects.toMatchObject({
      name: "UserError",
      message:
        `The state in s3://${backend.bucket}/test/elsewhere.tfstate is not the one that was moved there; ` +
        `${join(scratch, "moving.tfstate")} is kept. Compare the two before you run \`smart360 bootstrap\` again.`,
    });
    expect(existsSync(join(scratch, "moving.tfstate"))).toBe(true);
  });

  it("changes nothing when run twice", async () => {
    await bootstrap(options);
    said = [];
    await bootstrap(options);
    expect(said).toEqual(["Comparing the bucket with its stack"]);
    await expectSettled();
  });

  it.each(["Creating", "Moving", "Comparing"])("goes on when it was killed before %s", async (step) => {
    await killedAt(step);
    await bootstrap(options);
    await expectSettled();
  });

  it("goes on when it was killed after the state was set aside for the move", async () => {
    await killedAt("Moving");
    const { scratch } = options;
    cpSync(join(scratch, "terraform.tfstate"), join(scratch, "moving.tfstate"));
    rmSync(join(scratch, "terraform.tfstate"));
    await bootstrap(options);
    await expectSettled();
  });

  it("removes the local copy when it was killed after the move", async () => {
    await killedAt("Moving");
    const kept = join(options.scratch, "..", "kept");
    cpSync(options.scratch, kept, { recursive: true });
    await bootstrap(options);
    cpSync(kept, options.scratch, { recursive: true });
    said = [];
    await bootstrap(options);
    expect(said).toEqual(["Comparing the bucket with its stack"]);
    await expectSettled();
  });

  it("touches nothing when bucket and local copy are of two bootstraps", async () => {
    await killedAt("Moving");
    const resources = [
      { mode: "managed", type: "terraform_data", name: "backend", instances: [{ attributes: { id: "another" } }] },
    ];
    const Body = JSON.stringify({ version: 4, resources });
    await aws.clients.s3.send(new PutObjectCommand({ Bucket: options.backend.bucket, Key: options.stateKey, Body }));
    await expect(bootstrap(options)).rejects.toThrow(
      `${options.scratch} holds a state whose resources are not in the state of bucket ${options.backend.bucket}: ` +
        "two bootstraps ran. Nothing was done. Compare the two; when the bucket's is the right one, remove the folder.",
    );
    expect(existsSync(join(options.scratch, "terraform.tfstate"))).toBe(true);
  });

  describe("that was killed before it could write down what it had made by name", () => {
    const refusal = (type: string, error: string) => ({ type, operation: "create" as const, error });
    const [alias, policy] = ["alias/test-tfstate", "test-boundary"];

    /** The stack with an alias and a policy, on an offline provider that refuses to make them. */
    async function onProvider(faults: readonly Fault[], work: () => Promise<void>): Promise<void> {
      const provider = await startProvider({
        root: projectRoot,
        cacheDir: join(projectRoot, ".gen", "provider-schema"),
        types: () => ["aws_kms_alias", "aws_iam_policy"],
        ssmParameter: () => Promise.resolve(undefined),
        faults,
      });
      try {
        const file = join(options.stack.folder, "cdk.tf.json");
        const document = JSON.parse(readFileSync(file, "utf8")) as { terraform: object; resource: object };
        const resource = {
          ...document.resource,
          aws_kms_alias: { Alias: { name: alias, target_key_id: "key" } },
          aws_iam_policy: { Boundary: { name: policy, policy: "{}" } },
        };
        const required_providers = { aws: { source: "hashicorp/aws" } };
        const given = { region: "us-east-1", allowed_account_ids: [accountId], default_tags: [{ tags: ours }] };
        const provided = { aws: [given] };
        const terraform = { ...document.terraform, required_providers };
        writeFileSync(file, JSON.stringify({ ...document, terraform, provider: provided, resource }));
        options = { ...options, variables: { ...options.variables, TF_REATTACH_PROVIDERS: provider.reattach } };
        await work();
      } finally {
        await provider.stop();
      }
    }

    const areThere = [
      refusal("aws_kms_alias", `creating KMS Alias (${alias}): AlreadyExistsException: An alias with the name`),
      refusal("aws_iam_policy", `creating IAM Policy (${policy}): EntityAlreadyExists: A policy called ${policy}`),
    ];

    it("takes it over, says so, and goes on", async () => {
      await onProvider(areThere, async () => {
        await bootstrap(options);
        const arn = `arn:aws:iam::${accountId}:policy/${policy}`;
        expect(said.filter((line) => line.startsWith("Taking over")).toSorted()).toEqual([
          `Taking over ${alias}, which is there already: terraform import aws_kms_alias.Alias`,
          `Taking over ${arn}, which is there already: terraform import aws_iam_policy.Boundary`,
        ]);
        await expectSettled(3);
      });
    });

    it("takes nothing over that has not the stack's tags, and tells how to", async () => {
      const arn = `arn:aws:iam::${accountId}:policy/${policy}`;
      await onProvider(areThere, async () => {
        const tagsOf: BootstrapOptions["tagsOf"] = async ({ id }) =>
          id === arn ? { ...ours, Environment: "x" } : ours;
        await expect(bootstrap({ ...options, tagsOf })).rejects.toMatchObject({
          name: "UserError",
          message:
            `${arn} is there already, without the tags of this stack (an alias: its key has not): somebody else may have ` +
            "made it. Nothing was taken over. Remove what is not needed; what is this environment's, import. Then run " +
            "`smart360 bootstrap` again.\n" +
            `  terraform -chdir=${options.scratch} import aws_iam_policy.Boundary ${arn}`,
        });
        expect(said.filter((line) => line.startsWith("Taking over"))).toEqual([]);
        const state = JSON.parse(readFileSync(join(options.scratch, "terraform.tfstate"), "utf8")) as {
          resources: readonly { type: string }[];
        };
        expect(state.resources.map(({ type }) => type)).toEqual(["terraform_data"]);
      });
    });

    it("tells any other error as it is, and takes nothing over", async () => {
      const faults = [
        refusal("aws_kms_alias", `creating KMS Alias (${alias}): AlreadyExistsException: An alias with the name`),
        refusal("aws_iam_policy", "creating IAM Policy: AccessDenied"),
      ];
      await onProvider(faults, async () => {
        await expect(bootstrap(options)).rejects.toThrow(/^terraform apply failed:\n[^]*AccessDenied/);
        expect(said.filter((line) => line.startsWith("Taking over"))).toEqual([]);
      });
    });
  });

  it("reads the tags of a policy, and of an alias those of its key, unless that is disabled", async () => {
    const config = localConfig(aws.proxy.url, accountId, "us-east-1");
    const [kms, iam] = [new KMS(config), new IAM(config)];
    const tags = Object.entries(ours);
    const { KeyMetadata } = await kms.createKey({ Tags: tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue })) });
    const KeyId = KeyMetadata?.KeyId ?? "";
    await kms.createAlias({ AliasName: "alias/tagged", TargetKeyId: KeyId });
    const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const Tags = tags.map(([Key, Value]) => ({ Key, Value }));
    const { Policy } = await iam.createPolicy({ PolicyName: "tagged", PolicyDocument, Tags });

    const tagsOf = tagsOnAws(config);
    const [ofAlias, ofPolicy] = [
      { address: "aws_kms_alias.Alias", id: "alias/tagged" },
      { address: "aws_iam_policy.Boundary", id: Policy?.Arn ?? "" },
    ];
    expect([await tagsOf(ofAlias), await tagsOf(ofPolicy)]).toEqual([ours, ours]);
    await kms.disableKey({ KeyId });
    expect(await tagsOf(ofAlias)).toEqual({});
    kms.destroy();
    iam.destroy();
  });

  it("shows terraform's own error", async () => {
    writeFileSync(
      join(options.stack.folder, "cdk.tf.json"),
      JSON.stringify({ resource: { terraform_data: { a: { b: 1 } } } }),
    );
    await expect(bootstrap(options)).rejects.toThrow(
      /^terraform apply failed:\nError: Extraneous JSON object property\n {2}on cdk\.tf\.json line/,
    );
  });
});
