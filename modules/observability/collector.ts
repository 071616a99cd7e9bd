import type { ContainerDefinition, LogDriver, NetworkMode, SchedulingStrategy } from "@aws-sdk/client-ecs";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import type { Environment } from "../../core/environment/schema";
import { shortHash } from "../../core/naming/names";
import { jsonExpression } from "../common/json";
import { LogGroup } from "../common/log-group";
import { Role } from "../common/role";
import { collectorConfig, hostRoot, otlpGrpcPort, otlpHttpPort, uwsgiLogPort } from "./collector-config";

/** Pinned: the configuration names components of this version. */
const image = "otel/opentelemetry-collector-contrib:0.139.0";
const configVariable = "SMART360_COLLECTOR_CONFIG";

export interface CollectorProps {
  /** Name of the ECS service, the family and the roles. */
  readonly name: string;
  readonly configParameterName: string;
  readonly logGroupName: string;
  readonly logRetentionDays: number;
  readonly logKeyArn: string;
  readonly environmentName: string;
  readonly region: string;
  readonly accountId: string;
  readonly clusterArn: string;
  readonly settings: Environment["collector"];
}

/**
 * The OpenTelemetry collector, one task on each instance (daemon). Tasks reach it at Docker's bridge address; it adds
 * the metrics of the instance and its containers and forwards everything to SigNoz over TLS.
 */
export class Collector extends Construct {
  constructor(scope: Construct, id: string, props: CollectorProps) {
    super(scope, id);
    const { settings } = props;
    const log = new LogGroup(this, "LogGroup", {
      name: props.logGroupName,
      retentionDays: props.logRetentionDays,
      keyArn: props.logKeyArn,
    });
    const configText = JSON.stringify(
      collectorConfig({
        endpoint: settings.endpoint,
        environmentName: props.environmentName,
        memoryMiB: settings.memory,
      }),
    );
    const config = new SsmParameter(this, "Config", {
      name: props.configParameterName,
      description: "Configuration of the OpenTelemetry collector",
      type: "String",
      tier: "Standard",
      insecureValue: configText,
    });
    const execution = new Role(this, "ExecutionRole", {
      name: `${props.name}-execution`,
      description: "Starts the collector: configuration, log stream",
      assumedBy: "ecs-tasks.amazonaws.com",
      trustConditions: { StringEquals: { "aws:SourceAccount": props.accountId } },
      statements: [
        { sid: "ReadConfig", actions: ["ssm:GetParameters"], resources: [config.arn] },
        { sid: "WriteLog", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${log.arn}:*`] },
      ],
    });
    const task = new EcsTaskDefinition(this, "TaskDefinition", {
      family: props.name,
      networkMode: "bridge" satisfies NetworkMode,
      requiresCompatibilities: ["EC2"],
      executionRoleArn: execution.arn,
      containerDefinitions: jsonExpression([container(props, config, shortHash(configText), log)]),
      volume: [
        { name: "host", hostPath: "/" },
        { name: "docker-socket", hostPath: "/var/run/docker.sock" },
      ],
    });
    new EcsService(this, "Resource", {
      name: props.name,
      cluster: props.clusterArn,
      taskDefinition: task.arn,
      // A daemon refuses the cluster's default capacity strategy: it names its launch type.
      launchType: "EC2",
      schedulingStrategy: "DAEMON" satisfies SchedulingStrategy,
      // The static ports allow one task an instance: the old one stops first.
      deploymentMinimumHealthyPercent: 0,
      deploymentMaximumPercent: 100,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      dependsOn: execution.grants,
    });
  }
}

function container(
  props: CollectorProps,
  config: SsmParameter,
  configHash: string,
  log: LogGroup,
): ContainerDefinition {
  const { settings } = props;
  const tcp = (port: number) => ({ containerPort: port, hostPort: port, protocol: "tcp" as const });
  return {
    name: "collector",
    image,
    command: [`--config=env:${configVariable}`],
    essential: true,
    cpu: settings.cpu,
    memory: settings.memory,
    memoryReservation: settings.memoryReservation,
    portMappings: [
      tcp(otlpGrpcPort),
      tcp(otlpHttpPort),
      { containerPort: uwsgiLogPort, hostPort: uwsgiLogPort, protocol: "udp" },
    ],
    // A task reads the parameter when it starts: another configuration has to be another revision.
    environment: [{ name: `${configVariable}_HASH`, value: configHash }],
    secrets: [{ name: configVariable, valueFrom: config.arn }],
    // Docker's socket belongs to root; without capabilities root is no more than its owner.
    user: "0",
    privileged: false,
    readonlyRootFilesystem: true,
    linuxParameters: { capabilities: { drop: ["ALL"] } },
    dockerSecurityOptions: ["no-new-privileges"],
    mountPoints: [
      { sourceVolume: "host", containerPath: hostRoot, readOnly: true },
      { sourceVolume: "docker-socket", containerPath: "/var/run/docker.sock", readOnly: true },
    ],
    volumesFrom: [],
    systemControls: [],
    logConfiguration: {
      logDriver: "awslogs" satisfies LogDriver,
      options: {
        "awslogs-group": log.name,
        "awslogs-region": props.region,
        "awslogs-stream-prefix": "collector",
      },
    },
  };
}
