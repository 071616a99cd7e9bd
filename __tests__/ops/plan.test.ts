/** `smart360 plan` with the real terraform, the local AWS and stacks that need no provider. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ReviewDocument } from "../../core/plan-review/render/json";
import { readRecord } from "../../local/daemon/record";
import { readRun, type PlanRun } from "../../ops/plan/run";
import { ensureBackend } from "../../ops/state/backend";
import { localClients, type AwsClients } from "../../ops/state/clients";
import { readState } from "../../ops/state/read";
import { fixtureProject, type FixtureProject, type FixtureStack } from "../support/fixture-project";
import { accountId, startLocalAws, type LocalAws } from "../support/local-aws";
import { jsonAnswer, queryAnswer, queryError, startScriptedAws, type ScriptedAws } from "../support/scripted-aws";

const backend = { bucket: "smart360-production-tfstate-111122223333", lockTable: "smart360-production-tfstate-lock" };

let project: FixtureProject;

beforeEach(() => {
  project = fixtureProject();
});

afterEach(() => project.remove());

/** A stack with an output, and one that reads it. */
function chain(name: string, read = "name"): Record<string, FixtureStack> {
  const config = { bucket: backend.bucket, key: "production/base.tfstate", region: "us-east-1" };
  return {
    base: { document: { resource: { terraform_data: { a: { input: "1" } } }, output: { name: { value: name } } } },
    top: {
      dependencies: ["base"],
      document: {
        data: { terraform_remote_state: { base: { backend: "s3", config } } },
        resource: { terraform_data: { b: { input: `\${data.terraform_remote_state.base.outputs.${read}}` } } },
      },
    },
  };
}

const readsAbsent = { read: "${data.terraform_remote_state.base.outputs.absent}" };

const folder = () => join(project.root, ".gen", "plans", "production");
const sha256 = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

function clientsOf({ root }: FixtureProject): AwsClients {
  return localClients(`http://127.0.0.1:${readRecord(root)?.proxyPort}`, accountId, "us-east-1");
}

class Deferred<T> {
  resolve: (value: T) => void = () => {};
  readonly promise = new Promise<T>((resolve) => (this.resolve = resolve));
}

/** What it printed after the last line of its progress. */
const result = (stdout: string) => stdout.slice(stdout.lastIndexOf(" s\n") + " s\n".length);

