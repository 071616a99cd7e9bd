/**
 * One-off tasks as ECS runs them, for a local AWS without containers: `RunTask` runs the container's command as a process
 * of this machine, with variables and secrets as ECS gives them; its output goes to the log stream that `awslogs` names,
 * its exit code to `DescribeTasks`. Everything else goes to the local AWS. Left out: roles, limits, placement.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  type InputLogEvent,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeTaskDefinitionCommand,
  ECSClient,
  type ContainerDefinition,
  type DescribeTasksCommandInput,
  type KeyValuePair,
  type ListTasksCommandInput,
  type RunTaskCommandInput,
  type StopTaskCommandInput,
  type Task,
} from "@aws-sdk/client-ecs";
import { jsonAnswer, type ProxiedAnswer, type ProxiedRequest, type ServiceRoute } from "../../local/proxy/message";
import { TaskSecrets, type ClientConfig } from "./task-secrets";

/** What stands on this machine for an image. */
export interface StandInImage {
  /** Its own environment; variables of the task win. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** @default none */
  readonly entryPoint?: readonly string[];
}

export interface OneOffTasksOptions {
  /** The local AWS. */
  readonly clientConfig: ClientConfig;
  /** Undefined for an image that is nowhere to be had. */
  readonly imageOf: (image: string) => StandInImage | undefined;
}

/** A task, and what was said of it. */
export interface RunningTask {
  readonly input: RunTaskCommandInput;
  readonly container: ContainerDefinition;
  readonly lines: readonly string[];
  /** As the API describes it. */
  readonly task: Task;
}

interface Entry extends RunningTask {
  readonly lines: string[];
  task: Task;
  child?: ChildProcess;
  ended: Promise<void>;
}

/** The agent's own, where the task definition names none. */
const stopTimeoutSeconds = 30;

export class OneOffTasks {
  private readonly entries = new Map<string, Entry>();
  private readonly ecs: ECSClient;
  private readonly logs: CloudWatchLogsClient;
  private readonly secrets: TaskSecrets;

  constructor(private readonly options: OneOffTasksOptions) {
    const { clientConfig } = options;
    this.ecs = new ECSClient(clientConfig);
    this.logs = new CloudWatchLogsClient(clientConfig);
    this.secrets = new TaskSecrets(clientConfig);
  }

  /** Every task that was run, in order. */
  get all(): readonly RunningTask[] {
    return [...this.entries.values()];
  }

  /** Answers for ECS in front of the local AWS. */
  readonly route: ServiceRoute = async (request) => {
    const action = String(request.headers["x-amz-target"]).replace(/^.*\./, "");
    const read = () => JSON.parse(request.body.toString("utf8")) as unknown;
    switch (action) {
      case "RunTask":
        return this.run(read() as RunTaskCommandInput);
      case "DescribeTasks": {
        const { tasks = [] } = read() as DescribeTasksCommandInput;
        const found = tasks.flatMap((arn) => this.entries.get(arn)?.task ?? []);
        return found.length === 0 ? this.passOn(request) : jsonAnswer(200, { tasks: found, failures: [] });
      }
      case "ListTasks": {
        const { startedBy } = read() as ListTasksCommandInput;
        if (startedBy === undefined) return this.passOn(request);
        const running = this.all.filter(({ task }) => task.startedBy === startedBy && task.lastStatus !== "STOPPED");
        return jsonAnswer(200, { taskArns: running.map(({ task }) => task.taskArn) });
      }
      case "StopTask": {
        const { task: arn = "", reason = "Task stopped by user" } = read() as StopTaskCommandInput;
        const entry = this.entries.get(arn);
        if (entry === undefined) return this.passOn(request);
        this.stop(entry, reason);
        return jsonAnswer(200, { task: entry.task });
      }
      default:
        return this.passOn(request);
    }
  };

  /** Kills what still runs. */
  async close(): Promise<void> {
    for (const { child } of this.entries.values()) child?.kill("SIGKILL");
    await Promise.all([...this.entries.values()].map(({ ended }) => ended));
    for (const client of [this.ecs, this.logs, this.secrets]) client.destroy();
  }

