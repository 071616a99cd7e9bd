import { describe, expect, it } from "vitest";
import { targetOf } from "../../../local/proxy/target";

const ownPort = 4000;
const refusal = (asked: string) => ({
  refused: `The embedded default's proxy passes requests to the local AWS (aws.test) only; ${asked} was asked for. Nothing was sent.`,
});

describe("targetOf", () => {
  it.each([
    ["the endpoint", "POST", "http://aws.test/", undefined, { path: "/" }],
    ["the endpoint without a path", "POST", "http://aws.test", undefined, { path: "/" }],
    ["a bucket as host", "PUT", "http://my-bucket.aws.test/a/key?x=1", undefined, { path: "/my-bucket/a/key?x=1" }],
    ["a bucket itself", "GET", "http://my-bucket.aws.test/?versioning", undefined, { path: "/my-bucket/?versioning" }],
    ["a bucket with dots", "GET", "http://my.bucket.aws.test/k", undefined, { path: "/my.bucket/k" }],
    ["an escaped key", "GET", "http://b.aws.test/a%2Fb//c/../d", undefined, { path: "/b/a%2Fb//c/../d" }],
    ["S3 Control's account", "GET", "http://111122223333.aws.test/v20180820/x", undefined, { path: "/v20180820/x" }],
    ["the proxy as endpoint", "GET", "/bucket/key", `127.0.0.1:${ownPort}`, { path: "/bucket/key" }],
    ["the proxy by name", "GET", "/", `localhost:${ownPort}`, { path: "/" }],
    ["a bucket by the Host header", "GET", "/key", "b.aws.test", { path: "/b/key" }],
    ["AWS", "GET", "http://s3.amazonaws.com/b", undefined, refusal("s3.amazonaws.com")],
    ["another port of this machine", "GET", "http://127.0.0.1:22/", undefined, refusal("127.0.0.1:22")],
    ["a name that only ends alike", "GET", "http://notaws.test/", undefined, refusal("notaws.test")],
    ["instance metadata", "GET", "http://169.254.169.254/latest", undefined, refusal("169.254.169.254")],
    ["https by proxy", "GET", "https://aws.test/", undefined, refusal("https://aws.test/")],
    ["a tunnel", "CONNECT", "registry.terraform.io:443", undefined, refusal("registry.terraform.io:443")],
    ["no host", "GET", "/", undefined, refusal("http:///")],
  ])("%s", (_, method, url, host, expected) => {
    expect(targetOf({ method, url, host, ownPort })).toEqual(expected);
  });
});
