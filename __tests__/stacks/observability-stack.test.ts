import { describe, expect, it } from "vitest";
import type { Environment } from "../../core/environment/schema";
import type { Service } from "../../core/manifest/schema";
import { targetGroupName } from "../../core/naming/target-group";
import { testEnvironment, testService } from "../support/fixtures";
import { Platform } from "../support/platform";

const metering = { name: "metering", paths: ["/api/metering/*"], priority: 20 };

const synthesize = (
  environment: Environment = testEnvironment(),
  services: readonly Service[] = [testService(), testService(metering)],
) => Platform.synthesize({ environment, manifest: { services: [...services] } });

const read = (stack: string, output: string) => `\${data.terraform_remote_state.${stack}.outputs.${output}}`;
const alarm = "aws_cloudwatch_metric_alarm";

interface Dashboard {
  readonly widgets: readonly { readonly properties: { readonly title: string; readonly metrics: unknown[] } }[];
}

describe("ObservabilityStack", () => {
  const platform = synthesize();
  const template = platform.template("observability");
  const dashboardOf = (from: Platform) =>
    from.template("observability").only("aws_cloudwatch_dashboard").dashboard_body as Dashboard;
  const titles = (from: Platform) => dashboardOf(from).widgets.map(({ properties }) => properties.title);

  it("creates the collector, the alarms of what is shared, their topic and the dashboard", () => {
    expect(template.inventory).toMatchObject({
      aws_ecs_service: 1,
      [alarm]: 11,
      aws_sns_topic: 1,
      aws_cloudwatch_dashboard: 1,
    });
  });

  it("names everything after the environment", () => {
    expect(template.only("aws_sns_topic").name).toBe("smart360-test-alarms");
    expect(template.only("aws_ecs_service").name).toBe("smart360-test-collector");
    expect(template.only("aws_ssm_parameter").name).toBe("/smart360/test/collector/config");
    expect(template.only("aws_cloudwatch_log_group").name).toBe("/smart360/test/collector");
    expect(template.only("aws_cloudwatch_dashboard").dashboard_name).toBe("smart360-test");
  });

  it("has a row on the dashboard for each service, in the manifest's order", () => {
    const tasks = titles(platform).filter((title) => title.endsWith(": tasks"));
    expect(tasks).toEqual(["billing: tasks", "metering: tasks"]);
    expect(titles(platform)).toHaveLength(4 * 3);
  });

  it("has none for a retired service", () => {
    const retired = synthesize(testEnvironment(), [testService(), testService({ ...metering, retired: true })]);
    expect(JSON.stringify(dashboardOf(retired))).not.toContain("metering");
    expect(titles(retired)).toHaveLength(4 * 2);
  });

  it("watches each node of the cache: the primary and every replica", () => {
    const nodes = (replicas: number) =>
      synthesize(testEnvironment({ cache: { replicas } }))
        .template("observability")
        .all(alarm)
        .filter(({ metric_name }) => metric_name === "Evictions")
        .map(({ dimensions }) => dimensions);
    expect(nodes(0)).toEqual([{ CacheClusterId: "smart360-test-cache-001" }]);
    expect(nodes(2)).toEqual(
      ["001", "002", "003"].map((number) => ({ CacheClusterId: `smart360-test-cache-${number}` })),
    );
  });

  it("knows the cache by the name that the data stack gives it", () => {
    const group = platform.template("data").only("aws_elasticache_replication_group").replication_group_id;
    expect(template.has(alarm, { dimensions: { CacheClusterId: `${String(group)}-001` } })).toBe(true);
  });

  it("finds a service's traffic by the name that its stack gives the target group", () => {
    const name = platform.template("service-billing").only("aws_lb_target_group").name;
    expect(name).toBe(targetGroupName(testEnvironment(), "billing"));
    expect(JSON.stringify(dashboardOf(platform))).toContain(` targetgroup/${String(name)}'`);
  });

  describe("wiring", () => {
    it("tells the topic of every alarm and of the database's events", () => {
      const topicArn = template.reference("aws_sns_topic", "arn");
      expect(template.outputs).toEqual({ alarm_topic_arn: topicArn });
      for (const one of template.all(alarm))
        expect(one).toMatchObject({ alarm_actions: [topicArn], ok_actions: [topicArn] });
      expect(template.only("aws_db_event_subscription").sns_topic).toBe(topicArn);
    });

    it("watches what the other stacks created", () => {
      const watched = template.all(alarm).map(({ dimensions }) => JSON.stringify(dimensions));
      for (const output of [
        read("data", "database_identifier"),
        read("platform", "load_balancer_arn_suffix"),
        read("platform", "cluster_name"),
        read("platform", "auto_scaling_group_name"),
      ])
        expect(watched.join()).toContain(output);
    });

    it("runs the collector on the cluster, its log encrypted with the network's key", () => {
      expect(template.only("aws_ecs_service").cluster).toBe(read("platform", "cluster_arn"));
      expect(template.only("aws_cloudwatch_log_group").kms_key_id).toBe(read("network", "log_key_arn"));
    });
  });
});
