/** `smart360 plan`, `review` and `apply` on the embedded default: from the plan to what is applied, or is not. */
import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { names } from "../../../core/naming/names";
import { readRecord } from "../../../local/daemon/record";
import { Journal } from "../../../ops/apply/journal";
import { plansFolder, readRun, reviewIdOf, writeRun } from "../../../ops/plan/run";
import { fixtureProject, type FixtureProject, type FixtureStack } from "../../support/fixture-project";
import { eventually } from "../../support/eventually";

const environment = { name: "production", shortName: "prod", accountId: "111122223333" };
const bucket = names.stateBucket(environment);

let project: FixtureProject;

beforeAll(() => {
  project = fixtureProject();
});

afterAll(() => project.remove());

const folder = () => plansFolder(project.root, "production");
const at = (...path: string[]) => join(folder(), ...path);
const plan = (...stacks: string[]) => project.smart360(["plan", "--offline", ...stacks]);
const review = (...args: string[]) => project.smart360(["review", ...args]);
/** The id of the review of what is kept now. */
const idNow = () => reviewIdOf(readRun(project.root, "production"));
const apply = (...args: string[]) =>
  project.smart360(["apply", "--offline", "--yes", "--review", existsSync(at("run.json")) ? idNow() : "none", ...args]);
const applyUntil = (said: string) => project.smart360Until(said, ["apply", "--offline", "--yes", "--review", idNow()]);
/** Every stack is applied with next to nothing: none waits for another. */
async function begin(...stacks: string[]): Promise<void> {
  project.stacks(
    Object.fromEntries(stacks.map((stack) => [stack, { document: { output: { begun: { value: "1" } } } }])),
  );
  expect((await project.smart360(["up"])).code).toBe(0);
}
const things = (input: string) => ({ resource: { terraform_data: { a: { input }, b: { input } } } });
/** What follows the lines of progress. */
const ending = (stdout: string) => stdout.slice(stdout.lastIndexOf("\n\n", stdout.indexOf("\nApplied: ") - 2) + 2);

/** Ends what is applied: the next test begins with nothing. */
async function reset(): Promise<void> {
  await project.smart360(["down", "--purge"]);
  rmSync(join(project.root, ".gen", "plans"), { recursive: true, force: true });
}

/** A resource whose creation waits for a file to go, and says in the file that it waits. */
function held(file: string): FixtureStack {
  const command = `echo $$ > '${file}'; while [ -e '${file}' ]; do sleep 0.05; done`;
  const gate = { depends_on: ["terraform_data.first"], provisioner: [{ "local-exec": { command } }] };
  return { document: { resource: { terraform_data: { first: {}, gate } } } };
}

/** A script that puts another image into a parameter of the local AWS, as a release would. */
const releaseOf = (Name: string) => `
import { SSM } from ${JSON.stringify(import.meta.resolve("@aws-sdk/client-ssm"))};
const ssm = new SSM({ endpoint: process.env.SMART360_LOCAL_ENDPOINT });
await ssm.putParameter({ Name: ${JSON.stringify(Name)}, Value: "another image", Overwrite: true });
`;

