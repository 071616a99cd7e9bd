/** Where a release goes: AWS, with the user's own credentials, or services in the local AWS. */
import type { Environment } from "../../core/environment/schema";
import { type DeliveryRole, lacksOffline, type Lacking } from "../../core/errors";
import { readRecord } from "../../local/daemon/record";
import { checkAccount } from "../aws/account";
import { openAws, type Aws, type AwsOptions } from "../aws/aws";
import { enterEmbedded } from "../embedded";

export interface TargetOptions {
  readonly root: string;
  readonly environment: Environment;
  /** On the embedded default instead of AWS. */
  readonly offline: boolean;
  /** What the local AWS must hold. @default services */
  readonly needs?: Lacking;
  readonly onCall?: AwsOptions["onCall"];
  readonly say: (line: string) => void;
}

/** Runs `use` with clients of the account that the environment names. */
export async function withTarget<T>(options: TargetOptions, use: (aws: Aws) => Promise<T>): Promise<T> {
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
