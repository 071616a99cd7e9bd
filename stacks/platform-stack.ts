import type { Construct } from "constructs";
import { names } from "../core/naming/names";
import { allowIngress } from "../modules/common/security-group";
import { Certificate } from "../modules/platform/certificate";
import { Cluster } from "../modules/platform/cluster";
import { LoadBalancer } from "../modules/platform/load-balancer";
import { BaseStack, type StackProps } from "./base-stack";
import type { DataStack } from "./data-stack";
import type { NetworkStack } from "./network-stack";
import { StackOutputs, string } from "./outputs";

const shape = {
  clusterName: string("ECS cluster"),
  clusterArn: string("ARN of the ECS cluster"),
  capacityProviderName: string("Capacity provider of the instances"),
  instancesSecurityGroupId: string("Security group of the instances and all tasks"),
  autoScalingGroupName: string("Auto Scaling group of the instances"),
  loadBalancerArn: string("ARN of the load balancer"),
  loadBalancerArnSuffix: string("The load balancer as CloudWatch names it"),
  loadBalancerDnsName: string("Internal host name of the load balancer"),
  listenerArn: string("HTTPS listener to which services add rules"),
  certificateArn: string("Certificate of the viewer's domain"),
};

export interface PlatformStackProps extends StackProps {
  readonly network: NetworkStack["outputs"];
  readonly data: DataStack["outputs"];
}

/** Where services run: the ECS cluster with its instances, and the load balancer in front of them. */
export class PlatformStack extends BaseStack {
  readonly outputs: StackOutputs<typeof shape>;

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, "platform", "platform", props);
    const { environment } = props;
    const network = props.network.readIn(this);
    const data = props.data.readIn(this);
    const place = { vpcId: network.vpcId, subnetIds: network.privateSubnetIds };
    const certificate = new Certificate(this, "Certificate", { domain: environment.domain });
    const cluster = new Cluster(this, "Cluster", {
      ...place,
      name: names.cluster(environment),
      settings: environment.cluster,
      tags: this.defaultTags,
    });
    const instances = cluster.instances.securityGroup;
    // In bridge mode a security group belongs to the instance: database and cache are opened once, for all tasks.
    const peer = { securityGroupId: instances.id };
    allowIngress(
      this,
      "DatabaseFromInstances",
      data.databaseSecurityGroupId,
      peer,
      data.databasePort,
      "PostgreSQL from the ECS instances",
    );
    allowIngress(
      this,
      "CacheFromInstances",
      data.cacheSecurityGroupId,
      peer,
      data.cachePort,
      "Redis from the ECS instances",
    );
    const balancer = new LoadBalancer(this, "LoadBalancer", {
      ...place,
      name: names.loadBalancer(environment),
      logBucketName: names.bucket(environment, "alb-logs"),
      accountId: environment.accountId,
      settings: environment.loadBalancer,
      certificateArn: certificate.arn,
      instances,
      dynamicHostPorts: environment.cluster.dynamicHostPorts,
      protectData: environment.protectData,
    });
    this.outputs = new StackOutputs(this, shape, {
      clusterName: cluster.name,
      clusterArn: cluster.arn,
      capacityProviderName: cluster.capacityProviderName,
      instancesSecurityGroupId: instances.id,
      autoScalingGroupName: cluster.instances.autoScalingGroupName,
      loadBalancerArn: balancer.arn,
      loadBalancerArnSuffix: balancer.arnSuffix,
      loadBalancerDnsName: balancer.dnsName,
      listenerArn: balancer.listenerArn,
      certificateArn: certificate.arn,
    });
  }
}
