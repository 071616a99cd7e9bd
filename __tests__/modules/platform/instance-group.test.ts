import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { InstanceGroup, type InstanceGroupProps } from "../../../modules/platform/instance-group";
import { userData } from "../../../modules/platform/user-data";
import { testEnvironment } from "../../support/fixtures";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const settings = testEnvironment().cluster;

/** Stands for the cluster. */
const cluster = (scope: Construct, id = "Cluster") => new EcsCluster(scope, id, { name: id });

const synthesize = (change: ChangeProps<InstanceGroupProps> = () => ({})) =>
  Template.of((stack) => {
    const given = change(stack);
    new InstanceGroup(stack, "Instances", {
      clusterName: "test",
      vpcId: "vpc-1",
      subnetIds: ["subnet-1", "subnet-2"],
      settings,
      tags: { Environment: "test" },
      ...given,
      dependsOn: given.dependsOn ?? cluster(stack),
    });
  });

const group = "aws_autoscaling_group";

describe("InstanceGroup", () => {
  const template = synthesize();
  const instances = template.only(group);
  const launchTemplate = template.only("aws_launch_template");

  it("creates the instances, how each starts, and what each may do and reach", () => {
    expect(template.inventory).toEqual({
      aws_ecs_cluster: 1, // the test's
      [group]: 1,
      aws_launch_template: 1,
      aws_iam_role: 1,
      aws_iam_role_policy_attachment: 2, // the agent, and sessions instead of SSH
      aws_iam_instance_profile: 1,
      aws_security_group: 1,
      aws_vpc_security_group_egress_rule: 1, // no ingress: the load balancer adds its own
    });
  });

  describe("defaults", () => {
    it("start the AMI that AWS recommends on the day, not the one of the plan", () => {
      expect(launchTemplate.image_id).toBe(
        "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
      );
    });

    it("require IMDSv2 within the instance: a container is one hop too far", () => {
      expect(launchTemplate.metadata_options).toEqual({
        http_endpoint: "enabled",
        http_tokens: "required",
        http_put_response_hop_limit: 1,
      });
    });

    it("encrypt the volume and let it go with the instance", () => {
      expect(launchTemplate).toMatchObject({
        ebs_optimized: "true",
        monitoring: { enabled: true },
        update_default_version: true,
        block_device_mappings: [
          {
            device_name: "/dev/xvda",
            ebs: { volume_type: "gp3", volume_size: 60, encrypted: "true", delete_on_termination: "true" },
          },
        ],
      });
    });

    it("leave the number of instances to ECS, and their end too", () => {
      expect(instances).toMatchObject({
        min_size: 2,
        protect_from_scale_in: true,
        lifecycle: { ignore_changes: ["desired_capacity"] },
      });
    });

    it("replace instances by starting the new one first", () => {
      expect(instances).toMatchObject({
        instance_refresh: {
          strategy: "Rolling",
          preferences: {
            min_healthy_percentage: 100,
            max_healthy_percentage: 150,
            scale_in_protected_instances: "Refresh",
            auto_rollback: false,
          },
        },
      });
    });

    it("carry the environment's tags, and the one that ECS adds, lest each plan takes it off", () => {
      expect(instances.tag).toEqual([
        { key: "Environment", value: "test", propagate_at_launch: true },
        { key: "Name", value: "test-instances", propagate_at_launch: true },
        { key: "AmazonECSManaged", value: "true", propagate_at_launch: true },
      ]);
    });

    it("give the environment's tags to what comes with an instance", () => {
      expect(launchTemplate.tag_specifications).toEqual(
        ["volume", "network-interface"].map((resource_type) => ({
          resource_type,
          tags: { Environment: "test", Name: "test-instances" },
        })),
      );
    });

    it("go without waiting for a draining that nobody ends", () => {
      expect(instances.force_delete).toBe(true);
    });

    it("let out all of TCP and let in nothing", () => {
      expect(template.only("aws_vpc_security_group_egress_rule")).toMatchObject({
        cidr_ipv4: "0.0.0.0/0",
        from_port: 0,
        to_port: 65_535,
        ip_protocol: "tcp",
      });
    });
  });

  describeOptions<InstanceGroupProps>(synthesize, {
    clusterName: { to: () => "other", type: group, gives: { name: "other-instances" } },
    vpcId: { to: () => "vpc-2", type: "aws_security_group", gives: { vpc_id: "vpc-2" } },
    subnetIds: { to: () => ["subnet-3"], type: group, gives: { vpc_zone_identifier: ["subnet-3"] } },
    settings: {
      to: () => ({ ...settings, instances: 3, maxInstances: 6 }),
      type: group,
      gives: { min_size: 3, max_size: 6 },
    },
    tags: {
      to: () => ({ Environment: "other" }),
      type: group,
      gives: { tag: expect.arrayContaining([{ key: "Environment", value: "other", propagate_at_launch: true }]) },
    },
    dependsOn: {
      to: (scope) => cluster(scope, "Other"),
      type: group,
      gives: { depends_on: expect.arrayContaining(["aws_ecs_cluster.Other"]) },
    },
  });

  it.each<[string, Partial<InstanceGroupProps["settings"]>, object]>([
    ["instanceType", { instanceType: "m6a.xlarge" }, { instance_type: "m6a.xlarge" }],
    ["rootVolumeGiB", { rootVolumeGiB: 100 }, { block_device_mappings: [{ ebs: { volume_size: 100 } }] }],
    [
      "agentReservedMemoryMiB",
      { agentReservedMemoryMiB: 256 },
      {
        user_data: userData({
          clusterName: "test",
          agentReservedMemoryMiB: 256,
          dynamicHostPorts: settings.dynamicHostPorts,
        }),
      },
    ],
    [
      "dynamicHostPorts",
      { dynamicHostPorts: { from: 40_000, to: 40_999 } },
      {
        user_data: userData({
          clusterName: "test",
          agentReservedMemoryMiB: settings.agentReservedMemoryMiB,
          dynamicHostPorts: { from: 40_000, to: 40_999 },
        }),
      },
    ],
  ])("starts instances by the setting %s", (_, change, gives) => {
    expect(template.has("aws_launch_template", gives)).toBe(false);
    const changed = synthesize(() => ({ settings: { ...settings, ...change } }));
    expect(changed.only("aws_launch_template")).toMatchObject(gives);
  });

  describe("wiring", () => {
    it("starts the template's latest version, as a number that shows in the plan", () => {
      expect(instances.launch_template).toEqual({
        id: template.reference("aws_launch_template", "id"),
        version: template.reference("aws_launch_template", "latest_version"),
      });
    });

    it("puts the instances into the group, with the profile of the agent's role", () => {
      expect(launchTemplate).toMatchObject({
        vpc_security_group_ids: [template.reference("aws_security_group", "id")],
        iam_instance_profile: { arn: template.reference("aws_iam_instance_profile", "arn") },
      });
      expect(template.only("aws_iam_instance_profile").role).toBe(template.reference("aws_iam_role", "name"));
      expect(template.only("aws_iam_role").assume_role_policy).toMatchObject({
        Statement: [{ Principal: { Service: "ec2.amazonaws.com" } }],
      });
    });

    it.each(["service-role/AmazonEC2ContainerServiceforEC2Role", "AmazonSSMManagedInstanceCore"])(
      "grants the role AWS's own policy %s",
      (policy) => {
        expect(
          template.with("aws_iam_role_policy_attachment", { policy_arn: `arn:aws:iam::aws:policy/${policy}` }).role,
        ).toBe(template.reference("aws_iam_role", "name"));
      },
    );

    it("starts instances once they may join the cluster and can reach it", () => {
      const attachment = (policy: string) =>
        template.address("aws_iam_role_policy_attachment", { policy_arn: `arn:aws:iam::aws:policy/${policy}` });
      expect(instances.depends_on).toEqual([
        template.address("aws_ecs_cluster"),
        template.address("aws_vpc_security_group_egress_rule"),
        attachment("service-role/AmazonEC2ContainerServiceforEC2Role"),
        attachment("AmazonSSMManagedInstanceCore"),
      ]);
    });
  });
});
