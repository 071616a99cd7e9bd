/** What `plan` and `up` are told of states of former stacks where AWS cannot be asked. */
import { S3Client } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { freePort } from "../../../local/aws/ports";
import { watched } from "../../../ops/aws/aws";
import { localConfig } from "../../../ops/state/clients";
import { leftOverStates } from "../../../ops/state/left-over";
import { testEnvironment } from "../../support/fixtures";
import { accountId } from "../../support/local-aws";

const failing = (error: Error) => async () => {
  throw error;
};

it.each<readonly [string, () => Promise<[Partial<ConstructorParameters<typeof S3Client>[0]>, string]>]>([
  [
    "nothing answers",
    async () => {
      const port = await freePort();
      return [
        { endpoint: `http://127.0.0.1:${port}` },
        `AWS did not answer ListObjectsV2: connect ECONNREFUSED 127.0.0.1:${port}.`,
      ];
    },
  ],
  [
    "the credentials have expired",
    async () => [
      { credentials: failing(Object.assign(new Error("Token is expired"), { name: "CredentialsProviderError" })) },
      "AWS did not say whose credentials these are: Token is expired. Sign in first (`aws sso login`, or AWS_PROFILE).",
    ],
  ],
  [
    "no address of the host answers",
    async () => {
      const errors = [new Error("connect ECONNREFUSED ::1:1"), new Error("connect ECONNREFUSED 127.0.0.1:1")];
      const credentials = failing(new AggregateError(errors));
      return [
        { credentials },
        "AWS did not answer ListObjectsV2: connect ECONNREFUSED ::1:1, connect ECONNREFUSED 127.0.0.1:1.",
      ];
    },
  ],
])("says that it does not know, and throws nothing, where %s", async (_, arrange) => {
  const [config, reason] = await arrange();
  const shared = { ...localConfig("http://127.0.0.1:1", accountId, "us-east-1"), forcePathStyle: true, maxAttempts: 1 };
  const s3 = watched(new S3Client({ ...shared, ...config }), "plan");
  const said: string[] = [];
  expect(await leftOverStates({ s3 }, testEnvironment(), [], (line) => said.push(line))).toEqual([]);
  expect(said).toEqual([`Whether states of former stacks are left over is not known: ${reason}`]);
  s3.destroy();
});
