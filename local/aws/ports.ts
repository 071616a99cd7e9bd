/** Ports of the loopback interface. */
import { createServer } from "node:net";
import { badPort, portTaken } from "../../core/errors";

export const loopback = "127.0.0.1";

/** Listens on `port` (0: any free one) for a moment; resolves to the port that was had. */
function probe(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host: loopback, port, exclusive: true }, () => {
      const address = server.address();
      const had = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(had));
    });
  });
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return probe(0);
}

/** The port that an environment variable pins, undefined when it is not set. Throws when it is none, or taken. */
export async function pinnedPort(variable: string, value: string | undefined): Promise<number | undefined> {
  if (value === undefined || value === "") return undefined;
  const port = Number(value);
  if (!/^\d+$/.test(value) || port < 1 || port > 65_535) throw badPort(variable, value);
  try {
    return await probe(port);
  } catch {
    throw portTaken(variable, port);
  }
}
