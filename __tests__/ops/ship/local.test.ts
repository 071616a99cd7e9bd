/**
 * Releases on the local AWS, beside the real terraform on the same state backend: its S3, DynamoDB, ECR, SSM and revisions
 * are the judge of ours. Its tasks have no containers: they run at once, and for ever.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import {
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureBackend } from "../../../ops/state/backend";
import { lockedKeys } from "../../support/locks";
import { fixtureProject, type FixtureProject } from "../../support/fixture-project";
import { startLocalAws, type LocalAws } from "../../support/local-aws";
import {
  bucket,
  cluster,
  ecsService,
  parameterName,
  registry,
  repository,
  stateKey,
  table,
} from "../../support/release-world";

const backend = { bucket, lockTable: table };
const tags = [{ key: "Service", value: "billing" }];

let aws: LocalAws;
let project: FixtureProject;
let ecr: ECRClient;
let ecs: ECSClient;
let stack: string;
let gate: string;
/** Tag -> URI by digest. */
const images: Record<string, string> = {};

beforeAll(async () => {
  aws = await startLocalAws();
  project = fixtureProject();
  const shared = {
    endpoint: aws.proxy.url,
    region: "us-east-1",
    credentials: { accessKeyId: "111122223333", secretAccessKey: "local" },
  };
  ecr = new ECRClient(shared);
  ecs = new ECSClient(shared);
  await ensureBackend(aws.clients, backend);
  await createService();
  writeStack();
  expect(await terraform("init", "-input=false")).toMatchObject({ code: 0 });
});

afterAll(async () => {
  ecr.destroy();
  ecs.destroy();
  await aws.stop();
  await project.remove();
});

/** Repository with three images, parameter, service of two tasks: what `registry`, `platform` and the stack would create. */
async function createService(): Promise<void> {
  await ecr.send(new CreateRepositoryCommand({ repositoryName: repository, imageTagMutability: "IMMUTABLE" }));
  for (const imageTag of ["build-1", "build-2", "build-3"]) {
    const imageManifest = JSON.stringify({ schemaVersion: 2, config: { digest: imageTag } });
    const { image } = await ecr.send(new PutImageCommand({ repositoryName: repository, imageTag, imageManifest }));
    images[imageTag] = `${registry}@${image?.imageId?.imageDigest}`;
  }
  const image = images["build-1"];
  await aws.clients.ssm.send(new PutParameterCommand({ Name: parameterName, Value: image, Type: "String" }));
  const containerDefinitions = [
    { name: "billing", image, memory: 64, environment: [{ name: "LOG_LEVEL", value: "info" }], stopTimeout: 60 },
  ];
  const family = { family: ecsService, networkMode: "bridge" as const, requiresCompatibilities: ["EC2" as const] };
  await ecs.send(new RegisterTaskDefinitionCommand({ ...family, containerDefinitions, tags }));
  const service = { cluster, serviceName: ecsService, taskDefinition: `${ecsService}:1`, desiredCount: 2 };
  await ecs.send(new CreateServiceCommand({ ...service, launchType: "EC2" }));
}

/** A stack with the production backend block of service-billing, whose apply holds its lock until the gate opens. */
function writeStack(): void {
  stack = join(aws.folder, "service-billing");
  gate = join(aws.folder, "gate");
  mkdirSync(stack);
  const s3 = { bucket, key: stateKey, region: "us-east-1", dynamodb_table: table, use_lockfile: true };
  const command = `echo holding the lock; while [ ! -e '${gate}' ]; do sleep 0.05; done; rm '${gate}'`;
  const resource = { terraform_data: { gate: { provisioner: [{ "local-exec": { command } }] } } };
  writeFileSync(join(stack, "main.tf.json"), JSON.stringify({ terraform: { backend: { s3 } }, resource }));
}

function terraform(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = start(...args);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done) =>
    child.once("close", (code) => done({ code, output: output.replaceAll(/[\s│╷╵]+/g, " ") })),
  );
}

function start(...args: string[]): ChildProcess {
  return spawn("terraform", [...args, "-no-color"], {
    cwd: stack,
    env: aws.variables,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Starts an apply that holds its locks until `open()`. */
async function holdingApply() {
  const child = start("apply", "-auto-approve", "-replace=terraform_data.gate");
  const ended = new Promise<number | null>((done) => child.once("close", done));
  await new Promise<void>((reached, failed) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("holding the lock")) reached();
    });
    child.once("close", () => failed(new Error(output)));
  });
  return { child, ended, open: () => writeFileSync(gate, "") };
}

const variables = () => ({
  AWS_ENDPOINT_URL: aws.proxy.url,
  AWS_ACCESS_KEY_ID: "111122223333",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_CONFIG_FILE: join(project.root, "no-config"),
  AWS_SHARED_CREDENTIALS_FILE: join(project.root, "no-credentials"),
  AWS_EC2_METADATA_DISABLED: "true",
});

const ship = (...args: string[]) => project.smart360(["ship", "billing", ...args], variables());

/** Whether releases of billing migrate; a migration never ends here. */
function setMigration(migrate: readonly string[]): void {
  const file = join(project.root, "services.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { defaults: object };
  writeFileSync(file, JSON.stringify({ ...manifest, defaults: { ...manifest.defaults, migrate } }));
}

async function standing() {
  const { Parameter } = await aws.clients.ssm.send(new GetParameterCommand({ Name: parameterName }));
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [ecsService] }));
  const [service] = services ?? [];
  return {
    parameter: Object.keys(images).find((tag) => images[tag] === Parameter?.Value),
    runs: service?.taskDefinition?.split(":").at(-1),
    deployments: service?.deployments?.map(({ rolloutState }) => rolloutState),
    locks: await lockedKeys(aws.clients, backend),
  };
}

