/** Enters the embedded default for a command: starts it when needed and makes the state backend ready. */
import { writeFileSync } from "node:fs";
import type { Environment } from "../core/environment/schema";
import { names } from "../core/naming/names";
import { processOf } from "../core/release/lock";
import { userEndpoint } from "../local/aws/endpoint";
import { pinnedPort } from "../local/aws/ports";
import { ensureVenv } from "../local/aws/venv";
import { enter, type Connection } from "../local/daemon/client";
import { processTable, withDescendants } from "../local/daemon/process";
import type { Session } from "../local/daemon/protocol";
import { localFolder, readRecord, type ProviderMode } from "../local/daemon/record";
import { codeRoot } from "../local/paths";
import { ensureBackend, type Backend } from "./state/backend";
import { localClients, type AwsClients } from "./state/clients";
import { thisMachine } from "./ship/machine";
import { clearLocks, clearStaleDigests, lockedStates } from "./state/locks";
import { cliConfiguration } from "./terraform/cli-configuration";
import { embeddedEnvironment } from "./terraform/environment";
import { providerMirror } from "./terraform/mirror";

export interface Embedded {
  readonly connection: Connection;
  readonly clients: AwsClients;
  readonly backend: Backend;
  /** Environment variables for terraform and whatever else is to run on the embedded default. */
  readonly variables: Record<string, string>;
}

export interface EmbeddedOptions {
  readonly root: string;
  readonly environment: Environment;
  readonly mode: ProviderMode;
  readonly kind: Session["kind"];
  /** Told what takes time or was mended. */
  readonly say: (line: string) => void;
}

/** The variable that, set to anything, stands for `--offline`. */
export const offlineVariable = "SMART360_OFFLINE";

/** The variable that pins the proxy's port. */
const portVariable = "SMART360_LOCAL_PORT";

export async function enterEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { root, environment, mode, kind, say } = options;
  const upstream = userEndpoint(process.env["AWS_ENDPOINT_URL"]);
  const running = readRecord(root)?.proxyPort;
  const wanted = process.env[portVariable];
  const proxyPort =
    wanted !== undefined && wanted === String(running) ? running : await pinnedPort(portVariable, wanted);
  const connection = await enter({
    root,
    mode,
    kind,
    accountId: environment.accountId,
    python: () => ensureVenv(codeRoot, say),
    ...(upstream === undefined ? {} : { upstream }),
    ...(proxyPort === undefined ? {} : { proxyPort }),
  });

  const { record } = connection;
  const url = proxyUrl(connection);
  const cliConfigFile = localFolder(root).cliConfigFile;
  writeFileSync(cliConfigFile, cliConfiguration(mode === "real" ? providerMirror(process.env) : undefined));
  const clients = localClients(url, environment.accountId, environment.region);
  const backend = { bucket: names.stateBucket(environment), lockTable: names.lockTable(environment) };
  // The real provider creates the backend by its own stack (bootstrap).
  if (mode === "offline") await ensureBackend(clients, backend);
  // Another endpoint than the project's own may have other users, whose locks are theirs.
  if (record.ministack !== undefined) await mend({ connection, clients, backend }, say);
  return {
    connection,
    clients,
    backend,
    variables: embeddedEnvironment(process.env, {
      accountId: environment.accountId,
      region: environment.region,
      proxyUrl: url,
      reattach: record.reattach,
      cliConfigFile,
    }),
  };
}

/** Where the loopback proxy listens. */
export function proxyUrl({ record }: Connection): string {
  return `http://127.0.0.1:${record.proxyPort}`;
}

/**
 * Removes what a killed terraform or release left: locks, unless a terraform is at work or the release that holds one
 * runs on, and digests of another state.
 */
async function mend(
  { connection, clients, backend }: Pick<Embedded, "connection" | "clients" | "backend">,
  say: (line: string) => void,
): Promise<void> {
  const machine = thisMachine();
  const left = (await lockedStates(clients, backend)).filter(({ info }) => {
    const holder = info === undefined ? undefined : processOf(info, machine.who);
    return holder === undefined || !machine.isAlive(holder);
  });
  if (left.length > 0) {
    const keys = left.map(({ key }) => key);
    const table = processTable();
    const others = await connection.otherSessions();
    const holder = others
      .flatMap((session) => withDescendants(session.process.pid, table))
      .find(({ program }) => program === "terraform");
    if (holder === undefined) {
      await clearLocks(clients, backend, keys);
      say(`Cleared stale locks of a run that was killed: ${keys.join(", ")}`);
    } else {
      say(`Left the locks of ${keys.join(", ")}: terraform is at work (process ${holder.pid})`);
    }
  }
  if (connection.startedIt) await clearStaleDigests(clients, backend);
}
