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
    ["a percentile", { statistic: "p95" }, { extended_statistic: "p95" }],
    ["too little", { threshold: { below: 2 } }, { comparison_operator: "LessThanThreshold", threshold: 2 }],
    ["no data", { missingData: "breaching" }, { treat_missing_data: "breaching" }],
  ])("rings at %s", (_, change, gives) => {
    expect(plain).not.toMatchObject(gives);
    expect(synthesize((scope) => metricAlarm(scope, "Alarm", { ...alarm, ...change }, topic))).toMatchObject(gives);
  });

  it("tells nobody where that was chosen, with a reason", () => {
    const silent = synthesize((scope) => metricAlarm(scope, "Alarm", alarm, { none: true, reason: "a test" }));
    expect(Object.keys(silent).filter((key) => key.endsWith("_actions"))).toEqual([]);
  });
});

describe("expressionAlarm", () => {
  const { name, description, namespace, dimensions, threshold, minutes } = alarm;
  const rates = { expression: "a / b", label: "share", metrics: { a: "Errors", b: "Requests" } };

  it.each([
    ["Sum, unless said otherwise", {}, "Sum"],
    ["what was said", { statistic: "Maximum" } as const, "Maximum"],
  ])("rings at an expression over metrics, each by %s", (_, change, stat) => {
    const query = (id: string, metric_name: string) => ({
      id,
      metric: { namespace, metric_name, dimensions, period: 60, stat },
    });
    const whole = { name, description, namespace, dimensions, threshold, minutes, ...rates, ...change };
    expect(synthesize((scope) => expressionAlarm(scope, "Alarm", whole, topic))).toMatchObject({
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
