/** Starts a deployment and follows it, by its id, to its end. */
import type { ServiceEvent } from "@aws-sdk/client-ecs";
import {
  courseOf,
  describeTasks,
  isSettled,
  primaryOf,
  type Course,
  type Started,
} from "../../core/release/deployment";
import { revisionNumber } from "../../core/release/revision";
import { poll, type Release } from "./context";
import { StepFailure } from "./step-failure";
import { readService, readTargets, serviceOf, type EcsService } from "./service";

/** Longest wait for targets after ECS called the deployment complete: it asked the load balancer itself. */
const healthSeconds = 300;

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
  const events = newEvents(before);
  let last: Course["state"] | undefined;
  let rolledBack: RolledBack | undefined;
  const ended = await poll(release, { forSeconds: release.timeoutSeconds, signal }, async () => {
    const service = await readService(release);
    if (service === undefined) return { state: "superseded", by: undefined } satisfies Course;
    for (const event of events(service)) release.report.line(step, event);
    const course = withReason(courseOf(started, service.deployments), rolledBack);
    if (course.state === "rolledBack") rolledBack = course;
    if (course.state === "rolledBack" && last !== "rolledBack")
      release.report.line(step, `ECS goes back to revision ${revisionNumber(course.to)}: ${course.reason}`);
    release.report.progress(step, describeTasks(started, service.deployments, await readTargets(release, service)));
    const isOver =
      course.state === "rolledBack"
        ? course.isDone
        : // ECS may tell of the failure a moment before it goes back.
          course.state === "failed"
          ? last === "failed"
          : course.state !== "underWay";
    last = course.state;
    return isOver ? course : undefined;
  });
  return ended ?? rolledBack;
}

/** Once the failed deployment has gone, only the one that ECS went back to is left, and its reason is another. */
function withReason(course: Course, known: RolledBack | undefined): Course {
  return course.state === "rolledBack" && known !== undefined ? { ...course, reason: known.reason } : course;
}

/** Waits until every target that stays is healthy, and there are as many as tasks are wanted. */
export async function checkTargets(release: Release, step: string, arn: string): Promise<string> {
  let others: readonly string[] = [];
  const text = await poll(release, { forSeconds: healthSeconds, signal: release.signal }, async () => {
    const service = await readService(release);
    // Complete it was: whatever runs now, it is not for this release to name it.
    if (service?.taskDefinition !== arn)
      throw new StepFailure("superseded", "the service does not run it any more; somebody else changed it.");
    const targets = await readTargets(release, service);
    if (targets === undefined) return "no load balancer to ask";
    others = targets.others;
    const summary = `${targets.healthy} of ${service.desired} targets healthy`;
    if (others.length === 0 && targets.healthy >= service.desired) return summary;
    release.report.progress(step, [summary, ...others].join(", "));
    return undefined;
  });
  if (text !== undefined) return text;
  const path = release.service.healthCheck.path;
  throw new StepFailure(
    "failed",
    `The load balancer does not find every task healthy at ${path}: ${others.join(", ")}.`,
  );
}

/** Waits for a deployment that somebody else started. */
export async function awaitDeployment(release: Release, step: string, id: string): Promise<void> {
  const settled = await poll(release, { forSeconds: release.timeoutSeconds, signal: release.signal }, async () => {
    const service = await readService(release);
    if (service === undefined || isSettled(service.deployments)) return true;
    release.report.progress(step, describeTasks({ id }, service.deployments));
    return undefined;
  });
  if (settled === undefined)
    throw new StepFailure("timedOut", `Deployment ${id}, which was under way already, did not end in time.`);
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
