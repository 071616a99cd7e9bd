import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { expressionAlarm, metricAlarm, type AlarmTargets, type MetricAlarm } from "../../../modules/common/alarm";
import { Template } from "../../support/template";

const alarm: MetricAlarm = {
  name: "test-slow",
  description: "Slow",
  namespace: "AWS/RDS",
  metric: "ReadLatency",
  dimensions: { DBInstanceIdentifier: "test" },
  statistic: "Average",
  threshold: { above: 1 },
  minutes: 5,
};
const topic: AlarmTargets = { topicArns: ["arn:topic"] };

const synthesize = (build: (scope: Construct) => void) => Template.of(build).only("aws_cloudwatch_metric_alarm");

describe("metricAlarm", () => {
  const plain = synthesize((scope) => metricAlarm(scope, "Alarm", alarm, topic));

  it("creates an alarm by the minute, for which no data is no news", () => {
    expect(plain).toEqual({
      alarm_name: "test-slow",
      alarm_description: "Slow",
      namespace: "AWS/RDS",
      metric_name: "ReadLatency",
      dimensions: { DBInstanceIdentifier: "test" },
      statistic: "Average",
      comparison_operator: "GreaterThanThreshold",
      threshold: 1,
      period: 60,
      evaluation_periods: 5,
      treat_missing_data: "notBreaching",
      alarm_actions: ["arn:topic"],
      ok_actions: ["arn:topic"],
    });
  });

  it.each<[string, Partial<MetricAlarm>, object]>([
    ["under a name of its own", { name: "other" }, { alarm_name: "other" }],
    ["with words for whoever is woken", { description: "Other" }, { alarm_description: "Other" }],
    ["another service's metric", { namespace: "AWS/ECS" }, { namespace: "AWS/ECS" }],
    ["another metric", { metric: "WriteLatency" }, { metric_name: "WriteLatency" }],
    ["another resource", { dimensions: { ClusterName: "a" } }, { dimensions: { ClusterName: "a" } }],
    ["another statistic", { statistic: "Maximum" }, { statistic: "Maximum" }],
    ["more minutes in a row", { minutes: 10 }, { evaluation_periods: 10, period: 60 }],
    ["a percentile", { statistic: "p95" }, { extended_statistic: "p95" }],
    ["too little", { threshold: { below: 2 } }, { comparison_operator: "LessThanThreshold", threshold: 2 }],
    ["no data", { missingData: "breaching" }, { treat_missing_data: "breaching" }],
  ])("rings at %s", (_, change, gives) => {
    expect(plain).not.toMatchObject(gives);
    expect(synthesize((scope) => metricAlarm(scope, "Alarm", { ...alarm, ...change }, topic))).toMatchObject(gives);
  });

  it("has one statistic: a percentile replaces it", () => {
    const percentile = synthesize((scope) => metricAlarm(scope, "Alarm", { ...alarm, statistic: "p95" }, topic));
    expect(percentile).not.toHaveProperty("statistic");
  });

  it("tells nobody where that was chosen, with a reason", () => {
    const silent = synthesize((scope) => metricAlarm(scope, "Alarm", alarm, { none: true, reason: "a test" }));
    expect(Object.keys(silent).filter((key) => key.endsWith("_actions"))).toEqual([]);
  });
});

describe("expressionAlarm", () => {
  const { name, description, namespace, dimensions, threshold, minutes } = alarm;
  const rates = { expression: "a / b", label: "share", metrics: { a: "Errors", b: "Requests" } };
  const share = { name, description, namespace, dimensions, threshold, minutes, ...rates };
  const plain = synthesize((scope) => expressionAlarm(scope, "Alarm", share, topic));

  it("creates an alarm on the expression alone, for which no data is no news", () => {
    expect(plain).toMatchObject({
      alarm_name: "test-slow",
      alarm_description: "Slow",
      comparison_operator: "GreaterThanThreshold",
      treat_missing_data: "notBreaching",
      alarm_actions: ["arn:topic"],
      ok_actions: ["arn:topic"],
    });
    // CloudWatch refuses a metric of its own, and a period, beside the queries.
    for (const key of ["metric_name", "namespace", "dimensions", "statistic", "period"])
      expect(plain).not.toHaveProperty(key);
  });

  it("rings at all of its minutes, unless said otherwise", () => {
    expect(plain).toMatchObject({ evaluation_periods: 5 });
    expect(plain).not.toHaveProperty("datapoints_to_alarm");
  });

  it.each<
    [string, Partial<typeof share> | { datapointsToAlarm: number } | { threshold: MetricAlarm["threshold"] }, object]
  >([
    ["under a name of its own", { name: "other" }, { alarm_name: "other" }],
    ["with words for whoever is woken", { description: "Other" }, { alarm_description: "Other" }],
    ["too little", { threshold: { below: 2 } }, { comparison_operator: "LessThanThreshold", threshold: 2 }],
    ["more minutes in a row", { minutes: 10 }, { evaluation_periods: 10 }],
    ["one minute of those", { datapointsToAlarm: 1 }, { evaluation_periods: 5, datapoints_to_alarm: 1 }],
  ])("rings at %s", (_, change, gives) => {
    expect(plain).not.toMatchObject(gives);
    expect(synthesize((scope) => expressionAlarm(scope, "Alarm", { ...share, ...change }, topic))).toMatchObject(gives);
  });

  it("tells nobody where that was chosen, with a reason", () => {
    const silent = synthesize((scope) => expressionAlarm(scope, "Alarm", share, { none: true, reason: "a test" }));
    expect(Object.keys(silent).filter((key) => key.endsWith("_actions"))).toEqual([]);
  });

  it.each([
    ["Sum, unless said otherwise", {}, "Sum"],
    ["what was said", { statistic: "Maximum" } as const, "Maximum"],
  ])("rings at an expression over metrics, each by %s", (_, change, stat) => {
    const query = (id: string, metric_name: string) => ({
      id,
      metric: { namespace, metric_name, dimensions, period: 60, stat },
    });
    expect(synthesize((scope) => expressionAlarm(scope, "Alarm", { ...share, ...change }, topic))).toMatchObject({
      threshold: 1,
      evaluation_periods: 5,
      metric_query: [
        { expression: "a / b", label: "share", return_data: true },
        query("a", "Errors"),
        query("b", "Requests"),
      ],
    });
  });
});
