/** Where the bootstrap of a state bucket stands: a decision from what a killed one may have left. */

/**
 * The resources of a state, each as `<type>.<name> = <id>`. (Lineage and serial tell nothing: Terraform begins new ones
 * when it writes the first state into a bucket.)
 */
export type KnownResources = ReadonlySet<string>;

/**
 * - `create`: nothing is in the bucket yet; apply with local state (again, if that was interrupted), then move it there.
 * - `settled`: the bucket's state knows everything; a local copy is superfluous.
 * - `conflict`: the local copy knows resources that the bucket's state does not.
 */
export type BootstrapStep = "create" | "settled" | "conflict";

/** Both states as read; empty when there is none. */
export function bootstrapStep(remote: KnownResources, local: KnownResources): BootstrapStep {
  if (remote.size === 0) return "create";
  return [...local].every((resource) => remote.has(resource)) ? "settled" : "conflict";
}
