import type { ComparisonOperator, Statistic } from "@aws-sdk/client-cloudwatch";
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";

/** Whom alarms tell. Forgetting it is not possible: who tells nobody says why. */
export type AlarmTargets = { readonly topicArns: readonly string[] } | { readonly none: true; readonly reason: string };

/** Seconds of one data point. */
const periodSeconds = 60;

export interface MetricAlarm {
  readonly name: string;
  /** What is wrong when it rings, for whoever is woken by it. */
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic | `p${number}`;
  /** Rings above (or below) this, in the metric's own unit. */
  readonly threshold: { readonly above: number } | { readonly below: number };
  /** Minutes in a row. */
  readonly minutes: number;
  /**
   * What no data means.
   * @default "notBreaching"
   */
  readonly missingData?: "notBreaching" | "breaching" | "ignore" | "missing";
}

/** An alarm on one metric. */
export function metricAlarm(
  scope: Construct,
  id: string,
  alarm: MetricAlarm,
  targets: AlarmTargets,
): CloudwatchMetricAlarm {
  const statistic = alarm.statistic.startsWith("p")
    ? { extendedStatistic: alarm.statistic }
    : { statistic: alarm.statistic };
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: alarm.name,
    alarmDescription: alarm.description,
    namespace: alarm.namespace,
    metricName: alarm.metric,
    dimensions: { ...alarm.dimensions },
    ...statistic,
    ...threshold(alarm.threshold),
    period: periodSeconds,
    evaluationPeriods: alarm.minutes,
    treatMissingData: alarm.missingData ?? "notBreaching",
    ...alarmActions(targets),
  });
}

/** An alarm on an expression over several metrics, each by the minute. */
export function expressionAlarm(
  scope: Construct,
  id: string,
  alarm: Pick<MetricAlarm, "name" | "description" | "namespace" | "dimensions" | "minutes" | "threshold"> & {
    readonly expression: string;
    readonly label: string;
    /** Id in the expression -> metric. */
    readonly metrics: Readonly<Record<string, string>>;
    /**
     * How a minute of each metric becomes one number.
     * @default "Sum"
     */
    readonly statistic?: Statistic;
    /**
     * How many of those minutes are enough. A metric may come late: the alarm looks at the newest minutes that are there,
     * and a single one that arrives together with the next is passed over where it looks at one only.
     * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
     * @default all of them
     */
    readonly datapointsToAlarm?: number;
  },
  targets: AlarmTargets,
): CloudwatchMetricAlarm {
  const queries = Object.entries(alarm.metrics).map(([queryId, metricName]) => ({
    id: queryId,
    metric: {
      namespace: alarm.namespace,
      metricName,
      dimensions: { ...alarm.dimensions },
      period: periodSeconds,
      stat: alarm.statistic ?? ("Sum" satisfies Statistic),
    },
  }));
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: alarm.name,
    alarmDescription: alarm.description,
    ...threshold(alarm.threshold),
    evaluationPeriods: alarm.minutes,
    ...(alarm.datapointsToAlarm === undefined ? {} : { datapointsToAlarm: alarm.datapointsToAlarm }),
    treatMissingData: "notBreaching",
    metricQuery: [{ id: "result", expression: alarm.expression, label: alarm.label, returnData: true }, ...queries],
    ...alarmActions(targets),
  });
}

function threshold(
  limit: MetricAlarm["threshold"],
): Pick<CloudwatchMetricAlarmConfig, "comparisonOperator" | "threshold"> {
  if ("above" in limit)
    return { comparisonOperator: "GreaterThanThreshold" satisfies ComparisonOperator, threshold: limit.above };
  return { comparisonOperator: "LessThanThreshold" satisfies ComparisonOperator, threshold: limit.below };
}

function alarmActions(targets: AlarmTargets) {
  if ("none" in targets) return {};
  return { alarmActions: [...targets.topicArns], okActions: [...targets.topicArns] };
}
