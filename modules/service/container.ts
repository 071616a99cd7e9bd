/** The container of a service, as ECS writes it in a task definition. */
import type { Compatibility, ContainerDefinition, LogDriver } from "@aws-sdk/client-ecs";
import type { Service } from "../../core/manifest/schema";
import { otlpGrpcPort, uwsgiLogPort } from "../observability/collector-config";

/** The instance as a task in bridge mode sees it: Docker's default bridge. The collector listens there. */
const collectorHost = "172.17.0.1";
/** Neither root nor a user of the instance. */
const user = "10001:10001";
/** Writable scratch space of a container whose root file system is read-only, MiB. */
const tmpfsMiB = 128;
/** What the log driver buffers in memory before it drops lines, so that a slow CloudWatch never blocks a request. */
const logBuffer = "4m";

export const launchType = "EC2" satisfies Compatibility;

export interface ContainerProps {
  readonly service: Service;
  readonly environmentName: string;
  readonly region: string;
  /** Host name in the requests of viewers, for which Django has to be told that it answers. */
  readonly viewerDomain: string;
  readonly image: string;
  readonly logGroupName: string;
  /** Variable -> ARN of the secret. */
  readonly secretArns: Readonly<Record<string, string>>;
  /** Bucket of the service's files, when it uses files. */
  readonly filesBucketName: string | undefined;
}

/** The one container of a service's task. Lists are sorted: the order of the manifest changes nothing. */
export function container(props: ContainerProps): ContainerDefinition {
  const { service } = props;
  return {
    name: service.name,
    image: props.image,
    essential: true,
    cpu: service.cpu,
    memory: service.memory,
    memoryReservation: service.memoryReservation,
    portMappings: [{ containerPort: service.containerPort, hostPort: 0, protocol: "tcp" }],
    environment: Object.entries(variables(props))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => ({ name, value })),
    secrets: Object.entries(props.secretArns)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, valueFrom]) => ({ name, valueFrom })),
    user,
    readonlyRootFilesystem: true,
    privileged: false,
    linuxParameters: {
      initProcessEnabled: true,
      capabilities: { drop: ["ALL"] },
      tmpfs: [{ containerPath: "/tmp", size: tmpfsMiB, mountOptions: ["noexec", "nosuid", "nodev"] }],
    },
    dockerSecurityOptions: ["no-new-privileges"],
    stopTimeout: service.stopTimeoutSeconds,
    logConfiguration: {
      logDriver: "awslogs" satisfies LogDriver,
      options: {
        "awslogs-group": props.logGroupName,
        "awslogs-region": props.region,
        "awslogs-stream-prefix": "task",
        mode: "non-blocking",
        "max-buffer-size": logBuffer,
      },
    },
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
  };
}

function variables(props: ContainerProps): Record<string, string> {
  const { service } = props;
  return {
    ...service.environment,
    AWS_REGION: props.region,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${collectorHost}:${otlpGrpcPort}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    OTEL_RESOURCE_ATTRIBUTES: `deployment.environment=${props.environmentName}`,
    OTEL_SERVICE_NAME: service.name,
    SMART360_ENVIRONMENT: props.environmentName,
    SMART360_LOG_SOCKET: `${collectorHost}:${uwsgiLogPort}`,
    UWSGI_HARAKIRI: String(service.requestTimeoutSeconds),
    UWSGI_WORKER_RELOAD_MERCY: String(service.requestTimeoutSeconds),
    VIEWER_DOMAIN: props.viewerDomain,
    ...(props.filesBucketName === undefined
      ? {}
      : { FILES_BUCKET: props.filesBucketName, FILES_PREFIX: `${service.name}/` }),
  };
}
