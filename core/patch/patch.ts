/** Whether a group's instances are behind the AMI that AWS recommends, what to do about it, and what became of it. */

export interface Instance {
  readonly id: string;
  readonly imageId: string;
}

/** An instance refresh, in AWS's own words. */
export interface Refresh {
  readonly id: string;
  /** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html */
  readonly status: string;
  /** 0 to 100; AWS leaves it out while the refresh is pending. */
  readonly percentageComplete?: number;
  readonly instancesToUpdate?: number;
  readonly reason?: string;
}

/** What AWS says of a group. */
export interface Standing {
  readonly group: string;
  /** The AMI that AWS recommends now. */
  readonly imageId: string;
  /** Without those that are leaving. */
  readonly instances: readonly Instance[];
  /** The refresh that is under way. */
  readonly refresh?: Refresh;
}

/** - `behind`: some instance is, and no refresh is under way any more that would replace it. */
export type Outcome = "upToDate" | "behind" | "underWay" | "interrupted" | "patched" | "failed";

/** What is said at the end. */
export interface Ending {
  readonly outcome: Outcome;
  readonly text: string;
}

const ended: ReadonlyMap<string, string> = new Map([
  ["Successful", "succeeded"],
  ["Failed", "failed"],
  ["Cancelled", "was cancelled"],
  ["RollbackSuccessful", "was rolled back"],
  ["RollbackFailed", "could not be rolled back"],
]);

/** A status that AWS may add counts as under way: it is shown, and followed. */
export const isOver = ({ status }: Refresh) => ended.has(status);

export function behind({ imageId, instances }: Standing): readonly Instance[] {
  return instances.filter((instance) => instance.imageId !== imageId);
}

export function describeStanding(standing: Standing): readonly string[] {
  const { group, imageId, instances, refresh } = standing;
  return [
    `${group}: AWS recommends ${imageId}.`,
    ...instances.map((instance) => {
      return `  ${instance.id}  ${instance.imageId}  ${instance.imageId === imageId ? "up to date" : "behind"}`;
    }),
    ...(refresh === undefined ? [] : [`Instance refresh ${refresh.id} is under way: ${describeProgress(refresh)}`]),
  ];
}

/** How to go on with a refresh that is left alone. */
export function describeWaysOn(id: string, environment: { name: string; region: string }, group: string): string {
  const cancel = `aws autoscaling cancel-instance-refresh --region ${environment.region} --auto-scaling-group-name ${group}`;
  return `Instance refresh ${id} goes on. To follow it: smart360 patch -e ${environment.name}. To cancel it: ${cancel}`;
}

/** `InProgress, 50 %, 1 instance to update: Waiting for instances to warm up.` */
export function describeProgress({ status, percentageComplete, instancesToUpdate, reason }: Refresh): string {
  const facts = [
    status,
    ...(percentageComplete === undefined ? [] : [`${percentageComplete} %`]),
    ...(instancesToUpdate === undefined ? [] : [`${count(instancesToUpdate)} to update`]),
  ];
  return facts.join(", ") + (reason === undefined ? "" : `: ${reason}`);
}

/** What a look alone tells. */
export function looked(standing: Standing): Ending {
  const { length } = behind(standing);
  if (length > 0) return { outcome: "behind", text: `${share(standing)} behind.` };
  const text =
    standing.instances.length === 0 ? "There is no instance: the next one starts up to date." : "Nothing is behind.";
  return { outcome: "upToDate", text };
}

/** @param after what AWS says once the refresh is over */
export function finished(refresh: Refresh, after: Standing): Ending {
  const what = `Instance refresh ${refresh.id} ${ended.get(refresh.status)}`;
  if (refresh.status !== "Successful") {
    const reason = refresh.reason ?? "AWS gives no reason.";
    return { outcome: "failed", text: `${what}, ${share(after)} behind ${after.imageId}. ${reason}` };
  }
  if (behind(after).length === 0) {
    return { outcome: "patched", text: `${what}: no instance is behind ${after.imageId}.` };
  }
  const again = "The AMI moved on after the refresh had begun: run `smart360 patch` again.";
  return { outcome: "behind", text: `${what}, and ${share(after)} behind ${after.imageId}. ${again}` };
}

/** `1 of 2 instances is`, `2 of 2 instances are` */
function share(standing: Standing): string {
  const { length } = behind(standing);
  return `${length} of ${count(standing.instances.length)} ${length === 1 ? "is" : "are"}`;
}

const count = (instances: number) => `${instances} instance${instances === 1 ? "" : "s"}`;
