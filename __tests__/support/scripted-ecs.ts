/** ECS as its API documents it, for one service: revisions, deployments that change from look to look, one-off tasks. */
import type { Tag, TaskDefinition } from "@aws-sdk/client-ecs";
import { jsonAnswer, jsonError, type Answer } from "./scripted-aws";

export interface ScriptedDeployment {
  id: string;
  status: "PRIMARY" | "ACTIVE";
  taskDefinition: string;
  desiredCount: number;
  runningCount: number;
  pendingCount: number;
  failedTasks: number;
  createdAt: number;
  rolloutState: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  rolloutStateReason: string;
}

/** What one DescribeServices tells: the list of deployments, and what happened since the last one. */
export type Look = (
  own: ScriptedDeployment,
  before: ScriptedDeployment,
) => { readonly deployments: readonly ScriptedDeployment[]; readonly event?: string };

export interface StoredRevision {
  readonly definition: TaskDefinition & { taskDefinitionArn: string; revision: number };
  readonly tags: readonly Tag[];
}

/** How a one-off task ends, after how many looks. */
export interface ScriptedTask {
  readonly looks: number;
  readonly exitCode?: number;
  readonly stoppedReason: string;
  readonly reason?: string;
  /** Looks at it between StopTask and its end. @default none: it ends at once */
  readonly looksWhileStopping?: number;
}

export interface StoredTask extends ScriptedTask {
  readonly taskArn: string;
  readonly taskDefinitionArn: string;
  readonly startedBy: string;
  readonly command: readonly string[];
  looksLeft: number;
  isStopping: boolean;
  isStopped: boolean;
}

/** Seconds; a second passes with every answer that carries a time. */
const begin = Date.UTC(2026, 8, 29, 14) / 1000;

export class ScriptedEcs {
  revisions: StoredRevision[] = [];
  deployments: ScriptedDeployment[] = [];
  events: { id: string; createdAt: number; message: string }[] = [];
  tasks: StoredTask[] = [];
  /** Tasks of the service that stopped. */
  stopped: object[] = [];
  desiredCount = 2;
  hasService = true;
  hasCluster = true;
  /** One for each UpdateService, in turn. */
  rollouts: (readonly Look[])[] = [];
  /** One for each RunTask, in turn. */
  migrations: ScriptedTask[] = [];
  private looks: Look[] = [];
  private ticks = 0;

  constructor(
    readonly cluster: string,
    readonly service: string,
    readonly targetGroupArn: string | undefined,
    private readonly registeredBy: string,
  ) {}

  /** ARN of a revision. */
  arn = (revision: number) => `arn:aws:ecs:us-east-1:111122223333:task-definition/${this.service}:${revision}`;

  active = () => this.revisions.filter(({ definition }) => definition.status === "ACTIVE");

  /** Revision that the service is to run. */
  get running(): string {
    return this.deployments.find(({ status }) => status === "PRIMARY")?.taskDefinition ?? "";
  }

  /** The service at rest with a revision. */
  settle(revision: number): void {
    this.looks = [];
    this.deployments = [{ ...this.deployment(this.arn(revision)), runningCount: 2, rolloutState: "COMPLETED" }];
  }

  /** Somebody else's UpdateService. */
  begin(revision: number, looks: readonly Look[]): void {
    this.rollouts.unshift(looks);
    this.updateService({ taskDefinition: this.arn(revision) });
  }

  add(
    definition: TaskDefinition,
    tags: readonly Tag[],
    revision = Math.max(...this.revisions.map((stored) => stored.definition.revision)) + 1,
  ) {
    const stored = {
      ...definition,
      family: this.service,
      taskDefinitionArn: this.arn(revision),
      revision,
      status: "ACTIVE" as const,
      requiresAttributes: [{ name: "com.amazonaws.ecs.capability.docker-remote-api.1.21" }],
      compatibilities: ["EXTERNAL" as const, "EC2" as const],
      registeredAt: this.now() as unknown as Date,
      registeredBy: this.registeredBy,
    };
    this.revisions.push({ definition: stored, tags });
    return { taskDefinition: stored, tags };
  }

