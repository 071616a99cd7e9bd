/** Reads what lies in an environment's account: states and their locks. Writes nothing. */
import { S3ServiceException } from "@aws-sdk/client-s3";
import type { Environment } from "../../core/environment/schema";
import { bucketElsewhere, lockTableMissing, stateBucketMissing } from "../../core/errors";
import type { LiveLock } from "../../core/live/live";
import { names } from "../../core/naming/names";
import { readLockInfo } from "../../core/release/lock";
import { hasCode, type Aws } from "../aws/aws";
import { inBatches } from "../batches";
import { fileText, itemText } from "../state/lock";
import { objectKeys } from "../state/read";

/** States asked about at once. */
export const atOnce = 20;

/** What lies in the state bucket, by key, sorted. */
export interface InBucket {
  readonly states: readonly string[];
  /** Keys of the states that a file beside them locks. */
  readonly locked: readonly string[];
  /** What is neither. */
  readonly strays: readonly string[];
}

/** @throws {UserError} when the bucket is not there, or in another region */
export async function readBucket({ s3 }: Pick<Aws, "s3">, environment: Environment): Promise<InBucket> {
  const bucket = names.stateBucket(environment);
  const isState = (key: string) => names.isStateKey(environment, key);
  try {
    const keys = [...(await objectKeys({ s3 }, bucket))].sort();
    return {
      states: keys.filter(isState),
      locked: keys.flatMap((key) => names.lockedByFile(key) ?? []).filter(isState),
      strays: keys.filter((key) => !isState(names.lockedByFile(key) ?? key)),
    };
  } catch (error) {
    if (hasCode(error, "NoSuchBucket")) throw stateBucketMissing(bucket, environment.name);
    const region = regionIn(error);
    if (region !== undefined && region !== environment.region)
      throw bucketElsewhere(bucket, region, environment.region);
    throw error;
  }
}

/** Where S3 says that a bucket is, when it refuses to be asked elsewhere. */
function regionIn(error: unknown): string | undefined {
  const refusal = error instanceof Error ? error.cause : undefined;
  return refusal instanceof S3ServiceException ? refusal.$response?.headers["x-amz-bucket-region"] : undefined;
}

/**
 * The locks on states. Each is asked for by its key: roles that plan may not list the table. Terraform takes two; one of
 * them alone was left behind, or is about to be taken.
 *
 * @throws {UserError} when there is no lock table
 */
export async function readLocks(
  aws: Pick<Aws, "s3" | "dynamodb">,
  environment: Environment,
  states: readonly string[],
  { locked }: InBucket,
): Promise<readonly LiveLock[]> {
  const [bucket, table] = [names.stateBucket(environment), names.lockTable(environment)];
  const hasFile = new Set(locked);
  try {
    const found = await inBatches(states, atOnce, async (stateKey): Promise<readonly LiveLock[]> => {
      const place = { bucket, table, stateKey };
      const text = (await itemText(aws, place)) ?? (hasFile.has(stateKey) ? await fileText(aws, place) : undefined);
      return text === undefined ? [] : [{ place, info: readLockInfo(text) }];
    });
    return found.flat();
  } catch (error) {
    if (hasCode(error, "ResourceNotFoundException")) throw lockTableMissing(table, environment.name);
    throw error;
  }
}
