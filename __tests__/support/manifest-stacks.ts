/** The stacks that a manifest decides about, synthesized without those that it does not touch. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { Environment } from "../../core/environment/schema";
import type { Manifest } from "../../core/manifest/schema";
import { useFastResolver } from "../../modules/common/fast-resolver";
import { DataStack } from "../../stacks/data-stack";
import { DeliveryStack } from "../../stacks/delivery-stack";
import { EdgeStack } from "../../stacks/edge-stack";
import { NetworkStack } from "../../stacks/network-stack";
import { ObservabilityStack } from "../../stacks/observability-stack";
import { PlatformStack } from "../../stacks/platform-stack";
import { RegistryStack } from "../../stacks/registry-stack";
import { ServiceStack } from "../../stacks/service-stack";
import { StateStack } from "../../stacks/state-stack";

/** Stack -> the text of its `cdk.tf.json`. */
export type StackTexts = ReadonlyMap<string, string>;

/**
 * Synthesizes registry, observability, services and delivery, as `main.ts` composes them, of any number of manifests: what
 * these read of the other stacks, which are made once, is the same for all.
 */
export function manifestStacks(environment: Environment): (manifest: Manifest) => StackTexts {
  const shared = new App({ outdir: tmpdir(), stackTraces: false });
  const { outputs: state } = new StateStack(shared, { environment });
  const { outputs: network } = new NetworkStack(shared, { environment });
  const { outputs: data } = new DataStack(shared, { environment, network });
  const { outputs: platform } = new PlatformStack(shared, { environment, network, data });
  const above = new ObservabilityStack(shared, { environment, services: [], network, data, platform });
  const { outputs: edge } = new EdgeStack(shared, { environment, network, platform, observability: above.outputs });

  return ({ services }) => {
    const outdir = mkdtempSync(join(tmpdir(), "manifest-"));
    const slowResolver = useFastResolver();
    try {
      const app = new App({ outdir, stackTraces: false });
      const { outputs: registry } = new RegistryStack(app, { environment, services });
      const observability = new ObservabilityStack(app, { environment, services, network, data, platform }).outputs;
      for (const service of services)
        new ServiceStack(app, { environment, service, network, registry, data, platform, observability });
      new DeliveryStack(app, { environment, services, state, registry, data, edge });
      app.synth();
      const text = (stack: string) => readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8");
      return new Map(app.node.children.map(({ node }) => [node.id, text(node.id)]));
    } finally {
      slowResolver();
      rmSync(outdir, { recursive: true });
    }
  };
}
