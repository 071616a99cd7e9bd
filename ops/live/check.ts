/** `smart360 check --live`: what lies in an environment's account, held against the app. */
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Environment } from "../../core/environment/schema";
import { judgeLocks, judgeSecrets, judgeStates, type LiveFinding } from "../../core/live/live";
import type { Manifest } from "../../core/manifest/schema";
import { secretEntries } from "../../core/manifest/secrets";
import { names } from "../../core/naming/names";
import type { AwsClients } from "../state/clients";
import { resourcesAt } from "../state/read";
import { readBackend, readSecrets } from "./read";

export interface LiveOptions {
  readonly clients: AwsClients;
  /** Undefined where nobody makes secrets: on the embedded default. */
  readonly secrets: SecretsManagerClient | undefined;
  readonly environment: Environment;
  readonly manifest: Manifest;
  /** Names of the app's stacks. */
  readonly stacks: readonly string[];
  readonly nowMs: number;
}

/** @throws {UserError} when there is no state bucket or no lock table */
export async function checkLive(options: LiveOptions): Promise<readonly LiveFinding[]> {
  const { clients, secrets, environment, manifest, stacks } = options;
  const bucket = names.stateBucket(environment);
  const keys = new Map(stacks.map((stack) => [stack, names.stateKey(environment, stack)]));
  const retired = manifest.services
    .filter((service) => service.retired)
    .map(({ name }) => names.serviceStack(name))
    .filter((stack) => keys.has(stack));
  const backend = await readBackend(clients, environment);

  const inUse = new Set([...keys].filter(([stack]) => !retired.includes(stack)).map(([, key]) => key));
  const states = [];
  for (const key of backend.keys)
    states.push({ key, resources: inUse.has(key) ? undefined : await resourcesAt(clients, bucket, key) });
  const expected = manifest.services
    .filter(({ purged }) => !purged)
    .flatMap((service) => secretEntriesOf(environment, service));
  return [
    judgeStates(states, { keys, retired }),
    judgeLocks(backend.locks, options.nowMs),
    ...(secrets === undefined
      ? []
      : [judgeSecrets([...new Set(expected)].sort(), await readSecrets(secrets, environment))]),
  ];
}

function secretEntriesOf(environment: Environment, service: Manifest["services"][number]): string[] {
  return Object.values(secretEntries(service)).map((entry) => names.secret(environment, service.name, entry));
}
