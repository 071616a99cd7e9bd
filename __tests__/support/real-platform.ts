/**
 * Stacks of the platform, applied by the real AWS provider to a local AWS of a suite's own. What takes minutes there and no
 * service needs is left out (the network, the database, the alarms): other stacks find plausible outputs in its place.
 * What was applied is kept, and copied for whoever needs the same from the same sources.
 */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { Environment } from "../../core/environment/schema";
import { names } from "../../core/naming/names";
import { stopAll } from "../../local/daemon/client";
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
import { projectRoot } from "./local-aws";
import { fingerprint, fromSnapshot } from "./snapshot";
import { StandIns, stateWith, type Outputs } from "./stand-ins";

const mirror = providerMirror(process.env);

/** Whether this machine has the real provider; `describe.skipIf(!hasRealProvider)`. */
export const hasRealProvider = mirror !== undefined;

export interface RealPlatform {
  /** Folder of the project: its commands run on this platform with SMART360_PROJECT set to it. */
  readonly root: string;
  readonly environment: Environment;
  /** For AWS SDK clients: the account and region of `environment` at the local AWS. S3 needs path-style buckets. */
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

export interface RealPlatformOptions {
  /** Services of the manifest that are kept, and whose stacks are applied. */
  readonly services: readonly string[];
  /** Stacks that are applied before those of the services. @default registry, platform */
  readonly stacks?: readonly string[];
  /** Outputs of stacks that are not applied, instead of made-up ones. */
  readonly outputs?: Readonly<Record<string, Outputs>>;
}

export async function startRealPlatform(options: RealPlatformOptions): Promise<RealPlatform> {
  const { remove, root } = platformProject();
  let embedded: Embedded | undefined;
  try {
    keepServices(root, options.services);
    const environment = loadEnvironment(root, "production");
    const stacks = await synthesize(root, environment.name);
    const texts = stacks.map(({ folder }) => readFileSync(join(folder, "cdk.tf.json"), "utf8"));
    const sources = ["local/aws", "local/proxy", "ops/state", "__tests__/support/stand-ins.ts"];
    await fromSnapshot({
      folder: join(projectRoot, ".gen", "real-platform"),
      key: fingerprint(
        [JSON.stringify(options), ...providerVersions(), ...texts],
        sources.map((path) => join(projectRoot, path)),
      ),
      root,
      paths: ["cdktf.out", join(".gen", "local", "aws-real")],
      make: () => applyAll(root, environment, stacks, options),
    });
    embedded = await enterEmbedded({ root, environment, mode: "real", kind: "offline", say: () => {} });
    const { clients, backend, variables, connection } = embedded;
    return {
      root,
      environment,
      clientConfig: configOf(embedded, environment),
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
        await remove();
      },
    };
  } catch (error) {
    embedded?.clients.destroy();
    embedded?.connection.finish();
    await remove();
    throw error;
  }
}

/** Applies the stacks that are asked for, and stops the local AWS: it writes its state when it ends. */
async function applyAll(
  root: string,
  environment: Environment,
  all: readonly StackOnDisk[],
  { services, stacks = ["registry", "platform"], outputs }: RealPlatformOptions,
): Promise<void> {
  const embedded = await enterEmbedded({ root, environment, mode: "real", kind: "offline", say: () => {} });
  const { clients, backend, variables, connection } = embedded;
  try {
    await ensureBackend(clients, backend);
    await seedHostedZone(proxyUrl(connection), environment);
    const wanted = new Set([...stacks, ...services.map(names.serviceStack)]);
    const applied = all.filter(({ name }) => wanted.has(name));
    const left = new Set(applied.flatMap(({ dependencies }) => dependencies).filter((name) => !wanted.has(name)));
    const standIns = new StandIns(configOf(embedded, environment));
    for (const stack of all.filter(({ name }) => left.has(name))) {
      const Body = stateWith({ ...(await standIns.outputsOf(stack)), ...outputs?.[stack.name] });
      const Key = names.stateKey(environment, stack.name);
      await clients.s3.send(new PutObjectCommand({ Bucket: backend.bucket, Key, Body }));
    }
    standIns.destroy();
    const results = await deploy(applied, {
      variables,
      parallel: 2,
      keeper: connection,
      interruption: new Interruption(),
      progress: { started: () => {}, phase: () => {}, ended: () => {} },
      ...realHooks({ environment, manifest: loadManifest(root, environment), embedded }),
    });
    const failed = results.filter(({ outcome }) => outcome !== "applied");
    if (failed.length > 0)
      throw new Error(
        failed.map((it) => `${it.stack}: ${it.outcome} ${it.lacks.join()}\n${describeFailure(it)}`).join("\n"),
      );
  } finally {
    clients.destroy();
    connection.finish();
    await stopAll(root);
  }
}

/** What the mirror holds; a named folder that is none is found out by Terraform. */
function providerVersions(): readonly string[] {
  const folder = join(mirror ?? "", "registry.terraform.io", "hashicorp", "aws");
  return [folder, ...(existsSync(folder) ? readdirSync(folder).toSorted() : [])];
}

function configOf({ connection }: Embedded, { accountId, region }: Environment): RealPlatform["clientConfig"] {
  const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
  return { endpoint: proxyUrl(connection), region, credentials };
}

function keepServices(root: string, kept: readonly string[]): void {
  const file = join(root, "services.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { services: { name: string }[] };
  const services = manifest.services.filter(({ name }) => kept.includes(name));
  writeFileSync(file, JSON.stringify({ ...manifest, services }));
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
