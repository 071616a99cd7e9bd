import { describe, expect, it } from "vitest";
import { SharedAlarms, type SharedAlarmsProps } from "../../../modules/observability/shared-alarms";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<SharedAlarmsProps> = () => ({})) =>
  Template.of((stack) => {
    new SharedAlarms(stack, "Alarms", {
      name: "test",
      topicArn: "arn:topic",
      databaseIdentifier: "test-database",
      maxConnections: 400,
      allocatedStorageGiB: 100,
      cacheNodeIds: ["test-cache-001", "test-cache-002"],
      loadBalancerArnSuffix: "app/test/1",
      clusterName: "test",
      autoScalingGroupName: "test-instances",
      instances: 2,
      ...change(stack),
    });
  });

const alarm = "aws_cloudwatch_metric_alarm";
const events = "aws_db_event_subscription";

const database = { namespace: "AWS/RDS", dimensions: { DBInstanceIdentifier: "test-database" } };
const cacheNode = (node: string) => ({ namespace: "AWS/ElastiCache", dimensions: { CacheClusterId: node } });
const balancer = { namespace: "AWS/ApplicationELB", dimensions: { LoadBalancer: "app/test/1" } };
const above = (threshold: number) => ({ comparison_operator: "GreaterThanThreshold", threshold });
const below = (threshold: number) => ({ comparison_operator: "LessThanThreshold", threshold });
const gibibyte = 1_073_741_824;

interface Expected {
  readonly name: string;
  /** Source, metric, statistic and limit, in the metric's own unit. */
  readonly is: object;
  readonly minutes: number;
  /** With the unit of the limit. */
  readonly says: string;
}

const alarms: readonly Expected[] = [
  {
    name: "database-storage",
    is: { ...database, metric_name: "FreeStorageSpace", statistic: "Average", ...below(10 * gibibyte) },
    minutes: 5,
    says: "The database has less than 10 GiB of free storage",
  },
  {
    name: "database-cpu",
    is: { ...database, metric_name: "CPUUtilization", statistic: "Average", ...above(80) },
    minutes: 15,
    says: "The database's CPU has been above 80 percent for a quarter of an hour",
  },
  {
    name: "database-connections",
    is: { ...database, metric_name: "DatabaseConnections", statistic: "Average", ...above(320) },
    minutes: 5,
    says: "More than 320 of 400 connections are in use",
  },
  {
    name: "database-memory",
    is: { ...database, metric_name: "FreeableMemory", statistic: "Average", ...below(gibibyte / 4) },
    minutes: 5,
    says: "The database has less than 256 MiB of free memory",
  },
  ...["001", "002"].flatMap((number): Expected[] => [
    {
      name: `cache-memory-${number}`,
      is: {
        ...cacheNode(`test-cache-${number}`),
        metric_name: "DatabaseMemoryUsagePercentage",
        statistic: "Average",
        ...above(80),
      },
      minutes: 5,
      says: `Redis node test-cache-${number} uses more than 80 percent of its memory`,
    },
    {
      name: `cache-evictions-${number}`,
      is: { ...cacheNode(`test-cache-${number}`), metric_name: "Evictions", statistic: "Sum", ...above(0) },
      minutes: 5,
      says: `Redis node test-cache-${number} evicts keys for want of memory`,
    },
    {
      name: `cache-cpu-${number}`,
      is: {
        ...cacheNode(`test-cache-${number}`),
        metric_name: "EngineCPUUtilization",
        statistic: "Average",
        ...above(80),
      },
      minutes: 5,
      says: `The Redis process of node test-cache-${number} has been above 80 percent`,
    },
  ]),
  {
    name: "load-balancer-5xx",
    is: { ...balancer, metric_name: "HTTPCode_ELB_5XX_Count", statistic: "Sum", ...above(10) },
    minutes: 3,
    says: "The load balancer itself answers with server errors: no service has a healthy task",
  },
  {
    name: "load-balancer-rejected",
    is: { ...balancer, metric_name: "RejectedConnectionCount", statistic: "Sum", ...above(0) },
    minutes: 3,
    says: "The load balancer rejects connections",
  },
  {
    name: "cluster-memory",
    is: {
      namespace: "AWS/ECS",
      dimensions: { ClusterName: "test" },
      metric_name: "MemoryReservation",
      statistic: "Average",
      ...above(90),
    },
    minutes: 10,
    says: "More than 90 percent of the cluster's memory is reserved: a deployment may not find room",
  },
  {
    name: "cluster-instances",
    is: {
      namespace: "AWS/AutoScaling",
      dimensions: { AutoScalingGroupName: "test-instances" },
      metric_name: "GroupInServiceInstances",
      statistic: "Minimum",
      ...below(2),
    },
    minutes: 10,
    says: "Fewer than 2 instances are in service",
  },
];

