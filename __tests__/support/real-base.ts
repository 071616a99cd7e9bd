/**
 * What the services of a real platform stand on, as the runbook makes it: its lines up to the secrets, run by the command
 * with the real AWS provider, which takes a local AWS for AWS. What takes minutes there and no service needs is left out
 * (the network, the database, the alarms): other stacks find plausible outputs in its place.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { Environment } from "../../core/environment/schema";
import { names } from "../../core/naming/names";
import { stopAll } from "../../local/daemon/client";
import { localFolder } from "../../local/daemon/record";
import { enterEmbedded, proxyUrl, type Embedded } from "../../ops/embedded";
import { ensureBackend } from "../../ops/state/backend";
import { seedHostedZone } from "../../ops/state/zone";
import type { StackOnDisk } from "../../ops/synthesize";
import { providerMirror } from "../../ops/terraform/mirror";
import type { Project } from "./fixture-project";
import type { Answers } from "./terminal";
import { projectRoot } from "./local-aws";
import { runbookSteps, type Walked } from "./runbook";
import { fromSnapshot, keyOf } from "./snapshot";
import { StandIns, stateWith, type Outputs } from "./stand-ins";

const mirror = providerMirror(process.env);

/** Whether this machine has the real provider; `describe.skipIf(!hasRealProvider)`. */
export const hasRealProvider = mirror !== undefined;

/** Where a stand-in takes the place of a stack. */
const stoodIn = ["network", "data", "observability"];
const applied = ["registry", "platform"];

/** What `apply` asks. */
export const agreed: Answers = [["to production?", "y"]];

/** What is kept of a project: the stacks as terraform left them, the local AWS, and what the command said. */
export const keptPaths = ["cdktf.out", join(".gen", "local", "aws-real"), join(".gen", "walked.json")];

/** Of what the base follows from. */
export function baseKey(stacks: readonly StackOnDisk[]): string {
  const texts = stacks
    .filter(({ name }) => [...stoodIn, ...applied].includes(name))
    .map(({ folder }) => readFileSync(join(folder, "cdk.tf.json"), "utf8"));
  const lines = runbookSteps().map(({ line }) => line);
  const sources = [
    ...["local/aws", "local/proxy", "ops/state", "ops/plan", "ops/apply", "ops/terraform"],
    ...["plan", "review", "apply"].map((name) => `ops/commands/${name}.ts`),
    ...["real-base", "runbook", "stand-ins", "terminal"].map((name) => `__tests__/support/${name}.ts`),
  ];
  return keyOf(
    [...providerVersions(), ...lines, ...texts],
    sources.map((path) => join(projectRoot, path)),
  );
}

/** Makes the base, or takes it as it was made before; nothing runs afterwards. */
export async function prepareBase(
  project: Project,
  environment: Environment,
  stacks: readonly StackOnDisk[],
): Promise<void> {
  await fromSnapshot({
    folder: join(projectRoot, ".gen", "real-base"),
    key: baseKey(stacks),
    root: project.root,
    paths: keptPaths,
    make: () => walkToSecrets(project, environment, stacks),
  });
}

/** What the command said on the way to the base. */
export function walkedToSecrets({ root }: Project): readonly Walked[] {
  return JSON.parse(readFileSync(walkedFile(root), "utf8")) as Walked[];
}

const walkedFile = (root: string) => join(root, ".gen", "walked.json");

async function walkToSecrets(
  project: Project,
  environment: Environment,
  stacks: readonly StackOnDisk[],
): Promise<void> {
  const { root } = project;
  const embedded = await enterReal(root, environment);
  const { clients, backend, connection } = embedded;
  try {
    await ensureBackend(clients, backend);
    await seedHostedZone(proxyUrl(connection), environment);
    const standIns = new StandIns(configOf(embedded, environment));
    for (const stack of stacks.filter(({ name }) => stoodIn.includes(name)))
      await putOutputs(embedded, environment, stack.name, await standIns.outputsOf(stack));
    standIns.destroy();
    const variables = awsVariables(root, environment, proxyUrl(connection));
    const walked: Walked[] = [];
    for (const { line, args } of stepsToSecrets()) {
      if (args === undefined) continue;
      const said = await (args[0] === "apply"
        ? project.smart360OnTerminal(args, agreed, variables)
        : project.smart360(args, variables));
      walked.push({ line, ...said });
      if (args[0] === "apply" && said.code !== 0) throw new Error(`${line}\n${said.stdout}\n${said.stderr}`);
    }
    mkdirSync(dirname(walkedFile(root)), { recursive: true });
    writeFileSync(walkedFile(root), JSON.stringify(walked));
  } finally {
    clients.destroy();
    connection.finish();
    // The local AWS writes its state when it ends.
    await stopAll(root);
  }
}

export function stepsToSecrets() {
  const steps = runbookSteps();
  return steps.slice(
    0,
    steps.findIndex(({ args }) => args?.[0] === "secrets"),
  );
}

export function enterReal(root: string, environment: Environment): Promise<Embedded> {
  return enterEmbedded({ root, environment, mode: "real", kind: "offline", say: () => {} });
}

/** Puts a state without resources in the place of a stack's. */
export async function putOutputs(
  { clients, backend }: Embedded,
  environment: Environment,
  stack: string,
  outputs: Outputs,
): Promise<void> {
  const Key = names.stateKey(environment, stack);
  await clients.s3.send(new PutObjectCommand({ Bucket: backend.bucket, Key, Body: stateWith(outputs) }));
}

/** For AWS SDK clients: the account and region of `environment` at the local AWS. S3 needs path-style buckets. */
export function configOf({ connection }: Embedded, { accountId, region }: Environment) {
  const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
  return { endpoint: proxyUrl(connection), region, credentials };
}

/** With these the command, and the terraform that it runs, take `endpoint` for AWS. */
export function awsVariables(root: string, { accountId, region }: Environment, endpoint: string) {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_REGION: region,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    BUILD_URL: "",
    // Names the mirror of the real provider.
    TF_CLI_CONFIG_FILE: localFolder(root).cliConfigFile,
  };
}

/** What the mirror holds; a named folder that is none is found out by Terraform. */
function providerVersions(): readonly string[] {
  const folder = join(mirror ?? "", "registry.terraform.io", "hashicorp", "aws");
  return [folder, ...(existsSync(folder) ? readdirSync(folder).toSorted() : [])];
}
