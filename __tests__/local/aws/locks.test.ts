/** Terraform's two state locks on the local AWS, with the real terraform; terraform_data needs no provider. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureBackend } from "../../../ops/state/backend";
import { clearLocks, clearStaleDigests } from "../../../ops/state/locks";
import { lockedKeys } from "../../support/locks";
import { startLocalAws, type LocalAws } from "../../support/local-aws";

const backend = { bucket: "smart360-test-tfstate-111122223333", lockTable: "smart360-test-tfstate-lock" };
const key = "test/stack.tfstate";

let aws: LocalAws;
let stack: string;
let gate: string;

/** Runs terraform in the stack's folder to its end. */
function terraform(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = start(...args);
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done) => child.once("close", (code) => done({ code, output })));
}

function start(...args: string[]): ChildProcess {
  return spawn("terraform", args, { cwd: stack, env: aws.variables, stdio: ["ignore", "pipe", "pipe"] });
}

/** Starts an apply that holds its locks until `open()`; resolves when it reached the resource. */
async function holdingApply(): Promise<{ child: ChildProcess; open(): void; ended: Promise<number | null> }> {
  const child = start("apply", "-auto-approve", "-no-color", "-replace=terraform_data.gate");
  const ended = new Promise<number | null>((done) => child.once("close", (code) => done(code)));
  await new Promise<void>((reached, failed) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("holding the locks")) reached();
    });
    child.once("close", () => failed(new Error(output)));
  });
  return { child, ended, open: () => writeFileSync(gate, "") };
}

beforeAll(async () => {
  aws = await startLocalAws();
  await ensureBackend(aws.clients, backend);
  stack = join(aws.folder, "stack");
  gate = join(aws.folder, "gate");
  mkdirSync(stack);
  // A stack as CDKTF writes it: the production backend block, no endpoint, no path-style flag.
  const s3 = {
    bucket: backend.bucket,
    key,
    region: "us-east-1",
    dynamodb_table: backend.lockTable,
    use_lockfile: true,
  };
  const wait = `echo holding the locks; while [ ! -e '${gate}' ]; do sleep 0.05; done; rm '${gate}'`;
  const document = {
    terraform: { backend: { s3: { ...s3, encrypt: true } } },
    resource: { terraform_data: { gate: { provisioner: [{ "local-exec": { command: wait } }] } } },
  };
  writeFileSync(join(stack, "main.tf.json"), JSON.stringify(document));
  expect(await terraform("init", "-input=false", "-no-color")).toMatchObject({ code: 0 });
  writeFileSync(gate, "");
  expect(await terraform("apply", "-auto-approve", "-no-color")).toMatchObject({ code: 0 });
});

afterAll(() => aws.stop());

describe("the state backend on the local AWS", () => {
  it("is made once", async () => {
    expect(await ensureBackend(aws.clients, { bucket: "smart360-once", lockTable: "smart360-once" })).toEqual([
      "smart360-once",
      "smart360-once",
    ]);
    expect(await ensureBackend(aws.clients, { bucket: "smart360-once", lockTable: "smart360-once" })).toEqual([]);
  });

  it("holds both locks during an apply, and refuses a second one with the holder's id", async () => {
    const first = await holdingApply();
    const id = { TableName: backend.lockTable, Key: { LockID: { S: `${backend.bucket}/${key}` } } };
    const { Item } = await aws.clients.dynamodb.send(new GetItemCommand(id));
    const holder = JSON.parse(Item?.["Info"]?.S ?? "null") as { ID: string; Operation: string };
    expect(holder.Operation).toBe("OperationTypeApply");
    const tflock = { Bucket: backend.bucket, Key: `${key}.tflock` };
    expect((await aws.clients.s3.send(new HeadObjectCommand(tflock))).ContentLength).toBeGreaterThan(0);

    const second = await terraform("apply", "-auto-approve", "-no-color", "-lock-timeout=0s");
    expect(second.code).toBe(1);
    expect(second.output).toContain("Error acquiring the state lock");
    expect(second.output).toContain(holder.ID);

    first.open();
    expect(await first.ended).toBe(0);
    expect(await lockedKeys(aws.clients, backend)).toEqual([]);
  });

  it("is freed of the locks of a killed apply", async () => {
    const killed = await holdingApply();
    killed.child.kill("SIGKILL");
    killed.open(); // lets the orphaned shell of the provisioner end
    await killed.ended;
    expect(await lockedKeys(aws.clients, backend)).toEqual([key]);
    expect((await terraform("plan", "-no-color", "-lock-timeout=0s")).output).toContain("acquiring the state lock");

    await clearLocks(aws.clients, backend, [key]);
    expect(await lockedKeys(aws.clients, backend)).toEqual([]);
    writeFileSync(gate, "");
    expect((await terraform("apply", "-auto-approve", "-no-color")).code).toBe(0);
  });

  it("loses only the digests that disagree with their state", async () => {
    expect(await clearStaleDigests(aws.clients, backend)).toEqual([]);
    const item = { LockID: { S: `${backend.bucket}/${key}-md5` }, Digest: { S: "0".repeat(32) } };
    await aws.clients.dynamodb.send(new PutItemCommand({ TableName: backend.lockTable, Item: item }));
    expect(await clearStaleDigests(aws.clients, backend)).toEqual([key]);
    expect((await terraform("plan", "-no-color")).code).toBe(0);
  });
});
