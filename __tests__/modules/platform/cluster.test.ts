import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { Cluster, type ClusterProps } from "../../../modules/platform/cluster";
import { testEnvironment } from "../../support/fixtures";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const settings = testEnvironment().cluster;

const synthesize = (change: ChangeProps<ClusterProps> = () => ({})) =>
  Template.of((stack) => {
    const cluster = new Cluster(stack, "Cluster", {
      name: "test",
      vpcId: "vpc-1",
      subnetIds: ["subnet-1"],
      settings,
      tags: { Environment: "test" },
      ...change(stack),
    });
    new TerraformOutput(stack, "Provider", { value: cluster.capacityProviderName });
  });

const provider = "aws_ecs_capacity_provider";

describe("Cluster", () => {
  const template = synthesize();

  it("creates the cluster and the provider of its capacity, beside the instances", () => {
    expect(template.inventory).toMatchObject({
      aws_ecs_cluster: 1,
      [provider]: 1,
      aws_ecs_cluster_capacity_providers: 1, // the provider belongs to the cluster
      aws_autoscaling_group: 1,
    });
  });

  it("defaults to instances that ECS adds one by one, drains and protects while they hold tasks", () => {
    expect(template.only(provider).auto_scaling_group_provider).toMatchObject({
      managed_draining: "ENABLED",
      managed_termination_protection: "ENABLED",
      managed_scaling: {
        status: "ENABLED",
        target_capacity: 100, // `@default`: no warm spare
        minimum_scaling_step_size: 1,
        maximum_scaling_step_size: 1,
        instance_warmup_period: 300,
      },
    });
    expect(template.only("aws_ecs_cluster").setting).toEqual([{ name: "containerInsights", value: "enabled" }]);
  });

  describeOptions<ClusterProps>(synthesize, {
    name: { to: () => "other", type: "aws_ecs_cluster", gives: { name: "other" } },
    targetCapacityPercent: {
      to: () => 80,
      type: provider,
      gives: { auto_scaling_group_provider: { managed_scaling: { target_capacity: 80 } } },
    },
    vpcId: { to: () => "vpc-2", type: "aws_security_group", gives: { vpc_id: "vpc-2" } },
    subnetIds: {
      to: () => ["subnet-3"],
      type: "aws_autoscaling_group",
      gives: { vpc_zone_identifier: ["subnet-3"] },
    },
    settings: {
      to: () => ({ ...settings, maxInstances: 9 }),
      type: "aws_autoscaling_group",
      gives: { max_size: 9 },
    },
    tags: {
      to: () => ({ Environment: "other" }),
      type: "aws_autoscaling_group",
      gives: { tag: expect.arrayContaining([{ key: "Environment", value: "other", propagate_at_launch: true }]) },
    },
  });

  describe("wiring", () => {
    it("scales the group of the instances", () => {
      expect(template.only(provider).auto_scaling_group_provider).toMatchObject({
        auto_scaling_group_arn: template.reference("aws_autoscaling_group", "arn"),
      });
    });

    it("is the cluster's one provider, and its default", () => {
      const name = template.reference(provider, "name");
      expect(template.only("aws_ecs_cluster_capacity_providers")).toEqual({
        cluster_name: template.reference("aws_ecs_cluster", "name"),
        capacity_providers: [name],
        default_capacity_provider_strategy: [{ capacity_provider: name, base: 1, weight: 100 }],
      });
    });

    it("names its provider only once that belongs to the cluster", () => {
      const association = template.address("aws_ecs_cluster_capacity_providers");
      expect(template.outputs).toEqual({
        Provider: `\${tolist(${association}.default_capacity_provider_strategy).0.capacity_provider}`,
      });
    });

    it("lets instances join by the cluster's name, once it exists", () => {
      expect(template.only("aws_autoscaling_group").depends_on).toContain(template.address("aws_ecs_cluster"));
      const { user_data } = template.only("aws_launch_template");
      expect(Buffer.from(String(user_data), "base64").toString()).toContain("\nECS_CLUSTER=test\n");
    });
  });
});
