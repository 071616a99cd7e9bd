/** The reference service under uWSGI, from the files of its image, without Docker. */
import { execFile, execFileSync, spawn } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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

type Variables = Readonly<Record<string, string>>;

/** The image's files, as a container finds them. */
export interface ServiceImage {
  /** Whether its commands run as ECS runs them (`container.sh`): that needs root, unshare and setpriv. */
  readonly isContained: boolean;
  /** Folder of the app for whatever runs in it. */
  readonly app: string;
  /** Port that uWSGI listens on. */
  readonly port: number;
  /** Runs a command behind the image's entrypoint, to its end. */
  run(command: readonly string[], variables: Variables): Promise<Ran>;
  /** Starts the image's own command; resolves when both workers serve. */
  serve(variables: Variables): Promise<ServiceProcess>;
  remove(): void;
}

export interface Ran {
  readonly code: number;
  /** Both streams. */
  readonly output: string;
}

/** @param certificates name -> file: kept beside the app */
export async function serviceImage(programs: string, certificates: Variables = {}): Promise<ServiceImage> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "smart360-service-")));
  const port = await freePort();
  chmodSync(folder, 0o755);
  const docker = (file: string) => join(projectRoot, "docker", file);
  cpSync(docker("app"), folder, { recursive: true, filter: (path) => !path.endsWith("__pycache__") });
  cpSync(docker("entrypoint.sh"), join(folder, "entrypoint.sh"));
  const ini = readFileSync(docker("uwsgi.ini"), "utf8").replace("http = :8000", `http = 127.0.0.1:${port}`);
  writeFileSync(join(folder, "uwsgi.ini"), ini);
  for (const [name, file] of Object.entries(certificates)) {
    cpSync(file, join(folder, name));
    chmodSync(join(folder, name), 0o644);
  }
  const box = containerFor(programs, folder);
  const app = box.length === 0 ? folder : "/mnt/app";
  const behindEntrypoint = (command: readonly string[]) => {
    const [program = "", ...args] = [...box, join(app, "entrypoint.sh"), ...command];
    return { program, args };
  };
  const optionsWith = (variables: Variables) => ({
    cwd: folder,
    env: { PATH: `${programs}:/usr/bin:/bin`, PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1", ...variables },
  });
  return {
    isContained: box.length > 0,
    app,
    port,
    run: (command, variables) =>
      new Promise((resolve) => {
        const { program, args } = behindEntrypoint(command);
        execFile(program, args, optionsWith(variables), (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
        );
      }),
    serve(variables) {
      const { program, args } = behindEntrypoint(["uwsgi", "--ini", join(app, "uwsgi.ini")]);
      return started(program, args, optionsWith(variables), port);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The command line before a command that is to run as in a container; empty where that cannot be had. */
function containerFor(programs: string, folder: string): readonly string[] {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return [];
  const python = execFileSync(join(programs, "python"), ["-c", "import sys; print(sys.base_prefix)"], {
    encoding: "utf8",
  }).trim();
  const script = join(projectRoot, "__tests__", "support", "container.sh");
  const box = ["unshare", "--mount", "--propagation", "private", script, folder, dirname(programs), python];
  try {
    execFileSync(box[0] ?? "", [...box.slice(1), join(programs, "python"), "-c", ""], { stdio: "ignore" });
    return box;
  } catch {
    return [];
  }
}

export interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

export interface ServiceProcess {
  get(path: string, headers: Variables): Promise<Answer>;
  post(path: string, headers: Variables, body: string): Promise<Answer>;
  /** Resolves when the service printed this. */
  prints(text: string): Promise<void>;
  /** Process id of the entrypoint. */
  readonly pid: number;
  /** Sends SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  close(): void;
}

async function started(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Variables },
  port: number,
): Promise<ServiceProcess> {
  // A process group: what is left of it is killed as a whole.
  const child = spawn(program, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
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
  const send = (method: string, path: string, headers: Variables, body = "") =>
    new Promise<Answer>((resolve, reject) => {
      request({ host: "127.0.0.1", port, method, path, headers, agent: false }, (response) => {
        let answer = "";
        response.on("data", (chunk: Buffer) => (answer += chunk.toString()));
        response.on("end", () => resolve({ status: response.statusCode, body: answer }));
        response.on("error", reject);
      })
        .on("error", reject)
        .end(body);
    });
  return {
    get: (path, headers) => send("GET", path, headers),
    post: (path, headers, body) =>
      send("POST", path, { "content-type": "application/x-www-form-urlencoded", ...headers }, body),
    prints,
    pid: child.pid ?? 0,
    stop() {
      child.kill("SIGTERM");
      return ended;
    },
    close() {
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
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
