/** The one-off task that makes a service's database and role; Terraform owns its definition. */
import { randomBytes } from "node:crypto";
import type { Task } from "@aws-sdk/client-ecs";
import type { Environment } from "../../core/environment/schema";
import { clusterMissing, setupFailed, setupNotStarted, setupTaskUndefined, setupTooLong } from "../../core/errors";
import { names } from "../../core/naming/names";
import { setupContainer, setupLogPrefix, setupName, setupVariables } from "../../core/secrets/database-setup";
import { masked, saltBytes, scramVerifier } from "../../core/secrets/verifier";
import { AwsFailure, hasCode, type Aws } from "../aws/aws";
import type { Clock } from "../aws/clock";
import { lastLogLines, shownLine, startTask, taskId, taskToEnd } from "../aws/one-off-task";
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
  const [cluster, family] = [names.cluster(environment), names.shared(environment, setupName)];
  const variables = { [setupVariables.role]: names.databaseRole(service), [setupVariables.verifier]: verifier };
  const overrides = {
    containerOverrides: [
      { name: setupContainer, environment: Object.entries(variables).map(([name, value]) => ({ name, value })) },
    ],
  };
  try {
    return await startTask(
      aws,
      { cluster, taskDefinition: family, overrides, startedBy: `smart360-secrets/${service}` },
      (reasons) => setupNotStarted(service, reasons),
    );
  } catch (error) {
    if (hasCode(error, "ClusterNotFoundException")) throw clusterMissing(cluster);
    if (hasCode(error, "ClientException") && error instanceof AwsFailure && /TaskDefinition/i.test(error.message))
      throw setupTaskUndefined(family);
    throw error;
  }
}
