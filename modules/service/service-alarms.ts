import type { ComparisonOperator } from "@aws-sdk/client-cloudwatch";
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

/** Whom alarms tell. Forgetting it is not possible: a stack without targets says why. */
export type AlarmTargets = { readonly topicArns: readonly string[] } | { readonly none: true; readonly reason: string };

export interface ServiceAlarmsProps {
  /** Name of the ECS service; alarms are named after it. */
  readonly serviceName: string;
  readonly loadBalancerArnSuffix: string;
  readonly targetGroupArnSuffix: string;
  readonly targets: AlarmTargets;
}

/** Seconds of one data point. */
const periodSeconds = 60;
/** Share of answers with a 5xx code above which a service counts as broken, percent. */
const serverErrorPercent = 5;
/** 95th percentile of the response time above which a service counts as slow, seconds. */
const latencySeconds = 2;

/** Alarms on what the users of a service see: unhealthy tasks, server errors, slow answers. */
export class ServiceAlarms extends Construct {
  /** Kind, as in `deployment.rollbackAlarms` -> alarm name. */
  readonly names: Readonly<Record<"unhealthy-hosts" | "5xx-rate" | "latency-p95", string>>;

  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    const namespace = "AWS/ApplicationELB";
    const dimensions = { LoadBalancer: props.loadBalancerArnSuffix, TargetGroup: props.targetGroupArnSuffix };
    const alarm = (
      alarmId: string,
      kind: string,
      config: Omit<CloudwatchMetricAlarmConfig, "alarmName" | "comparisonOperator">,
    ) =>
      new CloudwatchMetricAlarm(this, alarmId, {
        alarmName: `${props.serviceName}-${kind}`,
        comparisonOperator: "GreaterThanThreshold" satisfies ComparisonOperator,
        treatMissingData: "notBreaching",
        ...actions(props.targets),
        ...config,
      }).alarmName;
    const metric = (metricId: string, metricName: string) => ({
      id: metricId,
      metric: { namespace, metricName, dimensions, period: periodSeconds, stat: "Sum" },
    });

    this.names = {
      "unhealthy-hosts": alarm("UnhealthyHosts", "unhealthy-hosts", {
        alarmDescription: "Tasks fail their health check",
        namespace,
        metricName: "UnHealthyHostCount",
        dimensions,
        statistic: "Maximum",
        period: periodSeconds,
        evaluationPeriods: 3,
        threshold: 0,
      }),
      "5xx-rate": alarm("ServerErrors", "5xx-rate", {
        alarmDescription: `More than ${serverErrorPercent} percent of the answers are server errors`,
        evaluationPeriods: 3,
        threshold: serverErrorPercent,
        metricQuery: [
          {
            id: "rate",
            expression: "IF(requests > 0, 100 * errors / requests, 0)",
            label: "5xx answers, percent",
            returnData: true,
          },
          metric("errors", "HTTPCode_Target_5XX_Count"),
          metric("requests", "RequestCount"),
        ],
      }),
      "latency-p95": alarm("Latency", "latency-p95", {
        alarmDescription: `One in twenty answers takes longer than ${latencySeconds} seconds`,
        namespace,
        metricName: "TargetResponseTime",
        dimensions,
        extendedStatistic: "p95",
        period: periodSeconds,
        evaluationPeriods: 5,
        threshold: latencySeconds,
      }),
    };
  }
}

function actions(targets: AlarmTargets) {
  if ("none" in targets) return {};
  return { alarmActions: [...targets.topicArns], okActions: [...targets.topicArns] };
}
