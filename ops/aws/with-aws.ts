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
  /** What the account must hold; only the local AWS can lack it, and never states. @default services */
  readonly needs?: Lacking | "states";
  readonly onCall?: AwsOptions["onCall"];
  readonly say: (line: string) => void;
}

/** Where a command works by its options. */
export function whereOf({ environment, offline }: { readonly environment: string; readonly offline: boolean }): Where {
  return { environment, target: offline ? "offline" : "aws" };
}

/** Roles of the stack `delivery`, for messages. */
const roles: Readonly<Record<Lacking | "states", DeliveryRole>> = {
  services: "release",
  status: "release",
  frontend: "release",
  secrets: "secrets",
  states: "plan",
};

/** Runs `use` with clients of the account that the environment names. */
export async function withAws<T>(options: WithAwsOptions, use: (aws: Aws) => Promise<T>): Promise<T> {
  const { root, environment, needs = "services", onCall, say } = options;
  const { region, accountId } = environment;
  const shared = { region, role: roles[needs], ...(onCall === undefined ? {} : { onCall }) };
  if (!options.offline) {
    return closing(await openAws(shared), async (aws) => {
      await checkAccount(environment, aws.sts);
      return use(aws);
    });
  }
  const mode = readRecord(root)?.mode ?? "offline";
  // The offline provider keeps services and buckets in Terraform's state alone.
  if (needs !== "states" && mode !== "real") throw lacksOffline(needs);
  const { connection, clients } = await enterEmbedded({ root, environment, mode, kind: "offline", say });
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
