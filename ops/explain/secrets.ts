/** Whether a service's secrets exist in AWS, and have a value. The values are not read. */
import {
  DescribeSecretCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { Environment } from "../../core/environment/schema";
import { awsRefused } from "../../core/errors";
import type { SecretState, SecretStates } from "../../core/explain/render";
import { checkAccount } from "../aws/account";

/** @throws {UserError} without credentials, or with those of another account */
export async function secretStates(environment: Environment, secretNames: readonly string[]): Promise<SecretStates> {
  await checkAccount(environment);
  const client = new SecretsManagerClient({ region: environment.region });
  try {
    const states = new Map<string, SecretState>();
    for (const name of secretNames) states.set(name, await stateOf(client, name));
    return states;
  } finally {
    client.destroy();
  }
}

async function stateOf(client: SecretsManagerClient, name: string): Promise<SecretState> {
  try {
    const { DeletedDate, VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: name }));
    if (DeletedDate !== undefined) return "being deleted";
    return Object.keys(VersionIdsToStages ?? {}).length > 0 ? "has a value" : "without a value";
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return "no such secret";
    throw awsRefused(`DescribeSecret ${name}`, (error as Error).message);
  }
}
