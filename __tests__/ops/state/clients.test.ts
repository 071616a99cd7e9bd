/** What people are told when AWS refuses what plans, applies and bootstraps ask. */
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { HeadBucketCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exists } from "../../../ops/state/backend";
import { awsClients, type AwsClients } from "../../../ops/state/clients";
import { readParameter } from "../../../ops/state/images";
import { readState } from "../../../ops/state/read";
import { refusal } from "../../support/edit-project";
import { describeOnScriptedAws } from "../../support/on-scripted-aws";
import { jsonAnswer, jsonError, s3Error, type Answer } from "../../support/scripted-aws";

const on = describeOnScriptedAws();
let clients: AwsClients;

beforeEach(() => {
  clients = awsClients("us-east-1", "apply");
});
afterEach(() => clients.destroy());

const answering = (answer: Answer) => on.aws.handle(() => answer);

describe("a permission that is missing", () => {
  const table = "arn:aws:dynamodb:us-east-1:111122223333:table/locks";
  const denied = jsonError(
    "AccessDeniedException",
    `User: x is not authorized to perform: dynamodb:GetItem on resource: ${table} because no policy allows it`,
  );

  it("is named, with the role that has it", async () => {
    answering(denied);
    const get = new GetItemCommand({ TableName: "locks", Key: { LockID: { S: "a" } } });
    expect(await refusal(clients.dynamodb.send(get))).toBe(
      `These credentials may not call dynamodb:GetItem on ${table}. Use the role \`apply\` (stack \`delivery\`), or allow them that.`,
    );
  });

  it("is known by the status of an answer without a body, and may be no role's", async () => {
    answering(jsonAnswer({}, 403));
    const ofPeople = awsClients("us-east-1", undefined);
    const head = ofPeople.s3.send(new HeadBucketCommand({ Bucket: "states" }));
    expect(await refusal(exists(head))).toBe("These credentials may not call s3:ListBucket. Allow them that.");
    ofPeople.destroy();
  });
});

it.each<[string, Answer, string]>([
  [
    "credentials that expired",
    s3Error(400, "ExpiredToken", "The provided token has expired."),
    "The credentials were not accepted for GetObject: The provided token has expired. Sign in again and repeat the command.",
  ],
  [
    "a clock that is wrong",
    s3Error(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large."),
    "AWS did not accept the time of this machine for GetObject: The difference between the request time and the current time is too large. " +
      "Set its clock (NTP), then repeat the command.",
  ],
])("tells %s apart", async (_, answer, message) => {
  answering(answer);
  expect(await refusal(readState(clients, "states", "test/data.tfstate"))).toBe(message);
});

it.each<[string, Answer, () => Promise<unknown>]>([
  ["state", s3Error(404, "NoSuchKey", "none"), () => readState(clients, "states", "test/data.tfstate")],
  ["parameter", jsonError("ParameterNotFound", "none"), () => readParameter(clients, "/smart360/test/billing/image")],
])("takes a %s that is not there for absent", async (_, answer, read) => {
  answering(answer);
  expect(await read()).toBeUndefined();
});
