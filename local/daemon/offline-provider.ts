/** Starts the offline provider inside the daemon and gives it what it may ask of the local AWS. */
import { join } from "node:path";
import { GetParameterCommand, ParameterNotFound, SSMClient } from "@aws-sdk/client-ssm";
import { codeRoot } from "../paths";
import { startProvider, type RunningProvider } from "../provider/server";
import { typesInUse } from "./types-in-use";

export interface OfflineProviderOptions {
  /** The project whose stacks are planned. */
  readonly root: string;
  /** The loopback proxy. */
  readonly proxyUrl: string;
  /** Accounts of those who use the embedded default. */
  readonly accounts: () => readonly string[];
  readonly log: (line: string) => void;
}

export function startOfflineProvider({
  root,
  proxyUrl,
  accounts,
  log,
}: OfflineProviderOptions): Promise<RunningProvider> {
  return startProvider({
    root: codeRoot,
    cacheDir: join(codeRoot, ".gen", "provider-schema"),
    types: () => typesInUse(root),
    ssmParameter: (name, region) => readParameter(proxyUrl, accounts(), name, region),
    log,
  });
}

/**
 * The provider is not told for which account it plans; parameters are named by environment, so the first account that
 * has the name is the right one.
 */
async function readParameter(
  endpoint: string,
  accounts: readonly string[],
  name: string,
  region: string,
): Promise<string | undefined> {
  for (const accessKeyId of accounts) {
    const credentials = { accessKeyId, secretAccessKey: "local" };
    const client = new SSMClient({ endpoint, region, credentials, ignoreConfiguredEndpointUrls: true });
    try {
      return (await client.send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
    } catch (error) {
      if (!(error instanceof ParameterNotFound)) throw error;
    } finally {
      client.destroy();
    }
  }
  return undefined;
}
