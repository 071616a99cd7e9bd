import { createServer, request, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Correction } from "../../../local/proxy/correction";
import type { ServiceRoute } from "../../../local/proxy/message";
import { startProxy, type Proxy } from "../../../local/proxy/proxy";

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly host: string | undefined;
  readonly body: string;
}

let upstream: Server;
let upstreamUrl: string;
let seen: Seen[];
let answer: { status: number; body: string };
let proxies: Proxy[];

/** An AWS that sends its headers and its body apart, as the local one does. */
beforeEach(async () => {
  seen = [];
  proxies = [];
  answer = { status: 200, body: "{}" };
  upstream = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      seen.push({ method: incoming.method, url: incoming.url, host: incoming.headers.host, body });
      outgoing.writeHead(answer.status, { "content-type": "application/json", "x-amzn-requestid": "1" });
      outgoing.flushHeaders();
      setImmediate(() => outgoing.end(answer.body));
    });
  });
  await new Promise<void>((ready) => upstream.listen(0, "127.0.0.1", ready));
  upstreamUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
});

afterEach(async () => {
  for (const proxy of proxies) await proxy.close();
  upstream.closeAllConnections();
  await new Promise((closed) => upstream.close(closed));
});

async function start(routes?: ReadonlyMap<string, ServiceRoute>, to = upstreamUrl): Promise<Proxy> {
  const proxy = await startProxy({ upstream: to, ...(routes === undefined ? {} : { routes }) });
  proxies.push(proxy);
  return proxy;
}

async function text(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Asks through the proxy, as a program with HTTP_PROXY does. */
function ask(proxy: Proxy, url: string, headers: Record<string, string> = {}, body = "", method = "POST") {
  return new Promise<{ status: number | undefined; headers: IncomingMessage["headers"]; body: string }>(
    (resolve, reject) => {
      const outgoing = request(
        { host: "127.0.0.1", port: proxy.port, method, path: url, headers: { host: new URL(url).host, ...headers } },
        (incoming) => {
          void text(incoming).then((received) =>
            resolve({ status: incoming.statusCode, headers: incoming.headers, body: received }),
          );
        },
      );
      outgoing.once("error", reject);
      outgoing.end(body);
    },
  );
}

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/${service}/aws4_request, Signature=0`,
});

describe("the loopback proxy", () => {
  it("passes a request on, with a bucket's host in the path", async () => {
    answer = { status: 201, body: "made" };
    const proxy = await start();
    const got = await ask(
      proxy,
      "http://my-bucket.aws.test/key?acl",
      { "content-type": "text/plain" },
      "content",
      "PUT",
    );
    expect(got).toMatchObject({
      status: 201,
      body: "made",
      headers: { "x-amzn-requestid": "1", "content-length": "4" },
    });
    expect(seen).toEqual([
      { method: "PUT", url: "/my-bucket/key?acl", host: new URL(upstreamUrl).host, body: "content" },
    ]);
  });

  it("answers in one write, although the local AWS sends headers and body apart", async () => {
    const proxy = await start();
    const chunks = await new Promise<string[]>((resolve) => {
      const received: string[] = [];
      const socket = connect(proxy.port, "127.0.0.1");
      socket.on("data", (chunk) => received.push(chunk.toString()));
      socket.once("close", () => resolve(received));
      socket.write(
        "POST http://aws.test/ HTTP/1.1\r\nhost: aws.test\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
      );
    });
    expect(chunks).toHaveLength(1);
    expect(chunks[0]).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*content-length: 2\r\n[^]*\r\n\r\n\{\}$/);
    expect(chunks[0]).not.toContain("transfer-encoding");
  });

  it("keeps the length of what HEAD asks for", async () => {
    const proxy = await start();
    upstream.removeAllListeners("request");
    upstream.on("request", (_, outgoing) => outgoing.writeHead(200, { "content-length": "321" }).end());
    const got = await ask(proxy, "http://b.aws.test/key", {}, "", "HEAD");
    expect(got).toMatchObject({ status: 200, body: "", headers: { "content-length": "321" } });
  });

  it("refuses every other host, and sends nothing", async () => {
    const proxy = await start();
    const got = await ask(proxy, "http://s3.us-east-1.amazonaws.com/bucket");
    expect([got.status, got.body]).toEqual([
      403,
      "The embedded default's proxy passes requests to the local AWS (aws.test) only; s3.us-east-1.amazonaws.com was asked for. Nothing was sent.\n",
    ]);
    expect(seen).toEqual([]);
  });

  it("opens no tunnel", async () => {
    const proxy = await start();
    const said = await new Promise<string>((resolve) => {
      let received = "";
      const socket = connect(proxy.port, "127.0.0.1");
      socket.on("data", (chunk) => (received += chunk.toString()));
      socket.once("close", () => resolve(received));
      socket.write("CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\n");
    });
    expect(said).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n[^]*only; example\.com:443 was asked for\. Nothing was sent\.$/);
  });

  it("corrects requests and answers that are signed for the correction's service", async () => {
    const correction: Correction = {
      service: "ecs",
      request: (request) => ({ ...request, body: Buffer.from(`${String(request.body)} as understood`) }),
      answer: (answer, request, { scope }) => ({
        ...answer,
        body: Buffer.from(`${String(request.body)} of ${scope.account} got ${String(answer.body)}`),
      }),
    };
    const proxy = await startProxy({ upstream: upstreamUrl, corrections: [correction] });
    proxies.push(proxy);
    expect((await ask(proxy, "http://aws.test/", signed("ecs"), "asked")).body).toBe("asked of 111122223333 got {}");
    expect((await ask(proxy, "http://aws.test/", signed("ecr"), "asked")).body).toBe("{}");
    expect((await ask(proxy, "http://aws.test/", {}, "asked")).body).toBe("{}");
    expect(seen.map(({ body }) => body)).toEqual(["asked as understood", "asked", "asked"]);
  });

  it("makes up for ministack, unless told otherwise", async () => {
    const proxy = await start();
    answer.body = '{"services":[{"networkConfiguration":{}}]}';
    expect((await ask(proxy, "http://aws.test/", signed("ecs"))).body).toBe('{"services":[{}]}');
    const plain = await startProxy({ upstream: upstreamUrl, corrections: [] });
    proxies.push(plain);
    expect((await ask(plain, "http://aws.test/", signed("ecs"))).body).toBe(answer.body);
  });

  it("gives a service with a route of its own to that route", async () => {
    const route: ServiceRoute = async ({ path, body }) => ({
      status: 200,
      headers: {},
      body: Buffer.from(`${path} ${body}`),
    });
    const proxy = await start(new Map([["application-autoscaling", route]]));
    expect((await ask(proxy, "http://aws.test/x", signed("application-autoscaling"), "body")).body).toBe("/x body");
    expect(seen).toEqual([]);
    expect((await ask(proxy, "http://aws.test/x", signed("ecs"))).body).toBe("{}");
    expect(seen).toHaveLength(1);
  });

  it("says so when the local AWS does not answer", async () => {
    const proxy = await start(undefined, "http://127.0.0.1:9");
    const got = await ask(proxy, "http://aws.test/");
    expect([got.status, got.body]).toEqual([
      502,
      "The local AWS at http://127.0.0.1:9 did not answer: connect ECONNREFUSED 127.0.0.1:9\n",
    ]);
  });
});
