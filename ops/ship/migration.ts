/** The one-off task that runs a service's `migrate` command, before a rollout. */
import type { Task } from "@aws-sdk/client-ecs";
import type { Revision } from "../../core/release/revision";
import { poll, type Release } from "./context";
import { taskDetails } from "./failure";
import { startTask, stoppedTasks, taskId } from "./one-off-task";
import type { EcsService } from "./service";
import { StepFailure } from "./step-failure";

const step = "Migrate";
/** Beyond the container's own time to stop, until ECS tells that the task has ended. */
const stoppingSeconds = 60;

/** How a release is told of migrations that an earlier one started; ECS lists tasks by it. */
const startedBy = ({ service }: Release) => `smart360-ship/${service.name}`;

/** Runs the command with the revision's image, roles and secrets. @throws {StepFailure} when it does not exit with 0 */
export async function migrate(
  release: Release,
  revision: Revision,
  { capacity }: EcsService,
  command: readonly string[],
): Promise<string> {
  const begun = release.clock.now();
  const task = await start(release, revision, capacity, command);
  release.report.progress(step, `task ${taskId(task)} runs ${command.join(" ")}`);
  const stopped = await untilStopped(release, [task], release.signal).catch(async (error: unknown) => {
    await stop(release, task, "The release was interrupted");
    throw error;
  });
  if (stopped === undefined) {
    await stop(release, task, "The release's time was up");
    throw new StepFailure("timedOut", `${command.join(" ")} ran longer than ${release.timeoutSeconds / 60} minutes.`);
  }
  const [ended = task] = stopped;
  const exitCode = ended.containers?.find(({ name }) => name === release.service.name)?.exitCode;
  if (exitCode !== 0) {
    const how = exitCode === undefined ? "did not run" : `ended with exit code ${exitCode}`;
    throw new StepFailure("failed", `${command.join(" ")} ${how}.`, await taskDetails(release, revision, ended));
  }
  const seconds = Math.round((release.clock.now().getTime() - begun.getTime()) / 1000);
  return `${command.join(" ")}: done in ${seconds} s`;
}

/** Waits for migrations that a killed release left running: two at once would meet in the database. */
export async function awaitLeftMigrations(release: Release): Promise<void> {
  const { aws, cluster, report } = release;
  const { taskArns = [] } = await aws.ecs.listTasks({ cluster, startedBy: startedBy(release) });
  if (taskArns.length === 0) return;
  const tasks = taskArns.map((taskArn): Task => ({ taskArn }));
  report.line("Left over", `migration ${tasks.map(taskId).join(", ")} of a killed release still runs: waiting for it`);
  if ((await untilStopped(release, tasks, release.signal)) === undefined)
    throw new StepFailure("timedOut", `The migration of a killed release still runs: ${taskArns.join(", ")}.`);
}

async function start(
  release: Release,
  revision: Revision,
  capacity: EcsService["capacity"],
  command: readonly string[],
): Promise<Task> {
  const { aws, cluster, service } = release;
  return startTask(
    aws,
    {
      cluster,
      taskDefinition: revision.arn,
      ...(capacity.length === 0 ? {} : { capacityProviderStrategy: capacity }),
      overrides: { containerOverrides: [{ name: service.name, command: [...command] }] },
      startedBy: startedBy(release),
    },
    (reasons) => `ECS could not start the task: ${reasons}.`,
  );
}

/** The tasks as they ended; undefined when they did not in time. */
async function untilStopped(
  release: Release,
  tasks: readonly Task[],
  signal: AbortSignal | undefined,
  seconds?: number,
) {
  const { aws, cluster } = release;
  return poll(release, { forSeconds: seconds ?? release.timeoutSeconds, signal }, () =>
    stoppedTasks(aws, cluster, tasks),
  );
}

async function stop(release: Release, task: Task, reason: string): Promise<void> {
  const { aws, cluster, service, report } = release;
  report.progress(step, `stopping task ${taskId(task)}`);
  await aws.ecs.stopTask({ cluster, task: task.taskArn, reason });
  await untilStopped(release, [task], undefined, service.stopTimeoutSeconds + stoppingSeconds);
}
