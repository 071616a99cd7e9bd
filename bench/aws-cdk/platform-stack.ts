import { Stack, type StackProps } from "aws-cdk-lib";
import { AutoScalingGroup } from "aws-cdk-lib/aws-autoscaling";
import {
  InstanceType,
  type IVpc,
  LaunchTemplate,
  Port,
  SecurityGroup,
  SubnetType,
  UserData,
} from "aws-cdk-lib/aws-ec2";
import { AsgCapacityProvider, Cluster, ContainerInsights, EcsOptimizedImage } from "aws-cdk-lib/aws-ecs";
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ListenerAction,
} from "aws-cdk-lib/aws-elasticloadbalancingv2";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";

export interface PlatformStackProps extends StackProps {
  readonly vpc: IVpc;
}

/** ECS cluster on EC2 instances behind an internal load balancer. */
export class PlatformStack extends Stack {
  readonly cluster: Cluster;
  readonly listener: ApplicationListener;
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly capacityProviderName: string;

  constructor(scope: Construct, id: string, { vpc, ...props }: PlatformStackProps) {
    super(scope, id, props);
    this.cluster = new Cluster(this, "Cluster", { vpc, containerInsightsV2: ContainerInsights.ENABLED });
    const instances = new SecurityGroup(this, "Instances", { vpc });
    const role = new Role(this, "InstanceRole", {
      assumedBy: new ServicePrincipal("ec2.amazonaws.com"),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonEC2ContainerServiceforEC2Role")],
    });
    const group = new AutoScalingGroup(this, "Group", {
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      minCapacity: 2,
      maxCapacity: 3,
      launchTemplate: new LaunchTemplate(this, "Template", {
        machineImage: EcsOptimizedImage.amazonLinux2023(),
        instanceType: new InstanceType("t3a.xlarge"),
        userData: UserData.forLinux(),
        requireImdsv2: true,
        securityGroup: instances,
        role,
      }),
    });
    const provider = new AsgCapacityProvider(this, "Capacity", { autoScalingGroup: group });
    this.cluster.addAsgCapacityProvider(provider);
    this.capacityProviderName = provider.capacityProviderName;

    this.loadBalancer = new ApplicationLoadBalancer(this, "LoadBalancer", { vpc, internetFacing: false });
    this.loadBalancer.logAccessLogs(
      new Bucket(this, "AccessLogs", {
        encryption: BucketEncryption.S3_MANAGED,
        blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
        enforceSSL: true,
      }),
    );
    instances.connections.allowFrom(this.loadBalancer, Port.tcpRange(32_768, 33_767));
    this.listener = this.loadBalancer.addListener("Listener", {
      port: 443,
      certificates: [{ certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/0" }],
      open: false,
      defaultAction: ListenerAction.fixedResponse(404),
    });
  }
}
