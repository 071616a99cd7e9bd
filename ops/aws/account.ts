/** Whose credentials these are. */
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Environment } from "../../core/environment/schema";
import { noCredentials, reasonOf, UserError, wrongAccount } from "../../core/errors";
import { watched } from "./aws";

/** Refuses credentials of another account than the environment's, and missing ones. */
export async function checkAccount(environment: Environment, client?: STSClient): Promise<void> {
  const account = await callerAccount(environment, client);
  if (account !== environment.accountId) throw wrongAccount(account, environment.accountId, environment.name);
}

async function callerAccount({ region }: Environment, given?: STSClient): Promise<string> {
  const client = given ?? watched(new STSClient({ region, maxAttempts: 2 }), undefined);
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Account ?? "";
  } catch (error) {
    throw error instanceof UserError ? error : noCredentials(reasonOf((error as Error).cause ?? error));
  } finally {
    if (given === undefined) client.destroy();
  }
}
