/** Why a step failed, with what AWS has to say about it. */
import type { Task } from "@aws-sdk/client-ecs";
import { secretShapeOf } from "../../core/manifest/secret-shapes";
import type { Revision } from "../../core/release/revision";
import { printable } from "../../core/plan-review/values/printable";
import { hasCode } from "./aws";
import type { Release } from "./context";
import { readService, type EcsService } from "./service";

export type FailedOutcome = "failed" | "rolledBack" | "superseded" | "timedOut" | "interrupted";

/** A step that did not succeed. */
export class StepFailure extends Error {
  constructor(
    readonly outcome: FailedOutcome,
    message: string,
    /** What AWS says of it, line by line. */
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }

  /** Any error as what it means for the release. */
  static of(error: unknown, signal: AbortSignal): StepFailure {
    if (error instanceof StepFailure) return error;
    if (signal.aborted) return new StepFailure("interrupted", "It was interrupted.");
    return new StepFailure("failed", error instanceof Error ? error.message : String(error));
  }
}

const shown = { events: 5, tasks: 3, logLines: 10 };

/**
 * What ECS says of a rollout: its last events, the tasks of the revision that stopped, and what they logged last.
 * @param before the service before it
 */
export async function rolloutDetails(
  release: Release,
  revision: Revision,
  before: EcsService,
): Promise<readonly string[]> {
  const service = await readService(release);
  const known = new Set(before.events.map(({ id }) => id));
  const fresh = (service?.events ?? []).filter(({ id }) => !known.has(id));
  const events = fresh.slice(0, shown.events).reverse();
  const tasks = await stoppedTasks(release, revision);
  const described = await Promise.all(tasks.slice(0, shown.tasks).map((task) => taskDetails(release, revision, task)));
  return [
    ...(events.length === 0 ? [] : ["Last events:", ...events.map(({ message = "" }) => `  ${message}`)]),
    ...described.flat(),
  ];
}

async function stoppedTasks({ aws, cluster, ecsService }: Release, { arn }: Revision): Promise<readonly Task[]> {
  const { taskArns = [] } = await aws.ecs.listTasks({ cluster, serviceName: ecsService, desiredStatus: "STOPPED" });
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await aws.ecs.describeTasks({ cluster, tasks: taskArns });
  return tasks.filter(({ taskDefinitionArn }) => taskDefinitionArn === arn);
}

/** Why a task stopped, and what it logged last. */
export async function taskDetails(release: Release, revision: Revision, task: Task): Promise<readonly string[]> {
  const container = task.containers?.find(({ name }) => name === release.service.name);
  const reasons = [
    task.stoppedReason ?? "no reason given",
    ...(container?.reason === undefined ? [] : [container.reason]),
    ...(container?.exitCode === undefined ? [] : [`exit code ${container.exitCode}`]),
  ];
  const lines = await logLines(release, revision, task);
  return [
    `Task ${taskId(task)} stopped: ${reasons.join("; ")}`,
    ...(lines.length === 0 ? ["  It logged nothing."] : lines.map((line) => `  ${line}`)),
  ];
}

async function logLines({ aws, service }: Release, { definition }: Revision, task: Task): Promise<readonly string[]> {
  const { logConfiguration } = definition.containerDefinitions?.find(({ name }) => name === service.name) ?? {};
  const { "awslogs-group": logGroupName, "awslogs-stream-prefix": prefix } = logConfiguration?.options ?? {};
  if (logGroupName === undefined || prefix === undefined) return [];
  try {
    const { events = [] } = await aws.logs.getLogEvents({
      logGroupName,
      logStreamName: `${prefix}/${service.name}/${taskId(task)}`,
      limit: shown.logLines,
      startFromHead: false,
    });
    return events.map(({ message = "" }) => shownLine(message.trimEnd()));
  } catch (error) {
    // A task that never started has no log stream.
    if (hasCode(error, "ResourceNotFoundException")) return [];
    throw error;
  }
}

/** What a service logs while it dies may be a connection string, and many people read what a release printed. */
function shownLine(line: string): string {
  const shape = secretShapeOf(line);
  return shape === undefined ? printable(line) : `(not shown: it holds ${shape})`;
}

export const taskId = ({ taskArn = "" }: Task) => taskArn.slice(taskArn.lastIndexOf("/") + 1);