  answer(action: string, input: Record<string, unknown>): Answer | undefined {
    switch (action) {
      case "ListTaskDefinitions": {
        const newestFirst = this.active().sort((one, other) => other.definition.revision - one.definition.revision);
        return jsonAnswer({ taskDefinitionArns: newestFirst.map(({ definition }) => definition.taskDefinitionArn) });
      }
      case "DescribeTaskDefinition":
        return this.describeTaskDefinition(String(input["taskDefinition"]));
      case "RegisterTaskDefinition": {
        const { tags = [], ...definition } = input as TaskDefinition & { tags?: Tag[] };
        return jsonAnswer(this.add(definition, tags));
      }
      case "DeregisterTaskDefinition": {
        const found = this.find(String(input["taskDefinition"]));
        if (found !== undefined) Object.assign(found.definition, { status: "INACTIVE", deregisteredAt: this.now() });
        return jsonAnswer({ taskDefinition: found?.definition });
      }
      case "DescribeServices":
        return this.describeServices();
      case "UpdateService":
        return jsonAnswer({ service: this.updateService(input) });
      case "RunTask":
        return this.runTask(input);
      case "DescribeTasks":
        return this.describeTasks(input["tasks"] as readonly string[]);
      case "ListTasks":
        return this.listTasks(input);
      case "StopTask":
        return this.stopTask(String(input["task"]));
      default:
        return undefined;
    }
  }

  private now = () => begin + this.ticks++;

  private deployment(taskDefinition: string): ScriptedDeployment {
    const createdAt = this.now();
    return {
      id: `ecs-svc/${createdAt}`,
      status: "PRIMARY",
      taskDefinition,
      desiredCount: this.desiredCount,
      runningCount: 0,
      pendingCount: 0,
      failedTasks: 0,
      createdAt,
      rolloutState: "IN_PROGRESS",
      rolloutStateReason: "",
    };
  }

  private find = (name: string) =>
    this.revisions.find(({ definition }) =>
      [definition.taskDefinitionArn, `${this.service}:${definition.revision}`].includes(name),
    );

  private describeTaskDefinition(name: string): Answer {
    const found = this.find(name);
    if (found === undefined) return jsonError("ClientException", "Unable to describe task definition.");
    return jsonAnswer({ taskDefinition: found.definition, tags: found.tags });
  }

  private describeServices(): Answer {
    if (!this.hasCluster) return jsonError("ClusterNotFoundException", "Cluster not found.");
    if (!this.hasService) return jsonAnswer({ services: [], failures: [{ arn: this.service, reason: "MISSING" }] });
    const look = this.looks.length > 1 ? this.looks.shift() : this.looks[0];
    const [own, before] = this.pair;
    if (look !== undefined && own !== undefined && before !== undefined) {
      const { deployments, event } = look(own, before);
      this.deployments = [...deployments];
      if (event !== undefined && event !== this.events[0]?.message) this.happened(event);
    }
    return jsonAnswer({ services: [this.describe()], failures: [] });
  }

  happened(message: string): void {
    const createdAt = this.now();
    this.events.unshift({ id: `event-${createdAt}`, createdAt, message });
  }

  /** The deployment that the looks are about, and the one before it. */
  private pair: ScriptedDeployment[] = [];

  private updateService(input: Record<string, unknown>) {
    const before = this.deployments.find(({ status }) => status === "PRIMARY");
    const own = this.deployment(String(input["taskDefinition"]));
    this.looks = [...(this.rollouts.shift() ?? succeeds)];
    if (before !== undefined) this.pair = [own, { ...before, status: "ACTIVE" }];
    this.deployments = [own, ...this.pair.slice(1)];
    return this.describe();
  }