describe("smart360 plan --offline", () => {
  it("keeps plans of what can be planned, and says what waits for what", async () => {
    project.stacks(chain("x"));
    const { code, stdout, stderr } = await project.smart360(["plan", "--offline"]);
    expect([code, stderr]).toEqual([2, ""]);
    expect(stdout).toContain(`
stack  create  update  replace  destroy
---------------------------------------
base        1
top    waits for base
`);
    expect(stdout).toContain("Plans: .gen/plans/production, readable by you only. Next: `smart360 review`\n");
    expect(stdout).toContain("Planned on the embedded default: nothing reached AWS.\n");

    expect(readdirSync(folder())).toEqual(["base.json", "base.tfplan", "run.json"]);
    expect([mode(join(folder(), "..")), mode(folder())]).toEqual(["700", "700"]);
    for (const file of readdirSync(folder())) expect([file, mode(join(folder(), file))]).toEqual([file, "600"]);
    const { stacks, plannedAt, ...run } = readRun(project.root, "production");
    expect(run).toEqual({
      formatVersion: 1,
      environment: "production",
      accountId,
      region: "us-east-1",
      target: "offline",
      terraformVersion: expect.stringMatching(/^1\.\d+\.\d+/) as string,
    });
    expect(new Date(plannedAt).toISOString()).toBe(plannedAt);
    const counts = { create: 0, update: 0, replace: 0, delete: 0 };
    expect(stacks).toEqual([
      {
        stack: "base",
        outcome: "changes",
        dependencies: [],
        waitingFor: [],
        againAfter: [],
        counts: { ...counts, create: 1 },
        outputs: 1,
        saved: {
          plan: "base.tfplan",
          planSha256: sha256(join(folder(), "base.tfplan")),
          json: "base.json",
          jsonSha256: sha256(join(folder(), "base.json")),
          configurationSha256: sha256(join(project.root, "cdktf.out", "stacks", "base", "cdk.tf.json")),
          state: { lineage: "", serial: 0 },
        },
      },
      {
        stack: "top",
        outcome: "waiting",
        dependencies: ["base"],
        waitingFor: ["base"],
        againAfter: [],
        counts,
        outputs: 0,
      },
    ]);
  });

  it("plans on the states as applied, and tells what is to be planned again", async () => {
    project.stacks(chain("x"));
    await project.smart360(["up"]);
    const unchanged = await project.smart360(["plan", "--offline"]);
    expect([unchanged.code, result(unchanged.stdout)]).toEqual([
      0,
      "\nNo change in 2 stacks: base, top\nPlanned on the embedded default: nothing reached AWS.\n",
    ]);
    const clients = clientsOf(project);
    const state = await readState(clients, backend.bucket, "production/top.tfstate");
    clients.destroy();
    expect(readRun(project.root, "production").stacks[1]?.saved?.state).toEqual({
      lineage: state?.lineage,
      serial: state?.serial,
    });

    // `top` reads what `base` changes; both are planned on what is applied.
    project.stacks(chain("y"));
    const changed = await project.smart360(["plan", "--offline", "--json"]);
    expect(changed.code).toBe(2);
    const run = JSON.parse(changed.stdout) as PlanRun;
    expect(run.stacks.map(({ stack, outcome, againAfter }) => [stack, outcome, againAfter])).toEqual([
      ["base", "changes", []],
      ["top", "unchanged", ["base"]],
    ]);
    const told = await project.smart360(["plan", "--offline"]);
    expect(told.stdout).toContain("base   outputs only\n");
    expect(told.stdout).toContain("top is to be planned again once base is applied: it reads what changes there.\n");

    // What it reads is not there before the output is applied.
    project.stacks(chain("x", "absent"));
    const missing = await project.smart360(["plan", "--offline", "t*"]);
    expect([missing.code, missing.stdout.match(/^top .*/m)?.[0]]).toEqual([2, "top    waits for base"]);
    expect(readdirSync(folder())).toEqual(["run.json"]);

    const unknown = await project.smart360(["plan", "--offline", "topp"]);
    expect([unknown.code, unknown.stderr]).toEqual([1, 'There is no stack topp. Did you mean "top"?\n']);
  });

  it("tells what no plan shows: states of stacks that are gone, and data without prevent_destroy", async () => {
    const { base, top } = chain("x", "absent");
    if (base === undefined || top === undefined) throw new Error("the chain has both");
    project.stacks({ base, "service-old": { document: { resource: { terraform_data: { a: {}, b: {} } } } } });
    expect((await project.smart360(["up"])).stdout).not.toContain("belongs to no stack");

    const bucket = { aws_s3_bucket: { files: { bucket: "files" } } };
    project.stacks({ base, top: { ...top, document: { ...top.document, resource: bucket, locals: readsAbsent } } });
    const { code, stdout } = await project.smart360(["plan", "--offline", "t*"]);
    expect([code, stdout.match(/^top .*/m)?.[0]]).toEqual([2, "top    waits for base"]);
    const said = `production/service-old.tfstate belongs to no stack of the app, and holds 2
resources: nothing plans them any more. When its service's entry is gone from
services.json, put it back and retire it (\`smart360 remove\`).
`;
    expect(stdout).toContain(`\n${said}`);
    const run = readRun(project.root, "production");
    expect([run.leftOver, run.stacks.map(({ unguarded }) => unguarded)]).toEqual([
      [{ key: "production/service-old.tfstate", resources: 2 }],
      [1],
    ]);

    const review = await project.smart360(["review"]);
    expect(review.stdout)
      .toContain(`\n${said}1 resource of top holds data and has no prevent_destroy (protectData): Terraform
would not refuse to destroy it.
`);
    const { leftOver, unguarded } = JSON.parse(
      (await project.smart360(["review", "--format", "json"])).stdout,
    ) as ReviewDocument;
    expect([leftOver, unguarded]).toEqual([run.leftOver, [{ stack: "top", resources: 1 }]]);

    project.stacks({ base });
    const up = await project.smart360(["up"]);
    expect([up.code, up.stdout.includes(`\n${said}`)]).toEqual([0, true]);
    const { leftOver: known } = JSON.parse((await project.smart360(["up", "--json"])).stdout) as ReviewDocument;
    expect(known).toEqual(run.leftOver);
  });

  it("goes on beside a failure and shows terraform's error", async () => {
    project.stacks({
      bad: { document: { resource: { terraform_data: { a: { nonsense: 1 } } } } },
      good: { document: { resource: { terraform_data: { a: {} } } } },
    });
    const { code, stdout } = await project.smart360(["plan", "--offline"]);
    expect(code).toBe(1);
    expect(stdout).toContain("\nbad\nError: Extraneous JSON object property\n  on cdk.tf.json line ");
    expect(stdout).toMatch(/^bad {4}failed$/m);
    expect(stdout).toMatch(/^good {8}1$/m);
    const [bad] = readRun(project.root, "production").stacks;
    expect([bad?.outcome, bad?.error]).toEqual(["failed", expect.stringContaining('named "nonsense"')]);
  });

  it("is one at a time, and ends on Ctrl-C without a plan", async () => {
    // A state that is read while planning, from a server that does not answer yet.
    const asked = new Deferred<() => void>();
    const server = createServer((_, response) => asked.resolve(() => response.writeHead(404).end()));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const states = { terraform_remote_state: { slow: { backend: "http", config: { address, retry_max: 0 } } } };
    project.stacks({ base: { document: { data: states } } });

    const { child, ended } = await project.smart360Until("base: started", ["plan", "--offline", "--json"]);
    const answer = await asked.promise;
    const second = await project.smart360(["plan", "--offline"]);
    expect([second.code, second.stderr]).toEqual([
      1,
      `Another \`smart360 plan\` or \`apply\` of production runs already (process ${child.pid}). Wait for it, or interrupt it first.\n`,
    ]);
    const interrupted = new Deferred<void>();
    child.stderr?.on("data", (text: Buffer) => {
      if (text.includes("Interrupted: terraform")) interrupted.resolve();
    });
    child.kill("SIGINT");
    await interrupted.promise;
    answer();
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    const message = "Interrupted: no plan is kept. `smart360 plan --offline` begins anew.";
    expect(stderr).toContain(`${message}\n`);
    expect(JSON.parse(stdout)).toEqual({ error: { message, exitCode: 130 } });
    expect(existsSync(join(folder(), "run.json"))).toBe(false);
    expect(existsSync(`${folder()}.lock`)).toBe(false);
    server.close();
  });
});

