/**
 * Configuration of the OpenTelemetry collector (contrib distribution), as JSON, which the collector reads as YAML.
 * Components: https://github.com/open-telemetry/opentelemetry-collector and opentelemetry-collector-contrib, v0.139.0.
 */

export const otlpGrpcPort = 4_317;
export const otlpHttpPort = 4_318;
/** Where uWSGI's socket logger sends its own lines. */
export const uwsgiLogPort = 54_525;
const healthCheckPort = 13_133;
/** The instance's root file system inside the container. */
export const hostRoot = "/hostfs";

export interface CollectorConfigProps {
  /** SigNoz's OTLP receiver, `host:port`, reached over TLS. */
  readonly endpoint: string;
  readonly environmentName: string;
  /** Hard memory limit of the container, MiB. The limiter works below it. */
  readonly memoryMiB: number;
}

/** Share of the container's memory at which the collector starts to refuse data, percent. */
const memoryLimitPercent = 80;
const memorySpikePercent = 20;

/** What the ECS detector tells of the task it runs in, which is the collector's own. */
const ownTask = [
  "aws.ecs.task.arn",
  "aws.ecs.task.family",
  "aws.ecs.task.id",
  "aws.ecs.task.revision",
  "aws.log.group.arns",
  "aws.log.group.names",
  "aws.log.stream.arns",
  "aws.log.stream.names",
];

/** The collector's pipelines: what the tasks send, what uWSGI logs, and what the instance and its containers use. */
export function collectorConfig(props: CollectorConfigProps) {
  const everywhere = (port: number) => `0.0.0.0:${port}`;
  const detection = { detectors: ["env", "ecs"], override: false };
  const through = (detector: string) => ["memory_limiter", detector, "resource", "batch"];
  // What comes from the instance is told apart by the collector's task, which runs there once; what comes from a task
  // must not seem to come from the collector.
  const ofInstance = { processors: through("resourcedetection"), exporters: ["otlp"] };
  const ofTasks = { processors: through("resourcedetection/tasks"), exporters: ["otlp"] };
  return {
    extensions: { health_check: { endpoint: everywhere(healthCheckPort) } },
    receivers: {
      otlp: {
        protocols: { grpc: { endpoint: everywhere(otlpGrpcPort) }, http: { endpoint: everywhere(otlpHttpPort) } },
      },
      udplog: { listen_address: everywhere(uwsgiLogPort), resource: { "log.source": "uwsgi" } },
      hostmetrics: {
        collection_interval: "60s",
        root_path: hostRoot,
        scrapers: { cpu: {}, disk: {}, filesystem: {}, load: {}, memory: {}, network: {} },
      },
      docker_stats: {
        endpoint: "unix:///var/run/docker.sock",
        // Engines refuse older versions; a string, as YAML would read a number.
        api_version: "1.44",
        collection_interval: "60s",
        container_labels_to_metric_labels: {
          "com.amazonaws.ecs.container-name": "service.name",
          "com.amazonaws.ecs.task-arn": "aws.ecs.task.arn",
          "com.amazonaws.ecs.task-definition-version": "aws.ecs.task.revision",
        },
      },
    },
    processors: {
      memory_limiter: {
        check_interval: "1s",
        limit_mib: Math.floor((props.memoryMiB * memoryLimitPercent) / 100),
        spike_limit_mib: Math.floor((props.memoryMiB * memorySpikePercent) / 100),
      },
      resourcedetection: detection,
      "resourcedetection/tasks": {
        ...detection,
        ecs: { resource_attributes: Object.fromEntries(ownTask.map((attribute) => [attribute, { enabled: false }])) },
      },
      resource: {
        attributes: [{ key: "deployment.environment", value: props.environmentName, action: "upsert" }],
      },
      batch: {},
    },
    exporters: {
      otlp: {
        endpoint: props.endpoint,
        tls: { insecure: false },
        sending_queue: { queue_size: 1_000 },
        retry_on_failure: { enabled: true, max_elapsed_time: "300s" },
      },
    },
    service: {
      extensions: ["health_check"],
      pipelines: {
        traces: { receivers: ["otlp"], ...ofTasks },
        metrics: { receivers: ["otlp", "docker_stats"], ...ofTasks },
        "metrics/instance": { receivers: ["hostmetrics"], ...ofInstance },
        logs: { receivers: ["otlp"], ...ofTasks },
        // A packet does not say whose it is.
        "logs/instance": { receivers: ["udplog"], ...ofInstance },
      },
    },
  };
}
