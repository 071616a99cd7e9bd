/** The values that are composed: where a service finds its database and the cache, as URLs. */

export interface DatabaseAccess {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly role: string;
  readonly password: string;
}

/** As docs/service-contract.md says: certificate and host name are checked. Any password: it is percent-encoded. */
export function databaseUrl({ host, port, database, role, password }: DatabaseAccess): string {
  return `postgresql://${encoded(role)}:${encoded(password)}@${host}:${port}/${encoded(database)}?sslmode=verify-full`;
}

/**
 * The password in a value that `databaseUrl` composed for the same database and role; undefined when the value leads
 * anywhere else. Parameters behind the question mark are the owner's business.
 */
export function passwordIn(value: string, expected: Omit<DatabaseAccess, "password">): string | undefined {
  if (!URL.canParse(value)) return undefined;
  const { protocol, hostname, port, pathname, username, password } = new URL(value);
  const leadsThere =
    protocol === "postgresql:" &&
    hostname === expected.host &&
    Number(port) === expected.port &&
    pathname === `/${encoded(expected.database)}` &&
    username === encoded(expected.role);
  if (!leadsThere || password === "") return undefined;
  try {
    return decodeURIComponent(password);
  } catch {
    // A percent sign that encodes nothing.
    return undefined;
  }
}

/** redis-py 3.5.3 decodes no percent signs: the token is letters and digits. */
export function redisUrl(host: string, port: number, token: string): string {
  return `rediss://:${token}@${host}:${port}/0`;
}

/** Whether a value leads there with that token. Which of its databases is named is the owner's business. */
export function leadsToRedis(value: string, host: string, port: number, token: string): boolean {
  if (value === redisUrl(host, port, token)) return true;
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return url.protocol === "rediss:" && url.host === `${host}:${port}` && url.password === token;
}

/** `encodeURIComponent` leaves five marks that RFC 3986 reserves. */
const encoded = (text: string) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
