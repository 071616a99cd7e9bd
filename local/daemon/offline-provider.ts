/** Starts the offline provider inside the daemon and gives it what it may ask of the local AWS. */
import { join } from "node:path";
import { GetParameterCommand, ParameterNotFound, SSMClient } from "@aws-sdk/client-ssm";
import { codeRoot } from "../paths";
import { startProvider, type RunningProvider } from "../provider/server";
import type { Memory } from "../proxy/memory";
import { StacksInUse } from "./stacks-in-use";

export interface OfflineProviderOptions {
  /** The project whose stacks are planned. */
  readonly root: string;
  /** The loopback proxy. */
  readonly proxyUrl: string;
  /** Accounts of those who use the embedded default. */
  readonly accounts: () => readonly string[];
  /** What outlives the daemon, as the states do. */
  readonly memory: Memory;
  readonly log: (line: string) => void;
}

export function startOfflineProvider({
  root,
  proxyUrl,
  accounts,
  memory,
  log,
}: OfflineProviderOptions): Promise<RunningProvider> {
  const stacks = new StacksInUse(root, memory);
  return startProvider({
    root: codeRoot,
    cacheDir: join(codeRoot, ".gen", "provider-schema"),
    types: () => stacks.types(),
    names: () => stacks.names(),
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
