import type { HttpTokensState } from "@aws-sdk/client-ec2";
import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../core/environment/schema";
import { amiParameter, instanceGroupName, refreshPreferences } from "../../core/patch/instance-group";
import { Role } from "../common/role";
import { SecurityGroup } from "../common/security-group";
import { userData } from "./user-data";

export interface InstanceGroupProps {
  readonly clusterName: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly settings: Environment["cluster"];
  /** Tags of the environment: the provider's default tags reach neither the group nor what it starts. */
  readonly tags: Readonly<Record<string, string>>;
  /** The cluster: instances find it when they start, and are gone before it goes. */
  readonly dependsOn: ITerraformDependable;
}

/**
 * The EC2 instances of a cluster: launch template, Auto Scaling group, role and security group. Bridge networking: the
 * group stands for all tasks. IMDSv2 with hop limit 1, so that containers do not get the instance's credentials.
 */
export class InstanceGroup extends Construct {
  readonly autoScalingGroupName: string;
  readonly autoScalingGroupArn: string;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: InstanceGroupProps) {
    super(scope, id);
    const { settings } = props;
    const name = instanceGroupName(props.clusterName);
    const tags = { ...props.tags, Name: name };
    this.securityGroup = new SecurityGroup(this, "SecurityGroup", {
      name,
      description: "ECS instances and every task on them",
      vpcId: props.vpcId,
    });
    const wayOut = this.securityGroup.allowTo(
      "ToAnywhere",
      { cidr: "0.0.0.0/0" },
      { from: 0, to: 65_535 },
      "Images, AWS APIs, database, cache, partners' APIs",
    );
    const { profile, grants } = this.profile(name);
    const template = new LaunchTemplate(this, "LaunchTemplate", {
      name,
      // Resolved when an instance starts: the plan stays quiet when AWS releases an AMI, and `smart360 patch` takes it.
      imageId: `resolve:ssm:${amiParameter}`,
      instanceType: settings.instanceType,
      updateDefaultVersion: true,
      ebsOptimized: "true",
      iamInstanceProfile: { arn: profile.arn },
      vpcSecurityGroupIds: [this.securityGroup.id],
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required" satisfies HttpTokensState,
        httpPutResponseHopLimit: 1,
      },
      monitoring: { enabled: true },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeType: "gp3",
            volumeSize: settings.rootVolumeGiB,
            encrypted: "true",
            deleteOnTermination: "true",
          },
        },
      ],
      userData: userData({
        clusterName: props.clusterName,
        agentReservedMemoryMiB: settings.agentReservedMemoryMiB,
        dynamicHostPorts: settings.dynamicHostPorts,
      }),
      // The instance itself gets the group's tags.
      tagSpecifications: ["volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
    });
    const group = new AutoscalingGroup(this, "Resource", {
      name,
      minSize: settings.instances,
      maxSize: settings.maxInstances,
      vpcZoneIdentifier: [...props.subnetIds],
      healthCheckType: "EC2",
      healthCheckGracePeriod: 300,
      // Managed termination protection needs it: ECS takes it off an instance without tasks.
      protectFromScaleIn: true,
      // A number, not "$Latest", so that a new version shows in the plan and starts the refresh.
      launchTemplate: { id: template.id, version: template.getStringAttribute("latest_version") },
      instanceRefresh: {
        strategy: "Rolling",
        preferences: refreshPreferences,
      },
      enabledMetrics: ["GroupDesiredCapacity", "GroupInServiceInstances", "GroupMaxSize", "GroupMinSize"],
      waitForCapacityTimeout: "10m",
      // ECS adds the last tag itself; without it here each plan would take it off again.
      tag: Object.entries({ ...tags, AmazonECSManaged: "true" }).map(([key, value]) => ({
        key,
        value,
        propagateAtLaunch: true,
      })),
      // Destroyed after its capacity provider: nobody is left to end the draining that ECS hooked into it.
      forceDelete: true,
      // An instance that starts without them does not join the cluster.
      dependsOn: [props.dependsOn, wayOut, ...grants],
      lifecycle: { ignoreChanges: ["desired_capacity"] },
    });
    this.autoScalingGroupName = group.name;
    this.autoScalingGroupArn = group.arn;
  }

  private profile(name: string) {
    const role = new Role(this, "Role", {
      name,
      description: "The ECS agent of an instance; tasks have roles of their own",
      assumedBy: "ec2.amazonaws.com",
      statements: [],
    });
    const policies = {
      Ecs: "service-role/AmazonEC2ContainerServiceforEC2Role",
      // Sessions for operations instead of SSH.
      SessionManager: "AmazonSSMManagedInstanceCore",
    };
    const grants = Object.entries(policies).map(
      ([id, policy]) =>
        new IamRolePolicyAttachment(this, `${id}Policy`, {
          role: role.name,
          policyArn: `arn:aws:iam::aws:policy/${policy}`,
        }),
    );
    return { profile: new IamInstanceProfile(this, "Profile", { name, role: role.name }), grants };
  }
}