  private async passOn({ method, path, headers, body }: ProxiedRequest): Promise<ProxiedAnswer> {
    const given = Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || /^(host|connection|content-length|expect|transfer-encoding)$/i.test(name)
        ? []
        : [[name, String(value)] as const],
    );
    const url = `${this.options.clientConfig.endpoint}${path}`;
    const answer = await fetch(url, { method, headers: Object.fromEntries(given), body: new Uint8Array(body) });
    const received = Object.fromEntries(answer.headers);
    return { status: answer.status, headers: received, body: Buffer.from(await answer.arrayBuffer()) };
  }

  private async run(input: RunTaskCommandInput): Promise<ProxiedAnswer> {
    const { taskDefinition } = await this.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: input.taskDefinition }),
    );
    const [container] = taskDefinition?.containerDefinitions ?? [];
    if (taskDefinition === undefined || container === undefined) throw new Error("a task without a container");
    const { region, credentials } = this.options.clientConfig;
    const id = randomBytes(16).toString("hex");
    const task: Task = {
      taskArn: `arn:aws:ecs:${region}:${credentials.accessKeyId}:task/${input.cluster ?? "default"}/${id}`,
      taskDefinitionArn: taskDefinition.taskDefinitionArn,
      startedBy: input.startedBy,
      overrides: input.overrides,
      desiredStatus: "RUNNING",
      lastStatus: "PROVISIONING",
      containers: [{ name: container.name, image: container.image, lastStatus: "PENDING" }],
    };
    const entry: Entry = { input, container, lines: [], task, ended: Promise.resolve() };
    this.entries.set(task.taskArn ?? "", entry);
    entry.ended = this.execute(entry, id).catch((error: unknown) => end(entry, { stoppedReason: String(error) }));
    return jsonAnswer(200, { tasks: [entry.task], failures: [] });
  }

  private async execute(entry: Entry, id: string): Promise<void> {
    const { container, input } = entry;
    const image = this.options.imageOf(container.image ?? "");
    const stopCode = "TaskFailedToStart";
    if (image === undefined)
      return end(entry, {
        stopCode,
        stoppedReason: `CannotPullContainerError: pull access denied for ${container.image}`,
      });
    const override = input.overrides?.containerOverrides?.find(({ name }) => name === container.name);
    let secrets: Record<string, string>;
    try {
      secrets = await this.secrets.of(container);
    } catch (error) {
      const reason = `ResourceInitializationError: unable to pull secrets or registry auth: ${(error as Error).message}`;
      return end(entry, { stopCode, stoppedReason: reason });
    }
    const [program = "", ...args] = [
      ...(container.entryPoint ?? image.entryPoint ?? []),
      ...(override?.command ?? container.command ?? []),
    ];
    const child = spawn(program, args, {
      cwd: image.workingDirectory,
      env: { ...image.environment, ...pairs(container.environment), ...pairs(override?.environment), ...secrets },
      stdio: ["ignore", "pipe", "pipe"],
    });
    entry.child = child;
    entry.task = { ...entry.task, lastStatus: "RUNNING" };
    let output = "";
    const take = (chunk: Buffer) => void (output += chunk.toString());
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const exitCode = await new Promise<number>((resolve) => {
      child.once("error", () => resolve(127));
      child.once("close", (code, signal) => resolve(code ?? (signal === "SIGKILL" ? 137 : 143)));
    });
    entry.lines.push(...output.split("\n").filter((line) => line !== ""));
    await this.log(entry, id);
    end(entry, { exitCode, stopCode: "EssentialContainerExited", stoppedReason: "Essential container in task exited" });
  }

  private stop(entry: Entry, stoppedReason: string): void {
    if (entry.task.lastStatus === "STOPPED") return;
    entry.task = { ...entry.task, desiredStatus: "STOPPED", stopCode: "UserInitiated", stoppedReason };
    entry.child?.kill("SIGTERM");
    const patience = (entry.container.stopTimeout ?? stopTimeoutSeconds) * 1000;
    const killing = setTimeout(() => entry.child?.kill("SIGKILL"), patience);
    void entry.ended.then(() => clearTimeout(killing));
  }

  private async log({ container, lines }: Entry, id: string): Promise<void> {
    const { options = {} } = container.logConfiguration ?? {};
    const logGroupName = options["awslogs-group"];
    if (logGroupName === undefined) return;
    const place = { logGroupName, logStreamName: `${options["awslogs-stream-prefix"]}/${container.name}/${id}` };
    await this.logs.send(new CreateLogStreamCommand(place));
    const timestamp = Date.now();
    const logEvents = lines.map((message): InputLogEvent => ({ timestamp, message }));
    if (logEvents.length > 0) await this.logs.send(new PutLogEventsCommand({ ...place, logEvents }));
  }
}

interface End {
  /** Absent when the container never started. */
  readonly exitCode?: number;
  readonly stopCode?: Task["stopCode"];
  readonly stoppedReason: string;
}

/** What stopped a task first stays the reason. */
function end(entry: Entry, { exitCode, stopCode, stoppedReason }: End): void {
  const { task, container } = entry;
  const ended = { name: container.name, image: container.image, lastStatus: "STOPPED" };
  entry.task = {
    ...task,
    desiredStatus: "STOPPED",
    lastStatus: "STOPPED",
    stopCode: task.stopCode ?? stopCode,
    stoppedReason: task.stoppedReason ?? stoppedReason,
    containers: [{ ...ended, ...(exitCode === undefined ? {} : { exitCode }) }],
  };
}

function pairs(list: readonly KeyValuePair[] = []): Record<string, string> {
  return Object.fromEntries(list.map(({ name = "", value = "" }) => [name, value]));
}
