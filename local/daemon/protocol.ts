/** What a command and the daemon say to each other: one JSON document a line, over loopback. */
import type { Socket } from "node:net";
import type { ProcessIdentity } from "./process";

/** Someone who uses the embedded default. */
export interface Session {
  /** `up` is followed: when it dies before it is finished, what it started is ended. */
  readonly kind: "up" | "offline" | "query";
  readonly process: ProcessIdentity;
  readonly accountId: string;
}

export type Request =
  | { readonly type: "hello"; readonly token: string; readonly session: Session }
  /** A terraform process group that this session started. */
  | { readonly type: "group"; readonly leader: ProcessIdentity }
  | { readonly type: "ungroup"; readonly pid: number }
  | { readonly type: "sessions" }
  /** The session reached its end: the daemon stays when the connection closes. */
  | { readonly type: "finished" }
  | { readonly type: "stop" };

export type Reply = { readonly type: "welcome" } | { readonly type: "sessions"; readonly sessions: readonly Session[] };

export function send(socket: Socket, message: Request | Reply): void {
  socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls `receive` for every message; a line that is no message ends the connection. */
export function receiveLines<T extends Request | Reply>(socket: Socket, receive: (message: T) => void): void {
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    try {
      for (const line of lines) receive(JSON.parse(line) as T);
    } catch {
      socket.destroy();
    }
  });
}
