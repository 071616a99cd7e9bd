/** Why a step failed, with what AWS has to say about it. */
import type { Task } from "@aws-sdk/client-ecs";
import type { Revision } from "../../core/release/revision";
import { lastLogLines, shownLine, taskId } from "../aws/one-off-task";
import type { Release } from "./context";
import { readService, type EcsService } from "./service";

const shown = { events: 5, tasks: 3, logLines: 10 };

/**
 * What ECS says of a rollout: its last events, the tasks of the revision that stopped, and what they logged last. What
 * cannot be read is told in its place: it must not hide what happened.
 * @param before the service before it
 */
export async function rolloutDetails(
  release: Release,
  revision: Revision,
  before: EcsService,
): Promise<readonly string[]> {
  const parts = await Promise.all([
    orWhyNot("The service's events", () => newEvents(release, before)),
    orWhyNot("The tasks that stopped", () => stoppedTasks(release, revision)),
  ]);
  return parts.flat();
}

async function orWhyNot(what: string, read: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await read();
  } catch (error) {
    return [`${what} could not be read: ${error instanceof Error ? error.message : String(error)}`];
  }
}

async function newEvents(release: Release, before: EcsService): Promise<readonly string[]> {
  const service = await readService(release);
  const known = new Set(before.events.map(({ id }) => id));
  const fresh = (service?.events ?? []).filter(({ id }) => !known.has(id));
  const events = fresh.slice(0, shown.events).reverse();
  return events.length === 0 ? [] : ["Last events:", ...events.map(({ message = "" }) => `  ${message}`)];
}

async function stoppedTasks(release: Release, revision: Revision): Promise<readonly string[]> {
  const { aws, cluster, ecsService } = release;
  const { taskArns = [] } = await aws.ecs.listTasks({ cluster, serviceName: ecsService, desiredStatus: "STOPPED" });
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await aws.ecs.describeTasks({ cluster, tasks: taskArns });
  const own = tasks.filter(({ taskDefinitionArn }) => taskDefinitionArn === revision.arn).slice(0, shown.tasks);
  return (await Promise.all(own.map((task) => taskDetails(release, revision, task)))).flat();
}

/** Why a task stopped, and what it logged last. */
export async function taskDetails(release: Release, revision: Revision, task: Task): Promise<readonly string[]> {
  const container = task.containers?.find(({ name }) => name === release.service.name);
  const reasons = [
    task.stoppedReason ?? "no reason given",
    ...(container?.reason === undefined ? [] : [container.reason]),
    ...(container?.exitCode === undefined ? [] : [`exit code ${container.exitCode}`]),
  ];
  const lines = await orWhyNot("Its log", () => logLines(release, revision, task));
  return [
    `Task ${taskId(task)} stopped: ${reasons.join("; ")}`,
    ...(lines.length === 0 ? ["  It logged nothing."] : lines.map((line) => `  ${line}`)),
  ];
}

async function logLines({ aws, service }: Release, { definition }: Revision, task: Task): Promise<readonly string[]> {
  const { logConfiguration } = definition.containerDefinitions?.find(({ name }) => name === service.name) ?? {};
  const { "awslogs-group": logGroupName, "awslogs-stream-prefix": prefix } = logConfiguration?.options ?? {};
  if (logGroupName === undefined || prefix === undefined) return [];
  const stream = { group: logGroupName, prefix, container: service.name };
  return (await lastLogLines(aws, stream, task, shown.logLines)).map(shownLine);
}
