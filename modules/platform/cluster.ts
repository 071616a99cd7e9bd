import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { Construct } from "constructs";
import { InstanceGroup, type InstanceGroupProps } from "./instance-group";

/** Seconds until a fresh instance counts for scaling. */
const instanceWarmupSeconds = 300;

export interface ClusterProps extends Omit<InstanceGroupProps, "clusterName" | "dependsOn"> {
  readonly name: string;
  /**
   * Share of the instances that tasks may fill before another is started, in percent. At 100 nothing is kept warm: a
   * deployment that needs more room waits for the spare instance.
   * @default 100
   */
  readonly targetCapacityPercent?: number;
}

/** The ECS cluster on EC2: the instances, and a capacity provider that adds and drains them as tasks need. */
export class Cluster extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly capacityProviderName: string;
  readonly instances: InstanceGroup;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const cluster = new EcsCluster(this, "Resource", {
      name: props.name,
      setting: [{ name: "containerInsights", value: "enabled" }],
    });
    this.instances = new InstanceGroup(this, "Instances", {
      ...props,
      // Plain text: it goes into the instances' script, which is encoded here and not by Terraform.
      clusterName: props.name,
      dependsOn: cluster,
    });
    const provider = new EcsCapacityProvider(this, "CapacityProvider", {
      name: props.name,
      autoScalingGroupProvider: {
        autoScalingGroupArn: this.instances.autoScalingGroupArn,
        managedDraining: "ENABLED",
        managedTerminationProtection: "ENABLED",
        managedScaling: {
          status: "ENABLED",
          targetCapacity: props.targetCapacityPercent ?? 100,
          minimumScalingStepSize: 1,
          maximumScalingStepSize: 1,
          instanceWarmupPeriod: instanceWarmupSeconds,
        },
      },
    });
    const association = new EcsClusterCapacityProviders(this, "CapacityProviders", {
      clusterName: cluster.name,
      capacityProviders: [provider.name],
      defaultCapacityProviderStrategy: [{ capacityProvider: provider.name, base: 1, weight: 100 }],
    });
    this.name = cluster.name;
    this.arn = cluster.arn;
    // Read from the association: a service can only be placed once the provider belongs to the cluster.
    this.capacityProviderName = association.defaultCapacityProviderStrategy.get(0).capacityProvider;
  }
}
