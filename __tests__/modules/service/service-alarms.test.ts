import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { ServiceAlarms, type ServiceAlarmsProps } from "../../../modules/service/service-alarms";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<ServiceAlarmsProps> = () => ({})) =>
  Template.of((stack) => {
    const { names } = new ServiceAlarms(stack, "Alarms", {
      serviceName: "test-billing",
      clusterName: "test",
      loadBalancerArnSuffix: "app/test/1",
      targetGroupArnSuffix: "targetgroup/billing/2",
      targets: { topicArns: ["arn:topic"] },
      ...change(stack),
    });
    new TerraformOutput(stack, "Names", { value: names });
  });

const alarm = "aws_cloudwatch_metric_alarm";
const traffic = { LoadBalancer: "app/test/1", TargetGroup: "targetgroup/billing/2" };
const tasks = { ClusterName: "test", ServiceName: "test-billing" };

describe("ServiceAlarms", () => {
  const template = synthesize();
  const named = (kind: string) => template.with(alarm, { alarm_name: `test-billing-${kind}` });

  it("creates three alarms on what users see, and three on what will soon make them see it", () => {
    expect(template.inventory).toEqual({ [alarm]: 6 });
  });

  describe("defaults", () => {
    it.each([
      [
        "unhealthy-hosts",
        {
          namespace: "AWS/ApplicationELB",
          metric_name: "UnHealthyHostCount",
          dimensions: traffic,
          statistic: "Maximum",
        },
        { threshold: 0, minutes: 3 },
      ],
      [
        "latency-p95",
        {
          namespace: "AWS/ApplicationELB",
          metric_name: "TargetResponseTime",
          dimensions: traffic,
          extended_statistic: "p95",
        },
        { threshold: 2, minutes: 5 },
      ],
      [
        "cpu",
        { namespace: "AWS/ECS", metric_name: "CPUUtilization", dimensions: tasks, statistic: "Average" },
        { threshold: 90, minutes: 15 },
      ],
      [
        "memory",
        { namespace: "AWS/ECS", metric_name: "MemoryUtilization", dimensions: tasks, statistic: "Average" },
        { threshold: 90, minutes: 15 },
      ],
    ])("%s", (kind, metric, { threshold, minutes }) => {
      expect(named(kind)).toMatchObject({
        ...metric,
        threshold,
        comparison_operator: "GreaterThanThreshold",
        period: 60,
        evaluation_periods: minutes,
        treat_missing_data: "notBreaching",
      });
    });

    it("5xx-rate: more than 5 percent of the answers, and none without requests", () => {
      expect(named("5xx-rate")).toMatchObject({
        threshold: 5,
        evaluation_periods: 3,
        metric_query: [
          { expression: "IF(requests > 0, 100 * errors / requests, 0)", return_data: true },
          { id: "errors", metric: { metric_name: "HTTPCode_Target_5XX_Count", dimensions: traffic, stat: "Sum" } },
          { id: "requests", metric: { metric_name: "RequestCount", dimensions: traffic, stat: "Sum" } },
        ],
      });
    });

    it("missing-tasks: fewer than wanted for ten minutes", () => {
      expect(named("missing-tasks")).toMatchObject({
        threshold: 0,
        evaluation_periods: 10,
        metric_query: [
          { expression: "desired - running", return_data: true },
          { id: "desired", metric: { metric_name: "DesiredTaskCount", dimensions: tasks, stat: "Average" } },
          { id: "running", metric: { metric_name: "RunningTaskCount", dimensions: tasks, stat: "Average" } },
        ],
      });
    });
  });

  describeOptions<ServiceAlarmsProps>(synthesize, {
    serviceName: {
      to: () => "other",
      type: alarm,
      gives: { alarm_name: "other-cpu", dimensions: { ServiceName: "other" } },
    },
    clusterName: { to: () => "other", type: alarm, gives: { dimensions: { ClusterName: "other" } } },
    loadBalancerArnSuffix: {
      to: () => "app/other/1",
      type: alarm,
      gives: { dimensions: { LoadBalancer: "app/other/1" } },
    },
    targetGroupArnSuffix: {
      to: () => "targetgroup/x/3",
      type: alarm,
      gives: { dimensions: { TargetGroup: "targetgroup/x/3" } },
    },
    targets: { to: () => ({ topicArns: ["arn:other"] }), type: alarm, gives: { alarm_actions: ["arn:other"] } },
  });

  it("tells nobody where that was chosen", () => {
    const silent = synthesize(() => ({ targets: { none: true, reason: "a test" } }));
    for (const one of silent.all(alarm)) expect(Object.keys(one)).not.toContain("alarm_actions");
  });

  describe("wiring", () => {
    it("tells when an alarm rings and when it stops", () => {
      for (const one of template.all(alarm))
        expect(one).toMatchObject({ alarm_actions: ["arn:topic"], ok_actions: ["arn:topic"] });
    });

    it("names the alarms that a deployment may watch, by reference, so that they exist first", () => {
      const name = (kind: string) => template.reference(alarm, "alarm_name", { alarm_name: `test-billing-${kind}` });
      expect(template.outputs).toEqual({
        Names: {
          "unhealthy-hosts": name("unhealthy-hosts"),
          "5xx-rate": name("5xx-rate"),
          "latency-p95": name("latency-p95"),
        },
      });
    });
  });
});
