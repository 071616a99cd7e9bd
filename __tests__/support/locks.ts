/** Locks in a state backend. */
import type { Backend } from "../../ops/state/backend";
import type { AwsClients } from "../../ops/state/clients";
import { lockedStates } from "../../ops/state/locks";

/** Keys of the states that are locked, sorted. */
export async function lockedKeys(clients: AwsClients, backend: Backend): Promise<readonly string[]> {
  return (await lockedStates(clients, backend)).map(({ key }) => key);
}
