/** Secrets Manager: entries that Terraform made, values that it does not know. */
import { randomUUID } from "node:crypto";
import { rowOf, type SecretFacts, type SecretRow } from "../../core/secrets/status";
import type { SecretEntry } from "../../core/secrets/entries";
import { hasCode, type Aws } from "../aws/aws";
import { inBatches } from "../batches";

type Store = Pick<Aws, "secrets">;

/** Entries asked about at once: hundreds of services have thousands. */
const atOnce = 20;

/** What there is of each entry. The values are not read. */
export async function describeAll(aws: Store, entries: readonly SecretEntry[]): Promise<readonly SecretRow[]> {
  return inBatches(entries, atOnce, async (entry) => rowOf(entry, await describe(aws, entry.name)));
}

async function describe({ secrets }: Store, name: string): Promise<SecretFacts | undefined> {
  try {
    const { VersionIdsToStages, DeletedDate, LastChangedDate } = await secrets.describeSecret({ SecretId: name });
    return {
      hasValue: currentOf(VersionIdsToStages) !== undefined,
      isBeingDeleted: DeletedDate !== undefined,
      changed: LastChangedDate,
    };
  } catch (error) {
    if (hasCode(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

/** The value, by default the current one; undefined without it. */
export async function readValue({ secrets }: Store, name: string, version?: string): Promise<string | undefined> {
  try {
    return (await secrets.getSecretValue({ SecretId: name, VersionId: version })).SecretString;
  } catch (error) {
    if (hasCode(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

/** @returns id of the version */
export async function writeValue({ secrets }: Store, name: string, value: string): Promise<string> {
  const version = randomUUID();
  // Becomes the version's id: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
  await secrets.putSecretValue({ SecretId: name, SecretString: value, ClientRequestToken: version });
  return version;
}

/**
 * The value that counts once `written` was written: that one, or what another run wrote after it. Undefined as long as
 * Secrets Manager still tells what was there before, which it may for a moment.
 */
export async function valueAfter(store: Store, name: string, written: string): Promise<string | undefined> {
  const { VersionIdsToStages: versions = {} } = await store.secrets.describeSecret({ SecretId: name });
  const current = currentOf(versions);
  return written in versions && current !== undefined ? readValue(store, name, current) : undefined;
}

/** Id of the version that services get; undefined without one. */
function currentOf(versions: Readonly<Record<string, readonly string[]>> = {}): string | undefined {
  return Object.keys(versions).find((id) => versions[id]?.includes("AWSCURRENT"));
}
