/** Where the bootstrap of a state bucket stands: a decision from what a killed one may have left. */

/** A Terraform state, as far as the decision needs it. */
export interface StateSummary {
  /** Made at random when a state begins; the same in every copy of it. */
  readonly lineage: string;
  /** Grows with every change. */
  readonly serial: number;
  readonly resources: number;
}

/**
 * - `create`: nothing is in the bucket yet; apply with local state (again, if that was interrupted), then migrate.
 * - `migrate`: the bucket holds an older copy of the local state than there is.
 * - `settled`: the bucket holds the state; a local copy is superfluous.
 * - `conflict`: bucket and local copy are states of two different bootstraps.
 */
export type BootstrapStep = "create" | "migrate" | "settled" | "conflict";

export function bootstrapStep(remote: StateSummary | undefined, local: StateSummary | undefined): BootstrapStep {
  if (remote === undefined || remote.resources === 0) return "create";
  if (local === undefined || local.resources === 0) return "settled";
  if (local.lineage !== remote.lineage) return "conflict";
  return local.serial > remote.serial ? "migrate" : "settled";
}