async function revision(number: number) {
  const taskDefinition = `${ecsService}:${number}`;
  const answer = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ["TAGS"] }));
  const { status, containerDefinitions } = answer.taskDefinition ?? {};
  return { status, container: containerDefinitions?.[0], tags: answer.tags };
}

async function tagsOf(imageTag: string) {
  const imageIds = [{ imageTag }];
  const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: repository, imageIds }));
  return imageDetails?.[0]?.imageTags;
}

describe("a release on the local AWS", () => {
  it("deploys, deploys again and goes back, each a revision with tags", async () => {
    setMigration([]);
    const first = await ship("--image", "build-2");
    expect([first.code, first.stderr]).toEqual([0, ""]);
    expect(await standing()).toEqual({ parameter: "build-2", runs: "2", deployments: ["COMPLETED"], locks: [] });
    expect((await ship("--image", `${registry}:build-3`)).code).toBe(0);
    expect((await ship("--rollback")).code).toBe(0);
    expect(await standing()).toEqual({ parameter: "build-2", runs: "4", deployments: ["COMPLETED"], locks: [] });

    const template = await revision(1);
    for (const [number, tag] of [
      [2, "build-2"],
      [3, "build-3"],
      [4, "build-2"],
    ] as const) {
      const container = { ...template.container, image: images[tag] };
      expect(await revision(number)).toEqual({ status: "ACTIVE", container, tags });
    }
    expect(await tagsOf("build-2")).toEqual(["build-2", "release-2", "release-4"]);
    expect(await tagsOf("build-3")).toEqual(["build-3", "release-3"]);
  });

  it("tells what runs", async () => {
    const { code, stdout } = await project.smart360(["ship", "status", "billing"], variables());
    expect([code, stdout.split("\n")[2]]).toEqual([
      0,
      expect.stringMatching(/^billing {2}build-2 {2}4 .* 2 of 2 {2}.* ok$/),
    ]);
  });
});

describe("terraform and releases", () => {
  it("an apply keeps a release out, which names it", async () => {
    const apply = await holdingApply();
    const { code, stderr } = await ship("--image", "build-3");
    apply.open();
    expect([code, await apply.ended]).toEqual([2, 0]);
    expect(stderr).toMatch(
      /^service-billing is locked by \S+@\S+ since \d{4}-.* UTC, .* ago \(terraform apply\)\. Wait/,
    );
    expect(await standing()).toMatchObject({ parameter: "build-2", runs: "4", locks: [] });
  });

  it("a release keeps plan and apply out, which print it; interrupted, it lets them in", async () => {
    setMigration(["migrate"]);
    const args = ["ship", "billing", "--image", "build-3"];
    const release = await project.smart360Until("Migrate    task", args, variables());
    const plan = await terraform("plan", "-lock-timeout=0s");
    expect(plan.code).toBe(1);
    expect(plan.output).toContain("Error acquiring the state lock");
    expect(plan.output).toContain(`Operation: smart360 ship`);
    expect(plan.output).toContain(`Info: deploy of build-3, process ${release.child.pid}`);
    expect(plan.output).toContain(`Path: ${bucket}/${stateKey}`);

    release.child.kill("SIGINT");
    const { code, stdout } = await release.ended;
    expect(code).toBe(130);
    expect(stdout).toContain("billing runs revision 4. Revision 5 is deregistered, the parameter is as it was.");
    expect(await standing()).toMatchObject({ parameter: "build-2", runs: "4", locks: [] });
    expect((await revision(5)).status).toBe("INACTIVE");
    expect((await terraform("plan", "-lock-timeout=0s")).code).toBe(0);
  });

  it("`terraform force-unlock` frees what a killed release left, and the next release begins with the rest", async () => {
    const args = ["ship", "billing", "--image", "build-3"];
    const killed = await project.smart360Until("Migrate    task", args, variables());
    killed.child.kill("SIGKILL");
    const { stdout } = await killed.ended;
    const [, id = ""] = /service-billing \(([0-9a-f-]{36})\)/.exec(stdout) ?? [];
    expect((await terraform("plan", "-lock-timeout=0s")).output).toContain(`ID: ${id}`);
    expect((await terraform("force-unlock", "-force", id)).code).toBe(0);
    expect(await standing()).toMatchObject({ parameter: "build-2", runs: "4", locks: [] });

    setMigration([]);
    await stopMigrations();
    const next = await ship("--image", "build-3");
    expect([next.code, next.stdout]).toEqual([
      0,
      expect.stringContaining("revision 6 of a killed release: deregistered"),
    ]);
    expect(await standing()).toMatchObject({ parameter: "build-3", runs: "7", locks: [] });
  });

  it("--break-lock frees what a killed apply left", async () => {
    const apply = await holdingApply();
    apply.child.kill("SIGKILL");
    apply.open(); // lets the orphaned shell of the provisioner end
    await apply.ended;
    const refused = await ship("--redeploy");
    const [, id = ""] = /--break-lock (\S+)/.exec(refused.stderr) ?? [];
    expect([refused.code, (await ship("--redeploy", "--break-lock", id)).code]).toEqual([2, 0]);
    expect(await standing()).toMatchObject({ parameter: "build-3", runs: "8", locks: [] });
  });
});

/** Without containers a migration never ends by itself. */
async function stopMigrations(): Promise<void> {
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster, startedBy: "smart360-ship/billing" }));
  for (const task of taskArns) await ecs.send(new StopTaskCommand({ cluster, task }));
}
