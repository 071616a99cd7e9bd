/**
 * Services on what the runbook made before them, applied by the real AWS provider to a local AWS of a suite's own. What
 * was applied is kept, and copied for whoever needs the same from the same sources.
 */
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../core/environment/schema";
import { names } from "../../core/naming/names";
import { stopAll } from "../../local/daemon/client";
import type { Embedded } from "../../ops/embedded";
import { loadEnvironment, loadManifest } from "../../ops/project";
import type { AwsClients } from "../../ops/state/clients";
import { seedImages } from "../../ops/state/images";
import { synthesize, type StackOnDisk } from "../../ops/synthesize";
import { describeFailure } from "../../ops/terraform/diagnostics";
import { Interruption } from "../../ops/terraform/run";
import { deploy } from "../../ops/up/deploy";
import { realHooks } from "../../ops/up/real-provider";
import { platformProject } from "./fixture-project";
import { projectRoot } from "./local-aws";
import { baseKey, configOf, enterReal, keptPaths, prepareBase } from "./real-base";
import { fromSnapshot, keyOf } from "./snapshot";

export { hasRealProvider } from "./real-base";

export interface RealPlatform {
  /** Folder of the project: its commands run on this platform with SMART360_PROJECT set to it. */
  readonly root: string;
  readonly environment: Environment;
  readonly clientConfig: ReturnType<typeof configOf>;
  readonly clients: AwsClients;
  /** Plans a stack with `-detailed-exitcode`: 0 nothing to do, 2 changes. */
  plan(stack: string): Promise<{ readonly exitCode: number; readonly text: string }>;
  stop(): Promise<void>;
}

/** @param services of the manifest that are kept, and applied */
export async function startRealPlatform({ services }: { readonly services: readonly string[] }): Promise<RealPlatform> {
  const project = platformProject();
  const { remove, root } = project;
  let embedded: Embedded | undefined;
  try {
    keepServices(root, services);
    const environment = loadEnvironment(root, "production");
    const stacks = await synthesize(root, environment.name);
    const own = stacks.filter(({ name }) => services.map(names.serviceStack).includes(name));
    await fromSnapshot({
      folder: join(projectRoot, ".gen", "real-platform"),
      key: keyOf(
        [baseKey(stacks), ...own.map(({ folder }) => readFileSync(join(folder, "cdk.tf.json"), "utf8"))],
        [join(projectRoot, "__tests__/support/real-platform.ts")],
      ),
      root,
      paths: keptPaths,
      async make() {
        await prepareBase(project, environment, stacks);
        await applyAll(root, environment, own);
      },
    });
    embedded = await enterReal(root, environment);
    const { clients, variables, connection } = embedded;
    return {
      root,
      environment,
      clientConfig: configOf(embedded, environment),
      clients,
      plan: (stack) => plan(join(root, "cdktf.out", "stacks", stack), variables),
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

/** Applies the stacks of services, and stops the local AWS: it writes its state when it ends. */
async function applyAll(root: string, environment: Environment, stacks: readonly StackOnDisk[]): Promise<void> {
  const embedded = await enterReal(root, environment);
  const { clients, variables, connection } = embedded;
  const manifest = loadManifest(root, environment);
  try {
    await seedImages(clients, environment, manifest);
    const results = await deploy(stacks, {
      variables,
      parallel: 2,
      keeper: connection,
      interruption: new Interruption(),
      progress: { started: () => {}, phase: () => {}, ended: () => {} },
      ...realHooks({ environment, manifest, embedded }),
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

/** Leaves only these services in the manifest of a project. */
export function keepServices(root: string, kept: readonly string[]): void {
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
