/**
 * What the components of the OpenTelemetry collector accept that the configuration names: their fields, by the
 * `mapstructure` names of each component's `Config`. A configuration with any other field does not start.
 *
 * Read from the sources of v0.139.0: github.com/open-telemetry/opentelemetry-collector (core) and
 * github.com/open-telemetry/opentelemetry-collector-contrib (contrib), at the path beside each component.
 */
export type Shape =
  | "text"
  | "flag"
  | "count"
  | "duration"
  | "address"
  | "anything"
  | { readonly oneOf: readonly string[] }
  /** A section with these fields only. */
  | { readonly fields: Readonly<Record<string, Shape>>; readonly required?: readonly string[] }
  /** A section with keys of the user's own. */
  | { readonly each: Shape }
  | { readonly list: Shape };

const anything = (...fields: readonly string[]): Record<string, Shape> =>
  Object.fromEntries(fields.map((field) => [field, "anything"]));

/** core `config/configgrpc/configgrpc.go` ServerConfig, `config/confignet/confignet.go` */
const grpcServer = {
  endpoint: "address",
  max_recv_msg_size_mib: "count",
  ...anything("transport", "dialer", "tls", "max_concurrent_streams", "read_buffer_size", "write_buffer_size"),
  ...anything("keepalive", "auth", "include_metadata", "middlewares"),
} as const satisfies Record<string, Shape>;

/** core `config/confighttp/server.go` ServerConfig */
const httpServer = {
  endpoint: "address",
  max_request_body_size: "count",
  ...anything("tls", "cors", "auth", "include_metadata", "response_headers", "compression_algorithms"),
  ...anything("read_timeout", "read_header_timeout", "write_timeout", "idle_timeout", "middlewares"),
  ...anything("keep_alives_enabled"),
} as const satisfies Record<string, Shape>;

/** core `config/configtls/configtls.go` ClientConfig */
const tlsClient = {
  fields: {
    insecure: "flag",
    insecure_skip_verify: "flag",
    server_name_override: "text",
    ...anything("ca_file", "ca_pem", "include_system_ca_certs_pool", "cert_file", "cert_pem", "key_file", "key_pem"),
    ...anything("min_version", "max_version", "cipher_suites", "reload_interval", "curve_preferences", "tpm"),
  },
} as const satisfies Shape;

/** core `scraper/scraperhelper/config.go` ControllerConfig */
const scraping = {
  collection_interval: "duration",
  initial_delay: "duration",
  timeout: "duration",
} as const satisfies Record<string, Shape>;

const enabled = { fields: { enabled: "flag" } } as const satisfies Shape;

/** contrib `processor/resourcedetectionprocessor/internal/aws/ecs/internal/metadata/generated_config.go` */
const ecsAttributes = [
  "aws.ecs.cluster.arn",
  "aws.ecs.launchtype",
  "aws.ecs.task.arn",
  "aws.ecs.task.family",
  "aws.ecs.task.id",
  "aws.ecs.task.revision",
  "aws.log.group.arns",
  "aws.log.group.names",
  "aws.log.stream.arns",
  "aws.log.stream.names",
  "cloud.account.id",
  "cloud.availability_zone",
  "cloud.platform",
  "cloud.provider",
  "cloud.region",
];

