/** The services that a command is about, by the names that it is given. */
import type { Environment } from "../core/environment/schema";
import { serviceRetired, unknownService } from "../core/errors";
import type { Manifest, Service } from "../core/manifest/schema";

/** @throws {UserError} for a name that the manifest does not have, and for a service that is retired */
export function serviceNamed(name: string, { services }: Manifest, environment: Environment): Service {
  const found = services.find((service) => service.name === name);
  if (found === undefined) {
    throw unknownService(
      name,
      services.map((service) => service.name),
    );
  }
  if (found.retired) throw serviceRetired(name, environment.name);
  return found;
}

/** @param name without one: every service that is not retired */
export function servicesNamed(
  name: string | undefined,
  manifest: Manifest,
  environment: Environment,
): readonly Service[] {
  if (name !== undefined) return [serviceNamed(name, manifest, environment)];
  return manifest.services.filter(({ retired }) => !retired);
}
