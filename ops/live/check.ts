/** `smart360 check --live`: what lies in an environment's account, held against the app. */
import type { Environment } from "../../core/environment/schema";
import type { Where } from "../../core/environment/where";
import { judgeLocks, judgeSecrets, judgeStates, type LiveFinding } from "../../core/live/live";
import type { Manifest } from "../../core/manifest/schema";
import { names } from "../../core/naming/names";
import { entriesOf } from "../../core/secrets/entries";
import type { Aws } from "../aws/aws";
import { inBatches } from "../batches";
import { describeAll } from "../secrets/store";
import { resourcesAt } from "../state/read";
import { atOnce, readBucket, readLocks } from "./read";

export interface LiveOptions {
  readonly aws: Pick<Aws, "s3" | "dynamodb" | "secrets">;
  /** Whether secrets lie there: the offline provider makes none. */
  readonly hasSecrets: boolean;
  readonly environment: Environment;
  readonly where: Where;
  readonly manifest: Manifest;
  /** Names of the app's stacks. */
  readonly stacks: readonly string[];
  readonly now: Date;
}

/** @throws {UserError} when there is no state bucket or no lock table */
export async function checkLive(options: LiveOptions): Promise<readonly LiveFinding[]> {
  const { aws, environment, manifest, stacks, now } = options;
  const bucket = names.stateBucket(environment);
  const keys = new Map(stacks.map((stack) => [stack, names.stateKey(environment, stack)]));
  const retired = manifest.services
    .filter((service) => service.retired)
    .map(({ name }) => names.serviceStack(name))
    .filter((stack) => keys.has(stack));
  const found = await readBucket(aws, environment);

  const inUse = new Set([...keys].filter(([stack]) => !retired.includes(stack)).map(([, key]) => key));
  const states = await inBatches(found.states, atOnce, async (key) => ({
    key,
    resources: inUse.has(key) ? undefined : await resourcesAt(aws, bucket, key),
  }));
  const lockable = [...new Set([...keys.values(), ...found.states, ...found.locked])].sort();
  const [locks, secrets] = await Promise.all([
    readLocks(aws, environment, lockable, found),
    options.hasSecrets ? lookAtSecrets(options) : noSecrets,
  ]);
  return [judgeStates(states, { keys, retired }, found.strays), judgeLocks(locks, now), secrets];
}

async function lookAtSecrets({ aws, environment, where, manifest }: LiveOptions): Promise<LiveFinding> {
  const kept = manifest.services.filter(({ purged }) => !purged);
  const rows = await describeAll(
    aws,
    kept.flatMap((service) => entriesOf(environment, service)),
  );
  return judgeSecrets(rows, where);
}

const noSecrets: LiveFinding = {
  what: "secrets",
  found: "not looked at, as the offline provider makes none",
  problems: [],
  notes: [],
};
