/** `up` with the offline provider: stacks that are as they were applied are left alone. */
import { join } from "node:path";
import type { Environment } from "../../core/environment/schema";
import { names } from "../../core/naming/names";
import type { Embedded } from "../embedded";
import { readParameter } from "../state/images";
import { readState } from "../state/read";
import { AsApplied } from "./as-applied";
import type { DeployOptions } from "./deploy";

export interface OfflineHooksOptions {
  readonly environment: Environment;
  readonly embedded: Embedded;
  /** Ask terraform of every stack. */
  readonly all: boolean;
  /** Where the states of the embedded default are. */
  readonly folder: string;
}

export function offlineHooks(options: OfflineHooksOptions): Pick<DeployOptions, "applied" | "holds"> {
  const { environment, embedded, all, folder } = options;
  const { clients, backend, connection } = embedded;
  // Elsewhere than in our own local AWS, the states may come and go without us.
  if (connection.record.ministack === undefined) return {};
  const asApplied = new AsApplied({
    file: join(folder, `applied-${environment.name}.json`),
    causes: [connection.record.code],
    stateOf: (stack) => readState(clients, backend.bucket, names.stateKey(environment, stack)),
    parameter: (name) => readParameter(clients, name),
  });
  return {
    holds: async (stack) => !all && (await asApplied.holds(stack)),
    applied: (stack) => asApplied.note(stack),
  };
}
