/**
 * Stacks of the platform, applied by the real AWS provider to a local AWS of a suite's own. What takes minutes there and no
 * service needs (the database, for one) is left out: the stacks in between get plausible outputs instead.
 */
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateSecurityGroupCommand, EC2Client } from "@aws-sdk/client-ec2";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { Environment } from "../../core/environment/schema";
import { names } from "../../core/naming/names";
import { enterEmbedded, proxyUrl, type Embedded } from "../../ops/embedded";
import { loadEnvironment, loadManifest } from "../../ops/project";
import { ensureBackend } from "../../ops/state/backend";
import type { AwsClients } from "../../ops/state/clients";
import { outputsOf, readState } from "../../ops/state/read";
import { seedHostedZone } from "../../ops/state/zone";
import { synthesize, type StackOnDisk } from "../../ops/synthesize";
import { describeFailure } from "../../ops/terraform/diagnostics";
import { providerMirror } from "../../ops/terraform/mirror";
import { Interruption } from "../../ops/terraform/run";
import { deploy } from "../../ops/up/deploy";
import { realHooks } from "../../ops/up/real-provider";
import { platformProject } from "./fixture-project";

/** Whether this machine has the real provider; `describe.skipIf(!hasRealProvider)`. */
export const hasRealProvider = providerMirror(process.env) !== undefined;

export interface RealPlatform {
  /** Folder of the project: its commands run on this platform with SMART360_PROJECT set to it. */
  readonly root: string;
  readonly environment: Environment;
  /** The local AWS as an endpoint, with path-style buckets. */
  readonly endpoint: string;
  /** The account and region of `environment`, at `endpoint`. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly clients: AwsClients;
  /** Environment variables of a terraform that runs on it. */
  readonly variables: Readonly<Record<string, string>>;
  /** Plans a stack with `-detailed-exitcode`: 0 nothing to do, 2 changes. */
  plan(stack: string): Promise<{ readonly exitCode: number; readonly text: string }>;
  /** Outputs of a stack that was applied, or stood in for. */
  outputs(stack: string): Promise<Readonly<Record<string, unknown>>>;
  stop(): Promise<void>;
}

type Outputs = Readonly<Record<string, unknown>>;

export interface RealPlatformOptions {
  /** Services of the manifest that are kept, and whose stacks are applied. */
  readonly services: readonly string[];
  /** Stacks that are applied before those of the services. @default network, registry, platform */
  readonly stacks?: readonly string[];
  /** Outputs of stacks that are not applied, instead of made-up ones. */
  readonly outputs?: Readonly<Record<string, Outputs>>;
}

export async function startRealPlatform(options: RealPlatformOptions): Promise<RealPlatform> {
  const project = platformProject();
  const { root } = project;
  let embedded: Embedded | undefined;
  try {
    keepServices(root, options.services);
    const environment = loadEnvironment(root, "production");
    const manifest = loadManifest(root, environment);
    const entering = enterEmbedded({ root, environment, mode: "real", kind: "offline", say: () => {} });
    const [entered, all] = await Promise.all([entering, synthesize(root, environment.name)]);
    embedded = entered;
    const { clients, backend, variables, connection } = entered;
    const endpoint = proxyUrl(connection);
    const { accountId, region } = environment;
    const clientConfig = { endpoint, region, credentials: { accessKeyId: accountId, secretAccessKey: "local" } };
    await ensureBackend(clients, backend);
    await seedHostedZone(endpoint, environment);

    const { stacks = ["network", "registry", "platform"], services } = options;
    const wanted = new Set([...stacks, ...services.map(names.serviceStack)]);
    const applied = all.filter(({ name }) => wanted.has(name));
    const left = new Set(applied.flatMap(({ dependencies }) => dependencies).filter((name) => !wanted.has(name)));
    for (const stack of all.filter(({ name }) => left.has(name))) {
      const outputs = { ...(await madeUp(stack, new EC2Client(clientConfig))), ...options.outputs?.[stack.name] };
      const Key = names.stateKey(environment, stack.name);
      await clients.s3.send(new PutObjectCommand({ Bucket: backend.bucket, Key, Body: stateWith(outputs) }));
    }
    const results = await deploy(applied, {
      variables,
      parallel: 2,
      keeper: connection,
      interruption: new Interruption(),
      progress: { started: () => {}, phase: () => {}, ended: () => {} },
      ...realHooks({ environment, manifest, embedded: entered }),
    });
    const failed = results.filter(({ outcome }) => outcome !== "applied");
    if (failed.length > 0)
      throw new Error(failed.map((it) => `${it.stack}: ${it.outcome}\n${describeFailure(it)}`).join("\n"));
    return {
      root,
      environment,
      endpoint,
      clientConfig,
      clients,
      variables,
      plan: (stack) => plan(join(root, "cdktf.out", "stacks", stack), variables),
      async outputs(stack) {
        const state = await readState(clients, backend.bucket, names.stateKey(environment, stack));
        return state === undefined ? {} : outputsOf(state);
      },
      async stop() {
        clients.destroy();
        connection.finish();
        await project.remove();
      },
    };
  } catch (error) {
    embedded?.clients.destroy();
    embedded?.connection.finish();
    await project.remove();
    throw error;
  }
}

function keepServices(root: string, kept: readonly string[]): void {
  const file = join(root, "services.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { services: { name: string }[] };
  const services = manifest.services.filter(({ name }) => kept.includes(name));
  writeFileSync(file, JSON.stringify({ ...manifest, services }));
}

/** A plausible value for every output of a stack; security groups exist. */
async function madeUp({ name: stack, folder }: StackOnDisk, ec2: EC2Client): Promise<Outputs> {
  const { output = {} } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as { output?: object };
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(output)) {
    if (name.endsWith("_port")) values[name] = 5432;
    else if (name.endsWith("_arn")) values[name] = `arn:aws:sns:us-east-1:111122223333:${stack}-${name}`;
    else if (name.endsWith("_security_group_id")) {
      const group = { GroupName: `${stack}-${name}`, Description: "Stands in" };
      values[name] = (await ec2.send(new CreateSecurityGroupCommand(group))).GroupId;
    } else values[name] = `${stack}-${name}`.replaceAll("_", "-");
  }
  ec2.destroy();
  return values;
}

function stateWith(outputs: Outputs): string {
  const typed = Object.entries(outputs).map(([name, value]) => [name, { value, type: typeof value }]);
  return JSON.stringify({
    version: 4,
    terraform_version: "1.11.0",
    serial: 1,
    lineage: "00000000-0000-0000-0000-000000000000",
    outputs: Object.fromEntries(typed) as object,
    resources: [],
  });
}

function plan(folder: string, env: Readonly<Record<string, string>>): Promise<{ exitCode: number; text: string }> {
  const args = ["plan", "-input=false", "-no-color", "-detailed-exitcode", "-lock=false"];
  return new Promise((resolve) =>
    execFile("terraform", args, { cwd: folder, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({
        exitCode: error === null ? 0 : typeof error.code === "number" ? error.code : 1,
        text: stdout + stderr,
      }),
    ),
  );
}
