import { describe, expect, it } from "vitest";
import { Dashboard, type DashboardProps } from "../../../modules/observability/dashboard";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const service = (name: string) => ({
  name,
  serviceName: `smart360-test-${name}`,
  targetGroupName: `test-${name}-3f2a1c`,
});

const synthesize = (change: ChangeProps<DashboardProps> = () => ({})) =>
  Template.of((stack) => {
    new Dashboard(stack, "Dashboard", {
      name: "test",
      region: "us-east-1",
      clusterName: "test",
      loadBalancerArnSuffix: "app/test/1",
      databaseIdentifier: "test-database",
      cacheNodeIds: ["test-cache-001", "test-cache-002"],
      services: [service("billing"), service("metering")],
      ...change(stack),
    });
  });

const type = "aws_cloudwatch_dashboard";

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title: string;
    readonly metrics: readonly (readonly unknown[])[];
    readonly region: string;
  };
}

const widgetsOf = (template: Template) =>
  (template.only(type).dashboard_body as { readonly widgets: readonly Widget[] }).widgets;
const titled = (template: Template, title: string) =>
  widgetsOf(template).find(({ properties }) => properties.title === title)?.properties;

/** Rows from the top, as the titles in them from the left. */
const rowsOf = (template: Template) => {
  const widgets = widgetsOf(template);
  const tops = [...new Set(widgets.map(({ y }) => y))].toSorted((a, b) => a - b);
  return tops.map((top) =>
    widgets
      .filter(({ y }) => y === top)
      .toSorted((a, b) => a.x - b.x)
      .map(({ properties }) => properties.title),
  );
};

const overlap = (a: Widget, b: Widget) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Matches a dashboard that has the text somewhere. */
const mentioning = (text: string): unknown =>
  expect.toSatisfy((body: unknown) => JSON.stringify(body).includes(text), `mentions ${text}`);

describe("Dashboard", () => {
  const template = synthesize();

  it("creates one dashboard", () => {
    expect(template.inventory).toEqual({ [type]: 1 });
  });

  describe("defaults", () => {
    it("are a row for what is shared, and a row for each service, in their order", () => {
      const rowOf = (name: string) => [
        `${name}: requests and errors`,
        `${name}: response time, p95`,
        `${name}: CPU and memory, percent`,
        `${name}: tasks`,
      ];
      expect(rowsOf(template)).toEqual([
        ["Requests and errors", "Cluster, percent reserved", "Database", "Redis, percent of memory"],
        rowOf("billing"),
        rowOf("metering"),
      ]);
    });

    it.each([0, 1, 2, 9, 30])("fill CloudWatch's 24 columns without overlap, with %i services", (count) => {
      const services = Array.from({ length: count }, (_, index) => service(`service-${index}`));
      const widgets = widgetsOf(synthesize(() => ({ services })));
      const clashes = widgets.filter((a, index) => widgets.slice(index + 1).some((b) => overlap(a, b)));
      expect(clashes).toEqual([]);
      for (const { x, y, width, height } of widgets) {
        expect([x, y, width, height].every(Number.isInteger)).toBe(true);
        expect(x + width).toBeLessThanOrEqual(24);
      }
      // Without gaps: the area of all widgets is that of the rows.
      const area = widgets.reduce((sum, { width, height }) => sum + width * height, 0);
      expect(area).toBe(24 * Math.max(...widgets.map(({ y, height }) => y + height)));
    });

    it("are lines by the minute", () => {
      for (const { type: kind, properties } of widgetsOf(template)) {
        expect(kind).toBe("metric");
        expect(properties).toMatchObject({ view: "timeSeries", period: 60, region: "us-east-1" });
      }
    });

    it.each([
      [
        "Requests and errors",
        "Sum",
        ["RequestCount", "HTTPCode_ELB_5XX_Count", "HTTPCode_Target_5XX_Count"].map((metric) => [
          "AWS/ApplicationELB",
          metric,
          "LoadBalancer",
          "app/test/1",
        ]),
      ],
      [
        "Cluster, percent reserved",
        "Average",
        ["CPUReservation", "MemoryReservation"].map((metric) => ["AWS/ECS", metric, "ClusterName", "test"]),
      ],
      [
        "Database",
        "Average",
        ["CPUUtilization", "DatabaseConnections"].map((metric) => [
          "AWS/RDS",
          metric,
          "DBInstanceIdentifier",
          "test-database",
        ]),
      ],
      [
        "Redis, percent of memory",
        "Average",
        ["test-cache-001", "test-cache-002"].map((node) => [
          "AWS/ElastiCache",
          "DatabaseMemoryUsagePercentage",
          "CacheClusterId",
          node,
        ]),
      ],
      [
        "billing: CPU and memory, percent",
        "Average",
        ["CPUUtilization", "MemoryUtilization"].map((metric) => [
          "AWS/ECS",
          metric,
          "ClusterName",
          "test",
          "ServiceName",
          "smart360-test-billing",
        ]),
      ],
      [
        "billing: tasks",
        "Average",
        ["RunningTaskCount", "DesiredTaskCount"].map((metric) => [
          "ECS/ContainerInsights",
          metric,
          "ClusterName",
          "test",
          "ServiceName",
          "smart360-test-billing",
        ]),
      ],
    ])("%s", (title, stat, metrics) => {
      expect(titled(template, title)).toMatchObject({ stat, metrics });
    });

    // AWS appends an id to a target group's name: in double quotes it would have to be the whole value.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
    it("find a service's traffic by the name of its target group", () => {
      const search = (metric: string, stat: string) => [
        {
          expression: `SEARCH('{AWS/ApplicationELB,LoadBalancer,TargetGroup} MetricName="${metric}" targetgroup/test-billing-3f2a1c', '${stat}', 60)`,
          label: metric,
        },
      ];
      expect(titled(template, "billing: requests and errors")).toMatchObject({
        stat: "Sum",
        metrics: [search("RequestCount", "Sum"), search("HTTPCode_Target_5XX_Count", "Sum")],
      });
      expect(titled(template, "billing: response time, p95")).toMatchObject({
        stat: "p95",
        metrics: [search("TargetResponseTime", "p95")],
      });
    });
  });

  describeOptions<DashboardProps>(synthesize, {
    name: { to: () => "other", type, gives: { dashboard_name: "other" } },
    region: { to: () => "eu-west-1", type, gives: { dashboard_body: mentioning('"region":"eu-west-1"') } },
    clusterName: { to: () => "other", type, gives: { dashboard_body: mentioning('"ClusterName","other"') } },
    loadBalancerArnSuffix: {
      to: () => "app/other/1",
      type,
      gives: { dashboard_body: mentioning('"LoadBalancer","app/other/1"') },
    },
    databaseIdentifier: {
      to: () => "other",
      type,
      gives: { dashboard_body: mentioning('"DBInstanceIdentifier","other"') },
    },
    cacheNodeIds: {
      to: () => ["other-001"],
      type,
      gives: { dashboard_body: mentioning('"CacheClusterId","other-001"') },
    },
    services: { to: () => [service("payments")], type, gives: { dashboard_body: mentioning("payments: tasks") } },
  });
});
