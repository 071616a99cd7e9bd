/**
 * What became of a deployment that was started, read from the service's list of deployments. ECS's own waiters call a
 * service stable that was rolled back: here only the deployment that was started counts, by its id.
 */

/** One entry of a service's `deployments`. */
export interface Deployment {
  readonly id: string;
  /** PRIMARY: the newest, which the service goes towards. ACTIVE: still has tasks. INACTIVE: replaced. */
  readonly status: string;
  readonly taskDefinition: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly failed: number;
  /** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html */
  readonly state: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly reason: string;
}

/** The deployment that is followed. */
export interface Started {
  readonly id: string;
  readonly taskDefinition: string;
  /** Task definition that the service ran before: what ECS rolls back to. */
  readonly before: string;
}

export type Course =
  | { readonly state: "underWay" }
  /** Complete, and no task of another deployment is left. */
  | { readonly state: "complete" }
  /** ECS gave it up and goes, or went, back. */
  | { readonly state: "rolledBack"; readonly to: string; readonly isDone: boolean; readonly reason: string }
  /** ECS gave it up, and the service stays with it. */
  | { readonly state: "failed"; readonly reason: string }
  /** Somebody else started another one. */
  | { readonly state: "superseded"; readonly by: Deployment | undefined }
  /** ECS tells of the service as if the deployment had never been: what becomes of it is not known. */
  | { readonly state: "unlisted" };

/** Whether ECS has listed the deployment, which it may do a while after its start; overdue when it had the time to. */
export type Listing = "listed" | "awaited" | "overdue";

export function courseOf(started: Started, deployments: readonly Deployment[], listing: Listing = "listed"): Course {
  const own = deployments.find(({ id }) => id === started.id);
  const primary = primaryOf(deployments);
  if (own === undefined && listing !== "listed" && primary?.taskDefinition === started.before)
    return unlisted(primary, listing);
  if (own !== undefined && own === primary) {
    if (own.state === "FAILED") return { state: "failed", reason: own.reason };
    return isSettled(deployments) ? { state: "complete" } : { state: "underWay" };
  }
  const isBack = primary?.taskDefinition === started.before && started.before !== started.taskDefinition;
  if (primary !== undefined && (isBack || own?.state === "FAILED")) {
    const reason = own?.reason ?? "";
    return {
      state: "rolledBack",
      to: primary.taskDefinition,
      isDone: primary.state !== "IN_PROGRESS",
      reason: reason === "" ? primary.reason : reason,
    };
  }
  return { state: "superseded", by: primary };
}

/**
 * What ran before is the newest, and the deployment was never seen. It was at rest: what is under way now is ECS's way
 * back, which says so, or somebody else's.
 */
function unlisted(primary: Deployment, listing: Exclude<Listing, "listed">): Course {
  const isUnderWay = primary.state === "IN_PROGRESS";
  if (isUnderWay && /rolling back/i.test(primary.reason))
    return { state: "rolledBack", to: primary.taskDefinition, isDone: false, reason: primary.reason };
  if (listing === "awaited") return { state: "underWay" };
  return isUnderWay ? { state: "superseded", by: primary } : { state: "unlisted" };
}

export function primaryOf(deployments: readonly Deployment[]): Deployment | undefined {
  return deployments.find(({ status }) => status === "PRIMARY");
}

/** Whether the newest deployment is over and alone: no task of another one runs or starts. */
export function isSettled(deployments: readonly Deployment[]): boolean {
  const primary = primaryOf(deployments);
  if (primary === undefined || primary.state === "IN_PROGRESS") return false;
  return deployments.every((one) => one === primary || one.running + one.pending === 0);
}

/** Targets of the load balancer by state; those that are leaving do not count. */
export interface Targets {
  readonly healthy: number;
  /** What the others are and why: `unhealthy (Target.ResponseCodeMismatch)`. */
  readonly others: readonly string[];
}

/** `1 of 2 new, 2 old, 3 healthy (1 starting, 1 failed)` */
export function describeTasks(
  started: Pick<Started, "id">,
  deployments: readonly Deployment[],
  targets?: Targets,
): string {
  const own = deployments.find(({ id }) => id === started.id);
  const old = deployments.filter((one) => one !== own).reduce((sum, { running }) => sum + running, 0);
  const parts = [
    `${own?.running ?? 0} of ${own?.desired ?? 0} new`,
    `${old} old`,
    ...(targets === undefined ? [] : [`${targets.healthy} healthy`]),
  ];
  const notes = [
    ...((own?.pending ?? 0) > 0 ? [`${own?.pending} starting`] : []),
    ...((own?.failed ?? 0) > 0 ? [`${own?.failed} failed`] : []),
  ];
  return parts.join(", ") + (notes.length === 0 ? "" : ` (${notes.join(", ")})`);
}