  private describe() {
    return {
      serviceName: this.service,
      status: "ACTIVE",
      desiredCount: this.desiredCount,
      taskDefinition: this.running,
      deployments: this.deployments,
      events: this.events,
      loadBalancers: this.targetGroupArn === undefined ? [] : [{ targetGroupArn: this.targetGroupArn }],
      capacityProviderStrategy: [{ capacityProvider: "smart360-production", base: 0, weight: 100 }],
    };
  }

  private runTask(input: Record<string, unknown>): Answer {
    const overrides = input["overrides"] as { containerOverrides: readonly { command: readonly string[] }[] };
    const script = this.migrations.shift() ?? {
      looks: 2,
      exitCode: 0,
      stoppedReason: "Essential container in task exited",
    };
    const task: StoredTask = {
      ...script,
      taskArn: `arn:aws:ecs:us-east-1:111122223333:task/${this.cluster}/migration${this.tasks.length + 1}`,
      taskDefinitionArn: String(input["taskDefinition"]),
      startedBy: String(input["startedBy"]),
      command: overrides.containerOverrides[0]?.command ?? [],
      looksLeft: script.looks,
      isStopping: false,
      isStopped: false,
    };
    this.tasks.push(task);
    return jsonAnswer({ tasks: [this.describeTask(task)], failures: [] });
  }

  private describeTasks(arns: readonly string[]): Answer {
    const found = this.tasks.filter(({ taskArn }) => arns.includes(taskArn));
    for (const task of found) {
      task.looksLeft -= 1;
      if (task.looksLeft <= 0) task.isStopped = true;
    }
    const ofService = this.stopped.filter((task) => arns.includes((task as { taskArn: string }).taskArn));
    return jsonAnswer({ tasks: [...found.map(this.describeTask), ...ofService], failures: [] });
  }

  private describeTask = (task: StoredTask) => ({
    taskArn: task.taskArn,
    taskDefinitionArn: task.taskDefinitionArn,
    startedBy: task.startedBy,
    lastStatus: task.isStopped ? "STOPPED" : task.isStopping ? "STOPPING" : "RUNNING",
    desiredStatus: task.isStopped || task.isStopping ? "STOPPED" : "RUNNING",
    ...(task.isStopped ? { stoppedReason: task.stoppedReason } : {}),
    containers: [
      {
        name: "billing",
        ...(task.isStopped && task.exitCode !== undefined ? { exitCode: task.exitCode } : {}),
        ...(task.isStopped && task.reason !== undefined ? { reason: task.reason } : {}),
      },
    ],
  });

  /** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html */
  private listTasks({ startedBy, serviceName, family, desiredStatus = "RUNNING" }: Record<string, unknown>): Answer {
    if (startedBy !== undefined && (serviceName ?? family) !== undefined)
      return jsonError("InvalidParameterException", "startedBy must be the only filter.");
    const ofService = desiredStatus === "STOPPED" ? this.stopped : [];
    const own = this.tasks
      .map((task) => this.describeTask(task))
      .filter((task) => task.desiredStatus === desiredStatus)
      .filter((task) => startedBy === undefined || task.startedBy === startedBy);
    const listed = serviceName !== undefined ? ofService : family !== undefined ? [...own, ...ofService] : own;
    return jsonAnswer({ taskArns: listed.map((task) => (task as { taskArn: string }).taskArn) });
  }

  private stopTask(arn: string): Answer {
    const task = this.tasks.find(({ taskArn }) => taskArn === arn);
    if (task === undefined) return jsonError("InvalidParameterException", "The referenced task was not found.");
    task.looksLeft = task.looksWhileStopping ?? 0;
    task.isStopping = true;
    task.isStopped = task.looksLeft === 0;
    return jsonAnswer({ task: this.describeTask(task) });
  }
}

const with_ = (deployment: ScriptedDeployment, changes: Partial<ScriptedDeployment>) => ({ ...deployment, ...changes });

