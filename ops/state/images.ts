/** What a first release would have left: the parameter that names each service's image. */
import { createHash } from "node:crypto";
import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Environment } from "../../core/environment/schema";
import type { Manifest } from "../../core/manifest/schema";
import { names } from "../../core/naming/names";
import { isAbsent } from "./backend";
import type { AwsClients } from "./clients";

/**
 * Writes a plausible image for every service without one; returns the services that got one. Local AWS only. The real
 * provider creates the parameter itself, with a placeholder: that is overwritten, as a first release does.
 */
export async function seedImages(
  clients: AwsClients,
  environment: Environment,
  manifest: Manifest,
): Promise<readonly string[]> {
  const seeded = await Promise.all(
    manifest.services
      .filter(({ retired }) => !retired)
      .map(async ({ name }) => {
        const Name = names.imageParameter(environment, name);
        if ((await readParameter(clients, Name))?.includes("@sha256:") === true) return [];
        const Value = placeholderImage(environment, name);
        await clients.ssm.send(new PutParameterCommand({ Name, Value, Type: "String", Overwrite: true }));
        return [name];
      }),
  );
  return seeded.flat();
}

/** Value of an SSM parameter; undefined when it is not there. */
export async function readParameter(clients: AwsClients, Name: string): Promise<string | undefined> {
  try {
    return (await clients.ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** An image by digest in the service's own repository; the same at every call. */
export function placeholderImage(environment: Environment, service: string): string {
  const repository = names.repository(environment, service);
  const digest = createHash("sha256").update(repository).digest("hex");
  return `${environment.accountId}.dkr.ecr.${environment.region}.amazonaws.com/${repository}@sha256:${digest}`;
}
