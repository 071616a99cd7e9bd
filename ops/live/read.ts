/** Reads what lies in an environment's account: states, locks, secrets. Writes nothing. */
import { paginateScan } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, HeadBucketCommand, S3ServiceException } from "@aws-sdk/client-s3";
import { paginateListSecrets, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { isObject, own } from "../../core/document/plain";
import type { Environment } from "../../core/environment/schema";
import { bucketElsewhere, bucketForbidden, lockTableMissing, stateBucketMissing } from "../../core/errors";
import type { LiveLock } from "../../core/live/live";
import { names, product } from "../../core/naming/names";
import { isAbsent } from "../state/backend";
import type { AwsClients } from "../state/clients";
import { objectKeys } from "../state/read";

const lockSuffix = ".tflock";
const digestSuffix = "-md5";

/** Keys of the states in the bucket, sorted, and locks. */
export interface Backends {
  readonly keys: readonly string[];
  readonly locks: readonly LiveLock[];
}

/** @throws {UserError} when bucket or table are not there, or cannot be read */
export async function readBackend(clients: AwsClients, environment: Environment): Promise<Backends> {
  const bucket = names.stateBucket(environment);
  await checkBucket(clients, environment, bucket);
  const objects = await objectKeys(clients, bucket);
  const files = objects.filter((key) => key.endsWith(lockSuffix));
  const locks = new Map((await lockItems(clients, environment, bucket)).map((lock) => [lock.key, lock]));
  // Terraform takes both locks; one of them alone was left behind, or is about to be taken.
  for (const file of files) {
    const key = file.slice(0, -lockSuffix.length);
    if (!locks.has(key)) locks.set(key, lockOf(key, await textOf(clients, bucket, file)));
  }
  const keys = objects.filter((key) => !key.endsWith(lockSuffix)).sort();
  return { keys, locks: [...locks.values()].sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

async function checkBucket(clients: AwsClients, { name, region }: Environment, bucket: string): Promise<void> {
  try {
    const { BucketRegion } = await clients.s3.send(new HeadBucketCommand({ Bucket: bucket }));
    if (BucketRegion !== undefined && BucketRegion !== region) throw bucketElsewhere(bucket, BucketRegion, region);
  } catch (error) {
    if (isAbsent(error)) throw stateBucketMissing(bucket, name);
    // HEAD has no body: the status is all that says why.
    if (!(error instanceof S3ServiceException)) throw error;
    const { $metadata, $response } = error;
    if ($metadata.httpStatusCode === 403) throw bucketForbidden(bucket);
    const elsewhere = $response?.headers["x-amz-bucket-region"];
    if ($metadata.httpStatusCode === 301 && elsewhere !== undefined) throw bucketElsewhere(bucket, elsewhere, region);
    throw error;
  }
}

async function lockItems(clients: AwsClients, environment: Environment, bucket: string): Promise<LiveLock[]> {
  const TableName = names.lockTable(environment);
  const found: LiveLock[] = [];
  try {
    for await (const page of paginateScan({ client: clients.dynamodb }, { TableName, ConsistentRead: true }))
      for (const item of page.Items ?? []) {
        const id = item["LockID"]?.S;
        if (id?.startsWith(`${bucket}/`) === true && !id.endsWith(digestSuffix))
          found.push(lockOf(id.slice(bucket.length + 1), item["Info"]?.S ?? ""));
      }
  } catch (error) {
    if (isAbsent(error)) throw lockTableMissing(TableName, environment.name);
    throw error;
  }
  return found;
}

/** From what Terraform writes into its locks: JSON with ID, Operation, Who, Created. */
function lockOf(key: string, info: string): LiveLock {
  let value: unknown;
  try {
    value = JSON.parse(info);
  } catch {
    value = undefined;
  }
  const text = (field: string) => {
    const found = isObject(value) ? own(value, field) : undefined;
    return typeof found === "string" && found !== "" ? found : "unknown";
  };
  const operation = text("Operation")
    .replace(/^OperationType/, "")
    .toLowerCase();
  return { key, id: text("ID"), who: text("Who"), operation, sinceMs: Date.parse(text("Created")) };
}

async function textOf(clients: AwsClients, Bucket: string, Key: string): Promise<string> {
  try {
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString("utf8")) ?? "";
  } catch (error) {
    if (isAbsent(error)) return "";
    throw error;
  }
}

/** Secrets of the environment: name -> whether it has a value. Values are not read. */
export async function readSecrets(
  client: SecretsManagerClient,
  environment: Environment,
): Promise<ReadonlyMap<string, boolean>> {
  const prefix = `${product}/${environment.name}/`;
  const found = new Map<string, boolean>();
  const filter = { Filters: [{ Key: "name" as const, Values: [prefix] }] };
  for await (const page of paginateListSecrets({ client }, filter))
    for (const { Name, SecretVersionsToStages } of page.SecretList ?? [])
      if (Name?.startsWith(prefix) === true) found.set(Name, Object.keys(SecretVersionsToStages ?? {}).length > 0);
  return found;
}
