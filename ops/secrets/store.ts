/** Secrets Manager: entries that Terraform made, values that it does not know. */
import { rowOf, type SecretFacts, type SecretRow } from "../../core/secrets/status";
import type { SecretEntry } from "../../core/secrets/entries";
import { hasCode, type Aws } from "../aws/aws";

/** What there is of each entry. The values are not read. */
export async function describeAll(aws: Aws, entries: readonly SecretEntry[]): Promise<readonly SecretRow[]> {
  const rows: SecretRow[] = [];
  for (const entry of entries) rows.push(rowOf(entry, await describe(aws, entry.name)));
  return rows;
}

async function describe({ secrets }: Aws, name: string): Promise<SecretFacts | undefined> {
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
export async function readValue({ secrets }: Aws, name: string): Promise<string | undefined> {
  try {
    return (await secrets.getSecretValue({ SecretId: name })).SecretString;
  } catch (error) {
    if (hasCode(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

export async function writeValue({ secrets }: Aws, name: string, value: string): Promise<void> {
  await secrets.putSecretValue({ SecretId: name, SecretString: value });
}
