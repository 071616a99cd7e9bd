/** The reference service under uWSGI, as its image would run it, and the collector that it sends to. */
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ensureVenv } from "../../local/aws/venv";
import { projectRoot } from "./local-aws";

/** Folder of the programs of the image; undefined where they cannot be installed: no pip, no C compiler. */
export async function imagePrograms(): Promise<string | undefined> {
  const venv = { folder: "service-venv", requirements: "docker/requirements.txt", holds: "the reference service" };
  try {
    return dirname(await ensureVenv(projectRoot, () => {}, venv));
  } catch {
    return undefined;
  }
}

export interface Collector {
  readonly otlpPort: number;
  readonly logPort: number;
  /** Resolves with the first message in which all of the texts occur. */
  receives(...texts: readonly string[]): Promise<string>;
  close(): void;
}

const traces = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

/** OTLP over gRPC, and uWSGI's lines by UDP, as text: names in protobuf are readable as they are. */
export async function collector(): Promise<Collector> {
  const messages: string[] = [];
  const waiting = new Set<() => void>();
  const take = (message: Buffer) => {
    messages.push(message.toString("latin1"));
    waiting.forEach((look) => look());
  };
  const grpc = new Server();
  const asIs = (bytes: Buffer) => bytes;
  const binary = {
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
  grpc.addService(
    { export: { path: traces, ...binary } },
    {
      export(call: { request: Buffer }, callback: (error: null, answer: Buffer) => void) {
        take(call.request);
        callback(null, Buffer.alloc(0));
      },
    },
  );
  const otlpPort = await new Promise<number>((resolve, reject) =>
    grpc.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    ),
  );
  const udp = createSocket("udp4").on("message", take);
  await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
  return {
    otlpPort,
    logPort: udp.address().port,
    receives: (...texts) =>
      new Promise((resolve) => {
        const look = () => {
          const found = messages.find((message) => texts.every((text) => message.includes(text)));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close() {
      grpc.forceShutdown();
      udp.close();
    },
  };
}

export interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

export interface ServiceProcess {
  get(path: string, headers: Readonly<Record<string, string>>): Promise<Answer>;
  /** Resolves when the service printed this. */
  prints(text: string): Promise<void>;
  /** Sends SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  close(): void;
}

/** Starts the service with `docker/uwsgi.ini`, on a free port; resolves when both workers serve. */
export async function startService(programs: string, { otlpPort, logPort }: Collector): Promise<ServiceProcess> {
  const folder = mkdtempSync(join(tmpdir(), "smart360-service-"));
  const app = join(projectRoot, "docker", "app");
  const port = await freePort();
  const ini = join(folder, "uwsgi.ini");
  const own = readFileSync(join(projectRoot, "docker", "uwsgi.ini"), "utf8");
  writeFileSync(ini, own.replace("http = :8000", `http = 127.0.0.1:${port}`).replace("chdir = %d", `chdir = ${app}`));
  const child = spawn(join(projectRoot, "docker", "entrypoint.sh"), ["uwsgi", "--ini", ini], {
    cwd: app,
    // A process group: what is left of it is killed as a whole.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: `${programs}:/usr/bin:/bin`,
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONUNBUFFERED: "1",
      VIRTUAL_ENV: dirname(programs),
      DJANGO_SECRET_KEY: "of a test",
      DJANGO_SETTINGS_MODULE: "config.settings",
      VIEWER_DOMAIN: "smart360.test",
      OTEL_SERVICE_NAME: "reference",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${otlpPort}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
      OTEL_METRICS_EXPORTER: "none",
      OTEL_LOGS_EXPORTER: "none",
      OTEL_BSP_SCHEDULE_DELAY: "200",
      SMART360_LOG_SOCKET: `127.0.0.1:${logPort}`,
      UWSGI_HARAKIRI: "5",
      UWSGI_WORKER_RELOAD_MERCY: "5",
    },
  });
  let printed = "";
  const waiting = new Set<() => void>();
  const take = (chunk: Buffer) => {
    printed += chunk.toString();
    waiting.forEach((look) => look());
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const prints = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (typeof text === "string" ? !printed.includes(text) : !text.test(printed)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void ended.then((code) => reject(new Error(`uWSGI ended with ${code}\n${printed}`)));
    });
  await prints(/(WSGI app 0[^\n]*ready[^]*){2}/);
  return {
    get: (path, headers) =>
      new Promise((resolve, reject) => {
        request({ host: "127.0.0.1", port, path, headers, agent: false }, (response) => {
          let body = "";
          response.on("data", (chunk: Buffer) => (body += chunk.toString()));
          response.on("end", () => resolve({ status: response.statusCode, body }));
          response.on("error", reject);
        })
          .on("error", reject)
          .end();
      }),
    prints,
    stop() {
      child.kill("SIGTERM");
      return ended;
    },
    close() {
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