/** Section of the configuration -> type of the component -> its fields. */
export const components: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  extensions: {
    // contrib `extension/healthcheckextension/config.go`
    health_check: {
      fields: { ...httpServer, path: "text", ...anything("response_body", "check_collector_pipeline") },
    },
  },
  receivers: {
    // core `receiver/otlpreceiver/config.go`
    otlp: {
      fields: {
        protocols: {
          fields: {
            grpc: { fields: grpcServer },
            http: { fields: { ...httpServer, ...anything("traces_url_path", "metrics_url_path", "logs_url_path") } },
          },
        },
      },
      required: ["protocols"],
    },
    // contrib `receiver/udplogreceiver/udp.go`, `pkg/stanza/operator/input/udp/config.go`. Named `udp_log` since 2026
    // (contrib pull request 47370), where this name is still taken.
    udplog: {
      fields: {
        listen_address: "address",
        attributes: { each: "text" },
        resource: { each: "text" },
        one_log_per_packet: "flag",
        add_attributes: "flag",
        encoding: "text",
        ...anything("multiline", "preserve_leading_whitespaces", "preserve_trailing_whitespaces", "async"),
        ...anything("operators", "retry_on_failure", "storage"),
      },
      required: ["listen_address"],
    },
    // contrib `receiver/hostmetricsreceiver/config.go`; the scrapers from its README
    hostmetrics: {
      fields: {
        ...scraping,
        root_path: "text",
        metadata_collection_interval: "duration",
        scrapers: {
          fields: anything("cpu", "disk", "load", "filesystem", "memory", "network", "paging", "processes", "process"),
        },
      },
      required: ["scrapers"],
    },
    // contrib `receiver/dockerstatsreceiver/config.go`, `internal/docker/config.go`
    docker_stats: {
      fields: {
        ...scraping,
        endpoint: "text",
        // A number is refused: 1.40 would be read as 1.4.
        api_version: "text",
        excluded_images: { list: "text" },
        container_labels_to_metric_labels: { each: "text" },
        env_vars_to_metric_labels: { each: "text" },
        ...anything("metrics", "resource_attributes"),
      },
      required: ["endpoint"],
    },
  },
  processors: {
    // core `internal/memorylimiter/config.go`
    memory_limiter: {
      fields: {
        check_interval: "duration",
        min_gc_interval_when_soft_limited: "duration",
        min_gc_interval_when_hard_limited: "duration",
        limit_mib: "count",
        spike_limit_mib: "count",
        limit_percentage: "count",
        spike_limit_percentage: "count",
      },
      required: ["check_interval"],
    },
    // contrib `processor/resourcedetectionprocessor/config.go`; of the detectors those that could fit here, from its README
    resourcedetection: {
      fields: {
        detectors: { list: { oneOf: ["env", "system", "docker", "ec2", "ecs"] } },
        override: "flag",
        timeout: "duration",
        ecs: {
          fields: {
            resource_attributes: {
              fields: Object.fromEntries(ecsAttributes.map((attribute) => [attribute, enabled])),
            },
          },
        },
        ...anything("ec2", "system", "docker"),
      },
      required: ["detectors"],
    },
    // contrib `processor/resourceprocessor/config.go`, `internal/coreinternal/attraction/attraction.go`
    resource: {
      fields: {
        attributes: {
          list: {
            fields: {
              key: "text",
              value: "anything",
              action: { oneOf: ["insert", "update", "upsert", "delete", "hash", "extract", "convert"] },
              ...anything("pattern", "from_attribute", "from_context", "converted_type"),
            },
            required: ["key", "action"],
          },
        },
      },
      required: ["attributes"],
    },
    // core `processor/batchprocessor/config.go`
    batch: {
      fields: {
        timeout: "duration",
        send_batch_size: "count",
        send_batch_max_size: "count",
        metadata_keys: { list: "text" },
        metadata_cardinality_limit: "count",
      },
    },
  },
  exporters: {
    // core `exporter/otlpexporter/config.go`, `config/configgrpc/configgrpc.go` ClientConfig,
    // `exporter/exporterhelper/internal/queuebatch/config.go`, `config/configretry/backoff.go`
    otlp: {
      fields: {
        endpoint: "address",
        timeout: "duration",
        tls: tlsClient,
        compression: { oneOf: ["gzip", "snappy", "zstd", "none"] },
        headers: { each: "text" },
        sending_queue: {
          fields: {
            enabled: "flag",
            queue_size: "count",
            num_consumers: "count",
            ...anything("wait_for_result", "sizer", "block_on_overflow", "storage", "batch"),
          },
        },
        retry_on_failure: {
          fields: {
            enabled: "flag",
            initial_interval: "duration",
            max_interval: "duration",
            max_elapsed_time: "duration",
            ...anything("randomization_factor", "multiplier"),
          },
        },
        ...anything("keepalive", "read_buffer_size", "write_buffer_size", "wait_for_ready", "balancer_name"),
        ...anything("authority", "auth", "middlewares"),
      },
      required: ["endpoint"],
    },
  },
};

const scalars: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  flag: (value) => typeof value === "boolean",
  count: (value) => Number.isInteger(value) && Number(value) >= 0,
  duration: (value) => /^\d+(ms|s|m|h)$/.test(String(value)),
  address: (value) => /^[a-z0-9.-]+:\d+$/.test(String(value)),
  anything: () => true,
};

/** What of a value a component would refuse, each as `path: what is wrong`. */
export function refusals(value: unknown, shape: Shape, path: string): string[] {
  if (typeof shape === "string") return scalars[shape]?.(value) === true ? [] : [`${path}: no ${shape}`];
  if ("oneOf" in shape)
    return shape.oneOf.includes(String(value)) ? [] : [`${path}: none of ${shape.oneOf.join(", ")}`];
  if ("list" in shape)
    return Array.isArray(value)
      ? value.flatMap((element, index) => refusals(element, shape.list, `${path}[${index}]`))
      : [`${path}: no list`];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path}: no section`];
  const found = Object.entries(value).flatMap(([key, member]) => {
    const inner = "each" in shape ? shape.each : shape.fields[key];
    return inner === undefined ? [`${path}.${key}: no such field`] : refusals(member, inner, `${path}.${key}`);
  });
  const missing = "each" in shape ? [] : (shape.required ?? []).filter((field) => !(field in value));
  return [...found, ...missing.map((field) => `${path}.${field}: missing`)];
}
