/** `smart360 up` and `down` with the real terraform, the local AWS and stacks that need no provider. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identify, isAlive } from "../../local/daemon/process";
import { readRecord } from "../../local/daemon/record";
import { thisMachine } from "../../ops/ship/machine";
import { localClients } from "../../ops/state/clients";
import { fixtureProject, type FixtureProject, type FixtureStack } from "../support/fixture-project";
import { accountId } from "../support/local-aws";
import { eventually } from "../support/eventually";

let project: FixtureProject;

beforeEach(() => {
  project = fixtureProject();
});

afterEach(() => project.remove());

const data = (input: string) => ({ resource: { terraform_data: { a: { input }, b: { input } } } });

/** A stack whose apply holds its locks until the file is removed. */
function held(file: string): FixtureStack {
  const command = `echo $$ > '${file}'; while [ -e '${file}' ]; do sleep 0.05; done`;
  return { document: { resource: { terraform_data: { gate: { provisioner: [{ "local-exec": { command } }] } } } } };
}

/** Lines of the final table as words. */
function rows(stdout: string): string[][] {
  return stdout
    .split("\n")
    .filter((line) => /^[\w-]+ +(\d+|-) {2}/.test(line))
    .map((line) => line.split(/ {2,}/).slice(0, 3));
}

async function expectNothingRuns(before: ReturnType<typeof readRecord>): Promise<void> {
  if (before?.ministack === undefined) throw new Error("it did not run");
  expect([isAlive(before.daemon), isAlive(before.ministack)]).toEqual([false, false]);
  expect(readRecord(project.root)).toBeUndefined();
}

