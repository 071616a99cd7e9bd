/** What passes by itself, of what AWS refuses. */
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "../../../local/aws/ports";
import { AwsFailure, watched } from "../../../ops/aws/aws";
import { localConfig } from "../../../ops/state/clients";
import { accountId } from "../../support/local-aws";
import { jsonError, startScriptedAws, type ScriptedAws } from "../../support/scripted-aws";

let aws: ScriptedAws;

beforeAll(async () => {
  aws = await startScriptedAws();
});
afterAll(() => aws.close());

async function failureAt(endpoint: string): Promise<unknown> {
  const client = watched(new DynamoDB({ ...localConfig(endpoint, accountId, "us-east-1"), maxAttempts: 1 }), "plan");
  try {
    return await client.listTables({});
  } catch (error) {
    return error;
  } finally {
    client.destroy();
  }
}

it("is a network that fails", async () => {
  const port = await freePort();
  const error = await failureAt(`http://127.0.0.1:${port}`);
  expect(error).toBeInstanceOf(AwsFailure);
  const message = `AWS did not answer ListTables: connect ECONNREFUSED 127.0.0.1:${port}.`;
  expect(error).toMatchObject({ message, isTransient: true });
});

it.each<[string, number, boolean]>([
  ["ThrottlingException", 400, true],
  ["InternalServerError", 500, true],
  ["ValidationException", 400, false],
])("is %s with status %s: %s", async (code, status, isTransient) => {
  aws.script("ListTables", jsonError(code, "It is so.", status));
  expect(await failureAt(aws.url)).toMatchObject({ code, message: "AWS refused ListTables: It is so.", isTransient });
});