describe("SharedAlarms", () => {
  const template = synthesize();

  it("creates an alarm for each way in which what is shared runs short, and passes on what RDS tells", () => {
    const failovers = ["cache-failover-001", "cache-failover-002"];
    expect(template.inventory).toEqual({ [alarm]: alarms.length + failovers.length, [events]: 1 });
    expect(
      template
        .all(alarm)
        .map(({ alarm_name }) => alarm_name)
        .toSorted(),
    ).toEqual([...alarms.map(({ name }) => name), ...failovers].map((name) => `test-${name}`).toSorted());
  });

  describe("defaults", () => {
    it.each(alarms.map((expected) => [expected.name, expected] as const))("%s", (name, { is, minutes, says }) => {
      expect(template.with(alarm, { alarm_name: `test-${name}` })).toEqual({
        alarm_name: `test-${name}`,
        alarm_description: says,
        ...is,
        period: 60,
        evaluation_periods: minutes,
        treat_missing_data: "notBreaching",
        alarm_actions: ["arn:topic"],
        ok_actions: ["arn:topic"],
      });
    });

    it.each(["001", "002"])("cache-failover-%s rings once when that node becomes the primary", (number) => {
      expect(template.with(alarm, { alarm_name: `test-cache-failover-${number}` })).toEqual({
        alarm_name: `test-cache-failover-${number}`,
        alarm_description: `Redis failed over: node test-cache-${number} is the primary now, and connections were cut for seconds`,
        ...above(0),
        evaluation_periods: 5,
        datapoints_to_alarm: 1,
        treat_missing_data: "notBreaching",
        metric_query: [
          { id: "result", expression: "DIFF(primary)", label: "became the primary", return_data: true },
          {
            id: "primary",
            metric: {
              namespace: "AWS/ElastiCache",
              metric_name: "IsMaster",
              dimensions: { CacheClusterId: `test-cache-${number}` },
              period: 60,
              stat: "Maximum",
            },
          },
        ],
        alarm_actions: ["arn:topic"],
        ok_actions: ["arn:topic"],
      });
    });

    it("of a cache with one node know no failover", () => {
      const single = synthesize(() => ({ cacheNodeIds: ["test-cache-001"] }));
      expect(single.all(alarm).filter(({ alarm_name }) => String(alarm_name).includes("failover"))).toEqual([]);
    });

    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
    it("pass on every category of events but those of routine: backup, creation, restoration, security patching", () => {
      expect(template.only(events)).toEqual({
        name: "test-database-events",
        sns_topic: "arn:topic",
        source_type: "db-instance",
        source_ids: ["test-database"],
        event_categories: [
          "availability",
          "configuration change",
          "deletion",
          "failover",
          "failure",
          "low storage",
          "maintenance",
          "notification",
          "recovery",
        ],
      });
    });
  });

  describeOptions<SharedAlarmsProps>(synthesize, {
    name: { to: () => "other", type: alarm, gives: { alarm_name: "other-database-cpu" } },
    topicArn: { to: () => "arn:other", type: events, gives: { sns_topic: "arn:other" } },
    databaseIdentifier: {
      to: () => "other",
      type: alarm,
      gives: { alarm_name: "test-database-cpu", dimensions: { DBInstanceIdentifier: "other" } },
    },
    maxConnections: {
      to: () => 201,
      type: alarm,
      gives: { threshold: 160, alarm_description: "More than 160 of 201 connections are in use" },
    },
    allocatedStorageGiB: {
      to: () => 25,
      type: alarm,
      gives: {
        threshold: 3 * gibibyte,
        alarm_description: "The database has less than 3 GiB of free storage",
      },
    },
    cacheNodeIds: {
      to: () => ["other-001"],
      type: alarm,
      gives: { alarm_name: "test-cache-cpu-001", dimensions: { CacheClusterId: "other-001" } },
    },
    loadBalancerArnSuffix: {
      to: () => "app/other/1",
      type: alarm,
      gives: { metric_name: "RejectedConnectionCount", dimensions: { LoadBalancer: "app/other/1" } },
    },
    clusterName: { to: () => "other", type: alarm, gives: { dimensions: { ClusterName: "other" } } },
    autoScalingGroupName: {
      to: () => "other",
      type: alarm,
      gives: { dimensions: { AutoScalingGroupName: "other" } },
    },
    instances: {
      to: () => 3,
      type: alarm,
      gives: { threshold: 3, alarm_description: "Fewer than 3 instances are in service" },
    },
  });

  it("watches each Redis node for itself", () => {
    const one = synthesize(() => ({ cacheNodeIds: ["test-cache-001"] }));
    expect(one.count(alarm)).toBe(alarms.length - 3);
  });
});
