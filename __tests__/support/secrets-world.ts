/** Secrets Manager, the state of `data`, and one-off tasks on ECS, as `smart360 secrets` meets them; all of it can be set. */
import type { DescribeTasksCommandInput, ListTasksCommandInput } from "@aws-sdk/client-ecs";
import type { PutSecretValueCommandInput } from "@aws-sdk/client-secrets-manager";
import { jsonAnswer, jsonError, queryAnswer, s3Answer, s3Error, type Answer, type Call } from "./scripted-aws";

export const account = "111122223333";

interface RunTask {
  readonly taskDefinition: string;
  readonly cluster: string;
  readonly startedBy: string;
  readonly overrides: {
    readonly containerOverrides: readonly {
      readonly name: string;
      readonly environment: readonly { readonly name: string; readonly value: string }[];
    }[];
  };
}

export class SecretsWorld {
  /** Name -> value; undefined where the entry has none. */
  readonly values = new Map<string, string | undefined>();
  readonly beingDeleted = new Set<string>();
  /** What calls wrote: name -> id of the version -> value, in order. */
  readonly versions = new Map<string, Map<string, string>>();
  /** At how many looks Secrets Manager still tells what was there before a value was written. */
  staleLooks = 0;
  /** Outputs of the stack `data`; undefined before it is applied. */
  outputs: Readonly<Record<string, unknown>> | undefined = {
    database_address: "db.internal",
    database_port: 5433,
    cache_address: "cache.internal",
    cache_port: 6379,
    cache_token_secret_arn: "smart360/production/cache/token",
  };
  readonly tasks: RunTask[] = [];
  /** How the next tasks end. @default exit code 0 */
  ending: { readonly exitCode?: number; readonly stoppedReason?: string } = { exitCode: 0 };
  /** Tasks go on until they are stopped. */
  neverEnds = false;
  /** Ids of tasks that an earlier command left, and at how many looks ECS tells that each still runs. */
  readonly left = new Map<string, number>();
  /** Ids of those among them that are being stopped: ECS lists them by their family only. */
  readonly leftStopping = new Set<string>();
  /** Why tasks were stopped. */
  readonly stops: string[] = [];
  readonly logs: string[] = [];
  /** Pages of the log without an event, before the one that has them. */
  emptyPages = 0;
  private readonly stale = new Map<string, number>();
  refusals = new Map<string, Answer>();
  callerAccount = account;

  answer = (call: Call): Answer | undefined => {
    const refusal = this.refusals.get(call.action);
    if (refusal !== undefined) return refusal;
    const body = call.parameters["body"] ?? "";
    switch (call.action) {
      case "GetCallerIdentity":
        return queryAnswer(call.action, `<Account>${this.callerAccount}</Account>`);
      case "GetObject":
        return this.outputs === undefined ? s3Error(404, "NoSuchKey", "no such key") : s3Answer(this.state());
      case "DescribeSecret":
        return this.describe(nameIn(body));
      case "GetSecretValue":
        return this.read(nameIn(body), (JSON.parse(body) as { VersionId?: string }).VersionId);
      case "PutSecretValue":
        return this.write(JSON.parse(body) as PutSecretValueCommandInput);
      case "RunTask":
        this.tasks.push(JSON.parse(body) as RunTask);
        return jsonAnswer({ tasks: [this.task("PROVISIONING")], failures: [] });
      case "ListTasks":
        return jsonAnswer({ taskArns: this.listed(JSON.parse(body) as ListTasksCommandInput) });
      case "DescribeTasks": {
        const { tasks: arns = [] } = JSON.parse(body) as DescribeTasksCommandInput;
        const left = arns.filter((arn) => this.left.has(idOf(arn)));
        if (left.length > 0) return jsonAnswer({ tasks: left.map((arn) => this.leftTask(arn)) });
        return jsonAnswer({ tasks: [this.task(this.neverEnds ? "RUNNING" : "STOPPED")] });
      }
      case "StopTask":
        this.stops.push((JSON.parse(body) as { reason: string }).reason);
        this.neverEnds = false;
        return jsonAnswer({ task: this.task("RUNNING") });
      case "GetLogEvents": {
        const { nextToken = "b/0" } = JSON.parse(body) as { nextToken?: string };
        const page = Number(nextToken.slice(2));
        if (page < this.emptyPages) return jsonAnswer({ events: [], nextBackwardToken: `b/${page + 1}` });
        return jsonAnswer({ events: this.logs.map((message) => ({ message })), nextBackwardToken: nextToken });
      }
      default:
        return undefined;
    }
  };