/** A script that holds the lock of a state, as a release does, and goes on alone: writes the image, frees the lock. */
const releaseHolding = (stack: string, image: string) => `
import { spawn } from "node:child_process";
import { DynamoDB } from ${JSON.stringify(import.meta.resolve("@aws-sdk/client-dynamodb"))};
import { S3 } from ${JSON.stringify(import.meta.resolve("@aws-sdk/client-s3"))};
import { SSM } from ${JSON.stringify(import.meta.resolve("@aws-sdk/client-ssm"))};
const endpoint = process.env.SMART360_LOCAL_ENDPOINT;
const [s3, dynamodb, ssm] = [new S3({ endpoint, forcePathStyle: true }), new DynamoDB({ endpoint }), new SSM({ endpoint })];
const file = ${JSON.stringify({ Bucket: bucket, Key: names.lockFile(names.stateKey(environment, stack)) })};
const TableName = ${JSON.stringify(names.lockTable(environment))};
const LockID = { S: ${JSON.stringify(names.lockId({ bucket, stateKey: names.stateKey(environment, stack) }))} };
if (process.argv[2] === "end") {
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await ssm.putParameter({ Name: "${image}", Value: "one that is released meanwhile", Overwrite: true });
  await s3.deleteObject(file);
  await dynamodb.deleteItem({ TableName, Key: { LockID } });
} else {
  const info = JSON.stringify({ ID: "1", Operation: "smart360 ship", Who: "me@here", Version: "1.11.4", Created: "2026-09-29T14:00:00Z", Path: "" });
  await s3.putObject({ ...file, Body: info });
  await dynamodb.putItem({ TableName, Item: { LockID, Info: { S: info } } });
  spawn(process.execPath, [process.argv[1], "end"], { detached: true, stdio: "ignore" }).unref();
}
`;

const failing: FixtureStack = {
  document: { resource: { terraform_data: { bad: { provisioner: [{ "local-exec": { command: "exit 7" } }] } } } },
};

