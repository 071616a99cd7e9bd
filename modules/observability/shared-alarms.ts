import { DbEventSubscription } from "@cdktf/provider-aws/lib/db-event-subscription";
import { Construct } from "constructs";
import { expressionAlarm, metricAlarm, type MetricAlarm } from "../common/alarm";

const gibibyte = 2 ** 30;
const mebibyte = 2 ** 20;

export interface SharedAlarmsProps {
  /** Prefix of the alarms' names. */
  readonly name: string;
  readonly topicArn: string;
  readonly databaseIdentifier: string;
  /** PostgreSQL's max_connections. */
  readonly maxConnections: number;
  /** Storage at creation, GiB. */
  readonly allocatedStorageGiB: number;
  /** Ids of the nodes, `<replication group>-001` and so on. */
  readonly cacheNodeIds: readonly string[];
  readonly loadBalancerArnSuffix: string;
  readonly clusterName: string;
  readonly autoScalingGroupName: string;
  /** Instances that run all the time. */
  readonly instances: number;
}

/** Alarms on what all services share: database, cache, load balancer, cluster. */
export class SharedAlarms extends Construct {
  constructor(scope: Construct, id: string, props: SharedAlarmsProps) {
    super(scope, id);
    const alarms = {
      ...databaseAlarms(props),
      ...cacheAlarms(props),
      ...trafficAlarms(props),
      ...clusterAlarms(props),
    };
    for (const [alarmId, { name, ...alarm }] of Object.entries(alarms))
      metricAlarm(this, alarmId, { ...alarm, name: `${props.name}-${name}` }, { topicArns: [props.topicArn] });

    for (const node of props.cacheNodeIds.length > 1 ? props.cacheNodeIds : []) failoverAlarm(this, node, props);

    new DbEventSubscription(this, "DatabaseEvents", {
      name: `${props.name}-database-events`,
      snsTopic: props.topicArn,
      sourceType: "db-instance",
      sourceIds: [props.databaseIdentifier],
      eventCategories: [
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
  }
}

type Alarms = Record<string, MetricAlarm>;

/**
 * Rings when a node becomes the primary, for five minutes: within them its metric may come late. ElastiCache tells its
 * events to a topic that must be there before the cache is; the topic of the alarms comes after it. `IsMaster` is 1 of the
 * primary and 0 of the others.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
 */
function failoverAlarm(scope: Construct, node: string, { name, topicArn }: SharedAlarmsProps): void {
  const suffix = node.slice(-3);
  expressionAlarm(
    scope,
    `CacheFailover-${suffix}`,
    {
      name: `${name}-cache-failover-${suffix}`,
      description: `Redis failed over: node ${node} is the primary now, and connections were cut for seconds`,
      namespace: "AWS/ElastiCache",
      dimensions: { CacheClusterId: node },
      metrics: { primary: "IsMaster" },
      statistic: "Maximum",
      expression: "DIFF(primary)",
      label: "became the primary",
      threshold: { above: 0 },
      minutes: 5,
      datapointsToAlarm: 1,
    },
    { topicArns: [topicArn] },
  );
}

function databaseAlarms(props: SharedAlarmsProps): Alarms {
  const base = {
    namespace: "AWS/RDS",
    dimensions: { DBInstanceIdentifier: props.databaseIdentifier },
    statistic: "Average",
    minutes: 5,
  } as const;
  const storageGiB = Math.ceil(props.allocatedStorageGiB / 10);
  const connections = Math.floor(props.maxConnections * 0.8);
  return {
    DatabaseStorage: {
      ...base,
      name: "database-storage",
      description: `The database has less than ${storageGiB} GiB of free storage`,
      metric: "FreeStorageSpace",
      threshold: { below: storageGiB * gibibyte },
    },
    DatabaseCpu: {
      ...base,
      name: "database-cpu",
      description: "The database's CPU has been above 80 percent for a quarter of an hour",
      metric: "CPUUtilization",
      threshold: { above: 80 },
      minutes: 15,
    },
    DatabaseConnections: {
      ...base,
      name: "database-connections",
      description: `More than ${connections} of ${props.maxConnections} connections are in use`,
      metric: "DatabaseConnections",
      threshold: { above: connections },
    },
    DatabaseMemory: {
      ...base,
      name: "database-memory",
      description: "The database has less than 256 MiB of free memory",
      metric: "FreeableMemory",
      threshold: { below: 256 * mebibyte },
    },
  };
}

function cacheAlarms(props: SharedAlarmsProps): Alarms {
  const alarms = props.cacheNodeIds.flatMap((node): [string, MetricAlarm][] => {
    const base = { namespace: "AWS/ElastiCache", dimensions: { CacheClusterId: node }, minutes: 5 } as const;
    const suffix = node.slice(-3);
    return [
      [
        `CacheMemory-${suffix}`,
        {
          ...base,
          name: `cache-memory-${suffix}`,
          description: `Redis node ${node} uses more than 80 percent of its memory`,
          metric: "DatabaseMemoryUsagePercentage",
          statistic: "Average",
          threshold: { above: 80 },
        },
      ],
      [
        `CacheEvictions-${suffix}`,
        {
          ...base,
          name: `cache-evictions-${suffix}`,
          description: `Redis node ${node} evicts keys for want of memory`,
          metric: "Evictions",
          statistic: "Sum",
          threshold: { above: 0 },
        },
      ],
      [
        `CacheCpu-${suffix}`,
        {
          ...base,
          name: `cache-cpu-${suffix}`,
          description: `The Redis process of node ${node} has been above 80 percent`,
          metric: "EngineCPUUtilization",
          statistic: "Average",
          threshold: { above: 80 },
        },
      ],
    ];
  });
  return Object.fromEntries(alarms);
}

function trafficAlarms(props: SharedAlarmsProps): Alarms {
  const base = {
    namespace: "AWS/ApplicationELB",
    dimensions: { LoadBalancer: props.loadBalancerArnSuffix },
    statistic: "Sum",
    minutes: 3,
  } as const;
  return {
    LoadBalancerErrors: {
      ...base,
      name: "load-balancer-5xx",
      description: "The load balancer itself answers with server errors: no service has a healthy task",
      metric: "HTTPCode_ELB_5XX_Count",
      threshold: { above: 10 },
    },
    LoadBalancerRejected: {
      ...base,
      name: "load-balancer-rejected",
      description: "The load balancer rejects connections",
      metric: "RejectedConnectionCount",
      threshold: { above: 0 },
    },
  };
}

function clusterAlarms(props: SharedAlarmsProps): Alarms {
  return {
    ClusterMemory: {
      name: "cluster-memory",
      description: "More than 90 percent of the cluster's memory is reserved: a deployment may not find room",
      namespace: "AWS/ECS",
      metric: "MemoryReservation",
      dimensions: { ClusterName: props.clusterName },
      statistic: "Average",
      threshold: { above: 90 },
      minutes: 10,
    },
    InstancesMissing: {
      name: "cluster-instances",
      description: `Fewer than ${props.instances} instances are in service`,
      namespace: "AWS/AutoScaling",
      metric: "GroupInServiceInstances",
      dimensions: { AutoScalingGroupName: props.autoScalingGroupName },
      statistic: "Minimum",
      threshold: { below: props.instances },
      minutes: 10,
    },
  };
}
