/** Waiting for CloudFront, whose answers are made up before they would be asked for. */
import { CloudFront } from "@aws-sdk/client-cloudfront";
import { S3 } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { AwsFailure } from "../../../ops/aws/aws";
import type { FrontendShip } from "../../../ops/frontend/context";
import { waitForInvalidation } from "../../../ops/frontend/invalidation";
import { steppedClock } from "../../support/releasing";

const throttled = new AwsFailure("Throttling", "Rate exceeded", true);
const denied = new AwsFailure("NoSuchInvalidation", "It is not there.");

/** Waits while CloudFront answers one after the other; returns what was told meanwhile, and how often it was asked. */
async function wait(...answers: readonly (string | AwsFailure)[]) {
  const config = { region: "us-east-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } };
  const aws = { s3: new S3(config), cloudfront: new CloudFront(config) };
  const said: string[] = [];
  let asked = 0;
  aws.cloudfront.middlewareStack.add(
    () => async () => {
      const answer = answers[asked];
      asked += 1;
      if (answer === undefined) throw new Error("asked too often");
      if (answer instanceof AwsFailure) throw answer;
      const Invalidation = { Id: "I1", Status: answer, CreateTime: new Date(0), InvalidationBatch: undefined };
      return { response: {}, output: { $metadata: {}, Invalidation } };
    },
    { step: "initialize", priority: "high" },
  );
  const ship: FrontendShip = {
    aws,
    place: { bucket: "site", distribution: "E1" },
    where: { environment: "production", target: "aws" },
    clock: steppedClock(),
    who: "me@here",
    say: (line) => void said.push(line),
    signal: new AbortController().signal,
    keep: 5,
    wait: true,
    pollSeconds: 15,
  };
  await waitForInvalidation(ship, "I1");
  return { said, asked };
}

it("lasts until it is completed", async () => {
  expect(await wait("InProgress", "InProgress", "Completed")).toEqual({ said: [], asked: 3 });
});

it("outlasts looks that AWS throttles, and says so", async () => {
  expect(await wait("InProgress", throttled, "Completed")).toEqual({ said: ["asking again: Rate exceeded"], asked: 3 });
});

it("ends with what AWS refuses for good", async () => {
  await expect(wait("InProgress", denied)).rejects.toBe(denied);
});

it("ends after half an hour", async () => {
  await expect(wait(...Array<string>(121).fill("InProgress"))).rejects.toThrow(
    new Error(
      "CloudFront has not confirmed invalidation I1 within 30 minutes. " +
        "Ask it later: aws cloudfront get-invalidation --distribution-id E1 --id I1",
    ),
  );
});
