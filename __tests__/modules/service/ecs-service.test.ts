import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { container } from "../../../modules/service/container";
import { EcsService, type EcsServiceProps } from "../../../modules/service/ecs-service";
import { Routing } from "../../../modules/service/routing";
import { ServiceRoles } from "../../../modules/service/service-roles";
import { testEnvironment, testService } from "../../support/fixtures";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const service = testService();

const routing = (scope: Construct, id = "Routing") =>
  new Routing(scope, id, { environment: testEnvironment(), service, vpcId: "vpc-1", listenerArn: "arn:listener" });

const roles = (scope: Construct, id = "Roles") =>
  new ServiceRoles(scope, id, {
    executionRoleName: `${id}-execution`,
    taskRoleName: `${id}-task`,
    service: "billing",
    region: "us-east-1",
    accountId: "123456789012",
    repositoryArn: "arn:repository",
    logGroupArn: "arn:log",
    secretArns: [],
    secretKeyArn: "arn:key",
    files: { bucketArn: "arn:files", keyArn: "arn:files-key" },
  });

const synthesize = (change: ChangeProps<EcsServiceProps> = () => ({})) =>
  Template.of((stack) => {
    const given = change(stack);
    new EcsService(stack, "Service", {
      name: "test-billing",
      service,
      environmentName: "test",
      region: "us-east-1",
      viewerDomain: "smart360.example.com",
      image: "registry/billing@sha256:1",
      logGroupName: "/test/billing",
      secretArns: {},
      filesBucketName: undefined,
      clusterArn: "arn:cluster",
      capacityProviderName: "test",
      rollbackAlarmNames: ["too-slow"],
      ...given,
      roles: given.roles ?? roles(stack),
      routing: given.routing ?? routing(stack),
    });
  });

const task = "aws_ecs_task_definition";
const ecs = "aws_ecs_service";

/** A task definition whose one container has these settings. */
const containing = (settings: object) => ({ container_definitions: [settings] });

