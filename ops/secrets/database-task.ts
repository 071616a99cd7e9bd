/** The one-off task that makes a service's database and role; Terraform owns its definition. */
import { randomBytes } from "node:crypto";
import type { Task } from "@aws-sdk/client-ecs";
import type { Environment } from "../../core/environment/schema";
import { clusterMissing, setupFailed, setupNotStarted, setupTaskUndefined, setupTooLong } from "../../core/errors";
import { names } from "../../core/naming/names";
import { setupContainer, setupLogPrefix, setupName, setupVariables } from "../../core/secrets/database-setup";
import { masked, saltBytes, scramVerifier } from "../../core/secrets/verifier";
import { AwsFailure, hasCode, type Aws } from "../ship/aws";
import type { Clock } from "../ship/clock";
import { poll } from "../ship/context";
import { StepFailure, taskId } from "../ship/failure";

const shownLogLines = 20;

export interface SetupContext {
  readonly aws: Aws;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly pollSeconds: number;
  readonly timeoutMinutes: number;
  readonly signal: AbortSignal;
}

/** Makes database and role, or puts them right. @throws {StepFailure} with what the task said, without the password */
export async function setUpDatabase(context: SetupContext, service: string, password: string): Promise<void> {
  const { timeoutMinutes, signal } = context;
  const task = await start(context, service, scramVerifier(password, randomBytes(saltBytes)));
  const ended = await poll(context, { forSeconds: timeoutMinutes * 60, signal }, () => stopped(context, task));
  if (ended === undefined) {
    await context.aws.ecs.stopTask({ cluster: names.cluster(context.environment), task: task.taskArn });
    throw new StepFailure("timedOut", setupTooLong(service, timeoutMinutes));
  }
  const exitCode = ended.containers?.find(({ name }) => name === setupContainer)?.exitCode;
  if (exitCode === 0) return;
  const how =
    exitCode === undefined
      ? `did not run (${ended.stoppedReason ?? "ECS gives no reason"})`
      : `ended with exit code ${exitCode}`;
  const lines = masked(await logLines(context, ended), [password, encodeURIComponent(password)]);
  throw new StepFailure(
    "failed",
    setupFailed(service, how),
    lines.map((line) => `  ${line}`),
  );
}

async function start(context: SetupContext, service: string, verifier: string): Promise<Task> {
  const { aws, environment } = context;
  const [cluster, family] = [names.cluster(environment), names.shared(environment, setupName)];
  const variables = { [setupVariables.role]: names.databaseRole(service), [setupVariables.verifier]: verifier };
  const overrides = {
    containerOverrides: [
      { name: setupContainer, environment: Object.entries(variables).map(([name, value]) => ({ name, value })) },
    ],
  };
  try {
    const { tasks = [], failures = [] } = await aws.ecs.runTask({
      cluster,
      taskDefinition: family,
      count: 1,
      overrides,
      startedBy: `smart360-secrets/${service}`,
      propagateTags: "TASK_DEFINITION",
    });
    const [task] = tasks;
    if (task !== undefined) return task;
    const reasons = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(": "));
    throw new StepFailure("failed", setupNotStarted(service, reasons.join(", ") || "it gives no reason"));
  } catch (error) {
    if (hasCode(error, "ClusterNotFoundException")) throw clusterMissing(cluster);
    if (hasCode(error, "ClientException") && error instanceof AwsFailure && /TaskDefinition/i.test(error.message))
      throw setupTaskUndefined(family);
    throw error;
  }
}

/** The task when it has ended. ECS may not know it in the first moment after its start. */
async function stopped({ aws, environment }: SetupContext, { taskArn = "" }: Task): Promise<Task | undefined> {
  const { tasks = [] } = await aws.ecs.describeTasks({ cluster: names.cluster(environment), tasks: [taskArn] });
  return tasks.find(({ lastStatus }) => lastStatus === "STOPPED");
}

async function logLines({ aws, environment }: SetupContext, task: Task): Promise<readonly string[]> {
  try {
    const { events = [] } = await aws.logs.getLogEvents({
      logGroupName: names.path(environment, setupName),
      logStreamName: `${setupLogPrefix}/${setupContainer}/${taskId(task)}`,
      limit: shownLogLines,
      startFromHead: false,
    });
    return events.map(({ message = "" }) => message.trimEnd());
  } catch (error) {
    // A task that never started has no log stream.
    if (hasCode(error, "ResourceNotFoundException")) return [];
    throw error;
  }
}
