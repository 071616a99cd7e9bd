/** Whose credentials these are. */
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Environment } from "../core/environment/schema";
import { noCredentials, wrongAccount } from "../core/errors";

/** Refuses credentials of another account than the environment's, and missing ones. */
export async function checkAccount(environment: Environment): Promise<void> {
  const account = await callerAccount(environment);
  if (account !== environment.accountId) throw wrongAccount(account, environment.accountId, environment.name);
}

async function callerAccount({ region }: Environment): Promise<string> {
  const client = new STSClient({ region, maxAttempts: 2 });
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Account ?? "";
  } catch (error) {
    throw noCredentials((error as Error).message);
  } finally {
    client.destroy();
  }
}
