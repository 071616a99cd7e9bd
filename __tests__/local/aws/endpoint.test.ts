import { describe, expect, it } from "vitest";
import { userEndpoint } from "../../../local/aws/endpoint";

describe("userEndpoint", () => {
  it.each([
    [undefined, undefined],
    ["", undefined],
    ["http://aws.test", undefined],
    ["http://127.0.0.1:4566", "http://127.0.0.1:4566"],
    ["https://localhost.localstack.cloud:4566/", "https://localhost.localstack.cloud:4566"],
    ["http://amazonaws.com.example:80/x", "http://amazonaws.com.example/x"],
  ])("%j is %j", (value, expected) => {
    expect(userEndpoint(value)).toBe(expected);
  });

  it.each(["https://sts.amazonaws.com", "https://s3.cn-north-1.amazonaws.com.cn", "https://ecs.us-east-1.api.aws"])(
    "refuses AWS: %s",
    (value) => {
      expect(() => userEndpoint(value)).toThrow(
        `AWS_ENDPOINT_URL is ${value}, which is AWS itself. Unset it for the embedded default, or name a local endpoint.`,
      );
    },
  );

  it.each(["4566", "localhost:4566", "ftp://127.0.0.1"])("refuses what is no URL of http: %s", (value) => {
    expect(() => userEndpoint(value)).toThrow(
      `AWS_ENDPOINT_URL is ${JSON.stringify(value)}; it must be an http or https URL such as http://127.0.0.1:4566.`,
    );
  });
});
