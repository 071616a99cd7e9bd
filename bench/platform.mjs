// Writes the input of a synthesis with any number of services: `services.json` and `environments/production.json`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The project's own nine services as they are; any other number repeats them under names, paths and priorities of their own. */
export function writePlatform(root, folder, services) {
  const manifest = readJson(join(root, "services.json"));
  const environment = readJson(join(root, "environments", "production.json"));
  if (services !== manifest.services.length) {
    manifest.services = repeat(manifest.services, services);
    environment.loadBalancer = { ...environment.loadBalancer, rulesQuota: 5_000, targetGroupsQuota: 3_000 };
    // A cluster that holds 900 services: a bench of synthesis is not stopped by the check of capacity.
    environment.cluster = {
      ...environment.cluster,
      instanceType: "m6a.8xlarge",
      registeredMemoryMiB: 126_000,
      instances: 100,
      maxInstances: 150,
      dynamicHostPorts: { from: 32_768, to: 34_767 },
    };
    environment.database = { ...environment.database, maxConnections: 5_000 };
  }
  mkdirSync(join(folder, "environments"), { recursive: true });
  writeFileSync(join(folder, "services.json"), JSON.stringify(manifest, null, 2));
  writeFileSync(join(folder, "environments", "production.json"), JSON.stringify(environment, null, 2));
}

function repeat(services, count) {
  return Array.from({ length: count }, (_, index) => {
    const service = services[index % services.length];
    const name = `${service.name}-${index + 1}`;
    return { ...service, name, paths: [`/api/${name}/*`], priority: 10 * (index + 1) };
  });
}

function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}
