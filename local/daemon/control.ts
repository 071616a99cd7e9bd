/** The daemon's side of the conversation: who uses it, what they started, and what happens when they die. */
import { createServer, type Server, type Socket } from "node:net";
import { loopback } from "../aws/ports";
import { endGroups, type ProcessIdentity } from "./process";
import { receiveLines, send, type Request, type Session } from "./protocol";

/** How long terraform gets to write its state and release its locks after SIGINT. */
export const interruptLimitMs = 15_000;

export interface ControlOptions {
  readonly token: string;
  /** Called whenever the terraform process groups change. */
  readonly onGroups: (groups: readonly ProcessIdentity[]) => void;
  /** Called when the daemon is to end: asked to, or an unfinished `up` died and nobody else is there. */
  readonly onStop: (reason: string) => void;
  readonly log: (line: string) => void;
}

export interface Control {
  readonly port: number;
  readonly groups: () => readonly ProcessIdentity[];
  /** Accounts of everyone who was here, latest first. */
  readonly accounts: () => readonly string[];
  close(): void;
}

interface Guest {
  session: Session | undefined;
  finished: boolean;
  readonly groups: Map<number, ProcessIdentity>;
}

export async function startControl(options: ControlOptions): Promise<Control> {
  const guests = new Map<Socket, Guest>();
  const accounts = new Set<string>();
  /** Settled when every dead `up` is cleaned up after: a newcomer must not meet its terraform. */
  let cleanedUp = Promise.resolve();
  const groups = () => [...guests.values()].flatMap((guest) => [...guest.groups.values()]);

  const receive = (socket: Socket, guest: Guest, request: Request) => {
    if (request.type === "hello" && request.token === options.token) {
      guest.session = request.session;
      accounts.delete(request.session.accountId);
      accounts.add(request.session.accountId);
      void cleanedUp.then(() => send(socket, { type: "welcome" }));
    } else if (guest.session === undefined) {
      socket.destroy();
    } else if (request.type === "group") {
      guest.groups.set(request.leader.pid, request.leader);
      options.onGroups(groups());
    } else if (request.type === "ungroup") {
      guest.groups.delete(request.pid);
      options.onGroups(groups());
    } else if (request.type === "sessions") {
      const others = [...guests.values()].filter((other) => other !== guest);
      send(socket, { type: "sessions", sessions: others.flatMap(({ session }) => session ?? []) });
    } else if (request.type === "finished") {
      guest.finished = true;
    } else if (request.type === "stop") {
      options.onStop("asked to");
    }
  };

  const left = async (socket: Socket, guest: Guest) => {
    const { session } = guest;
    if (session?.kind !== "up" || guest.finished) {
      guests.delete(socket);
      return;
    }
    options.log(`up (process ${session.process.pid}) died: ending ${guest.groups.size} terraform process group(s)`);
    await endGroups([...guest.groups.values()], interruptLimitMs);
    guests.delete(socket);
    options.onGroups(groups());
    const isUsed = [...guests.values()].some((other) => other.session !== undefined);
    if (!isUsed) options.onStop("its `up` died");
  };

  const server = createServer((socket) => {
    const guest: Guest = { session: undefined, finished: false, groups: new Map() };
    guests.set(socket, guest);
    receiveLines<Request>(socket, (request) => receive(socket, guest, request));
    socket.on("error", () => {}); // a reset is followed by "close"
    socket.once("close", () => {
      const cleaning = left(socket, guest);
      cleanedUp = cleanedUp.then(() => cleaning);
    });
  });
  const port = await listen(server);
  return {
    port,
    groups,
    accounts: () => [...accounts].reverse(),
    close() {
      server.close();
      for (const socket of guests.keys()) socket.destroy();
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: loopback, port: 0 }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