describe("EcsService", () => {
  const template = synthesize();

  it("creates the service and the template of its tasks", () => {
    expect(template.inventory).toMatchObject({ [ecs]: 1, [task]: 1 });
  });

  describe("defaults", () => {
    it("are bridge networking on EC2, and a template that compares itself with the newest revision", () => {
      expect(template.only(task)).toMatchObject({
        family: "test-billing",
        network_mode: "bridge",
        requires_compatibilities: ["EC2"],
        track_latest: true,
        skip_destroy: true,
      });
    });

    it("reserve at the container only: a task-level limit would be a hard cap", () => {
      expect(template.only(task)).not.toHaveProperty("cpu");
      expect(template.only(task)).not.toHaveProperty("memory");
    });

    it("roll back what fails, and wait for the outcome", () => {
      expect(template.only(ecs)).toMatchObject({
        deployment_circuit_breaker: { enable: true, rollback: true },
        alarms: { enable: true, rollback: true, alarm_names: ["too-slow"] },
        deployment_minimum_healthy_percent: 100,
        deployment_maximum_percent: 150,
        wait_for_steady_state: true,
        timeouts: { create: "30m", update: "30m" },
      });
    });

    it("leave the number of tasks to autoscaling after the start", () => {
      expect(template.only(ecs)).toMatchObject({ desired_count: 2, lifecycle: { ignore_changes: ["desired_count"] } });
    });

    it("spread tasks over zones, then fill instances by memory", () => {
      expect(template.only(ecs)).toMatchObject({
        ordered_placement_strategy: [
          { type: "spread", field: "attribute:ecs.availability-zone" },
          { type: "binpack", field: "memory" },
        ],
        availability_zone_rebalancing: "ENABLED",
        capacity_provider_strategy: [{ capacity_provider: "test", base: 0, weight: 100 }],
      });
    });

    it("tag tasks as the service, and open no shell into them", () => {
      expect(template.only(ecs)).toMatchObject({
        enable_ecs_managed_tags: true,
        propagate_tags: "SERVICE",
        enable_execute_command: false,
      });
    });
  });

  describeOptions<EcsServiceProps>(synthesize, {
    name: { to: () => "other", type: ecs, gives: { name: "other" } },
    service: {
      to: () =>
        testService({
          healthCheck: { gracePeriodSeconds: 120 },
          deployment: { minimumHealthyPercent: 50, maximumPercent: 200 },
          scaling: { min: 3 },
          containerPort: 9000,
        }),
      type: ecs,
      gives: {
        health_check_grace_period_seconds: 120,
        deployment_minimum_healthy_percent: 50,
        deployment_maximum_percent: 200,
        desired_count: 3,
        load_balancer: [{ container_name: "billing", container_port: 9000 }],
      },
    },
    environmentName: {
      to: () => "other",
      type: task,
      gives: containing({
        environment: expect.arrayContaining([{ name: "SMART360_ENVIRONMENT", value: "other" }]) as unknown,
      }),
    },
    viewerDomain: {
      to: () => "other.example.com",
      type: task,
      gives: containing({
        environment: expect.arrayContaining([{ name: "VIEWER_DOMAIN", value: "other.example.com" }]) as unknown,
      }),
    },
    region: {
      to: () => "eu-west-1",
      type: task,
      gives: containing({ logConfiguration: { options: { "awslogs-region": "eu-west-1" } } }),
    },
    image: {
      to: () => "registry/billing@sha256:2",
      type: task,
      gives: containing({ image: "registry/billing@sha256:2" }),
    },
    logGroupName: {
      to: () => "/other",
      type: task,
      gives: containing({ logConfiguration: { options: { "awslogs-group": "/other" } } }),
    },
    secretArns: {
      to: () => ({ TOKEN: "arn:token" }),
      type: task,
      gives: containing({ secrets: [{ name: "TOKEN", valueFrom: "arn:token" }] }),
    },
    filesBucketName: {
      to: () => "files",
      type: task,
      gives: containing({ environment: expect.arrayContaining([{ name: "FILES_BUCKET", value: "files" }]) as unknown }),
    },
    clusterArn: { to: () => "arn:other", type: ecs, gives: { cluster: "arn:other" } },
    capacityProviderName: {
      to: () => "other",
      type: ecs,
      gives: { capacity_provider_strategy: [{ capacity_provider: "other" }] },
    },
    roles: {
      to: (scope) => roles(scope, "Others"),
      type: task,
      gives: { task_role_arn: expect.stringContaining("aws_iam_role.Others_Task") },
    },
    routing: {
      to: (scope) => routing(scope, "Other"),
      type: ecs,
      gives: { load_balancer: [{ target_group_arn: expect.stringContaining("aws_lb_target_group.Other") as unknown }] },
    },
    rollbackAlarmNames: { to: () => ["broken"], type: ecs, gives: { alarms: { alarm_names: ["broken"] } } },
  });

  it("watches no alarm where none rolls a deployment back, for an empty list is refused", () => {
    expect(synthesize(() => ({ rollbackAlarmNames: [] })).only(ecs)).not.toHaveProperty("alarms");
  });

  it("does not ask for rebalancing where no task may be started above the wanted number", () => {
    const full = testService({ deployment: { minimumHealthyPercent: 50, maximumPercent: 100 } });
    expect(synthesize(() => ({ service: full })).only(ecs).availability_zone_rebalancing).toBe("DISABLED");
  });

  describe("rejects, in Terraform's plan or apply", () => {
    it("a service without a released image, saying which job to start", () => {
      expect(template.only(task).lifecycle).toEqual({
        precondition: [
          {
            condition: '${("registry/billing@sha256:1" != "unreleased")}',
            error_message:
              "No image of billing has been released yet. Start the Jenkins job of billing (or run: smart360 ship billing --first --image <tag>), then plan again.",
          },
        ],
      });
    });

    it("a deployment that ECS rolled back, which would otherwise count as applied", () => {
      expect(template.only(ecs).lifecycle).toMatchObject({
        postcondition: [
          {
            condition: `\${(self.task_definition == ${template.address(task)}.arn)}`,
            error_message:
              "ECS rolled the deployment of billing back: the service runs an older task definition than the one applied. Read the service's events and the stopped tasks, mend the cause, and apply again.",
          },
        ],
      });
    });
  });

  describe("wiring", () => {
    it("runs the container of the service, with both roles", () => {
      expect(template.only(task)).toMatchObject({
        container_definitions: [
          container({
            service,
            environmentName: "test",
            region: "us-east-1",
            viewerDomain: "smart360.example.com",
            image: "registry/billing@sha256:1",
            logGroupName: "/test/billing",
            secretArns: {},
            filesBucketName: undefined,
          }),
        ],
        execution_role_arn: template.reference("aws_iam_role", "arn", { name: "Roles-execution" }),
        task_role_arn: template.reference("aws_iam_role", "arn", { name: "Roles-task" }),
      });
    });

    it("follows the template, behind the target group", () => {
      expect(template.only(ecs)).toMatchObject({
        task_definition: template.reference(task, "arn"),
        load_balancer: [
          {
            target_group_arn: template.reference("aws_lb_target_group", "arn"),
            container_name: "billing",
            container_port: 8000,
          },
        ],
      });
    });

    it("comes after the listener rule, which ECS asks for, and the grants of its roles", () => {
      const grants = (role: string) =>
        template.address("aws_iam_role_policy", { role: template.reference("aws_iam_role", "id", { name: role }) });
      expect(template.only(ecs).depends_on).toEqual([
        template.address("aws_lb_listener_rule"),
        grants("Roles-execution"),
        grants("Roles-task"),
      ]);
    });
  });
});
