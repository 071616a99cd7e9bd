/** What watches: CloudWatch, the alarms' topic, the collector and where it sends what it gathers. */
import { statementsOf, text, texts } from "../landscape";
import type { Sketch } from "../sketch";
import { ecsServices, variable } from "./compute";

export function observabilityBoxes(sketch: Sketch): void {
  const { land } = sketch;
  const [alarms, groups] = [land.all("aws_cloudwatch_metric_alarm"), land.all("aws_cloudwatch_log_group")];
  // A service's own alarms and logs belong to the service.
  const ofServices = new Set(ecsServices(sketch).flatMap(({ resource, isDaemon }) => (isDaemon ? [] : resource.stack)));
  const shared = [...land.all("aws_cloudwatch_dashboard"), ...alarms, ...groups].filter(
    ({ stack }) => !ofServices.has(stack),
  );
  const group = {
    kind: "observability",
    label: "Observability",
    detail: "",
    flow: "right",
    isOne: true,
    parent: "bottom",
  } as const;
  sketch.group({ ...group, id: "observability", resources: [] });
  sketch.node({
    id: "cloudwatch",
    kind: "logs",
    label: "CloudWatch",
    details: [`${groups.length} log groups`, `${alarms.length} alarms`],
    parent: "observability",
    column: "observability",
    resources: shared,
  });
  sketch.node({
    id: "alarm-topic",
    kind: "topic",
    label: "Alarms",
    details: ["SNS topic"],
    parent: "observability",
    column: "observability",
    resources: land.all("aws_sns_topic"),
  });
  for (const { endpoint } of exporters(sketch))
    sketch.node({
      id: `signoz-${endpoint}`,
      kind: "signoz",
      label: "SigNoz",
      details: [endpoint.replace(/:\d+$/, "")],
      isOutside: true,
      parent: "bottom",
      column: "exit",
      resources: [],
    });
}

interface Exporter {
  /** Id of the collector's box. */
  readonly collector: string;
  /** Host and port. */
  readonly endpoint: string;
  readonly usesTls: boolean;
}

/** Where collectors send to: read from the configuration that their task gets by a parameter. */
function exporters(sketch: Sketch): Exporter[] {
  const { land } = sketch;
  return ecsServices(sketch).flatMap(({ box, containers, resource, isDaemon }) => {
    if (!isDaemon) return [];
    const sources = texts(containers.flatMap(({ secrets = [] }) => secrets.map(({ valueFrom }) => valueFrom)));
    return land
      .uses(sources, resource.stack)
      .filter(({ type }) => type === "aws_ssm_parameter")
      .flatMap((parameter) => endpoints(text(parameter, "insecure_value") ?? ""))
      .map((exporter) => ({ collector: box, ...exporter }));
  });
}

interface CollectorConfig {
  readonly exporters?: Readonly<
    Record<string, { readonly endpoint?: string; readonly tls?: { readonly insecure?: boolean } }>
  >;
}

function endpoints(configuration: string): Omit<Exporter, "collector">[] {
  let config: CollectorConfig;
  try {
    config = JSON.parse(configuration) as CollectorConfig;
  } catch {
    return []; // no configuration of a collector
  }
  return Object.values(config.exporters ?? {}).flatMap(({ endpoint, tls }) =>
    endpoint === undefined ? [] : [{ endpoint, usesTls: tls?.insecure === false }],
  );
}

export function observabilityArrows(sketch: Sketch): void {
  const { land } = sketch;
  const services = ecsServices(sketch);
  for (const { collector, endpoint, usesTls } of exporters(sketch))
    sketch.edge(collector, `signoz-${endpoint}`, usesTls ? "OTLP, TLS" : "OTLP");
  const collectors = services.filter(({ isDaemon }) => isDaemon);
  for (const service of services.filter(({ isDaemon }) => !isDaemon)) {
    const port = Number(/:(\d+)$/.exec(String(variable(service, "OTEL_EXPORTER_OTLP_ENDPOINT")))?.[1]);
    const collector = collectors.find(({ containers }) =>
      containers.some(({ portMappings = [] }) => portMappings.some(({ hostPort }) => hostPort === port)),
    );
    sketch.edge(service.box, collector?.box, "OTLP");
    const logs = land
      .in(service.resource.stack)
      .flatMap(({ arguments: { policy } }) => statementsOf(policy))
      .some(({ actions }) => actions.includes("logs:PutLogEvents"));
    if (logs) sketch.edge(service.box, "cloudwatch", "logs");
  }
  // Alarms of a service's own stack are the service's.
  const owner = (stack: string) =>
    services.find(({ resource, isDaemon }) => resource.stack === stack && !isDaemon)?.box ?? "cloudwatch";
  for (const alarm of land.all("aws_cloudwatch_metric_alarm"))
    for (const topic of land.uses(alarm.arguments["alarm_actions"], alarm.stack)) {
      const from = owner(alarm.stack);
      sketch.edge(from, sketch.boxOf(topic), from === "cloudwatch" ? undefined : "alarms");
    }
}
