/** Where stacks are planned and applied: AWS itself with the user's own credentials, or the embedded default. */
import { HeadBucketCommand } from "@aws-sdk/client-s3";
import type { Environment } from "../core/environment/schema";
import { notBootstrapped } from "../core/errors";
import { names, type DeliveryRole } from "../core/naming/names";
import { checkAccount } from "./aws/account";
import { enterEmbedded } from "./embedded";
import { loadManifest } from "./project";
import { exists, type Backend } from "./state/backend";
import { awsClients, type AwsClients } from "./state/clients";
import { seedImages } from "./state/images";
import { plainVariables, terraformDefaults } from "./terraform/environment";
import type { GroupKeeper } from "./terraform/run";

export type TargetName = "aws" | "offline";

export interface Target {
  readonly name: TargetName;
  readonly backend: Backend;
  readonly clients: AwsClients;
  /** Environment of terraform. */
  readonly variables: Readonly<Record<string, string>>;
  /** Told of every terraform on the embedded default. */
  readonly keeper?: GroupKeeper;
  /** Resolves when the embedded default is gone. */
  readonly lost?: Promise<void>;
  /** Leaves the embedded default running. */
  close(): void;
}

export interface TargetOptions {
  readonly root: string;
  readonly environment: Environment;
  readonly name: TargetName;
  /** Role of the stack `delivery` that may make the calls, on AWS. */
  readonly role: DeliveryRole;
  readonly say: (line: string) => void;
}

/** @throws {UserError} for missing credentials, those of another account, and an account without the state bucket */
export async function enterTarget(options: TargetOptions): Promise<Target> {
  return options.name === "offline" ? enterOffline(options) : enterAws(options);
}

async function enterOffline({ root, environment, say }: TargetOptions): Promise<Target> {
  const embedded = await enterEmbedded({ root, environment, mode: "offline", kind: "up", say });
  const { connection, clients, backend, variables } = embedded;
  const close = () => {
    clients.destroy();
    connection.finish();
  };
  try {
    await seedImages(clients, environment, loadManifest(root, environment));
  } catch (error) {
    close();
    throw error;
  }
  return { name: "offline", backend, clients, variables, keeper: connection, lost: connection.lost, close };
}

async function enterAws({ environment, role }: TargetOptions): Promise<Target> {
  await checkAccount(environment);
  const clients = awsClients(environment.region, role);
  const backend = { bucket: names.stateBucket(environment), lockTable: names.lockTable(environment) };
  if (!(await exists(clients.s3.send(new HeadBucketCommand({ Bucket: backend.bucket }))))) {
    clients.destroy();
    throw notBootstrapped(backend.bucket, environment.name);
  }
  return {
    name: "aws",
    backend,
    clients,
    variables: { ...plainVariables(process.env), ...terraformDefaults },
    close: () => clients.destroy(),
  };
}
