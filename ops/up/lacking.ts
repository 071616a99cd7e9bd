/** What a stack reads of others' states and does not find there. */
import { outputAt, outputsRead } from "../../core/synthesized/remote-outputs";
import type { StateDocument } from "../state/read";
import { outputsOf } from "../state/read";
import { readDocument, type StackOnDisk } from "../synthesize";

/**
 * `platform` for a stack without a state, `platform.listener_arn` for an output without a value.
 * @param stateOf the state of a stack, undefined when it has none
 */
export async function lacking(
  stack: StackOnDisk,
  stateOf: (stack: string) => Promise<StateDocument | undefined>,
): Promise<readonly string[]> {
  const reads = outputsRead(readDocument(stack));
  const found = await Promise.all(
    stack.dependencies.map(async (dependency) => {
      const state = await stateOf(dependency);
      if (state === undefined) return [dependency];
      const values = outputsOf(state);
      const missing = reads.filter((read) => read.stack === dependency && outputAt(values, read.path) === undefined);
      return missing.map(({ path }) => [dependency, ...path].join("."));
    }),
  );
  return found.flat();
}
