/** Which Secrets Manager entries a service has, from its manifest entry and from nothing else. */
import type { Service } from "./schema";

/** Entries that `uses` brings: variable -> entry. Their values are composed by `smart360 secrets init`. */
const broughtBy = {
  database: { DATABASE_URL: "database-url" },
  cache: { REDIS_URL: "redis-url" },
  files: {},
} as const;

/** The entry that holds the URL of a service's database. */
export const databaseEntry = broughtBy.database.DATABASE_URL;

/** The entry that holds the URL of Redis. */
export const cacheEntry = broughtBy.cache.REDIS_URL;

/** Environment variable -> entry name, for all secrets that the containers of a service get. */
export function secretEntries(service: Pick<Service, "uses" | "secrets">): Record<string, string> {
  return Object.assign({}, ...service.uses.map((use) => broughtBy[use]), service.secrets) as Record<string, string>;
}
