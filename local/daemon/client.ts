/** How a command starts the daemon, talks to it and ends it. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { connect as connectSocket, type Socket } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { daemonFailed, otherEmbeddedDefault, UserError } from "../../core/errors";
import { tail } from "../aws/ministack";
import { loopback } from "../aws/ports";
import { codeRoot } from "../paths";
import { interruptLimitMs } from "./control";
import { waitForLock } from "./lock";
import type { DaemonArguments, Readiness } from "./main";
import { endGroups, endProcess, identify, isAlive, type ProcessIdentity } from "./process";
import { receiveLines, send, type Reply, type Request, type Session } from "./protocol";
import { ensureLocalFolder, localFolder, readRecord, removeRecord, type RuntimeRecord } from "./record";

/** A connection to the daemon, held as long as the command runs. */
export interface Connection {
  readonly record: RuntimeRecord;
  /** Whether this command started the daemon. */
  readonly startedIt: boolean;
  group(leader: ProcessIdentity): void;
  ungroup(pid: number): void;
  /** Everyone else who uses the embedded default now. */
  otherSessions(): Promise<readonly Session[]>;
  /** Leaves the daemon running and hangs up. */
  finish(): void;
  /** Hangs up as a killed process would. */
  drop(): void;
  /** Resolves when the daemon hung up: it was stopped by somebody else, or died. */
  readonly lost: Promise<void>;
}

export interface StartOptions extends Omit<DaemonArguments, "python" | "code"> {
  readonly kind: Session["kind"];
  readonly accountId: string;
  /** Called only when the local AWS has to be started. */
  readonly python: () => Promise<string>;
}

/** Connects to the daemon of the project, after starting it when none runs; ends what an earlier, killed one left. */
export async function enter(options: StartOptions): Promise<Connection> {
  const folder = ensureLocalFolder(options.root);
  const release = await waitForLock(folder.daemonLock);
  try {
    const code = await daemonCode();
    const running = await runningDaemon(options.root);
    if (running !== undefined) {
      refuseAnother(running, options);
      const socket = await dial(running, options);
      const found = socket === undefined ? undefined : connection(socket, running, false);
      if (found !== undefined && (running.code === code || (await found.otherSessions()).length > 0)) return found;
      found?.finish();
      await endDaemon(options.root, running);
    }
    const record = await start(options, code);
    const socket = await dial(record, options);
    if (socket === undefined) throw daemonFailed(folder.log, tail(folder.log));
    return connection(socket, record, true);
  } finally {
    release();
  }
}

/** Stops everything that the project's embedded default started; false when there was nothing. */
export async function stopAll(root: string): Promise<boolean> {
  if (!existsSync(localFolder(root).path)) return false;
  const release = await waitForLock(localFolder(root).daemonLock);
  try {
    const record = readRecord(root);
    if (record === undefined) return false;
    await endDaemon(root, record);
    return true;
  } finally {
    release();
  }
}

/** The record of a daemon that is alive; a dead one's remains are ended first. */
async function runningDaemon(root: string): Promise<RuntimeRecord | undefined> {
  const record = readRecord(root);
  if (record === undefined) return undefined;
  if (isAlive(record.daemon) && record.controlPort !== undefined) return record;
  await endDaemon(root, record);
  return undefined;
}

/** Ends daemon, terraform process groups and local AWS by their recorded identities. */
async function endDaemon(root: string, record: RuntimeRecord): Promise<void> {
  await endProcess(record.daemon, 2 * interruptLimitMs);
  await endGroups(record.groups, interruptLimitMs);
  if (record.ministack !== undefined) await endProcess(record.ministack, interruptLimitMs);
  removeRecord(root);
}

function refuseAnother(running: RuntimeRecord, asked: StartOptions): void {
  if (running.mode !== asked.mode) {
    throw otherEmbeddedDefault("the provider", running.mode, asked.mode);
  }
  const endpoint = running.ministack === undefined ? running.upstream : "its own local AWS";
  const askedEndpoint = asked.upstream ?? "its own local AWS";
  if (endpoint !== askedEndpoint) throw otherEmbeddedDefault("the endpoint", endpoint, askedEndpoint);
  if (asked.proxyPort !== undefined && asked.proxyPort !== running.proxyPort) {
    throw otherEmbeddedDefault("port", String(running.proxyPort), String(asked.proxyPort));
  }
}

const entry = "local/daemon/main.ts";

/** Fingerprint of the daemon's code as it is now. */
async function daemonCode(): Promise<string> {
  const loader = (await import(pathToFileURL(join(codeRoot, "ops", "bundle.mjs")).href)) as {
    bundle(path: string): Promise<string>;
  };
  return createHash("sha256")
    .update(readFileSync(await loader.bundle(entry)))
    .digest("hex");
}

async function start(options: StartOptions, code: string): Promise<RuntimeRecord> {
  const { root, mode, upstream, proxyPort } = options;
  const folder = localFolder(root);
  const daemonArguments: DaemonArguments = {
    root,
    mode,
    code,
    ...(upstream === undefined ? { python: await options.python() } : { upstream }),
    ...(proxyPort === undefined ? {} : { proxyPort }),
  };
  writeFileSync(folder.log, ""); // the log of this run only
  const log = openSync(folder.log, "a");
  const child = spawn(process.execPath, [join(codeRoot, "ops", "load.mjs"), entry, JSON.stringify(daemonArguments)], {
    cwd: root,
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  });
  closeSync(log);
  const told = await new Promise<Readiness | undefined>((resolve) => {
    child.once("message", (message) => resolve(message as Readiness));
    child.once("exit", () => resolve(undefined));
    child.once("error", () => resolve(undefined));
  });
  if (told !== undefined && "failed" in told && told.isUserError) throw new UserError(told.failed);
  const record = readRecord(root);
  if (told === undefined || "failed" in told || record === undefined) throw daemonFailed(folder.log, tail(folder.log));
  child.unref();
  return record;
}

function dial(record: RuntimeRecord, { kind, accountId }: StartOptions): Promise<Socket | undefined> {
  const own = identify(process.pid);
  return new Promise((resolve) => {
    if (record.controlPort === undefined || own === undefined) return resolve(undefined);
    const socket = connectSocket({ host: loopback, port: record.controlPort });
    const fail = () => resolve(undefined);
    socket.once("error", fail);
    socket.once("close", fail);
    socket.once("connect", () =>
      send(socket, { type: "hello", token: record.token, session: { kind, accountId, process: own } }),
    );
    receiveLines<Reply>(socket, (reply) => {
      if (reply.type === "welcome") resolve(socket);
      else socket.emit("reply", reply);
    });
  });
}

function connection(socket: Socket, record: RuntimeRecord, startedIt: boolean): Connection {
  const say = (request: Request) => {
    if (!socket.destroyed) send(socket, request);
  };
  return {
    record,
    startedIt,
    group: (leader) => say({ type: "group", leader }),
    ungroup: (pid) => say({ type: "ungroup", pid }),
    otherSessions: () =>
      new Promise((resolve) => {
        socket.once("reply", (reply: Reply) => resolve(reply.type === "sessions" ? reply.sessions : []));
        socket.once("close", () => resolve([]));
        say({ type: "sessions" });
      }),
    finish() {
      say({ type: "finished" });
      socket.end();
    },
    drop: () => socket.destroy(),
    lost: new Promise((resolve) => socket.once("close", () => resolve())),
  };
}
