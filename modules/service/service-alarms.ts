import { Construct } from "constructs";
import { expressionAlarm, metricAlarm, type AlarmTargets } from "../common/alarm";

/** Share of answers with a 5xx code above which a service counts as broken, percent. */
const serverErrorPercent = 5;
/** 95th percentile of the response time above which a service counts as slow, seconds. */
const latencySeconds = 2;
/** Use of the CPU or memory that a service reserves above which autoscaling evidently does not help, percent. */
const resourcePercent = 90;

export interface ServiceAlarmsProps {
  /** Name of the ECS service; alarms are named after it. */
  readonly serviceName: string;
  readonly clusterName: string;
  readonly loadBalancerArnSuffix: string;
  readonly targetGroupArnSuffix: string;
  readonly targets: AlarmTargets;
}

/** Alarms on what the users of a service see, and on what will soon make them see it. */
export class ServiceAlarms extends Construct {
  /** Kind, as in `deployment.rollbackAlarms` -> alarm name. */
  readonly names: Readonly<Record<"unhealthy-hosts" | "5xx-rate" | "latency-p95", string>>;

  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    const name = (kind: string) => `${props.serviceName}-${kind}`;
    const traffic = {
      namespace: "AWS/ApplicationELB",
      dimensions: { LoadBalancer: props.loadBalancerArnSuffix, TargetGroup: props.targetGroupArnSuffix },
    };
    const tasks = { dimensions: { ClusterName: props.clusterName, ServiceName: props.serviceName } };
    this.names = {
      "unhealthy-hosts": metricAlarm(
        this,
        "UnhealthyHosts",
        {
          ...traffic,
          name: name("unhealthy-hosts"),
          description: "Tasks fail their health check",
          metric: "UnHealthyHostCount",
          statistic: "Maximum",
          threshold: { above: 0 },
          minutes: 3,
        },
        props.targets,
      ).alarmName,
      "5xx-rate": expressionAlarm(
        this,
        "ServerErrors",
        {
          ...traffic,
          name: name("5xx-rate"),
          description: `More than ${serverErrorPercent} percent of the answers are server errors`,
          expression: "IF(requests > 0, 100 * errors / requests, 0)",
          label: "5xx answers, percent",
          metrics: { errors: "HTTPCode_Target_5XX_Count", requests: "RequestCount" },
          threshold: { above: serverErrorPercent },
          minutes: 3,
        },
        props.targets,
      ).alarmName,
      "latency-p95": metricAlarm(
        this,
        "Latency",
        {
          ...traffic,
          name: name("latency-p95"),
          description: `One in twenty answers takes longer than ${latencySeconds} seconds`,
          metric: "TargetResponseTime",
          statistic: "p95",
          threshold: { above: latencySeconds },
          minutes: 5,
        },
        props.targets,
      ).alarmName,
    };
    expressionAlarm(
      this,
      "MissingTasks",
      {
        ...tasks,
        namespace: "ECS/ContainerInsights",
        name: name("missing-tasks"),
        description: "Fewer tasks run than should",
        expression: "desired - running",
        label: "missing tasks",
        metrics: { desired: "DesiredTaskCount", running: "RunningTaskCount" },
        statistic: "Average",
        threshold: { above: 0 },
        minutes: 10,
      },
      props.targets,
    );
    for (const [alarmId, kind, metric] of [
      ["Cpu", "cpu", "CPUUtilization"],
      ["Memory", "memory", "MemoryUtilization"],
    ] as const)
      metricAlarm(
        this,
        alarmId,
        {
          ...tasks,
          namespace: "AWS/ECS",
          name: name(kind),
          description: `The service has used more than ${resourcePercent} percent of its ${kind} for a quarter of an hour`,
          metric,
          statistic: "Average",
          threshold: { above: resourcePercent },
          minutes: 15,
        },
        props.targets,
      );
  }
}
