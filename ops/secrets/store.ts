/** Secrets Manager: entries that Terraform made, values that it does not know. */
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
    const { VersionIdsToStages = {}, DeletedDate, LastChangedDate } = await secrets.describeSecret({ SecretId: name });
    return {
      hasValue: Object.values(VersionIdsToStages).some((stages) => stages.includes("AWSCURRENT")),
      isBeingDeleted: DeletedDate !== undefined,
      changed: LastChangedDate,
    };
  } catch (error) {
    if (hasCode(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

/** The current value; undefined without one. */
export async function readValue({ secrets }: Store, name: string): Promise<string | undefined> {
  try {
    return (await secrets.getSecretValue({ SecretId: name })).SecretString;
  } catch (error) {
    if (hasCode(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

export async function writeValue({ secrets }: Store, name: string, value: string): Promise<void> {
  await secrets.putSecretValue({ SecretId: name, SecretString: value });
}
