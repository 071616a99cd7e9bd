// Writes the input of a synthesis with any number of services: `services.json` and `environments/`.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The project's own services as they are; any other number repeats them under names, paths and priorities of their own. */
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
  // All environments: services may name each.
  cpSync(join(root, "environments"), join(folder, "environments"), { recursive: true });
  writeFileSync(join(folder, "services.json"), JSON.stringify(manifest, null, 2));
  writeFileSync(join(folder, "environments", "production.json"), JSON.stringify(environment, null, 2));
}

function repeat(services, count) {
  return Array.from({ length: count }, (_, index) => {
    const service = services[index % services.length];
    const suffix = `-${index + 1}`;
    // A name has 20 characters at most.
    const name = service.name.slice(0, 20 - suffix.length).replace(/-$/, "") + suffix;
    return { ...service, name, paths: [`/api/${name}/*`], priority: 10 * (index + 1), environments: undefined };
  });
}

function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}
