/**
 * The composition root: the manifest and an environment become stacks, in the order in which they are deployed. It
 * creates no resource.
 */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { capacityWarnings } from "./core/capacity/warnings";
import type { Environment } from "./core/environment/schema";
import { defaultEnvironment } from "./core/environment/where";
import { UserError } from "./core/errors";
import type { Manifest } from "./core/manifest/schema";
import { wrap } from "./core/plan-review/render/wrap";
import { useFastResolver } from "./modules/common/fast-resolver";
import { loadEnvironment, loadManifest } from "./ops/project";
import { DataStack } from "./stacks/data-stack";
import { DeliveryStack } from "./stacks/delivery-stack";
import { EdgeStack } from "./stacks/edge-stack";
import { NetworkStack } from "./stacks/network-stack";
import { ObservabilityStack } from "./stacks/observability-stack";
import { PlatformStack } from "./stacks/platform-stack";
import { RegistryStack } from "./stacks/registry-stack";
import { ServiceStack } from "./stacks/service-stack";
import { StateStack } from "./stacks/state-stack";

/** Adds every stack of the platform to `app`. */
export function compose(app: App, environment: Environment, manifest: Manifest): void {
  // Nothing follows from the order of the file.
  const services = manifest.services.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { outputs: state } = new StateStack(app, { environment });
  const { outputs: network } = new NetworkStack(app, { environment });
  const { outputs: registry } = new RegistryStack(app, { environment, services });
  const { outputs: data } = new DataStack(app, { environment, network });
  const { outputs: platform } = new PlatformStack(app, { environment, network, data });
  const { outputs: observability } = new ObservabilityStack(app, { environment, services, network, data, platform });
  for (const service of services)
    new ServiceStack(app, { environment, service, network, registry, data, platform, observability });
  const { outputs: edge } = new EdgeStack(app, { environment, network, platform, observability });
  new DeliveryStack(app, { environment, services, state, registry, data, edge });
}

/** Synthesizes the project in the working directory for the environment that ENVIRONMENT names. */
export async function main(): Promise<number> {
  try {
    const root = process.cwd();
    const environment = loadEnvironment(root, process.env["ENVIRONMENT"] ?? defaultEnvironment);
    const manifest = loadManifest(root, environment);
    // To stdout: the CDKTF CLI shows what an app writes to stderr as an error.
    for (const warning of capacityWarnings(manifest.services, environment))
      process.stdout.write(`${wrap(`warning: ${warning}`, 80, "", "  ").join("\n")}\n`);
    useFastResolver();
    const app = new App();
    compose(app, environment, manifest);
    app.synth();
    removeLeftovers(app);
    return 0;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

/**
 * Removes what an earlier synthesis left and CDKTF does not: the folders of stacks that are gone, and the other form of
 * those that stay. Terraform would read JSON and HCL together and find everything twice.
 */
function removeLeftovers(app: App): void {
  const folder = join(app.outdir, "stacks");
  const stacks = new Set(app.node.children.map(({ node }) => node.id));
  for (const name of readdirSync(folder))
    if (stacks.has(name)) rmSync(join(folder, name, app.hclOutput ? "cdk.tf.json" : "cdk.tf"), { force: true });
    else rmSync(join(folder, name), { recursive: true });
}
