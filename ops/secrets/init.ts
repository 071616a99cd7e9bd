/**
 * Gives every secret its value. The order makes a repeated run repair an interrupted one: a password is in Secrets
 * Manager before the database hears of it, and the database is told the one that is there, each time. What could keep the
 * database from being told is over before: until then, tasks that start would have a password that it does not know.
 */
import type { Where } from "../../core/environment/where";
import { randomBytes } from "node:crypto";
import {
  cacheTokenMissing,
  foreignDatabaseUrl,
  secretsBeingDeleted,
  secretsNotThere,
  valueNotSettled,
} from "../../core/errors";
import { names } from "../../core/naming/names";
import type { SecretEntry } from "../../core/secrets/entries";
import type { GivenValues } from "../../core/secrets/given";
import type { SecretRow } from "../../core/secrets/status";
import { databaseUrl, leadsToRedis, passwordIn, redisUrl } from "../../core/secrets/urls";
import { poll } from "../aws/poll";
import { StepFailure } from "../aws/step-failure";
import { readDataOutputs, type DataOutputs } from "./data-outputs";
import { awaitLeftSetup, setUpDatabase, type SetupContext } from "./database-task";
import { describeAll, readValue, valueAfter, writeValue } from "./store";

/** 256 bits, as letters, digits, - and _. */
const passwordBytes = 32;
/** Longest that Secrets Manager may still tell what was there before a value was written. */
const settlingSeconds = 60;

export type EntryOutcome = "written" | "rotated" | "kept" | "no value";

export interface EntryResult {
  readonly service: string;
  readonly entry: string;
  readonly outcome: EntryOutcome;
}

export interface InitContext extends SetupContext {
  readonly where: Where;
  readonly entries: readonly SecretEntry[];
  /** Names in Secrets Manager of what is to get a new value though it has one. */
  readonly rotated: ReadonlySet<string>;
  /** Databases are not made: nothing runs containers. */
  readonly withoutTasks: boolean;
}

/** What has to be told by somebody: entries of that kind without a value, or to be rotated. */
export async function entriesToGive(context: InitContext): Promise<readonly SecretEntry[]> {
  const rows = await describeAll(context.aws, context.entries);
  refuse(rows, context);
  return context.entries.filter(
    ({ origin, name }, index) => origin === "given" && (rows[index]?.state !== "ok" || context.rotated.has(name)),
  );
}

function refuse(rows: readonly SecretRow[], { environment }: InitContext): void {
  const namesOf = (state: SecretRow["state"]) => rows.filter((row) => row.state === state).map(({ name }) => name);
  const [missing, deleted] = [namesOf("missing"), namesOf("being deleted")];
  if (missing.length > 0) throw secretsNotThere(missing, environment.name);
  if (deleted.length > 0) throw secretsBeingDeleted(deleted);
}

/** @param given values by name in Secrets Manager; of entries that have one already they count only when rotated */
export async function giveValues(context: InitContext, given: GivenValues): Promise<readonly EntryResult[]> {
  const composed = context.entries.some(({ origin }) => origin !== "given");
  const data = composed ? await readDataOutputs(context.aws, context.environment) : undefined;
  const results: EntryResult[] = [];
  for (const entry of context.entries) {
    context.signal.throwIfAborted();
    const outcome = await giveValue(context, entry, given, data);
    results.push({ service: entry.service, entry: entry.entry, outcome });
  }
  return results;
}

async function giveValue(
  context: InitContext,
  entry: SecretEntry,
  given: GivenValues,
  data: DataOutputs | undefined,
): Promise<EntryOutcome> {
  if (entry.origin === "database" && data !== undefined) return giveDatabase(context, entry, data);
  if (entry.origin === "cache" && data !== undefined) return giveRedisUrl(context, entry, data);
  const { outcome } = await put(context, entry, () => given.get(entry.name), context.rotated.has(entry.name));
  context.report(entry.service, `${entry.entry}: ${outcome}`);
  return outcome;
}

/** Follows the token and the place of Redis, which the stack `data` may change. */
async function giveRedisUrl(context: InitContext, entry: SecretEntry, data: DataOutputs): Promise<EntryOutcome> {
  const { aws, report } = context;
  const token = await readValue(aws, data.cacheTokenSecretArn);
  if (token === undefined) throw cacheTokenMissing(data.cacheTokenSecretArn);
  const place = [data.cacheAddress, data.cachePort, token] as const;
  const isOld = !leadsToRedis((await readValue(aws, entry.name)) ?? "", ...place);
  const { outcome } = await put(context, entry, () => redisUrl(...place), isOld);
  report(entry.service, `${entry.entry}: ${outcome}`);
  return outcome;
}

async function giveDatabase(context: InitContext, entry: SecretEntry, data: DataOutputs): Promise<EntryOutcome> {
  const { aws, report } = context;
  const role = names.databaseRole(entry.service);
  const place = { host: data.databaseAddress, port: data.databasePort, database: role, role };
  const fresh = () => databaseUrl({ ...place, password: randomBytes(passwordBytes).toString("base64url") });
  if (!context.withoutTasks) await awaitLeftSetup(context, entry.service);
  const { outcome, version } = await put(context, entry, fresh, context.rotated.has(entry.name));
  report(entry.service, `${entry.entry}: ${outcome}`);
  const value = version === undefined ? await readValue(aws, entry.name) : await settledValue(context, entry, version);
  const password = passwordIn(value ?? "", place);
  if (password === undefined) throw foreignDatabaseUrl(entry.service, entry.name, context.where);
  if (context.withoutTasks) {
    report(entry.service, `database ${role}: not made, the local AWS runs no containers`);
    return outcome;
  }
  await setUpDatabase(context, entry.service, password);
  report(entry.service, `database ${role}: ready`);
  return outcome;
}

/** Read back: what another run wrote meanwhile is what counts. */
async function settledValue(context: InitContext, entry: SecretEntry, written: string): Promise<string> {
  const { aws, signal } = context;
  const look = () => valueAfter(aws, entry.name, written);
  const value = await poll(context, { forSeconds: settlingSeconds, signal }, look);
  if (value === undefined) throw new StepFailure("timedOut", valueNotSettled(entry.name, settlingSeconds));
  return value;
}

interface Put {
  readonly outcome: EntryOutcome;
  /** Of the value, where one was written. */
  readonly version?: string;
}

/** Writes a value where there is none, or a new one is due. */
async function put(
  { aws }: InitContext,
  entry: SecretEntry,
  value: () => string | undefined,
  isDue: boolean,
): Promise<Put> {
  const [row] = await describeAll(aws, [entry]);
  const hasValue = row?.state === "ok";
  if (hasValue && !isDue) return { outcome: "kept" };
  const found = value();
  if (found === undefined) return { outcome: "no value" };
  const version = await writeValue(aws, entry.name, found);
  return { outcome: hasValue ? "rotated" : "written", version };
}
