import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import { jsonExpression } from "../common/json";

/** CloudWatch's grid is 24 columns wide. */
const columns = 24;
const widgetHeight = 6;

export interface DashboardProps {
  readonly name: string;
  readonly region: string;
  readonly clusterName: string;
  readonly loadBalancerArnSuffix: string;
  readonly databaseIdentifier: string;
  readonly cacheNodeIds: readonly string[];
  /** One row each, in this order. */
  readonly services: readonly {
    readonly name: string;
    /** Name of the ECS service. */
    readonly serviceName: string;
    readonly targetGroupName: string;
  }[];
}

type Metric = readonly [string, string, ...string[]];

interface Widget {
  readonly title: string;
  readonly metrics: readonly (Metric | readonly [{ readonly expression: string; readonly label: string }])[];
  readonly stat: string;
}

/** One CloudWatch dashboard: a row for what is shared, then a row for each service. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const rows = [sharedRow(props), ...props.services.map((service) => serviceRow(props, service))];
    new CloudwatchDashboard(this, "Resource", {
      dashboardName: props.name,
      dashboardBody: jsonExpression({
        widgets: rows.flatMap((row, rowIndex) =>
          row.map((widget, index) => ({
            type: "metric",
            x: (index * columns) / row.length,
            y: rowIndex * widgetHeight,
            width: columns / row.length,
            height: widgetHeight,
            properties: { ...widget, region: props.region, view: "timeSeries", period: 60 },
          })),
        ),
      }),
    });
  }
}

function sharedRow(props: DashboardProps): Widget[] {
  const database = (metric: string): Metric => ["AWS/RDS", metric, "DBInstanceIdentifier", props.databaseIdentifier];
  const balancer = (metric: string): Metric => [
    "AWS/ApplicationELB",
    metric,
    "LoadBalancer",
    props.loadBalancerArnSuffix,
  ];
  return [
    {
      title: "Requests and errors",
      metrics: [balancer("RequestCount"), balancer("HTTPCode_ELB_5XX_Count"), balancer("HTTPCode_Target_5XX_Count")],
      stat: "Sum",
    },
    {
      title: "Cluster, percent reserved",
      metrics: ["CPUReservation", "MemoryReservation"].map((metric): Metric => [
        "AWS/ECS",
        metric,
        "ClusterName",
        props.clusterName,
      ]),
      stat: "Average",
    },
    { title: "Database", metrics: [database("CPUUtilization"), database("DatabaseConnections")], stat: "Average" },
    {
      title: "Redis, percent of memory",
      metrics: props.cacheNodeIds.map((node): Metric => [
        "AWS/ElastiCache",
        "DatabaseMemoryUsagePercentage",
        "CacheClusterId",
        node,
      ]),
      stat: "Average",
    },
  ];
}

function serviceRow(props: DashboardProps, service: DashboardProps["services"][number]): Widget[] {
  const tasks = (metric: string): Metric => [
    "AWS/ECS",
    metric,
    "ClusterName",
    props.clusterName,
    "ServiceName",
    service.serviceName,
  ];
  // The target group belongs to the service's stack, which comes later: it is found by its name. Without double quotes,
  // as AWS appends an id to the name and quotes ask for the whole value.
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
  const traffic = (metric: string, stat: string) =>
    [
      {
        expression: `SEARCH('{AWS/ApplicationELB,LoadBalancer,TargetGroup} MetricName="${metric}" targetgroup/${service.targetGroupName}', '${stat}', 60)`,
        label: metric,
      },
    ] as const;
  return [
    {
      title: `${service.name}: requests and errors`,
      metrics: [traffic("RequestCount", "Sum"), traffic("HTTPCode_Target_5XX_Count", "Sum")],
      stat: "Sum",
    },
    { title: `${service.name}: response time, p95`, metrics: [traffic("TargetResponseTime", "p95")], stat: "p95" },
    {
      title: `${service.name}: CPU and memory, percent`,
      metrics: [tasks("CPUUtilization"), tasks("MemoryUtilization")],
      stat: "Average",
    },
    {
      title: `${service.name}: tasks`,
      metrics: ["RunningTaskCount", "DesiredTaskCount"].map((metric): Metric => [
        "ECS/ContainerInsights",
        metric,
        "ClusterName",
        props.clusterName,
        "ServiceName",
        service.serviceName,
      ]),
      stat: "Average",
    },
  ];
}
