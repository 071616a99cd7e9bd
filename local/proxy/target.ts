/** Where a request to the loopback proxy goes. */
import { madeUpHost } from "../aws/endpoint";

/** Where a request goes: the path at the local AWS, or the reason why it goes nowhere. */
export type Target = { readonly path: string } | { readonly refused: string };

export interface RequestLine {
  readonly method: string;
  /** As received: `http://host/path` from a client that uses the proxy, `/path` from one that takes it for the endpoint. */
  readonly url: string;
  readonly host: string | undefined;
  /** Port that the proxy listens on. */
  readonly ownPort: number;
}

/**
 * `<bucket>.aws.test` becomes `/<bucket>/...`; `aws.test` and the proxy's own address pass as they are. Everything else
 * is refused: nothing but the local AWS is ever reached through the proxy.
 */
export function targetOf({ method, url, host, ownPort }: RequestLine): Target {
  if (method === "CONNECT") return refuse(url);
  const isAbsolute = /^[a-z]+:\/\//i.test(url);
  const asked = isAbsolute ? url : `http://${host ?? ""}${url}`;
  if (!URL.canParse(asked)) return refuse(asked);
  const { protocol, hostname, port } = new URL(asked);
  if (protocol !== "http:") return refuse(asked);
  // The path is taken from the text, not from the parsed URL: S3 keys may hold "//" and "..", and signatures cover it.
  const path = asked.slice(asked.indexOf("/", asked.indexOf("//") + 2)) || "/";
  const absolutePath = path.startsWith("/") ? path : "/";

  if (hostname === madeUpHost) return { path: absolutePath };
  if (hostname.endsWith(`.${madeUpHost}`)) {
    const label = hostname.slice(0, -madeUpHost.length - 1);
    // S3 Control puts the account before the endpoint; that is no bucket.
    return { path: /^\d{12}$/.test(label) ? absolutePath : `/${label}${absolutePath}` };
  }
  if ((hostname === "127.0.0.1" || hostname === "localhost") && port === String(ownPort)) return { path: absolutePath };
  return refuse(`${hostname}${port === "" ? "" : `:${port}`}`);
}

function refuse(asked: string): Target {
  return {
    refused:
      `The embedded default's proxy passes requests to the local AWS (${madeUpHost}) only; ${asked} was asked for. ` +
      `Nothing was sent.`,
  };
}
