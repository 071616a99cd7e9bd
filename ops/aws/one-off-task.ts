/** Tasks that run once and end: how they are started, waited for, and what they logged. */
import type { RunTaskCommandInput, Task } from "@aws-sdk/client-ecs";
import { secretShapeOf } from "../../core/manifest/secret-shapes";
import { printable } from "../../core/plan-review/values/printable";
import { hasCode, type Aws } from "./aws";
import { poll, type Pace, type PollOptions } from "./poll";
import { StepFailure } from "./step-failure";

export const taskId = ({ taskArn = "" }: Task) => taskArn.slice(taskArn.lastIndexOf("/") + 1);

/**
 * @param refused what to say when ECS starts none, of its reasons
 * @throws {StepFailure} when ECS starts none
 */
export async function startTask(
  aws: Aws,
  input: Omit<RunTaskCommandInput, "count" | "propagateTags">,
  refused: (reasons: string) => string,
): Promise<Task> {
  const { tasks = [], failures = [] } = await aws.ecs.runTask({ ...input, count: 1, propagateTags: "TASK_DEFINITION" });
  const [task] = tasks;
  if (task !== undefined) return task;
  const reasons = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(": "));
  throw new StepFailure("failed", refused(reasons.join(", ") || "it gives no reason"));
}

/** Where tasks run, and how they are waited for. */
export interface Waiting extends Pace {
  readonly aws: Pick<Aws, "ecs">;
  readonly cluster: string;
}

/** How tasks of one kind are known to each other. */
export interface TaskKind {
  /** Of `startTask`; ECS lists tasks by it. */
  readonly startedBy: string;
  readonly family: string;
}

/**
 * Tasks of the kind that have not ended: a killed command leaves its own. ECS lists by who started them, which it lets
 * nothing go with, only those that are to run on; one that is being stopped runs for as long as its container has to stop,
 * and is found among those of the family.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html
 */
export async function leftTasks(
  { aws, cluster }: Omit<Waiting, keyof Pace>,
  { startedBy, family }: TaskKind,
): Promise<readonly Task[]> {
  const { taskArns = [] } = await aws.ecs.listTasks({ cluster, startedBy });
  const left = taskArns.map((taskArn): Task => ({ taskArn }));
  let nextToken: string | undefined;
  do {
    const page = await aws.ecs.listTasks({ cluster, family, desiredStatus: "STOPPED", nextToken });
    nextToken = page.nextToken;
    if ((page.taskArns ?? []).length === 0) continue;
    const { tasks = [] } = await aws.ecs.describeTasks({ cluster, tasks: page.taskArns });
    left.push(...tasks.filter((task) => task.startedBy === startedBy && task.lastStatus !== "STOPPED"));
  } while (nextToken !== undefined);
  return left;
}

/** The tasks as they ended; undefined when they did not in time. */
export function untilStopped(waiting: Waiting, tasks: readonly Task[], options: PollOptions) {
  return poll(waiting, options, () => stoppedTasks(waiting, tasks));
}

async function stoppedTasks({ aws, cluster }: Waiting, tasks: readonly Task[]): Promise<readonly Task[] | undefined> {
  const taskArns = tasks.map(({ taskArn = "" }) => taskArn);
  // ECS may not list a task in the first moment after its start: what is missing has not ended.
  const { tasks: found = [] } = await aws.ecs.describeTasks({ cluster, tasks: taskArns });
  const stopped = found.filter(({ lastStatus }) => lastStatus === "STOPPED");
  return stopped.length === taskArns.length ? stopped : undefined;
}

/** Beyond the container's own time to stop, until ECS tells that the task has ended. */
const stoppingSeconds = 60;

export interface TaskLimits {
  readonly forSeconds: number;
  /** The container's own time to stop. */
  readonly stopTimeoutSeconds: number;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
  /** Whose task it is, as ECS is told when it is stopped: `The release`. */
  readonly owner: string;
  /** Told that the task is being stopped, and if it is not. */
  readonly onStop: (text: string) => void;
}

/**
 * The task as it ended; undefined when its time was up. One that is not waited for any more is stopped, and has ended when
 * this returns or throws, unless `onStop` was told otherwise: a repeated command must not meet it.
 */
export async function taskToEnd(waiting: Waiting, task: Task, limits: TaskLimits): Promise<Task | undefined> {
  const { aws, cluster } = waiting;
  const { forSeconds, signal, owner, stopTimeoutSeconds } = limits;
  const stop = async (reason: string) => {
    limits.onStop(`stopping task ${taskId(task)}`);
    try {
      await aws.ecs.stopTask({ cluster, task: task.taskArn, reason });
      const ended = await untilStopped(waiting, [task], { forSeconds: stopTimeoutSeconds + stoppingSeconds });
      if (ended === undefined) limits.onStop(`task ${taskId(task)} has not stopped yet`);
    } catch (error) {
      // Why it is to be stopped says more than why it was not.
      const why = error instanceof Error ? error.message : String(error);
      limits.onStop(`task ${taskId(task)} may still run, it could not be stopped: ${why}`);
    }
  };
  const stopped = await untilStopped(waiting, [task], { forSeconds, signal }).catch(async (error: unknown) => {
    await stop(`${owner} was interrupted`);
    throw error;
  });
  if (stopped === undefined) await stop(`${owner}'s time was up`);
  return stopped?.[0];
}

export interface LogStream {
  readonly group: string;
  readonly prefix: string;
  readonly container: string;
}

/** A page of a log may be empty though there are events before it: so many are read. */
const emptyPages = 5;

/** The last lines that a container of the task logged, in their order; none of a task that never started. */
export async function lastLogLines(
  aws: Aws,
  { group, prefix, container }: LogStream,
  task: Task,
  limit: number,
): Promise<readonly string[]> {
  const logStreamName = `${prefix}/${container}/${taskId(task)}`;
  const input = { logGroupName: group, logStreamName, limit, startFromHead: false };
  try {
    let nextToken: string | undefined;
    for (let page = 0; page < emptyPages; page += 1) {
      const { events = [], nextBackwardToken } = await aws.logs.getLogEvents({ ...input, nextToken });
      // The same token again says that this was the end.
      if (events.length > 0 || nextBackwardToken === undefined || nextBackwardToken === nextToken)
        return events.map(({ message = "" }) => message.trimEnd());
      nextToken = nextBackwardToken;
    }
    return [];
  } catch (error) {
    // A task that never started has no log stream.
    if (hasCode(error, "ResourceNotFoundException")) return [];
    throw error;
  }
}

/** What a container logs while it dies may be a connection string, and many people read what a command printed. */
export function shownLine(line: string): string {
  const shape = secretShapeOf(line);
  return shape === undefined ? printable(line.replaceAll("\t", "  ")) : `(not shown: it holds ${shape})`;
}