  private state(): string {
    const outputs = Object.entries(this.outputs ?? {}).map(([name, value]) => [name, { value }]);
    return JSON.stringify({ version: 4, outputs: Object.fromEntries(outputs), resources: [] });
  }

  private describe(name: string): Answer {
    if (!this.values.has(name)) return jsonError("ResourceNotFoundException", `no ${name}`);
    const deleted = this.beingDeleted.has(name) ? { DeletedDate: 1_790_000_000 } : {};
    return jsonAnswer({ Name: name, LastChangedDate: 1_790_000_000, ...this.stagesOf(name), ...deleted });
  }

  private stagesOf(name: string) {
    const [current, previous] = this.toldVersions(name);
    if (current === undefined) return {};
    const before = previous === undefined ? {} : { [previous.id]: ["AWSPREVIOUS"] };
    return { VersionIdsToStages: { [current.id]: ["AWSCURRENT"], ...before } };
  }

  private read(name: string, version?: string): Answer {
    const told = this.toldVersions(name);
    const found = version === undefined ? told[0] : told.find(({ id }) => id === version);
    if (found === undefined) return jsonError("ResourceNotFoundException", `no value of ${name}`);
    return jsonAnswer({ Name: name, SecretString: found.value });
  }

  private write({ SecretId: name = "", SecretString = "", ClientRequestToken: id = "" }: PutSecretValueCommandInput) {
    // What the test itself set is the version that was there before.
    const known = this.versions.get(name) ?? new Map(this.toldVersions(name).map(({ id, value }) => [id, value]));
    this.versions.set(name, known.set(id, SecretString));
    this.values.set(name, SecretString);
    this.stale.set(name, this.staleLooks);
    return jsonAnswer({ Name: name, VersionId: id });
  }

  /** Versions that Secrets Manager tells of now, the current one first. */
  private toldVersions(name: string): readonly { readonly id: string; readonly value: string }[] {
    const value = this.values.get(name);
    const written = [...(this.versions.get(name) ?? [])].map(([id, value]) => ({ id, value })).toReversed();
    const looks = this.stale.get(name) ?? 0;
    this.stale.set(name, looks - 1);
    if (looks > 0) return written.slice(1);
    if (value === undefined) return [];
    return written[0]?.value === value ? written : [{ id: "one", value }];
  }

  private listed({ startedBy, family, desiredStatus }: ListTasksCommandInput): readonly string[] {
    const isStopped = family === "smart360-production-secrets-init" && desiredStatus === "STOPPED";
    const own = [...this.left.keys()].filter((id) => this.leftStopping.has(id) === isStopped);
    return isStopped || startedBy === leftBy ? own.map(arnOf) : [];
  }

  private leftTask(taskArn: string) {
    const looks = this.left.get(idOf(taskArn)) ?? 0;
    this.left.set(idOf(taskArn), looks - 1);
    return { taskArn, startedBy: leftBy, lastStatus: looks > 0 ? "RUNNING" : "STOPPED" };
  }

  private task(lastStatus: string) {
    const { exitCode, stoppedReason = "Essential container in task exited" } = this.ending;
    const container = { name: "psql", ...(exitCode === undefined ? {} : { exitCode }) };
    return { taskArn: arnOf(String(this.tasks.length)), lastStatus, stoppedReason, containers: [container] };
  }
}

/** Who started the tasks that are left. */
const leftBy = "smart360-secrets/billing";
const arnOf = (id: string) => `arn:aws:ecs:us-east-1:${account}:task/smart360-production/${id}`;
const idOf = (arn: string) => arn.slice(arn.lastIndexOf("/") + 1);
const nameIn = (body: string) => (JSON.parse(body) as { SecretId: string }).SecretId;
