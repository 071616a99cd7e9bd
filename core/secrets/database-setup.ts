/** The one-off task that makes the database and the role of a service: what stacks and commands agree on. */

/** Part of the names of the task's family, role and log group. */
export const setupName = "secrets-init";
export const setupContainer = "psql";
/** Prefix of the task's log streams. */
export const setupLogPrefix = "task";

/** Variables that `smart360 secrets init` gives to each task. */
export const setupVariables = { role: "SERVICE_ROLE", verifier: "SERVICE_ROLE_VERIFIER" } as const;

/**
 * Makes role and database of a service, or puts them right; runs in psql 15 as the master user, which is no superuser.
 * The role owns its database and nothing else. Whoever is not its owner can connect to no database at all: PostgreSQL
 * itself lets every role into every database.
 */
export const setupSql = `\\set ON_ERROR_STOP on
\\getenv role ${setupVariables.role}
\\getenv verifier ${setupVariables.verifier}
SELECT set_config('smart360.verifier', :'verifier', false) <> '' AS given \\gset
DO $$ BEGIN
  -- Anything else would be taken for a password, and logged as one.
  IF current_setting('smart360.verifier') !~ '^SCRAM-SHA-256\\$\\d+:[A-Za-z0-9+/=]+\\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' THEN
    RAISE EXCEPTION '${setupVariables.verifier} is no SCRAM verifier';
  END IF;
END $$;
SELECT format('CREATE ROLE %I', :'role')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \\gexec
ALTER ROLE :"role" LOGIN NOCREATEDB NOCREATEROLE PASSWORD :'verifier';
-- Only a member of a role may give a database to it.
SELECT format('GRANT %I TO CURRENT_USER', :'role')
  WHERE NOT pg_has_role(current_user, :'role', 'MEMBER') \\gexec
SELECT format('CREATE DATABASE %1$I OWNER %1$I', :'role')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'role') \\gexec
ALTER DATABASE :"role" OWNER TO :"role";
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', datname)
  FROM pg_database WHERE pg_has_role(current_user, datdba, 'MEMBER') \\gexec
\\echo :role is ready
`;
