/** The one-off task that makes a service's database and role; Terraform owns its definition. */
import { randomBytes } from "node:crypto";
import type { Task } from "@aws-sdk/client-ecs";
import { listed } from "../../core/document/text";
import type { Environment } from "../../core/environment/schema";
import {
  clusterMissing,
  leftSetupTooLong,
  setupFailed,
  setupNotStarted,
  setupTaskUndefined,
  setupTooLong,
} from "../../core/errors";
import { names } from "../../core/naming/names";
import { setupContainer, setupLogPrefix, setupName, setupVariables } from "../../core/secrets/database-setup";
import { masked, saltBytes, scramVerifier } from "../../core/secrets/verifier";
import { AwsFailure, hasCode, type Aws } from "../aws/aws";
import type { Clock } from "../aws/clock";
import {
  lastLogLines,
  leftTasks,
  shownLine,
  startTask,
  taskId,
  taskToEnd,
  untilStopped,
  type TaskKind,
} from "../aws/one-off-task";
import { StepFailure } from "../aws/step-failure";

const shownLogLines = 20;
/** The agent's own, as the task definition names none. */
const stopTimeoutSeconds = 30;

export interface SetupContext {
  readonly aws: Aws;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly pollSeconds: number;
  readonly timeoutMinutes: number;
  readonly signal: AbortSignal;
  /** Told of each entry as soon as it has its value, and of each database. */
  readonly report: (service: string, what: string) => void;
}

const kindOf = ({ environment }: SetupContext, service: string): TaskKind => ({
  startedBy: `smart360-secrets/${service}`,
  family: names.shared(environment, setupName),
});

/** Waits for a task that a killed command left: it may tell the database an older password after a newer one. */
export async function awaitLeftSetup(context: SetupContext, service: string): Promise<void> {
  const { environment, timeoutMinutes, signal, report } = context;
  const place = { ...context, cluster: names.cluster(environment) };
  const tasks = await inCluster(place.cluster, () => leftTasks(place, kindOf(context, service)));
  if (tasks.length === 0) return;
  const ids = tasks.map(taskId);
  report(
    service,
    `database ${names.databaseRole(service)}: task ${listed(ids)} of an earlier command still runs, waiting for it`,
  );
  if ((await untilStopped(place, tasks, { forSeconds: timeoutMinutes * 60, signal })) === undefined)
    throw new StepFailure("timedOut", leftSetupTooLong(service, ids, place.cluster, timeoutMinutes));
}

/** Makes database and role, or puts them right. @throws {StepFailure} with what the task said, without the password */
export async function setUpDatabase(context: SetupContext, service: string, password: string): Promise<void> {
  const { aws, environment, timeoutMinutes, signal, report } = context;
  const task = await start(context, service, scramVerifier(password, randomBytes(saltBytes)));
  report(service, `database ${names.databaseRole(service)}: task ${taskId(task)} makes it`);
  const ended = await taskToEnd({ ...context, cluster: names.cluster(environment) }, task, {
    forSeconds: timeoutMinutes * 60,
    stopTimeoutSeconds,
    signal,
    owner: "The command",
    onStop: (text) => report(service, text),
  });
  if (ended === undefined) throw new StepFailure("timedOut", setupTooLong(service, timeoutMinutes));
  const exitCode = ended.containers?.find(({ name }) => name === setupContainer)?.exitCode;
  if (exitCode === 0) return;
  const how =
    exitCode === undefined
      ? `did not run (${ended.stoppedReason ?? "ECS gives no reason"})`
      : `ended with exit code ${exitCode}`;
  const stream = { group: names.path(environment, setupName), prefix: setupLogPrefix, container: setupContainer };
  const logged = await lastLogLines(aws, stream, ended, shownLogLines);
  const lines = masked(logged, [password, encodeURIComponent(password)]).map(shownLine);
  throw new StepFailure(
    "failed",
    setupFailed(service, how),
    lines.map((line) => `  ${line}`),
  );
}

async function start(context: SetupContext, service: string, verifier: string): Promise<Task> {
  const { aws, environment } = context;
  const cluster = names.cluster(environment);
  const { startedBy, family } = kindOf(context, service);
  const variables = { [setupVariables.role]: names.databaseRole(service), [setupVariables.verifier]: verifier };
  const overrides = {
    containerOverrides: [
      { name: setupContainer, environment: Object.entries(variables).map(([name, value]) => ({ name, value })) },
    ],
  };
  try {
    return await inCluster(cluster, () =>
      startTask(aws, { cluster, taskDefinition: family, overrides, startedBy }, (reasons) =>
        setupNotStarted(service, reasons),
      ),
    );
  } catch (error) {
    if (hasCode(error, "ClientException") && error instanceof AwsFailure && /TaskDefinition/i.test(error.message))
      throw setupTaskUndefined(family);
    throw error;
  }
}

/** @throws {UserError} when there is no such cluster */
async function inCluster<T>(cluster: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (hasCode(error, "ClusterNotFoundException")) throw clusterMissing(cluster);
    throw error;
  }
}