/** Two new tasks, one after the other; then the old ones drain. */
export const succeeds: readonly Look[] = [
  (own, before) => ({
    deployments: [with_(own, { pendingCount: 1 }), before],
    event: "(service billing) has started 1 tasks: (task 11111111).",
  }),
  (own, before) => ({ deployments: [with_(own, { runningCount: 1, pendingCount: 1 }), before] }),
  (own, before) => ({ deployments: [with_(own, { runningCount: 2 }), with_(before, { runningCount: 1 })] }),
  (own, before) => ({
    deployments: [with_(own, { runningCount: 2, rolloutState: "COMPLETED" }), with_(before, { runningCount: 1 })],
    event: "(service billing) has stopped 1 running tasks: (task 22222222).",
  }),
  (own) => ({
    deployments: [
      with_(own, { runningCount: 2, rolloutState: "COMPLETED", rolloutStateReason: "ECS deployment completed." }),
    ],
    event: "(service billing) has reached a steady state.",
  }),
];

const breaker = "ECS deployment circuit breaker: tasks failed to start.";
const failing: readonly Look[] = [
  (own, before) => ({ deployments: [with_(own, { pendingCount: 1 }), before] }),
  (own, before) => ({
    deployments: [with_(own, { pendingCount: 1, failedTasks: 2 }), before],
    event: "(service billing) (task 33333333) failed container health checks.",
  }),
];

/** The circuit breaker: the old deployment becomes PRIMARY again; for a moment the new one is FAILED and PRIMARY. */
export const rollsBack: readonly Look[] = [
  ...failing,
  (own, before) => ({
    deployments: [with_(own, { failedTasks: 3, rolloutState: "FAILED", rolloutStateReason: breaker }), before],
  }),
  (own, before) => ({
    deployments: [
      with_(before, {
        status: "PRIMARY",
        rolloutState: "IN_PROGRESS",
        rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${before.id}.`,
      }),
      with_(own, { status: "ACTIVE", failedTasks: 3, rolloutState: "FAILED", rolloutStateReason: breaker }),
    ],
    event: `(service billing) (deployment ${own.id}) deployment failed: tasks failed to start.`,
  }),
  (_, before) => ({ deployments: [with_(before, { status: "PRIMARY", rolloutState: "COMPLETED" })] }),
];

/** No deployment to go back to: ECS leaves the service with the one that failed. */
export const failsForGood: readonly Look[] = [
  ...failing,
  (own) => ({ deployments: [with_(own, { failedTasks: 3, rolloutState: "FAILED", rolloutStateReason: breaker })] }),
];

/** Neither fails nor goes on. */
export const stalls: readonly Look[] = [
  (own, before) => ({ deployments: [with_(own, { runningCount: 1, pendingCount: 1 }), before] }),
];

/** Somebody else starts another deployment in the middle. */
export const supersededBy = (taskDefinition: string): readonly Look[] => [
  (own, before) => ({ deployments: [with_(own, { runningCount: 1 }), before] }),
  (own, before) => ({
    deployments: [
      with_(own, { id: "ecs-svc/other", taskDefinition }),
      with_(own, { status: "ACTIVE", runningCount: 1 }),
      before,
    ],
  }),
];

/** ECS tells of the new deployment only after a while: until then its answers are those of before. */
export const listedLate: readonly Look[] = [
  (_, before) => ({ deployments: [with_(before, { status: "PRIMARY" })] }),
  (_, before) => ({ deployments: [with_(before, { status: "PRIMARY" })] }),
  ...succeeds,
];

/** Somebody else's deployment, and none of its own any more. */
export const replacedBy = (taskDefinition: string): readonly Look[] => [
  (own, before) => ({ deployments: [with_(own, { runningCount: 1 }), before] }),
  (own) => ({ deployments: [with_(own, { id: "ecs-svc/other", taskDefinition })] }),
];
