/** Starts a deployment and follows it, by its id, to its end. */
import { counted } from "../../core/document/text";
import { placeOptions } from "../../core/environment/where";
import type { ServiceEvent } from "@aws-sdk/client-ecs";
import {
  courseOf,
  describeTasks,
  isSettled,
  primaryOf,
  type Course,
  type Started,
  type Targets,
} from "../../core/release/deployment";
import { revisionNumber } from "../../core/release/revision";
import { AwsFailure } from "../aws/aws";
import { poll } from "../aws/poll";
import { StepFailure } from "../aws/step-failure";
import type { Release } from "./context";
import { readService, readTargets, serviceOf, type EcsService } from "./service";

/** Longest wait for targets after ECS called the deployment complete: it asked the load balancer itself. */
const healthSeconds = 300;
/** In which ECS lists a deployment that it has told of: its answers lag behind each other. */
export const listingSeconds = 60;

type RolledBack = Extract<Course, { readonly state: "rolledBack" }>;

/** Points the service at a revision; the deployment that this starts. */
export async function update({ aws, cluster, ecsService }: Release, arn: string, before: string): Promise<Started> {
  const { service } = await aws.ecs.updateService({ cluster, service: ecsService, taskDefinition: arn });
  const primary = service === undefined ? undefined : primaryOf(serviceOf(service).deployments);
  if (primary?.taskDefinition !== arn)
    throw new StepFailure("superseded", "Another deployment began at the same time.");
  return { id: primary.id, taskDefinition: arn, before };
}

/** Undefined: out of time. A rollback is followed to its own end, so that the service is left at rest. */
export async function follow(
  release: Release,
  step: string,
  started: Started,
  before: EcsService,
  signal: AbortSignal | undefined,
): Promise<Course | undefined> {
  const { clock, report, timeoutSeconds: forSeconds } = release;
  const events = newEvents(before);
  const listedBy = clock.elapsedSeconds() + listingSeconds;
  let wasListed = false;
  let last: Course["state"] | undefined;
  let rolledBack: RolledBack | undefined;
  const ended = await poll(release, { forSeconds, signal, ...askingAgain(release, step) }, async () => {
    const service = await readService(release);
    const deployments = service?.deployments ?? [];
    // A way back tells of the deployment too.
    wasListed ||= rolledBack !== undefined || deployments.some(({ id }) => id === started.id);
    const listing = wasListed ? "listed" : clock.elapsedSeconds() < listedBy ? "awaited" : "overdue";
    const course = withReason(courseOf(started, deployments, listing), rolledBack);
    if (service !== undefined) {
      for (const event of events(service)) report.line(step, event);
      const targets = await targetsShown(release, service);
      if (course.state === "rolledBack" && last !== "rolledBack")
        report.line(
          step,
          [`ECS goes back to revision ${revisionNumber(course.to)}`, course.reason].filter(Boolean).join(": "),
        );
      report.progress(step, describeTasks(started, deployments, targets));
    }
    if (course.state === "rolledBack") rolledBack = course;
    // One answer alone may be stale, or tell of a failure a moment before ECS goes back.
    const isOver =
      course.state === "rolledBack"
        ? course.isDone
        : course.state === "complete" || (course.state !== "underWay" && last === course.state);
    last = course.state;
    return isOver ? course : undefined;
  });
  return ended ?? rolledBack;
}

/** Not to be had for a moment, they are left out: whether they are healthy is asked when the deployment is over. */
async function targetsShown(release: Release, service: EcsService): Promise<Targets | undefined> {
  try {
    return await readTargets(release, service);
  } catch (error) {
    if (error instanceof AwsFailure && error.isTransient) return undefined;
    throw error;
  }
}

/** What a person is told while AWS does not answer. */
const askingAgain = ({ report }: Release, step: string) => ({
  onTrouble: (message: string) => report.progress(step, `asking again: ${message}`),
});

/** Once the failed deployment has gone, only the one that ECS went back to is left, and its reason is another. */
function withReason(course: Course, known: RolledBack | undefined): Course {
  return course.state === "rolledBack" && known !== undefined ? { ...course, reason: known.reason } : course;
}

export interface Health {
  readonly text: string;
  /** ECS is to keep no task: there was nothing to check. */
  readonly isIdle: boolean;
}

/** Waits until every target that stays is healthy, and there are as many as tasks are wanted. */
export async function checkTargets(release: Release, step: string, arn: string): Promise<Health> {
  const { signal } = release;
  let seen = "";
  let isOther = false;
  const health = await poll(release, { forSeconds: healthSeconds, signal, ...askingAgain(release, step) }, async () => {
    const service = await readService(release);
    if (service?.taskDefinition !== arn) {
      // Complete it was: whatever runs now, it is not for this release to name it.
      // One answer alone may be stale.
      if (isOther)
        throw new StepFailure("superseded", "the service does not run it any more; somebody else changed it.");
      isOther = true;
      return undefined;
    }
    isOther = false;
    if (service.desired === 0) return { text: "nothing runs: the desired count is 0", isIdle: true };
    const targets = await readTargets(release, service);
    if (targets === undefined) return { text: "no load balancer to ask", isIdle: false };
    const summary = `${targets.healthy} of ${service.desired} targets healthy`;
    if (targets.others.length === 0 && targets.healthy >= service.desired) return { text: summary, isIdle: false };
    seen = [summary, ...targets.others].join(", ");
    release.report.progress(step, seen);
    return undefined;
  });
  if (health !== undefined) return health;
  const path = release.service.healthCheck.path;
  throw new StepFailure(
    "failed",
    `The load balancer does not find every task healthy at ${path} within ${counted(healthSeconds / 60, "minute")}: ${seen}.`,
  );
}

/** Waits for a deployment that somebody else started. */
export async function awaitDeployment(release: Release, step: string, id: string): Promise<void> {
  const { timeoutSeconds: forSeconds, signal } = release;
  const settled = await poll(release, { forSeconds, signal, ...askingAgain(release, step) }, async () => {
    const service = await readService(release);
    if (service === undefined || isSettled(service.deployments)) return true;
    release.report.progress(step, describeTasks({ id }, service.deployments));
    return undefined;
  });
  if (settled === undefined)
    throw new StepFailure(
      "timedOut",
      `Deployment ${id} was under way already, and is not over after ${counted(forSeconds / 60, "minute")} (--timeout). It goes on; ` +
        `\`smart360 ship status ${release.service.name}${placeOptions(release.where)}\` tells how far it is. Repeat the command when it is over.`,
    );
}

/** Events that were not there before, the oldest first, each once: `14:02:03 (service billing) has started 1 tasks` */
function newEvents(before: EcsService): (now: EcsService) => readonly string[] {
  const seen = new Set(before.events.map(({ id }) => id));
  return ({ events }) => {
    const fresh = events.filter(({ id }) => !seen.has(id)).reverse();
    for (const { id } of fresh) seen.add(id);
    return fresh.map(describeEvent);
  };
}

const describeEvent = ({ createdAt, message = "" }: ServiceEvent) =>
  createdAt === undefined ? message : `${createdAt.toISOString().slice(11, 19)} ${message}`;