describe("smart360 apply", () => {
  beforeEach(reset);

  it("applies all plans in order, says what comes next, and does nothing the second time", async () => {
    const remote = { bucket: "smart360-production-tfstate-111122223333", region: "us-east-1" };
    const read = { backend: "s3", config: { ...remote, key: "production/base.tfstate" } };
    await begin("top", "base");
    project.stacks({
      top: { dependencies: ["base"], document: things("1") },
      base: { document: { ...things("1"), output: { name: { value: "x" } } } },
      reader: {
        dependencies: ["base"],
        document: {
          data: { terraform_remote_state: { base: read } },
          resource: { terraform_data: { r: { input: "${data.terraform_remote_state.base.outputs.name}" } } },
        },
      },
    });
    await plan();
    const first = await apply();
    expect([first.code, first.stderr]).toEqual([0, ""]);
    expect(ending(first.stdout)).toBe(`base  +2
top   +2

Applied: base, top.
Next, as what they waited for is there:
  smart360 plan --offline reader
This was the embedded default: nothing reached AWS.
`);
    const journal = Journal.open(folder());
    for (const { stack, saved } of readRun(project.root, "production").stacks)
      if (saved !== undefined) expect(journal.isApplied(stack, saved.planSha256)).toBe(true);
    expect((statSync(at("applied.json")).mode & 0o777).toString(8)).toBe("600");

    // Nothing of it is pending any more.
    const reviewed = await review();
    expect([reviewed.code, reviewed.stdout.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/, "<when>")]).toEqual([
      0,
      `Nothing changes.
production on the embedded default, account 111122223333, us-east-1, review
${idNow()}
Applied already, the last on <when> UTC: base, top.

Waiting (1)
Not planned: what they read is not applied yet.
     reader waits for base
      reader
`,
    ]);

    const second = await apply();
    expect([second.code, second.stdout]).toEqual([
      0,
      "What the plans could apply is applied.\nNext, as what they waited for is there:\n  smart360 plan --offline reader\n",
    ]);
    expect((await plan()).stdout).toMatch(/^reader +1$/m);
    expect((await apply()).code).toBe(0);
    await plan();
    expect((await apply()).stdout).toBe("The plans change nothing.\n");
    // A changed output: whoever reads it is not applied with its plan of before.
    const before = JSON.parse(readFileSync(join(project.root, "stacks.json"), "utf8")) as Record<string, FixtureStack>;
    project.stacks({ ...before, base: { document: { ...things("1"), output: { name: { value: "y" } } } } });
    await plan();
    const told = await apply();
    expect([told.code, ending(told.stdout)]).toEqual([
      0,
      `base  applied

Applied: base.
Next, as they read or follow what changed:
  smart360 plan --offline reader
This was the embedded default: nothing reached AWS.
`,
    ]);
  });

  it("stops at the first failure, tells what is and is not applied, and goes on after it", async () => {
    await begin("one", "two", "three");
    project.stacks({
      one: { document: things("1") },
      two: { ...failing, dependencies: ["one"] },
      three: { document: things("1"), dependencies: ["two"] },
    });
    await plan();
    const failed = await apply();
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain("\ntwo\nError: local-exec provisioner error\n");
    expect(ending(failed.stdout)).toBe(`one    +2
two    failed
three  not applied

Applied: one.
Begun and not finished: two.
Not applied: three.
What is applied stays applied. \`smart360 plan --offline\` plans what is left of
two, and whatever waits for it.
This was the embedded default: nothing reached AWS.
`);
    // Its state was written: the plan is used up, and what comes after it waits.
    const again = await apply();
    expect([again.code, again.stderr]).toEqual([
      2,
      "Nothing is applied: an earlier apply of two was interrupted or failed, so that its plan is used up. " +
        "Run `smart360 plan -e production --offline` and review again.\n",
    ]);
    project.stacks({
      one: { document: things("1") },
      two: { document: things("1"), dependencies: ["one"] },
      three: { document: things("1"), dependencies: ["two"] },
    });
    await plan();
    expect((await apply()).code).toBe(0);
  });

  it("goes on after it was killed: what is applied stays, what was begun is planned again", async () => {
    const file = join(project.root, "hold");
    await begin("one", "slow", "zebra", "after");
    project.stacks({
      one: { document: things("1") },
      slow: { ...held(file), dependencies: ["one"] },
      zebra: { document: things("1") },
      after: { document: things("1"), dependencies: ["slow"] },
    });
    await plan();
    const { child, ended } = await applyUntil("slow: started");
    await eventually(() => existsSync(file));
    const busy = await apply();
    expect([busy.code, busy.stderr]).toEqual([
      2,
      `Another \`smart360 plan\` or \`apply\` of production runs already (process ${child.pid}). Wait for it, or interrupt it first.\n`,
    ]);
    child.kill("SIGKILL");
    await ended;
    rmSync(file, { force: true });
    await eventually(() => readRecord(project.root) === undefined);

    const on = await apply();
    expect([on.code, on.stderr]).toEqual([1, ""]);
    expect(ending(on.stdout)).toBe(`one    applied before
zebra  +2

Applied: one, zebra.
Next, as they read or follow what changed:
  smart360 plan --offline slow after
This was the embedded default: nothing reached AWS.
`);
  });

  it("leaves what changed under its plan while the stacks before it were applied", async () => {
    /** Applying it runs a command, each time that it says something else. */
    const running = (command: string): FixtureStack => {
      const provisioner = [{ "local-exec": { command } }];
      return { document: { resource: { terraform_data: { runs: { triggers_replace: command, provisioner } } } } };
    };
    const image = "/smart360/production/billing/image";
    const two: FixtureStack = {
      dependencies: ["one"],
      document: {
        provider: { aws: { region: "us-east-1" } },
        data: { aws_ssm_parameter: { image: { name: image } } },
        resource: { terraform_data: { a: { input: "${data.aws_ssm_parameter.image.insecure_value}" } } },
      },
    };
    const release = join(project.root, "release.mjs");
    writeFileSync(release, releaseOf(image));
    await begin("one", "two");
    const outcome = async (command: string) => {
      project.stacks({ one: running(command), two });
      await plan();
      const { code, stdout } = await apply();
      expect([code, ending(stdout)]).toEqual([1, expect.stringMatching(/^one {2}\+1( -1)?\ntwo {2}failed\n/)]);
      return stdout.split("\n\n").find((part) => part.startsWith("two\n"));
    };
    expect(await outcome(`printf ' ' >> '${at("two.json")}'`)).toBe(
      "two\nIts plan file changed or went while the stacks before it were applied.",
    );
    const takenBack = "two\nIt was planned before a release, whose image applying it would take back.";
    expect(await outcome(`'${process.execPath}' '${release}'`)).toBe(takenBack);
    // Under way when it is looked at first, and over while its lock is waited for.
    writeFileSync(release, releaseHolding("two", image));
    expect(await outcome(`'${process.execPath}' '${release}' begin`)).toBe(takenBack);
  });

  it("ends on Ctrl-C and goes on with the rest", async () => {
    const file = join(project.root, "hold");
    project.stacks({ slow: held(file), zebra: { document: things("1") } });
    await plan();
    const { child, ended } = await applyUntil("slow: started");
    await eventually(() => existsSync(file));
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    rmSync(file, { force: true });
    expect(code).toBe(130);
    expect(stdout).toContain("Begun and not finished: slow.\nNot applied: zebra.\n");
    const on = await apply();
    expect(on.stdout).toContain("zebra  +2\n");
  });
});

