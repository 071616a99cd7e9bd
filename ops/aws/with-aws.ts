/** Clients of AWS, with the user's own credentials, or of the local AWS. */
import type { Environment } from "../../core/environment/schema";
import type { Where } from "../../core/environment/where";
import { lacksOffline, type Lacking } from "../../core/errors";
import type { DeliveryRole } from "../../core/naming/names";
import { readRecord } from "../../local/daemon/record";
import { enterEmbedded } from "../embedded";
import { checkAccount } from "./account";
import { openAws, type Aws, type AwsOptions } from "./aws";

export interface WithAwsOptions {
  readonly root: string;
  readonly environment: Environment;
  /** On the embedded default instead of AWS. */
  readonly offline: boolean;
  /** What the local AWS must hold. @default services */
  readonly needs?: Lacking;
  readonly onCall?: AwsOptions["onCall"];
  readonly say: (line: string) => void;
}

/** Where a command works by its options. */
export function whereOf({ environment, offline }: { readonly environment: string; readonly offline: boolean }): Where {
  return { environment, target: offline ? "offline" : "aws" };
}

/** Runs `use` with clients of the account that the environment names. */
export async function withAws<T>(options: WithAwsOptions, use: (aws: Aws) => Promise<T>): Promise<T> {
  const { root, environment, onCall, say } = options;
  const { region, accountId } = environment;
  const role: DeliveryRole = options.needs === "secrets" ? "secrets" : "release";
  const shared = { region, role, ...(onCall === undefined ? {} : { onCall }) };
  if (!options.offline) {
    return closing(await openAws(shared), async (aws) => {
      await checkAccount(environment, aws.sts);
      return use(aws);
    });
  }
  // The offline provider keeps services and buckets in Terraform's state alone.
  if (readRecord(root)?.mode !== "real") throw lacksOffline(options.needs ?? "services");
  const { connection, clients } = await enterEmbedded({ root, environment, mode: "real", kind: "offline", say });
  clients.destroy();
  try {
    const endpoint = `http://127.0.0.1:${connection.record.proxyPort}`;
    return await closing(await openAws({ ...shared, local: { endpoint, accountId } }), use);
  } finally {
    connection.finish();
  }
}

async function closing<T>(aws: Aws, use: (aws: Aws) => Promise<T>): Promise<T> {
  try {
    return await use(aws);
  } finally {
    aws.close();
  }
}
