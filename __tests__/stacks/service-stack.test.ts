import { describe, expect, it } from "vitest";
import { testEnvironment, testService } from "../support/fixtures";
import { Platform } from "../support/platform";

const read = (stack: string, output: string) => `\${data.terraform_remote_state.${stack}.outputs.${output}}`;

const synthesize = (overrides: Parameters<typeof testService>[0] = {}) =>
  Platform.synthesize({ environment: testEnvironment(), manifest: { services: [testService(overrides)] } });

describe("ServiceStack", () => {
  const template = synthesize({
    uses: ["database", "cache", "files"],
    secrets: { API_KEY: "api-key" },
    deployment: { rollbackAlarms: ["5xx-rate", "latency-p95"] },
  }).template("service-billing");
  const [container] = template.only("aws_ecs_task_definition").container_definitions as Record<string, unknown>[];

  it("creates the service with all that is its own, and reads the rest", () => {
    expect(template.inventory).toEqual({
      aws_ecs_service: 1,
      aws_ecs_task_definition: 1,
      aws_lb_target_group: 1,
      aws_lb_listener_rule: 1,
      aws_appautoscaling_target: 1,
      aws_appautoscaling_policy: 1,
      aws_cloudwatch_log_group: 1,
      aws_cloudwatch_metric_alarm: 6,
      aws_iam_role: 2,
      aws_iam_role_policy: 2,
      "data.aws_ssm_parameter": 1, // the released image
      "data.terraform_remote_state": 5,
    });
  });

  it("creates nothing for a retired service, and reads nothing", () => {
    expect(synthesize({ retired: true }).template("service-billing").addresses).toEqual([]);
  });

  it("names everything after environment and service", () => {
    expect(template.only("aws_ecs_service").name).toBe("smart360-test-billing");
    expect(template.only("aws_ecs_task_definition").family).toBe("smart360-test-billing");
    expect(template.only("aws_cloudwatch_log_group").name).toBe("/smart360/test/billing");
    expect(template.all("aws_iam_role").map(({ name }) => name)).toEqual([
      "smart360-test-billing-execution",
      "smart360-test-billing-task",
    ]);
  });

  it("tags everything with the service and its owner", () => {
    expect(template.configuration.provider?.["aws"]).toMatchObject([
      { default_tags: [{ tags: { Layer: "service", Service: "billing", Owner: "billing-team" } }] },
    ]);
  });

  describe("wiring", () => {
    it("runs the image that the last release named, and none before the first", () => {
      expect(template.only("data.aws_ssm_parameter").name).toBe(read("registry", "image_parameters.billing"));
      const image = template.reference("data.aws_ssm_parameter", "insecure_value");
      expect(container).toMatchObject({ image });
      expect(template.only("aws_ecs_task_definition").lifecycle).toMatchObject({
        precondition: [{ condition: `\${(${image.slice(2, -1)} != "unreleased")}` }],
      });
    });

    it("gives the container the secrets of what it uses, by ARN, and the role that starts it no others", () => {
      const arn = (entry: string) => read("registry", `secret_arns["billing/${entry}"]`);
      expect(container?.["secrets"]).toEqual([
        { name: "API_KEY", valueFrom: arn("api-key") },
        { name: "DATABASE_URL", valueFrom: arn("database-url") },
        { name: "REDIS_URL", valueFrom: arn("redis-url") },
      ]);
      const role = template.reference("aws_iam_role", "id", { name: "smart360-test-billing-execution" });
      const { policy } = template.with("aws_iam_role_policy", { role });
      expect(policy).toMatchObject({
        Statement: [
          {},
          { Sid: "PullImage", Resource: [read("registry", "repository_arns.billing")] },
          { Sid: "WriteLog" },
          { Sid: "ReadSecrets", Resource: [arn("database-url"), arn("redis-url"), arn("api-key")] },
          { Sid: "DecryptSecrets", Resource: [read("registry", "key_arn")] },
        ],
      });
    });

    it("names the file bucket only to a service that uses files, and grants it to no other", () => {
      const bucket = { name: "FILES_BUCKET", value: read("data", "files_bucket_name") };
      expect(container?.["environment"]).toContainEqual(bucket);
      const without = synthesize({ uses: ["database"] });
      expect(without.text("service-billing")).not.toContain("files_bucket");
      expect(without.template("service-billing").count("aws_iam_role_policy")).toBe(1);
    });

    it("adds its rule to the platform's listener, in the platform's network and cluster", () => {
      expect(template.only("aws_lb_listener_rule").listener_arn).toBe(read("platform", "listener_arn"));
      expect(template.only("aws_lb_target_group").vpc_id).toBe(read("network", "vpc_id"));
      expect(template.only("aws_ecs_service")).toMatchObject({
        cluster: read("platform", "cluster_arn"),
        capacity_provider_strategy: [{ capacity_provider: read("platform", "capacity_provider_name") }],
      });
      expect(template.only("aws_appautoscaling_target").resource_id).toBe(
        `service/${read("platform", "cluster_name")}/${template.reference("aws_ecs_service", "name")}`,
      );
    });

    it("rolls back by the alarms that were chosen, which tell the platform's topic", () => {
      const alarm = (kind: string) =>
        template.reference("aws_cloudwatch_metric_alarm", "alarm_name", {
          alarm_name: `smart360-test-billing-${kind}`,
        });
      expect(template.only("aws_ecs_service").alarms).toEqual({
        enable: true,
        rollback: true,
        alarm_names: [alarm("5xx-rate"), alarm("latency-p95")],
      });
      for (const { alarm_actions } of template.all("aws_cloudwatch_metric_alarm"))
        expect(alarm_actions).toEqual([read("observability", "alarm_topic_arn")]);
    });

    it("logs into its own group, encrypted with the network's key", () => {
      expect(container).toMatchObject({
        logConfiguration: { options: { "awslogs-group": template.reference("aws_cloudwatch_log_group", "name") } },
      });
      expect(template.only("aws_cloudwatch_log_group").kms_key_id).toBe(read("network", "log_key_arn"));
    });
  });
});
