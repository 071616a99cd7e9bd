/** The one-off task that runs a service's `migrate` command, before a rollout. */
import type { Task } from "@aws-sdk/client-ecs";
import { counted, listed } from "../../core/document/text";
import { stopTasks } from "../../core/errors";
import type { Revision } from "../../core/release/revision";
import { leftTasks, startTask, taskId, taskToEnd, untilStopped } from "../aws/one-off-task";
import { StepFailure } from "../aws/step-failure";
import type { Release } from "./context";
import { taskDetails } from "./failure";
import type { EcsService } from "./service";

const step = "Migrate";

/** How a release is told of migrations that an earlier one started; ECS lists tasks by it. */
const startedBy = ({ service }: Release) => `smart360-ship/${service.name}`;

/** Runs the command with the revision's image, roles and secrets. @throws {StepFailure} when it does not exit with 0 */
export async function migrate(
  release: Release,
  revision: Revision,
  { capacity }: EcsService,
  command: readonly string[],
): Promise<string> {
  const begun = release.clock.elapsedSeconds();
  const task = await start(release, revision, capacity, command);
  if (release.where.target === "offline")
    release.report.line(
      step,
      "the local AWS runs no containers: its task ends when something there ends it, or on Ctrl-C",
    );
  release.report.progress(step, `task ${taskId(task)} runs ${command.join(" ")}`);
  const ended = await taskToEnd(release, task, {
    forSeconds: release.timeoutSeconds,
    stopTimeoutSeconds: release.service.stopTimeoutSeconds,
    signal: release.signal,
    owner: "The release",
    onStop: (text) => release.report.line(step, text),
  });
  if (ended === undefined)
    throw new StepFailure(
      "timedOut",
      `${command.join(" ")} ran longer than ${counted(release.timeoutSeconds / 60, "minute")} (--timeout).`,
    );
  const exitCode = ended.containers?.find(({ name }) => name === release.service.name)?.exitCode;
  if (exitCode !== 0) {
    const how = exitCode === undefined ? "did not run" : `ended with exit code ${exitCode}`;
    throw new StepFailure("failed", `${command.join(" ")} ${how}.`, await taskDetails(release, revision, ended));
  }
  const seconds = Math.round(release.clock.elapsedSeconds() - begun);
  return `${command.join(" ")}: done in ${seconds} s`;
}

/** Waits for migrations that an earlier release left: two at once would meet in the database. */
export async function awaitLeftMigrations(release: Release): Promise<void> {
  const tasks = await leftTasks(release, { startedBy: startedBy(release), family: release.ecsService });
  if (tasks.length === 0) return;
  const ids = tasks.map(taskId);
  release.report.line("Left over", `migration ${listed(ids)} of an earlier release still runs: waiting for it`);
  const { signal, timeoutSeconds: forSeconds } = release;
  if ((await untilStopped(release, tasks, { forSeconds, signal })) === undefined)
    throw new StepFailure(
      "timedOut",
      `Migration ${listed(ids)} of an earlier release still runs after ${counted(forSeconds / 60, "minute")} (--timeout). Wait for its end, or stop it: ` +
        stopTasks(release.cluster, ids),
    );
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
