/** Starts ministack, the local AWS, so that it opens one port on loopback and keeps its state across restarts. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { localAwsFailed } from "../../core/errors";
import { loopback } from "./ports";

export interface MinistackOptions {
  /** Python of the virtual environment that holds ministack. */
  readonly python: string;
  readonly port: number;
  /** Folder of its state; deleted, the local AWS is empty. */
  readonly stateDir: string;
  /** Log file and an open descriptor of it. */
  readonly log: { readonly path: string; readonly fd: number };
  /** Told the process id before anything can fail. */
  readonly onSpawn?: (pid: number) => void;
}

export interface Ministack {
  readonly pid: number;
  readonly url: string;
  readonly process: ChildProcess;
}

/** What ministack reads from its environment. */
function ministackEnvironment(options: MinistackOptions): Record<string, string> {
  const scratch = join(options.stateDir, "tmp");
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    PYTHONUNBUFFERED: "1",
    BIND_HOST: loopback,
    MINISTACK_HOST: "localhost",
    GATEWAY_PORT: String(options.port),
    MINISTACK_REGION: "us-east-1",
    LOG_LEVEL: "WARNING",
    PERSIST_STATE: "1",
    STATE_DIR: join(options.stateDir, "services"),
    S3_PERSIST: "1",
    S3_DATA_DIR: join(options.stateDir, "s3"),
    TMPDIR: scratch,
    // Its other listeners: SFTP and MQTT.
    SFTP_ENABLED: "0",
    IOT_MTLS_ENABLED: "0",
    // With a Docker socket in reach it would run containers for RDS, ElastiCache and ECS; nothing here needs them.
    DOCKER_HOST: `unix://${join(scratch, "no-docker.sock")}`,
  };
}

/** Starts ministack and resolves as soon as it answers; rejects with the end of its log when it dies before. */
export async function startMinistack(options: MinistackOptions): Promise<Ministack> {
  mkdirSync(join(options.stateDir, "tmp"), { recursive: true });
  const child = spawn(options.python, ["-m", "ministack.app"], {
    cwd: options.stateDir,
    env: ministackEnvironment(options),
    stdio: ["ignore", options.log.fd, options.log.fd],
    // Its own process group: Ctrl-C in a terminal must not reach it.
    detached: true,
  });
  if (child.pid !== undefined) options.onSpawn?.(child.pid);
  const failed = new Promise<never>((_, reject) => {
    const fail = () => reject(localAwsFailed(options.log.path, tail(options.log.path)));
    child.once("error", fail);
    child.once("exit", fail);
  });
  failed.catch(() => {});
  await Promise.race([failed, answers(options.port, () => child.exitCode !== null)]);
  if (child.pid === undefined) throw localAwsFailed(options.log.path, tail(options.log.path));
  return { pid: child.pid, url: `http://${loopback}:${options.port}`, process: child };
}

/** Resolves when the health endpoint answers; gives up silently when `isOver` (the caller knows then). */
async function answers(port: number, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const healthy = await new Promise<boolean>((resolve) => {
      const asked = request({ host: loopback, port, path: "/_ministack/health" }, (answer) => {
        answer.resume().once("end", () => resolve(answer.statusCode === 200));
      });
      asked.once("error", () => resolve(false));
      asked.end();
    });
    if (healthy) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The last lines of a log file. */
export function tail(path: string, lines = 12): string {
  try {
    return readFileSync(path, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } catch {
    return "(no log)";
  }
}
