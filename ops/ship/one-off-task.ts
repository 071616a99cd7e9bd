/** Tasks that run once and end: how they are started, waited for, and what they logged. */
import type { RunTaskCommandInput, Task } from "@aws-sdk/client-ecs";
import { secretShapeOf } from "../../core/manifest/secret-shapes";
import { printable } from "../../core/plan-review/values/printable";
import { hasCode, type Aws } from "./aws";
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

/** The tasks as they ended; undefined while one of them has not. */
export async function stoppedTasks(
  aws: Aws,
  cluster: string,
  tasks: readonly Task[],
): Promise<readonly Task[] | undefined> {
  const taskArns = tasks.map(({ taskArn = "" }) => taskArn);
  // ECS may not list a task in the first moment after its start: what is missing has not ended.
  const { tasks: found = [] } = await aws.ecs.describeTasks({ cluster, tasks: taskArns });
  const stopped = found.filter(({ lastStatus }) => lastStatus === "STOPPED");
  return stopped.length === taskArns.length ? stopped : undefined;
}

export interface LogStream {
  readonly group: string;
  readonly prefix: string;
  readonly container: string;
}

/** The last lines that a container of the task logged, in their order; none of a task that never started. */
export async function lastLogLines(
  aws: Aws,
  { group, prefix, container }: LogStream,
  task: Task,
  limit: number,
): Promise<readonly string[]> {
  try {
    const { events = [] } = await aws.logs.getLogEvents({
      logGroupName: group,
      logStreamName: `${prefix}/${container}/${taskId(task)}`,
      limit,
      startFromHead: false,
    });
    return events.map(({ message = "" }) => message.trimEnd());
  } catch (error) {
    // A task that never started has no log stream.
    if (hasCode(error, "ResourceNotFoundException")) return [];
    throw error;
  }
}

/** What a container logs while it dies may be a connection string, and many people read what a command printed. */
export function shownLine(line: string): string {
  const shape = secretShapeOf(line);
  return shape === undefined ? printable(line) : `(not shown: it holds ${shape})`;
}
