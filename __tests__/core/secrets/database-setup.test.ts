/** The SQL of `secrets init`, run by psql in a PostgreSQL like RDS's. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setupSql, setupVariables } from "../../../core/secrets/database-setup";
import { scramVerifier } from "../../../core/secrets/verifier";
import { postgresPrograms, startPostgres, type Postgres } from "../../support/postgres";

const programs = postgresPrograms();
const passwords = {
  billing: `it's "$quoted" \\ and 100% \`odd\`; DROP ROLE billing; --`,
  work_orders: "Zm9vYmFyMTIzLV8",
};

describe.skipIf(programs === undefined)("setup of databases (needs PostgreSQL 15 or later)", () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres(programs ?? "");
    for (const [role, password] of Object.entries(passwords))
      expect(await setUp(role, password)).toMatchObject({ code: 0 });
  });
  afterAll(() => postgres.stop());

  const setUp = (role: string, password: string) => setUpWith(role, scramVerifier(password, Buffer.alloc(16, 7)));
  const setUpWith = (role: string, verifier: string) =>
    postgres.psql(setupSql, {
      PGUSER: postgres.master.user,
      PGPASSWORD: postgres.master.password,
      PGDATABASE: "smart360",
      [setupVariables.role]: role,
      [setupVariables.verifier]: verifier,
    });
  const as = (role: keyof typeof passwords, database: string, script: string, password = passwords[role]) =>
    postgres.psql(script, { PGUSER: role, PGPASSWORD: password, PGDATABASE: database });

  it("says what it made", async () => {
    expect(await setUp("billing", passwords.billing)).toEqual({ code: 0, stdout: "billing is ready", stderr: "" });
  });

  it("lets a service in with its password, over TLS with channel binding, to do as it likes in its database", async () => {
    const script = "CREATE TABLE IF NOT EXISTS t (a int); CREATE SCHEMA IF NOT EXISTS s; SELECT current_user;";
    for (const role of ["billing", "work_orders"] as const)
      expect(await as(role, role, script)).toMatchObject({ code: 0, stdout: role });
    const wrong = await as("billing", "billing", "SELECT 1", "wrong");
    expect(wrong.stderr).toContain('password authentication failed for user "billing"');
  });

  it("changes nothing when repeated, and keeps the data", async () => {
    await as("billing", "billing", "CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer");
    const look = `SELECT datname, datdba::regrole, datacl FROM pg_database ORDER BY 1;
      SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolcanlogin FROM pg_roles ORDER BY 1;`;
    const before = await as("billing", "billing", look);
    expect(await setUp("billing", passwords.billing)).toMatchObject({ code: 0, stderr: "" });
    expect(await as("billing", "billing", look)).toEqual(before);
    expect(await as("billing", "billing", "SELECT answer FROM kept")).toMatchObject({ stdout: "42" });
  });

  it("takes up where an interrupted run stopped: role without database, database with another's owner", async () => {
    const master = { PGUSER: postgres.master.user, PGPASSWORD: postgres.master.password, PGDATABASE: "smart360" };
    await postgres.psql("CREATE ROLE half; CREATE DATABASE other_half;", master);
    for (const role of ["half", "other_half"]) {
      expect(await setUp(role, "password")).toEqual({ code: 0, stdout: `${role} is ready`, stderr: "" });
      const access = { PGUSER: role, PGPASSWORD: "password", PGDATABASE: role };
      const owner = "SELECT datdba::regrole FROM pg_database WHERE datname = current_database()";
      expect(await postgres.psql(owner, access)).toMatchObject({ stdout: role });
    }
  });

  it.each(["work_orders", "smart360", "postgres"])("keeps a service out of the database %s", async (database) => {
    const { code, stderr } = await as("billing", database, "SELECT 1");
    expect(code).toBe(2);
    expect(stderr).toContain(`permission denied for database "${database}"`);
  });

  it("gives a service no power over roles and databases", async () => {
    for (const script of ["CREATE ROLE more", "CREATE DATABASE more", "SET ROLE smart360_ops", "SET ROLE work_orders"])
      expect((await as("billing", "billing", script)).stderr).toContain("permission denied");
  });

  it("replaces the password: the old one does not work any more", async () => {
    await setUp("rotated", "old password");
    await setUp("rotated", "new password");
    const access = { PGUSER: "rotated", PGDATABASE: "rotated" };
    expect(await postgres.psql("SELECT 1", { ...access, PGPASSWORD: "new password" })).toMatchObject({ stdout: "1" });
    const { stderr } = await postgres.psql("SELECT 1", { ...access, PGPASSWORD: "old password" });
    expect(stderr).toContain("password authentication failed");
  });

  it("takes no plain password for a verifier, and makes nothing then", async () => {
    const { code, stderr } = await setUpWith("plain", "hunter2");
    expect([code, stderr]).toEqual([3, expect.stringContaining("SERVICE_ROLE_VERIFIER is no SCRAM verifier")]);
    const missing = await postgres.psql(setupSql, {
      PGUSER: postgres.master.user,
      PGPASSWORD: postgres.master.password,
      PGDATABASE: "smart360",
    });
    expect(missing.code).toBe(3);
    const roles = await as("billing", "billing", "SELECT count(*) FROM pg_roles WHERE rolname = 'plain'");
    expect(roles.stdout).toBe("0");
  });

  it("leaves no password in the server's log, which has every statement that defines something", () => {
    expect(postgres.log()).toContain('ALTER ROLE "billing"');
    for (const password of ["it's", "DROP ROLE", passwords.work_orders, "hunter2"])
      expect(postgres.log()).not.toContain(password);
  });
});
