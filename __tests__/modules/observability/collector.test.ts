import { describe, expect, it } from "vitest";
import { collectorConfig } from "../../../modules/observability/collector-config";
import { Collector, type CollectorProps } from "../../../modules/observability/collector";
import { anEnvironment, block, environmentMessage } from "../../support/manifests";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const settings: CollectorProps["settings"] = {
  cpu: 256,
  memoryReservation: 512,
  memory: 768,
  endpoint: "apollo.bynry.com:4317",
};

const synthesize = (change: ChangeProps<CollectorProps> = () => ({})) =>
  Template.of((stack) => {
    new Collector(stack, "Collector", {
      name: "test-collector",
      configParameterName: "/test/collector/config",
      logGroupName: "/test/collector",
      logRetentionDays: 365,
      logKeyArn: "arn:key",
      environmentName: "test",
      region: "us-east-1",
      accountId: "123456789012",
      clusterArn: "arn:cluster",
      settings,
      ...change(stack),
    });
  });

const task = "aws_ecs_task_definition";
const service = "aws_ecs_service";

interface Container {
  readonly portMappings: readonly { readonly hostPort: number; readonly containerPort: number }[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string }[];
  readonly command: readonly string[];
  readonly image: string;
}
const containerOf = (template: Template) => (template.only(task).container_definitions as [Container])[0];
const gives = (container: object) => ({ container_definitions: [container] });

