/** States of stacks that the app does not have any more: no plan shows what is in them. */
import { leftOverUnknown } from "../../core/errors";
import type { LeftOver } from "../../core/live/live";
import type { Environment } from "../../core/environment/schema";
import { names } from "../../core/naming/names";
import type { AwsClients } from "./clients";
import { objectKeys, resourcesAt } from "./read";

/**
 * Those with resources, by key. Empty, with a word to the user, where they cannot be read, for whatever reason: what was
 * asked for is done, and is to be told all the same.
 *
 * @param stacks names of all stacks of the app
 */
export async function leftOverStates(
  clients: Pick<AwsClients, "s3">,
  environment: Environment,
  stacks: readonly string[],
  say: (line: string) => void,
): Promise<readonly LeftOver[]> {
  const bucket = names.stateBucket(environment);
  const known = new Set(stacks.map((stack) => names.stateKey(environment, stack)));
  try {
    const keys = (await objectKeys(clients, bucket)).filter(
      (key) => names.isStateKey(environment, key) && !known.has(key),
    );
    const states = await Promise.all(
      keys.map(async (key) => ({ key, resources: (await resourcesAt(clients, bucket, key)) ?? 0 })),
    );
    return states.filter(({ resources }) => resources > 0);
  } catch (error) {
    say(leftOverUnknown(error));
    return [];
  }
}