describe("smart360 up", () => {
  it("deploys in order, changes nothing the second time, and keeps its state over `down`", async () => {
    project.stacks({
      top: { dependencies: ["base"], document: data("1") },
      base: { document: { ...data("1"), output: { name: { value: "x" } } } },
    });
    const first = await project.smart360(["up"]);
    expect(first.stderr).toBe("");
    expect(first.code).toBe(0);
    expect(rows(first.stdout)).toEqual([
      ["base", "2", "+2"],
      ["top", "2", "+2"],
    ]);
    const [begun, ...lines] = first.stdout.split("\n").filter((line) => /^(base|top): /.test(line));
    expect(begun).toBe("base: started");
    expect(lines.map((line) => line.replace(/, \d+\.\d s$/, ""))).toEqual(["base: +2", "top: started", "top: +2"]);
    expect(first.stdout).toContain(
      "State: s3://smart360-production-tfstate-111122223333/production/<stack>.tfstate\n" +
        "Locks: table smart360-production-tfstate-lock\nBoth are in the local AWS in .gen/local/aws-offline.\n",
    );
    expect(first.stdout).toContain(
      "Nothing reached AWS, and what AWS alone would check (values, quotas,\npermissions) was not checked.\n",
    );

    const record = readRecord(project.root);
    const clients = localClients(`http://127.0.0.1:${record?.proxyPort}`, accountId, "us-east-1");
    const Bucket = "smart360-production-tfstate-111122223333";
    const { Contents } = await clients.s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(["production/base.tfstate", "production/top.tfstate"]);
    const { Parameter } = await clients.ssm.send(
      new GetParameterCommand({ Name: "/smart360/production/billing/image" }),
    );
    expect(Parameter?.Value).toMatch(
      /^111122223333\.dkr\.ecr\.us-east-1\.amazonaws\.com\/smart360\/production\/billing@sha256:[0-9a-f]{64}$/,
    );
    clients.destroy();

    expect((await project.smart360(["down"])).stdout).toBe("Stopped the embedded default.\n");
    await expectNothingRuns(record);
    const second = await project.smart360(["up"]);
    expect(second.code).toBe(0);
    expect(rows(second.stdout)).toEqual([
      ["base", "2", "no change"],
      ["top", "2", "no change"],
    ]);
    expect(second.stdout).toContain("No changes: all 2 stacks are as synthesized.\n");

    project.stacks({ base: { document: data("2") } });
    expect(rows((await project.smart360(["up"])).stdout)).toEqual([["base", "2", "~2"]]);
    expect((await project.smart360(["down", "--purge"])).code).toBe(0);
    expect(existsSync(join(project.root, ".gen", "local"))).toBe(false);
    expect(rows((await project.smart360(["up"])).stdout)).toEqual([["base", "2", "+2"]]);
  });

  it("goes on beside a failure, starts nothing that depends on it, and shows terraform's error", async () => {
    project.stacks({
      bad: { document: { resource: { terraform_data: { a: { nonsense: 1 } } } } },
      dependant: { dependencies: ["bad"], document: data("1") },
      other: { document: data("1") },
    });
    const { code, stdout } = await project.smart360(["up"]);
    expect(code).toBe(1);
    expect(rows(stdout)).toEqual([
      ["bad", "-", "failed"],
      ["dependant", "-", "not started"],
      ["other", "2", "+2"],
    ]);
    expect(stdout).toContain("\nbad\nError: Extraneous JSON object property\n  on cdk.tf.json line ");
    expect(stdout).toContain('  No argument or block type is named "nonsense".\n');
    expect(stdout).toContain("Applied: other.\nNot applied: bad, dependant.\n`smart360 up` goes on from here.\n");

    const asJson = await project.smart360(["up", "--json"]);
    const result = JSON.parse(asJson.stdout) as { stacks: { stack: string; outcome: string; resources?: number }[] };
    expect(result.stacks.map(({ stack, outcome }) => `${stack} ${outcome}`)).toEqual([
      "bad failed",
      "dependant skipped",
      "other unchanged",
    ]);
  });

  it("ends cleanly on Ctrl-C: locks released, nothing left running, and goes on when run again", async () => {
    const file = join(project.root, "hold");
    project.stacks({ slow: held(file), after: { dependencies: ["slow"], document: data("1") } });
    const { child, ended } = await project.smart360Until("slow: started", ["up"]);
    await eventually(() => existsSync(file));
    const record = readRecord(project.root);
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain("Interrupted: terraform writes its state and releases its locks. Once more kills it.\n");
    expect(stdout).toContain("Applied: none.\nNot applied: slow, after.\n`smart360 up` goes on from here.\n");
    await expectNothingRuns(record);
    expect(identify(Number(readFileSync(file, "utf8")))).toBeUndefined();

    project.stacks({ slow: { document: data("1") } });
    const again = await project.smart360(["up"]);
    expect(again.code).toBe(0);
    expect(again.stdout).not.toContain("stale locks");
  });

  it("recovers from kill -9: terraform and the daemon end, stale locks are cleared by the next `up`", async () => {
    const file = join(project.root, "hold");
    project.stacks({ slow: held(file) });
    const { child, ended } = await project.smart360Until("slow: started", ["up"]);
    await eventually(() => existsSync(file));
    const record = readRecord(project.root);
    const refused = await project.smart360(["up"]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      `Another \`smart360 up\` runs already (process ${child.pid}). Wait for it, or interrupt it first.\n`,
    ]);
    child.kill("SIGSTOP"); // or it sees the end of terraform, and ends in good order
    for (const { pid } of record?.groups ?? []) process.kill(-pid, "SIGKILL"); // its locks stay
    child.kill("SIGKILL");
    await ended;
    await eventually(() => readRecord(project.root) === undefined);
    await eventually(() => record === undefined || !isAlive(record.daemon));
    await expectNothingRuns(record);

    project.stacks({ slow: { document: data("1") } });
    const again = await project.smart360(["up"]);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain("Cleared stale locks of a run that was killed: production/slow.tfstate\n");
  });

  it("clears the lock of a release that was killed, and not of one that runs", async () => {
    project.stacks({ slow: { document: data("1") } });
    const lock = join(project.root, "lock.mjs");
    writeFileSync(
      lock,
      `import { S3 } from ${JSON.stringify(import.meta.resolve("@aws-sdk/client-s3"))};
const s3 = new S3({ endpoint: process.env.SMART360_LOCAL_ENDPOINT, forcePathStyle: true });
const [Bucket, Key] = ["smart360-production-tfstate-111122223333", "production/slow.tfstate.tflock"];
const lock = { ID: "1", Operation: "smart360 ship", Info: "redeploy, process " + process.argv[2], Who: process.argv[3] };
await s3.putObject({ Bucket, Key, Body: JSON.stringify(lock) });
`,
    );
    const noted = async (processId: number) => {
      const line = [process.execPath, lock, String(processId), thisMachine().who];
      expect((await project.smart360(["offline", "--", ...line])).code).toBe(0);
      return (await project.smart360(["offline", "--", "true"])).stderr;
    };
    expect((await project.smart360(["up"])).code).toBe(0);
    expect(await noted(process.pid)).toBe("");
    const ended = spawnSync("true").pid;
    expect(await noted(ended)).toBe("Cleared stale locks of a run that was killed: production/slow.tfstate\n");
  });

  it("loses nothing when only `up` is killed: terraform saves its state and releases its locks", async () => {
    const file = join(project.root, "hold");
    const command = `echo $$ > '${file}'; while [ -e '${file}' ]; do sleep 0.05; done`;
    const gate = { depends_on: ["terraform_data.first"], provisioner: [{ "local-exec": { command } }] };
    project.stacks({ slow: { document: { resource: { terraform_data: { first: {}, gate } } } } });
    const { child, ended } = await project.smart360Until("slow: started", ["up"]);
    await eventually(() => existsSync(file));
    const record = readRecord(project.root);
    child.kill("SIGKILL");
    await ended;
    await eventually(() => record === undefined || !isAlive(record.daemon));
    await expectNothingRuns(record);

    project.stacks({ slow: { document: { resource: { terraform_data: { first: {} } } } } });
    const again = await project.smart360(["up"]);
    expect(again.stdout).not.toContain("stale locks");
    expect([again.code, rows(again.stdout)]).toEqual([0, [["slow", "1", "-1"]]]); // the tainted gate
  });

  it("recovers when everything is killed at once", async () => {
    const file = join(project.root, "hold");
    project.stacks({ done: { document: data("1") }, slow: { ...held(file), dependencies: ["done"] } });
    const { child, ended } = await project.smart360Until("slow: started", ["up"]);
    await eventually(() => existsSync(file));
    const record = readRecord(project.root);
    if (record?.ministack === undefined) throw new Error("it did not run");
    child.kill("SIGSTOP");
    for (const pid of [record.daemon.pid, record.ministack.pid]) process.kill(pid, "SIGKILL");
    for (const { pid } of record.groups) process.kill(-pid, "SIGKILL");
    child.kill("SIGKILL");
    await ended;

    project.stacks({ done: { document: data("1") } });
    const again = await project.smart360(["up"]);
    expect([again.code, rows(again.stdout)]).toEqual([0, [["done", "2", "no change"]]]);
  });

  it("reports an app that cannot be synthesized, and leaves nothing running", async () => {
    writeFileSync(join(project.root, "app.mjs"), 'console.error("no such construct"); process.exit(1);');
    const { code, stderr } = await project.smart360(["up"]);
    expect([code, stderr]).toEqual([2, "The app could not be synthesized:\nno such construct\n"]);
    expect(readRecord(project.root)).toBeUndefined();
  });
});
