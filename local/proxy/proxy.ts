/**
 * The loopback proxy in front of the local AWS.
 *
 * It buffers and answers in one write. The local AWS sends headers and body in two; Terraform's DynamoDB client then
 * sometimes drops the answer, retries, and meets the lock that its first try took.
 */
import { Agent as HttpAgent, createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { loopback } from "../aws/ports";
import type { Correction } from "./correction";
import { corrections } from "./corrections/all";
import { Memory } from "./memory";
import { scopeOf, type ProxiedAnswer, type ServiceRoute } from "./message";
import { targetOf } from "./target";

export interface ProxyOptions {
  /** The local AWS: `http://127.0.0.1:<port>`. */
  readonly upstream: string;
  /** @default a free port */
  readonly port?: number;
  /** By service of the credential scope, e.g. `application-autoscaling`. @default none: the local AWS answers everything */
  readonly routes?: ReadonlyMap<string, ServiceRoute>;
  /** @default those of ministack */
  readonly corrections?: readonly Correction[];
  /** What corrections remember. @default forgotten with the proxy */
  readonly memory?: Memory;
}

export interface Proxy {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Headers that belong to one connection, not to the message. */
const hopByHop = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
]);

export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const forward = forwarder(options.upstream);
  const { routes = new Map<string, ServiceRoute>(), memory = new Memory() } = options;
  const corrected = corrector(options.corrections ?? corrections, memory);
  let ownPort = 0;

  const answer = async (incoming: IncomingMessage): Promise<ProxiedAnswer> => {
    const method = incoming.method ?? "GET";
    const body = await collect(incoming);
    const target = targetOf({ method, url: incoming.url ?? "/", host: incoming.headers.host, ownPort });
    if ("refused" in target) return text(403, target.refused);
    const proxied = { method, path: target.path, headers: incoming.headers, body };
    const route = routes.get(scopeOf(proxied)?.service ?? "");
    try {
      return await (route ?? corrected(forward))(proxied);
    } catch (error) {
      return text(502, `The local AWS at ${options.upstream} did not answer: ${(error as Error).message}`);
    }
  };

  const server = createServer((incoming, outgoing) => {
    answer(incoming).then(
      ({ status, headers, body }) => {
        const length = incoming.method === "HEAD" ? headers["content-length"] : String(body.length);
        const framing: Record<string, string | string[]> = length === undefined ? {} : { "content-length": length };
        outgoing.writeHead(status, { ...endToEnd(headers), ...framing });
        outgoing.end(body);
      },
      () => incoming.destroy(), // the client went away while it was sending
    );
  });
  // `CONNECT host:443` would open a tunnel: refused like any other host.
  server.on("connect", (incoming, socket) => {
    const target = targetOf({ method: "CONNECT", url: incoming.url ?? "", host: undefined, ownPort });
    const reason = "refused" in target ? target.refused : "";
    socket.end(
      `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(reason)}\r\nconnection: close\r\n\r\n${reason}`,
    );
  });
  // Go drops idle connections after 90 s: the client must be the one who closes, or a request meets a closed connection.
  server.keepAliveTimeout = 600_000;
  server.requestTimeout = 0;
  ownPort = await listen(server, options.port ?? 0);
  return { port: ownPort, url: `http://${loopback}:${ownPort}`, close: () => close(server) };
}

function forwarder(upstream: string): ServiceRoute {
  const base = new URL(upstream);
  const isTls = base.protocol === "https:";
  // Below the keep-alive of the local AWS (75 s), so that it never closes under a request.
  const agentOptions = { keepAlive: true, timeout: 30_000 };
  const agent = isTls ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const send = isTls ? httpsRequest : httpRequest;
  return ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const outgoing = send(
        {
          agent,
          protocol: base.protocol,
          hostname: base.hostname,
          port: base.port,
          method,
          path: `${base.pathname.replace(/\/$/, "")}${path}`,
          headers: { ...endToEnd(headers), host: base.host, "content-length": body.length },
        },
        (incoming) => {
          collect(incoming).then(
            (received) => resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers, body: received }),
            reject,
          );
        },
      );
      // The agent's time-out is for idle connections; an answer may take as long as it takes.
      outgoing.setTimeout(0);
      outgoing.once("error", reject);
      outgoing.end(body);
    });
}

/** Sends requests as the local AWS understands them, and passes its answers on as AWS gives them. */
function corrector(all: readonly Correction[], memory: Memory): (forward: ServiceRoute) => ServiceRoute {
  return (forward) => async (request) => {
    const scope = scopeOf(request);
    if (scope === undefined) return forward(request);
    const own = all.filter(({ service }) => service === scope.service);
    const context = { scope, memory };
    const sent = own.reduce((changed, { request: change }) => change?.(changed, context) ?? changed, request);
    const received = await forward(sent);
    return own.reduce((changed, { answer: change }) => change?.(changed, request, context) ?? changed, received);
  };
}

function endToEnd(headers: ProxiedAnswer["headers"]): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string | string[]] => entry[1] !== undefined && !hopByHop.has(entry[0].toLowerCase()),
    ),
  );
}

function text(status: number, message: string): ProxiedAnswer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: Buffer.from(`${message}\n`) };
}

async function collect(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: loopback, port, exclusive: true }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