describe("Collector", () => {
  const template = synthesize();
  const container = containerOf(template);
  const configArn = template.reference("aws_ssm_parameter", "arn");

  it("creates the daemon, what it reads, and where it logs", () => {
    expect(template.inventory).toEqual({
      [service]: 1,
      [task]: 1,
      aws_ssm_parameter: 1, // the configuration
      aws_cloudwatch_log_group: 1, // the collector's own log
      aws_iam_role: 1, // starts it; the running task needs no rights
      aws_iam_role_policy: 1,
    });
  });

  describe("defaults", () => {
    it("are one task on each instance, replaced by stopping the old one first, as both want the same ports", () => {
      expect(template.only(service)).toMatchObject({
        launch_type: "EC2",
        scheduling_strategy: "DAEMON",
        deployment_minimum_healthy_percent: 0,
        deployment_maximum_percent: 100,
        deployment_circuit_breaker: { enable: true, rollback: true },
        enable_ecs_managed_tags: true,
        propagate_tags: "SERVICE",
      });
    });

    it("are bridge mode, without rights of its own", () => {
      expect(template.only(task)).toMatchObject({ network_mode: "bridge", requires_compatibilities: ["EC2"] });
      expect(template.only(task)).not.toHaveProperty("task_role_arn");
    });

    it("are a root that may do no more than read what root owns", () => {
      expect(container).toMatchObject({
        name: "collector",
        essential: true,
        user: "0",
        privileged: false,
        readonlyRootFilesystem: true,
        linuxParameters: { capabilities: { drop: ["ALL"] } },
        dockerSecurityOptions: ["no-new-privileges"],
        mountPoints: [
          { sourceVolume: "host", containerPath: "/hostfs", readOnly: true },
          { sourceVolume: "docker-socket", containerPath: "/var/run/docker.sock", readOnly: true },
        ],
      });
      expect(template.only(task).volume).toEqual([
        { name: "host", host_path: "/" },
        { name: "docker-socket", host_path: "/var/run/docker.sock" },
      ]);
    });

    it("are a pinned image: the configuration names components of that version", () => {
      expect(container.image).toBe("otel/opentelemetry-collector-contrib:0.139.0");
    });

    it("are a parameter of the Standard tier, readable in the plan", () => {
      const { insecure_value, ...parameter } = template.only("aws_ssm_parameter");
      expect(parameter).toMatchObject({ type: "String", tier: "Standard" });
      expect(JSON.parse(String(insecure_value))).toEqual(
        collectorConfig({ endpoint: settings.endpoint, environmentName: "test", memoryMiB: settings.memory }),
      );
    });
  });

  describeOptions<CollectorProps>(synthesize, {
    name: { to: () => "other", type: service, gives: { name: "other" } },
    configParameterName: { to: () => "/other", type: "aws_ssm_parameter", gives: { name: "/other" } },
    logGroupName: { to: () => "/other", type: "aws_cloudwatch_log_group", gives: { name: "/other" } },
    logRetentionDays: { to: () => 7, type: "aws_cloudwatch_log_group", gives: { retention_in_days: 7 } },
    logKeyArn: { to: () => "arn:other", type: "aws_cloudwatch_log_group", gives: { kms_key_id: "arn:other" } },
    environmentName: {
      to: () => "other",
      type: "aws_ssm_parameter",
      gives: { insecure_value: expect.stringContaining('"value":"other"') },
    },
    region: {
      to: () => "eu-west-1",
      type: task,
      gives: gives({ logConfiguration: { options: { "awslogs-region": "eu-west-1" } } }),
    },
    accountId: {
      to: () => "210987654321",
      type: "aws_iam_role",
      gives: {
        assume_role_policy: {
          Statement: [{ Condition: { StringEquals: { "aws:SourceAccount": "210987654321" } } }],
        },
      },
    },
    clusterArn: { to: () => "arn:other", type: service, gives: { cluster: "arn:other" } },
    settings: {
      to: () => ({ ...settings, cpu: 512, memoryReservation: 600, memory: 1024 }),
      type: task,
      gives: gives({ cpu: 512, memoryReservation: 600, memory: 1024 }),
    },
  });

  it("limits its memory below what is set for it", () => {
    const changed = synthesize(() => ({ settings: { ...settings, memory: 1_000 } }));
    expect(changed.only("aws_ssm_parameter").insecure_value).toContain('"limit_mib":800');
  });

  describe("wiring", () => {
    it("reads its configuration from the variable that the parameter fills", () => {
      expect(container.secrets).toEqual([{ name: "SMART360_COLLECTOR_CONFIG", valueFrom: configArn }]);
      expect(container.command).toEqual(["--config=env:SMART360_COLLECTOR_CONFIG"]);
    });

    it("is a new revision when, and only when, the configuration is another", () => {
      const hashOf = (endpoint: string) =>
        containerOf(synthesize(() => ({ settings: { ...settings, endpoint } }))).environment;
      expect(container.environment).toEqual([
        { name: "SMART360_COLLECTOR_CONFIG_HASH", value: expect.stringMatching(/^[0-9a-f]{6}$/) as unknown },
      ]);
      expect(hashOf(settings.endpoint)).toEqual(container.environment);
      expect(hashOf("signoz.example.com:4317")).not.toEqual(container.environment);
    });

    it("listens on the instance where tasks and uWSGI send to, and the configuration listens", () => {
      expect(container.portMappings).toEqual([
        { containerPort: 4_317, hostPort: 4_317, protocol: "tcp" },
        { containerPort: 4_318, hostPort: 4_318, protocol: "tcp" },
        { containerPort: 54_525, hostPort: 54_525, protocol: "udp" },
      ]);
      const config = String(template.only("aws_ssm_parameter").insecure_value);
      for (const { containerPort } of container.portMappings) expect(config).toContain(`"0.0.0.0:${containerPort}"`);
    });

    it.each(container.portMappings.map(({ hostPort }) => hostPort))(
      "has port %i to itself: the services' range may not hold it",
      (port) => {
        const cluster = { maxInstances: 3, dynamicHostPorts: { from: port, to: port + 300 } };
        expect(environmentMessage(block({ ...anEnvironment, cluster })).join()).toContain(String(port));
      },
    );

    it("starts with a role that reads the configuration and writes the log, and nothing else", () => {
      const roleArn = template.reference("aws_iam_role", "arn");
      const logArn = template.reference("aws_cloudwatch_log_group", "arn");
      expect(template.only(task).execution_role_arn).toBe(roleArn);
      expect(template.only("aws_iam_role")).toMatchObject({
        name: "test-collector-execution",
        assume_role_policy: {
          Statement: [
            {
              Principal: { Service: "ecs-tasks.amazonaws.com" },
              Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
            },
          ],
        },
      });
      expect(template.only("aws_iam_role_policy").policy).toMatchObject({
        Statement: [
          { Sid: "ReadConfig", Action: ["ssm:GetParameters"], Resource: [configArn] },
          { Sid: "WriteLog", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: [`${logArn}:*`] },
        ],
      });
    });

    it("logs into its group", () => {
      expect(container).toMatchObject({
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": template.reference("aws_cloudwatch_log_group", "name"),
            "awslogs-region": "us-east-1",
            "awslogs-stream-prefix": "collector",
          },
        },
      });
    });

    it("runs its task, once the role may do its work", () => {
      expect(template.only(service)).toMatchObject({
        name: "test-collector",
        task_definition: template.reference(task, "arn"),
        depends_on: [template.address("aws_iam_role_policy")],
      });
    });
  });
});