describe("smart360 apply refuses, and applies nothing:", () => {
  beforeAll(async () => {
    await reset();
    project.stacks({ one: { document: things("1") }, two: { document: things("1") } });
    await project.smart360(["up"]);
    project.stacks({ one: { document: things("2") }, two: { document: things("2") } });
    await plan();
    cpSync(folder(), join(project.root, "kept"), { recursive: true });
  });

  beforeEach(() => {
    rmSync(folder(), { recursive: true, force: true });
    cpSync(join(project.root, "kept"), folder(), { recursive: true });
  });

  const refused = async (...args: string[]) => {
    const { code, stdout, stderr } = await apply(...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(existsSync(at("applied.json"))).toBe(false);
    return stderr;
  };

  it.each(["one.tfplan", "one.json"])("%s that is not as it was planned", async (file) => {
    writeFileSync(at(file), " ", { flag: "a" });
    expect(await refused()).toBe(
      "Nothing is applied: the plan file of one changed or went since `smart360 plan`. " +
        "Run `smart360 plan -e production --offline` and review again.\n",
    );
  });

  it("a plan file that is gone", async () => {
    rmSync(at("two.tfplan"));
    expect(await refused()).toBe(
      "Nothing is applied: the plan file of two changed or went since `smart360 plan`. " +
        "Run `smart360 plan -e production --offline` and review again.\n",
    );
  });

  it("nor does review show what is not as it was planned, or that nothing could be", async () => {
    writeFileSync(at("two.json"), " ", { flag: "a" });
    const changed = await review();
    expect([changed.code, changed.stderr]).toEqual([
      2,
      "The plan of two is not as `smart360 plan` left it: its file was changed or is gone. " +
        "Run `smart360 plan -e production --offline` again.\n",
    ]);
    const run = readRun(project.root, "production");
    const failed = run.stacks.map(({ saved: _, ...stack }) => ({ ...stack, outcome: "failed" as const }));
    writeRun(folder(), { ...run, stacks: failed });
    const nothing = await review();
    expect([nothing.code, nothing.stderr]).toEqual([
      2,
      "No stack of production could be planned: one and two failed. Mend what `smart360 plan` complained about, and plan again.\n",
    ]);
  });

  it("sources that changed", async () => {
    project.stacks({ one: { document: things("3") }, two: { document: things("2") } });
    expect(await refused()).toBe(
      "Nothing is applied: what one is synthesized from changed since `smart360 plan`. " +
        "Run `smart360 plan -e production --offline` and review again.\n",
    );
    project.stacks({ one: { document: things("2") }, two: { document: things("2") } });
  });

  it("plans for AWS on the embedded default, and the other way round", async () => {
    const { code, stderr } = await project.smart360(["apply", "--yes", "--review", idNow()]);
    expect([code, stderr]).toEqual([
      2,
      "These plans were made on the embedded default. Apply them with `smart360 apply -e production --offline`, or plan against AWS.\n",
    ]);
    writeRun(folder(), { ...readRun(project.root, "production"), target: "aws" });
    expect(await refused()).toBe(
      "These plans were made against AWS. Apply them without --offline, or plan with `smart360 plan -e production --offline`.\n",
    );
  });

  it.each([{ environment: "staging" }, { accountId: "999900001111" }, { region: "eu-west-1" }])(
    "plans for another environment: %o",
    async (other) => {
      const run = { ...readRun(project.root, "production"), ...other };
      writeRun(folder(), run);
      expect(await refused()).toBe(
        `These plans were made for ${run.environment}, account ${run.accountId}, ${run.region}, ` +
          "and this is production, account 111122223333, us-east-1. Run `smart360 plan -e production --offline` again.\n",
      );
    },
  );

  it("a run with a stack that could not be planned", async () => {
    const run = readRun(project.root, "production");
    writeRun(folder(), { ...run, stacks: run.stacks.map((stack) => ({ ...stack, outcome: "failed" as const })) });
    expect(await refused()).toBe(
      "one and two could not be planned. Mend that and run `smart360 plan -e production --offline` again, " +
        "or plan only the stacks that are to be applied.\n",
    );
  });

  it("without a review that somebody read, where nobody is asked", async () => {
    const { code, stdout, stderr } = await project.smart360(["apply", "--offline", "--yes"]);
    expect([code, stdout, stderr]).toEqual([
      2,
      "",
      "--yes applies what nobody is asked about, so say which review was read: --review <id>. `smart360 review -e production` names its id.\n",
    ]);
    expect(existsSync(at("applied.json"))).toBe(false);
  });

  it("what was planned anew after the review, though it is the same", async () => {
    const before = (await review("--id")).stdout.trim();
    expect(before).toBe(idNow());
    await plan();
    const { plannedAt } = readRun(project.root, "production");
    expect((await review("--id")).stdout.trim()).not.toBe(before);
    expect(await refused("--review", before)).toBe(
      `Nothing is applied: the plans, made at ${plannedAt}, are not those of review ${before}. The id may be mistyped, or somebody planned again. ` +
        "Run `smart360 review -e production`, and apply with the id that it names.\n",
    );
  });

  it("without anybody to ask, and without --yes", async () => {
    const { code, stderr } = await project.smart360(["apply", "--offline"]);
    expect([code, stderr]).toEqual([
      2,
      "Nobody can be asked here. Apply the reviewed plans with `smart360 apply -e production --offline --yes --review <id>`; `smart360 review -e production` names the id.\n",
    ]);
  });

  it("when the answer is no: as terraform, with 1", async () => {
    const { code, stdout } = await project.smart360OnTerminal(["apply", "--offline"], [["Apply 2 plans", "n"]]);
    expect(code).toBe(1);
    expect(stdout.trimEnd().split(/\r?\n/).at(-1)).toBe("Nothing is applied.");
    expect(existsSync(at("applied.json"))).toBe(false);
  });

  it("nothing planned", async () => {
    rmSync(folder(), { recursive: true });
    expect(await refused()).toBe(
      "Nothing is planned for production. Run `smart360 plan -e production --offline` first.\n",
    );
  });

  it("a stale plan: somebody else applied since", async () => {
    expect((await apply()).code).toBe(0);
    rmSync(folder(), { recursive: true });
    cpSync(join(project.root, "kept"), folder(), { recursive: true });
    expect(await refused()).toBe(
      "Nothing is applied: the plans of one and two are stale, as somebody applied those stacks since. " +
        "Run `smart360 plan -e production --offline` and review again.\n",
    );
    const journal = Journal.open(folder());
    for (const { stack, saved } of readRun(project.root, "production").stacks)
      journal.note({ stack, plan: saved?.planSha256 ?? "", state: "begun", at: "2026-11-22T12:00:00.000Z" });
    const { code, stderr } = await apply();
    expect([code, stderr]).toEqual([
      2,
      "Nothing is applied: an earlier apply of one and two was interrupted or failed, so that their plans are used up. " +
        "Run `smart360 plan -e production --offline` and review again.\n",
    ]);
  });
});

describe("what is red", () => {
  const bucket = (name: string): FixtureStack => ({
    document: {
      terraform: {
        backend: {
          s3: {
            bucket: "smart360-production-tfstate-111122223333",
            dynamodb_table: "smart360-production-tfstate-lock",
            key: "production/data.tfstate",
            region: "us-east-1",
            use_lockfile: true,
          },
        },
        required_providers: { aws: { source: "hashicorp/aws" } },
      },
      provider: { aws: { region: "us-east-1" } },
      resource: { aws_s3_bucket: { files: { bucket: name } } },
    },
  });

  beforeAll(async () => {
    await reset();
    project.stacks({ data: bucket("first") });
    await plan();
    expect((await apply()).code).toBe(0);
    project.stacks({ data: bucket("second") });
    await plan();
  });

  it("is held back by review and apply until it is approved, for this plan only", async () => {
    const held = await review();
    expect(held.code).toBe(3);
    expect(held.stdout).toContain(`Not to be applied: 1 red finding without approval.\n`);
    expect(held.stdout).toContain(
      "If it is right: smart360 review --approve 'data/aws_s3_bucket.files' --by <name> --reason <text>\n",
    );
    const refused = await apply();
    expect([refused.code, refused.stdout]).toEqual([
      3,
      `Nothing is applied: 1 red finding without approval.
  ! bucket first would be replaced by an empty one: bucket "first" -> "second"
    forces it.
    data/aws_s3_bucket.files
If it is right: smart360 review --approve 'data/aws_s3_bucket.files' --by <name> --reason <text>
`,
    ]);

    const approve = (address: string, ...more: string[]) =>
      review("--approve", address, "--by", "ops@example.com", "--reason", "Nothing is in it yet.", ...more);
    const wrong = await approve("aws_s3_bucket.file");
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      "aws_s3_bucket.file is not red in these plans. Red is data/aws_s3_bucket.files.\n",
    ]);
    expect((await approve("aws_s3_bucket.files")).code).toBe(0);
    const approvals = JSON.parse(readFileSync(at("approvals.json"), "utf8")) as { approvals: { at: string }[] };
    expect(approvals).toEqual({
      approvals: [
        {
          stack: "data",
          plan: createHash("sha256")
            .update(readFileSync(at("data.tfplan")))
            .digest("hex"),
          addresses: ["aws_s3_bucket.files"],
          by: "ops@example.com",
          reason: "Nothing is in it yet.",
          at: approvals.approvals[0]?.at,
        },
      ],
    });

    // Kept elsewhere over another plan of the same, it does not count.
    const elsewhere = join(project.root, "approvals.json");
    writeFileSync(elsewhere, readFileSync(at("approvals.json")));
    await plan();
    expect(existsSync(at("approvals.json"))).toBe(false);
    const other = await apply("--approvals", elsewhere);
    expect(other.code).toBe(3);
    expect((await review("--approvals", elsewhere)).stdout).toContain(
      "The approval of aws_s3_bucket.files does not count: it was given for another\nplan.\n",
    );

    const approved = await approve("aws_s3_bucket.files");
    expect(approved.code).toBe(0);
    expect(approved.stdout).toContain("      Approved by ops@example.com: Nothing is in it yet.\n");
    expect(approved.stdout).toContain(`\nTo apply just this: smart360 apply --offline --review ${idNow()}\n`);
    const done = await apply();
    expect(done.stdout).toContain("! bucket first would be replaced by an empty one:");
    expect([done.code, ending(done.stdout)]).toEqual([
      0,
      "data  +1 -1\n\nApplied: data.\nThis was the embedded default: nothing reached AWS.\n",
    ]);
  });
});
