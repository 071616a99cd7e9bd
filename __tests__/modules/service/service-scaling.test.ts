import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { ServiceScaling, type ServiceScalingProps } from "../../../modules/service/service-scaling";
import { testService } from "../../support/fixtures";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const { scaling } = testService();
const everything: ServiceScalingProps["scaling"] = {
  ...scaling,
  targetMemoryPercent: 80,
  requestsPerTarget: 1_000,
  schedules: [{ name: "night", cron: "cron(0 22 * * ? *)", timezone: "America/New_York", min: 1, max: 2 }],
};

/** Stands for the service. */
const dependency = (scope: Construct, id = "Service") => new EcsCluster(scope, id, { name: id });

const synthesize = (change: ChangeProps<ServiceScalingProps> = () => ({})) =>
  Template.of((stack) => {
    const given = change(stack);
    new ServiceScaling(stack, "Scaling", {
      clusterName: "test",
      serviceName: "test-billing",
      scaling,
      loadBalancerArnSuffix: "app/test/1",
      targetGroupArnSuffix: "targetgroup/billing/2",
      ...given,
      dependsOn: given.dependsOn ?? dependency(stack),
    });
  });

const target = "aws_appautoscaling_target";
const policy = "aws_appautoscaling_policy";
const schedule = "aws_appautoscaling_scheduled_action";
const tracking = (configuration: object) => ({ target_tracking_scaling_policy_configuration: configuration });
const labelled = (label: string) => tracking({ predefined_metric_specification: { resource_label: label } });

describe("ServiceScaling", () => {
  const template = synthesize();
  const full = synthesize(() => ({ scaling: everything }));

  it("creates the limits and one policy, by CPU", () => {
    expect(template.inventory).toEqual({ aws_ecs_cluster: 1 /* the test's */, [target]: 1, [policy]: 1 });
  });

  it("creates a policy for memory and one for requests, and an action per schedule, where set", () => {
    expect(full.inventory).toEqual({ aws_ecs_cluster: 1 /* the test's */, [target]: 1, [policy]: 3, [schedule]: 1 });
  });

  it("defaults to 2 to 4 tasks at 70 percent of their CPU, quicker up than down", () => {
    expect(template.only(target)).toMatchObject({
      service_namespace: "ecs",
      scalable_dimension: "ecs:service:DesiredCount",
      resource_id: "service/test/test-billing",
      min_capacity: 2,
      max_capacity: 4,
    });
    expect(template.only(policy)).toMatchObject({
      name: "test-billing-cpu",
      policy_type: "TargetTrackingScaling",
      ...tracking({
        target_value: 70,
        scale_in_cooldown: 300,
        scale_out_cooldown: 60,
        predefined_metric_specification: { predefined_metric_type: "ECSServiceAverageCPUUtilization" },
      }),
    });
  });

  it("tracks memory and requests, and keeps to other limits from given times on, where set", () => {
    expect(full.with(policy, { name: "test-billing-memory" })).toMatchObject(
      tracking({
        target_value: 80,
        predefined_metric_specification: { predefined_metric_type: "ECSServiceAverageMemoryUtilization" },
      }),
    );
    expect(full.with(policy, { name: "test-billing-requests" })).toMatchObject(
      tracking({
        target_value: 1_000,
        predefined_metric_specification: {
          predefined_metric_type: "ALBRequestCountPerTarget",
          resource_label: "app/test/1/targetgroup/billing/2",
        },
      }),
    );
    expect(full.only(schedule)).toMatchObject({
      name: "test-billing-night",
      schedule: "cron(0 22 * * ? *)",
      timezone: "America/New_York",
      scalable_target_action: { min_capacity: "1", max_capacity: "2" },
    });
  });

  it("leaves the limits to the schedules where there are any", () => {
    expect(full.only(target).lifecycle).toEqual({ ignore_changes: ["min_capacity", "max_capacity"] });
    expect(template.only(target)).not.toHaveProperty("lifecycle");
  });

  // Of a service that scales by everything: some props matter to one policy only.
  describeOptions<ServiceScalingProps>((change) => synthesize((scope) => ({ scaling: everything, ...change(scope) })), {
    clusterName: { to: () => "other", type: target, gives: { resource_id: "service/other/test-billing" } },
    serviceName: { to: () => "other", type: target, gives: { resource_id: "service/test/other" } },
    scaling: { to: () => ({ ...scaling, min: 1, max: 9 }), type: target, gives: { min_capacity: 1, max_capacity: 9 } },
    loadBalancerArnSuffix: {
      to: () => "app/other/1",
      type: policy,
      gives: labelled("app/other/1/targetgroup/billing/2"),
    },
    targetGroupArnSuffix: { to: () => "targetgroup/x/3", type: policy, gives: labelled("app/test/1/targetgroup/x/3") },
    dependsOn: {
      to: (scope) => dependency(scope, "Other"),
      type: target,
      gives: { depends_on: ["aws_ecs_cluster.Other"] },
    },
  });

  it.each<[string, Partial<ServiceScalingProps["scaling"]>, object]>([
    ["targetCpuPercent", { targetCpuPercent: 50 }, tracking({ target_value: 50 })],
    ["scaleInCooldownSeconds", { scaleInCooldownSeconds: 600 }, tracking({ scale_in_cooldown: 600 })],
    ["scaleOutCooldownSeconds", { scaleOutCooldownSeconds: 30 }, tracking({ scale_out_cooldown: 30 })],
  ])("scales by the setting %s", (_, change, gives) => {
    expect(template.only(policy)).not.toMatchObject(gives);
    expect(synthesize(() => ({ scaling: { ...scaling, ...change } })).only(policy)).toMatchObject(gives);
  });

  describe("wiring", () => {
    it("sets limits once the service exists", () => {
      expect(template.only(target).depends_on).toEqual(["aws_ecs_cluster.Service"]);
    });

    it("hangs every policy and schedule on the limits", () => {
      for (const scaled of [...full.all(policy), ...full.all(schedule)])
        expect(scaled).toMatchObject({
          resource_id: full.reference(target, "resource_id"),
          scalable_dimension: full.reference(target, "scalable_dimension"),
          service_namespace: full.reference(target, "service_namespace"),
        });
    });
  });
});