describe("smart360 plan", () => {
  let aws: LocalAws;
  let scripted: ScriptedAws;

  beforeAll(async () => {
    [aws, scripted] = await Promise.all([startLocalAws(), startScriptedAws()]);
  });

  afterEach(() => scripted.reset());

  afterAll(() => Promise.all([aws.stop(), scripted.close()]));

  const credentials = (url: string) => ({
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-east-1",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
  });

  it("plans on the account's own states", async () => {
    await ensureBackend(aws.clients, backend);
    project.stacks(chain("x"));
    const { code, stdout, stderr } = await project.smart360(["plan"], credentials(aws.proxy.url));
    expect([code, stderr]).toEqual([2, ""]);
    expect(stdout).toMatch(/^top {4}waits for base$/m);
    expect(stdout).not.toContain("embedded default");
    const run = readRun(project.root, "production");
    expect([run.target, run.stacks.map(({ outcome }) => outcome)]).toEqual(["aws", ["changes", "waiting"]]);
  });

  const identity = (account: string) =>
    queryAnswer("GetCallerIdentity", `<Account>${account}</Account><Arn>a</Arn><UserId>u</UserId>`);

  it("refuses credentials that are not the environment's", async () => {
    project.stacks(chain("x"));
    scripted.script("GetCallerIdentity", queryError("ExpiredToken", "The token has expired"));
    const expired = await project.smart360(["plan"], credentials(scripted.url));
    expect([expired.code, expired.stderr]).toEqual([
      1,
      "The credentials were not accepted for GetCallerIdentity: The token has expired. Sign in again and repeat the command.\n",
    ]);

    scripted.script("GetCallerIdentity", identity("999900001111"));
    const foreign = await project.smart360(["plan"], credentials(scripted.url));
    expect([foreign.code, foreign.stderr]).toEqual([
      1,
      "The credentials belong to account 999900001111, and environment production is account 111122223333 " +
        "(environments/production.json). Nothing was done. Use credentials of 111122223333.\n",
    ]);
    expect(existsSync(folder())).toBe(false);
  });

  it("names the role that may what these credentials may not", async () => {
    project.stacks(chain("x"));
    scripted.script("GetCallerIdentity", identity(accountId));
    scripted.script("", jsonAnswer({}, 403));
    const { code, stderr } = await project.smart360(["plan"], credentials(scripted.url));
    expect([code, stderr]).toEqual([
      1,
      "These credentials may not call s3:ListBucket. Use the role `plan` (stack `delivery`), or allow them that.\n",
    ]);
  });

  it("refuses an account without the states' bucket", async () => {
    project.stacks(chain("x"));
    scripted.script("GetCallerIdentity", identity(accountId));
    scripted.script("", jsonAnswer({}, 404));
    const { code, stderr } = await project.smart360(["plan"], credentials(scripted.url));
    expect([code, stderr]).toEqual([
      1,
      `The account has no bucket ${backend.bucket}, where the states lie. Run \`smart360 bootstrap -e production\` first.\n`,
    ]);
  });
});

describe("a run that was kept", () => {
  it("is refused when there is none, or another version's", async () => {
    expect(() => readRun(project.root, "production")).toThrow(
      "Nothing is planned for production. Run `smart360 plan -e production` first.",
    );
    project.stacks({ base: { document: {} } });
    await project.smart360(["plan", "--offline"]);
    const file = join(folder(), "run.json");
    for (const text of ['{"formatVersion": 2}', "{", "null"]) {
      writeFileSync(file, text);
      expect(() => readRun(project.root, "production")).toThrow(
        `${file} was not written by this version of smart360. Run \`smart360 plan -e production\` again.`,
      );
    }
  });
});
