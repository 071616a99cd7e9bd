/** A PostgreSQL of a suite's own: TLS with a certificate of its own, SCRAM, a master user who is no superuser, as on RDS. */
import { execFile, execFileSync, spawn } from "node:child_process";
import { appendFileSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const home = "/usr/lib/postgresql";

/** Folder of the programs; undefined where PostgreSQL 15 or later is not installed, or there is only root to run it. */
export function postgresPrograms(): string | undefined {
  if (process.platform !== "linux" || runAs() === undefined || !existsSync("/usr/bin/openssl")) return undefined;
  const versions = existsSync(home) ? readdirSync(home).map(Number) : [];
  const version = Math.max(...versions.filter((number) => number >= 15));
  const folder = join(home, String(version), "bin");
  return existsSync(join(folder, "initdb")) && existsSync(join(folder, "psql")) ? folder : undefined;
}

/** PostgreSQL refuses to run as root: then as the user that its package made. Null: as whoever runs the tests. */
function runAs(): { readonly uid: number; readonly gid: number } | null | undefined {
  if (process.getuid?.() !== 0) return null;
  const [, , uid, gid] = /^postgres:.*$/m.exec(readFileSync("/etc/passwd", "utf8"))?.[0].split(":") ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

export interface PsqlResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Postgres {
  readonly master: { readonly user: string; readonly password: string };
  readonly port: number;
  /** File with its certificate, which is good for 127.0.0.1 and may be trusted as a root. */
  readonly certificate: string;
  /** Runs psql over TLS, with channel binding, on a script; `variables` are psql's environment. */
  psql(script: string, variables: Readonly<Record<string, string>>): Promise<PsqlResult>;
  /** Everything that the server logged. */
  log(): string;
  stop(): Promise<void>;
}

export async function startPostgres(programs: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), "smart360-postgres-"));
  const user = runAs() ?? undefined;
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const options = { ...user, cwd: folder, stdio: "ignore" } as const;
  const port = await freePort();
  execFileSync(join(programs, "initdb"), ["-D", data, "-U", "rdsadmin", "--auth=trust", "--no-sync"], options);
  const certificate = join(folder, "server.crt");
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
  const files = ["-keyout", join(data, "server.key"), "-out", certificate];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", ...names, ...files], options);
  const settings = {
    ssl: "on",
    ssl_cert_file: certificate,
    fsync: "off",
    log_statement: "ddl",
    listen_addresses: "127.0.0.1",
    unix_socket_directories: folder,
  };
  appendFileSync(
    join(data, "postgresql.conf"),
    Object.entries({ ...settings, port })
      .map(([name, value]) => `${name} = '${value}'\n`)
      .join(""),
  );
  const child = spawn(join(programs, "postgres"), ["-D", data], {
    ...user,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  const ready = new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes("ready to accept connections")) resolve();
    });
    child.once("exit", () => reject(new Error(`PostgreSQL ended:\n${log}`)));
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await ready;
  const master = { user: "smart360_ops", password: "master of 'all' databases" };
  const psql = (script: string, variables: Readonly<Record<string, string>>) =>
    new Promise<PsqlResult>((resolve) => {
      const environment = { PATH: "/usr/bin:/bin", PGPORT: String(port), ...variables };
      const running = execFile(
        join(programs, "psql"),
        ["--no-psqlrc", "--quiet", "--no-password", "--tuples-only", "--no-align", "--file=-"],
        { env: environment },
        (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code), stdout: stdout.trim(), stderr: stderr.trim() }),
      );
      running.stdin?.end(script);
    });
  // As RDS makes it: no superuser, but it may make roles and databases, and owns the first one.
  const made = await psql(
    `\\set ON_ERROR_STOP on
     CREATE ROLE ${master.user} LOGIN CREATEROLE CREATEDB PASSWORD '${master.password.replaceAll("'", "''")}';
     CREATE DATABASE smart360 OWNER ${master.user};
     ALTER DATABASE postgres OWNER TO ${master.user};`,
    { PGHOST: folder, PGUSER: "rdsadmin", PGDATABASE: "postgres" },
  );
  if (made.code !== 0) throw new Error(made.stderr);
  // From here on by password only.
  const rules = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n";
  execFileSync("/bin/sh", ["-c", 'printf "$1" > "$2"', "sh", rules, join(data, "pg_hba.conf")], options);
  await psql("SELECT pg_reload_conf();", { PGHOST: folder, PGUSER: "rdsadmin", PGDATABASE: "postgres" });
  return {
    master,
    port,
    certificate,
    psql: (script, variables) =>
      psql(script, { PGHOST: "127.0.0.1", PGSSLMODE: "require", PGCHANNELBINDING: "require", ...variables }),
    log: () => log,
    async stop() {
      child.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
