import type { Construct } from "constructs";
import { names } from "../core/naming/names";
import { planSubnets } from "../core/network/subnets";
import { cloudWatchLogsMayUse, EncryptionKey } from "../modules/common/encryption-key";
import { FlowLogs } from "../modules/network/flow-logs";
import { VpcEndpoints } from "../modules/network/vpc-endpoints";
import { Vpc } from "../modules/network/vpc";
import { BaseStack, type StackProps } from "./base-stack";
import { StackOutputs, string, strings } from "./outputs";

const shape = {
  vpcId: string("VPC of the environment"),
  publicSubnetIds: strings("Subnets of the NAT gateways"),
  privateSubnetIds: strings("Subnets of the instances and the load balancer"),
  isolatedSubnetIds: strings("Subnets of the database and the cache"),
  logKeyArn: string("KMS key of CloudWatch log groups"),
};

/** The VPC, and the key of every log group. */
export class NetworkStack extends BaseStack {
  readonly outputs: StackOutputs<typeof shape>;

  constructor(scope: Construct, props: StackProps) {
    super(scope, "network", "network", props);
    const { accountId, network, protectData, region } = props.environment;
    const name = names.shared(props.environment);
    const logKey = new EncryptionKey(this, "LogKey", {
      name: `${name}-logs`,
      description: "CloudWatch log groups",
      accountId,
      statements: [cloudWatchLogsMayUse(region, accountId)],
      protectData,
    });
    const vpc = new Vpc(this, "Vpc", {
      name,
      cidr: network.cidr,
      subnets: planSubnets(network.cidr, network.availabilityZones),
      natGateways: network.natGateways,
    });
    new VpcEndpoints(this, "Endpoints", {
      name,
      region,
      vpcId: vpc.id,
      vpcCidr: network.cidr,
      routeTableIds: vpc.innerRouteTableIds,
      subnetIds: vpc.privateSubnetIds,
      interfaces: network.interfaceEndpoints,
    });
    new FlowLogs(this, "FlowLogs", {
      name,
      logGroupName: names.path(props.environment, "vpc", "flow-logs"),
      vpcId: vpc.id,
      retentionDays: network.flowLogRetentionDays,
      keyArn: logKey.arn,
      accountId,
    });
    this.outputs = new StackOutputs(this, shape, {
      vpcId: vpc.id,
      publicSubnetIds: vpc.publicSubnetIds,
      privateSubnetIds: vpc.privateSubnetIds,
      isolatedSubnetIds: vpc.isolatedSubnetIds,
      logKeyArn: logKey.arn,
    });
  }
}
