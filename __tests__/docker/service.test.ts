/** The contract of docs/service-contract.md, on the reference service: a real uWSGI and a real Django, no Docker. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseUrl } from "../../core/secrets/urls";
import { processTable, withDescendants } from "../../local/daemon/process";
import { loadEnvironment, loadManifest } from "../../ops/project";
import { collector, type Collector } from "../support/collector";
import { projectRoot } from "../support/local-aws";
import { postgresPrograms, startPostgres, type Postgres } from "../support/postgres";
import { redisProgram, startRedis, type Redis } from "../support/redis";
import { imagePrograms, serviceImage, type ServiceImage, type ServiceProcess } from "../support/service-image";

const viewer = { host: "smart360.test" };
const programs = await imagePrograms();
const postgresFolder = postgresPrograms();
const redisServer = redisProgram();

describe.skipIf(programs === undefined)("reference service (pip and a C compiler)", () => {
  let receiver: Collector;
  let image: ServiceImage;
  let service: ServiceProcess;
  let postgres: Postgres | undefined;
  let redis: Redis | undefined;
  let variables: Readonly<Record<string, string>>;

  beforeAll(async () => {
    receiver = await collector();
    postgres = postgresFolder === undefined ? undefined : await startPostgres(postgresFolder);
    redis = redisServer === undefined ? undefined : await startRedis(redisServer);
    image = await serviceImage(programs ?? "", {
      ...(postgres === undefined ? {} : { "rds-global-bundle.pem": postgres.certificate }),
      ...(redis === undefined ? {} : { "redis.pem": redis.certificate }),
    });
    variables = {
      DJANGO_SECRET_KEY: "of a test",
      VIEWER_DOMAIN: "smart360.test",
      OTEL_SERVICE_NAME: "reference",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${receiver.otlpPort}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
      OTEL_METRICS_EXPORTER: "none",
      OTEL_LOGS_EXPORTER: "none",
      OTEL_BSP_SCHEDULE_DELAY: "200",
      SMART360_LOG_SOCKET: `127.0.0.1:${receiver.logPort}`,
      UWSGI_HARAKIRI: "5",
      UWSGI_WORKER_RELOAD_MERCY: "5",
      ...(await databaseVariables()),
      ...(redis === undefined ? {} : { REDIS_URL: redis.url, SSL_CERT_FILE: `${image.app}/redis.pem` }),
    };
    service = await image.serve(variables);
  });

  afterAll(async () => {
    service.close();
    image.remove();
    receiver.close();
    await redis?.stop();
    await postgres?.stop();
  });

  /** A role and a database of its own, as `smart360 secrets init` makes them. */
  async function databaseVariables() {
    if (postgres === undefined) return {};
    const { user, password } = postgres.master;
    const made = await postgres.psql(
      `CREATE ROLE reference LOGIN PASSWORD 'p@ss/w%rd'; GRANT reference TO ${user}; CREATE DATABASE reference OWNER reference;`,
      { PGUSER: user, PGPASSWORD: password, PGDATABASE: "smart360" },
    );
    expect(made).toMatchObject({ code: 0 });
    const access = { host: "127.0.0.1", port: postgres.port, database: "reference", role: "reference" };
    return {
      DATABASE_URL: databaseUrl({ ...access, password: "p@ss/w%rd" }),
      PGSSLROOTCERT: `${image.app}/rds-global-bundle.pem`,
    };
  }

  it("answers the load balancer's health check whatever the Host header", async () => {
    expect(await service.get("/health", { host: "10.60.1.7:32768" })).toEqual({ status: 200, body: "ok" });
    expect((await service.get("/hello", { host: "10.60.1.7:32768" })).status).toBe(400);
  });

  it("serves viewers, and knows by the load balancer's header that they came by TLS", async () => {
    expect(await service.get("/hello", viewer)).toEqual({ status: 200, body: '{"secure": false}' });
    const secure = await service.get("/hello", { ...viewer, "x-forwarded-proto": "https" });
    expect(secure).toEqual({ status: 200, body: '{"secure": true}' });
  });

  it("takes uploads that do not fit into memory", async () => {
    expect((await service.post("/hello", viewer, "x".repeat(1_000_000))).status).toBe(200);
  });

  it("sends traces by OTLP over gRPC, from its workers", async () => {
    await service.get("/hello", viewer);
    expect(await receiver.receives("reference", "GET hello")).toContain("service.name");
  });

  it("sends uWSGI's own lines by UDP", async () => {
    expect(await receiver.receives("GET /hello", "HTTP/1.1 200")).toContain("[pid: ");
  });

  it("is contained", async ({ skip }) => {
    skip(!image.isContained, "needs root, unshare and setpriv");
    const all = withDescendants(service.pid, processTable());
    expect(all.length).toBeGreaterThanOrEqual(4);
    for (const { pid } of all) {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      expect(status).toMatch(/^Uid:\t10001\t10001\t10001\t10001$/m);
      expect(status).toMatch(/^CapEff:\t0+$/m);
      expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    }
    const places = ["/", "/var/tmp", "/mnt", image.app, `${image.app}/config`, "/tmp"];
    const look = 'for place; do [ ! -w "$place" ] || echo "$place"; done; cp /bin/true /tmp && ! /tmp/true';
    const { code, output } = await image.run(["sh", "-c", look, "sh", ...places], {});
    expect([code, output.split("\n")[0], output]).toEqual([0, "/tmp", expect.stringContaining("Permission denied")]);
  });

  describe.skipIf(postgresFolder === undefined)("with a database (PostgreSQL 15)", () => {
    const migrate = () => {
      const { services } = loadManifest(projectRoot, loadEnvironment(projectRoot, "production"));
      const command = services.find(({ uses }) => uses.includes("database"))?.migrate ?? [];
      return image.run(command, variables);
    };

    it("migrates a fresh one with the manifest's command, and does nothing the second time", async () => {
      const first = await migrate();
      expect([first.code, first.output]).toEqual([0, expect.stringContaining("Applying notes.0001_initial... OK\n")]);
      const second = await migrate();
      expect([second.code, second.output]).toEqual([0, expect.stringContaining("No migrations to apply.\n")]);
    });

    it("has a migration for all of its models", async () => {
      const { code, output } = await image.run(["python", "manage.py", "makemigrations", "--check"], variables);
      expect([code, output]).toEqual([0, "No changes detected\n"]);
    });

    it("keeps what it is given", async () => {
      expect(await service.get("/notes", viewer)).toEqual({ status: 200, body: '{"notes": 0}' });
      expect(await service.post("/notes", viewer, "text=one")).toEqual({ status: 200, body: '{"notes": 1}' });
    });

    it("ends a migration that fails with another exit code, and tells why", async () => {
      const wrong = { ...variables, DATABASE_URL: variables["DATABASE_URL"]?.replace("p%40ss", "wrong") ?? "" };
      const { code, output } = await image.run(["python", "manage.py", "migrate", "--noinput"], wrong);
      expect([code, output]).toEqual([
        1,
        expect.stringContaining('password authentication failed for user "reference"'),
      ]);
    });

    it("takes no server for its own whose certificate it does not know", async () => {
      const { code, output } = await image.run(["python", "manage.py", "migrate", "--noinput"], {
        ...variables,
        PGSSLROOTCERT: "/etc/ssl/certs/ca-certificates.crt",
      });
      expect([code, output]).toEqual([1, expect.stringContaining("certificate verify failed")]);
    });

    describe.skipIf(redisServer === undefined)("and the cache (redis-server)", () => {
      it("keeps its keys apart from those of other services", async () => {
        expect(await redis?.send("KEYS", "*")).toContain("reference:1:notes");
        await redis?.send("DEL", "reference:1:notes");
        await service.get("/notes", viewer);
        expect(await redis?.send("KEYS", "*")).toContain("reference:1:notes");
      });

      it("takes no other host for Redis, though its certificate is trusted", async () => {
        await redis?.pretendToBeAnother();
        expect((await service.get("/notes", viewer)).status).toBe(500);
        await service.prints("certificate is not valid for '127.0.0.1'");
      });
    });

    it("stays healthy when they are gone", async () => {
      await redis?.stop();
      await postgres?.stop();
      redis = postgres = undefined;
      expect((await service.post("/notes", viewer, "text=two")).status).toBe(500);
      expect((await service.get("/health", viewer)).status).toBe(200);
    });
  });

  // The last: it stops the service.
  it("lets running requests finish when it is stopped, serves those that still come, and exits with 0", async () => {
    const running = service.get("/hello?seconds=3", viewer);
    await service.prints("begun 3");
    const exitCode = service.stop();
    expect((await service.get("/hello", viewer)).status).toBe(200);
    expect(await running).toEqual({ status: 200, body: '{"secure": false}' });
    expect(await exitCode).toBe(0);
  });
});
