/**
 * The same platform, roughly, as an AWS CDK app: what it costs to synthesize is compared, nothing of it is deployed.
 * Reads `services.json` of the working directory, as the project does.
 */
import { readFileSync } from "node:fs";
import { App, Tags } from "aws-cdk-lib";
import { DataStack } from "./data-stack";
import { NetworkStack } from "./network-stack";
import { PlatformStack } from "./platform-stack";
import { RegistryStack } from "./registry-stack";
import type { ServiceEntry } from "./manifest";
import { ServiceStack } from "./service-stack";

interface Manifest {
  readonly defaults: Partial<ServiceEntry>;
  readonly services: readonly (Partial<ServiceEntry> & Pick<ServiceEntry, "name" | "paths" | "priority">)[];
}

/** CloudFormation refuses a stack of more than 500 resources; a service has up to ten in the registry. */
const servicesPerRegistry = 45;
const builtIn = { cpu: 192, memory: 1_024, memoryReservation: 640, uses: [], secrets: {}, environment: {} };

const manifest = JSON.parse(readFileSync("services.json", "utf8")) as Manifest;
const services = manifest.services.map((service) => ({ ...builtIn, ...manifest.defaults, ...service }));
const env = { account: "111122223333", region: "us-east-1" };

const app = new App();
const network = new NetworkStack(app, "network", { env });
const data = new DataStack(app, "data", { env, vpc: network.vpc });
const platform = new PlatformStack(app, "platform", { env, vpc: network.vpc });
for (let first = 0; first < services.length; first += servicesPerRegistry) {
  const group = services.slice(first, first + servicesPerRegistry);
  const registry = new RegistryStack(app, `registry-${first / servicesPerRegistry + 1}`, { env, services: group });
  for (const service of group)
    new ServiceStack(app, `service-${service.name}`, { env, service, vpc: network.vpc, registry, data, platform });
}
Tags.of(app).add("Product", "smart360");
app.synth();
