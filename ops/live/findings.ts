/** Enters an account, or the embedded default, and looks at what lies there. */
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { LiveFinding } from "../../core/live/live";
import { checkAccount } from "../aws/account";
import { enterEmbedded } from "../embedded";
import { loadEnvironment, loadManifest } from "../project";
import { awsClients } from "../state/clients";
import { synthesize } from "../synthesize";
import { checkLive } from "./check";

export interface LookOptions {
  readonly root: string;
  readonly environment: string;
  /** On the embedded default instead of AWS. */
  readonly isOffline: boolean;
}

const noSecrets: LiveFinding = {
  what: "secrets",
  found: "not looked at, as the offline provider makes none",
  problems: [],
  notes: [],
};

/** @throws {UserError} without credentials, with those of another account, and where nothing was ever deployed */
export async function liveFindings(options: LookOptions, say: (line: string) => void): Promise<readonly LiveFinding[]> {
  const { root, isOffline } = options;
  const environment = loadEnvironment(root, options.environment);
  const manifest = loadManifest(root, environment);
  const { accountId, region, name } = environment;
  const account = (found: string): LiveFinding => ({ what: "account", found, problems: [], notes: [] });
  const common = { environment, manifest, nowMs: Date.now() };
  if (!isOffline) await checkAccount(environment);
  const stacks = (await synthesize(root, name, `.gen/check/${name}`)).map((stack) => stack.name);

  if (isOffline) {
    const { clients, connection } = await enterEmbedded({ root, environment, mode: "offline", kind: "offline", say });
    try {
      const found = await checkLive({ ...common, clients, secrets: undefined, stacks });
      return [account(`the embedded default, as ${accountId} in ${region}; nothing reached AWS`), ...found, noSecrets];
    } finally {
      clients.destroy();
      connection.finish();
    }
  }
  const clients = awsClients(region);
  const secrets = new SecretsManagerClient({ region });
  try {
    const found = await checkLive({ ...common, clients, secrets, stacks });
    return [account(`the credentials belong to ${accountId}; ${region}`), ...found];
  } finally {
    secrets.destroy();
    clients.destroy();
  }
}
