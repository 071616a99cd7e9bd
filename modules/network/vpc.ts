import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import type { Subnet as SubnetPlan, Tier } from "../../core/network/subnets";

export interface VpcProps {
  readonly name: string;
  /** IPv4 CIDR block of the VPC. */
  readonly cidr: string;
  /** What `planSubnets` made of it. */
  readonly subnets: readonly SubnetPlan[];
  /** One NAT gateway in all (cheaper; a zone's loss cuts the others off), or one per availability zone. */
  readonly natGateways: "single" | "one-per-zone";
}

interface ZoneSubnet {
  readonly zone: string;
  readonly subnet: Subnet;
}

/**
 * A VPC over several availability zones with three tiers of subnets: public (NAT gateways only), private (instances and
 * the load balancer, out by NAT) and isolated (database and cache, no way out). The default security group is closed.
 */
export class Vpc extends Construct {
  readonly id: string;
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds: string[];
  readonly isolatedSubnetIds: string[];
  /** Route tables of the private and isolated tiers, for gateway endpoints. */
  readonly innerRouteTableIds: string[];

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const vpc = new AwsVpc(this, "Resource", {
      cidrBlock: props.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: props.name },
    });
    this.id = vpc.id;
    new DefaultSecurityGroup(this, "DefaultSecurityGroup", { vpcId: vpc.id });
    const gateway = new InternetGateway(this, "InternetGateway", { vpcId: vpc.id, tags: { Name: props.name } });

    const publicTier = this.tier("public", props, vpc.id);
    const privateTier = this.tier("private", props, vpc.id);
    const isolatedTier = this.tier("isolated", props, vpc.id);

    const publicTable = this.routeTable("Public", props.name, vpc.id, publicTier);
    new Route(this, "PublicDefaultRoute", {
      routeTableId: publicTable.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });

    const exits = props.natGateways === "single" ? publicTier.slice(0, 1) : publicTier;
    const nats = exits.map((exit) => ({ zone: exit.zone, gateway: this.nat(exit, props.name, gateway) }));
    const privateTables = privateTier.map((member) => {
      const table = this.routeTable(`Private${letter(member.zone)}`, props.name, vpc.id, [member]);
      const nat = nats.find(({ zone }) => zone === member.zone) ?? nats[0];
      if (nat !== undefined)
        new Route(this, `Private${letter(member.zone)}DefaultRoute`, {
          routeTableId: table.id,
          destinationCidrBlock: "0.0.0.0/0",
          natGatewayId: nat.gateway.id,
        });
      return table;
    });
    const isolatedTable = this.routeTable("Isolated", props.name, vpc.id, isolatedTier);

    this.publicSubnetIds = publicTier.map(({ subnet }) => subnet.id);
    this.privateSubnetIds = privateTier.map(({ subnet }) => subnet.id);
    this.isolatedSubnetIds = isolatedTier.map(({ subnet }) => subnet.id);
    this.innerRouteTableIds = [...privateTables, isolatedTable].map((table) => table.id);
  }

  private tier(tier: Tier, props: VpcProps, vpcId: string): ZoneSubnet[] {
    return props.subnets
      .filter((plan) => plan.tier === tier)
      .map((plan) => ({
        zone: plan.availabilityZone,
        subnet: new Subnet(this, `${title(tier)}Subnet${letter(plan.availabilityZone)}`, {
          vpcId,
          cidrBlock: plan.cidr,
          availabilityZone: plan.availabilityZone,
          mapPublicIpOnLaunch: false,
          tags: { Name: `${props.name}-${tier}-${plan.availabilityZone}`, Tier: tier },
        }),
      }));
  }

  private routeTable(id: string, name: string, vpcId: string, members: readonly ZoneSubnet[]): RouteTable {
    const table = new RouteTable(this, `${id}RouteTable`, { vpcId, tags: { Name: `${name}-${id.toLowerCase()}` } });
    for (const { zone, subnet } of members)
      new RouteTableAssociation(this, `${id}RouteTableAssociation${letter(zone)}`, {
        routeTableId: table.id,
        subnetId: subnet.id,
      });
    return table;
  }

  private nat(exit: ZoneSubnet, name: string, gateway: InternetGateway): NatGateway {
    const zone = letter(exit.zone);
    const tags = { Name: `${name}-${exit.zone}` };
    const address = new Eip(this, `NatAddress${zone}`, { domain: "vpc", tags, dependsOn: [gateway] });
    return new NatGateway(this, `NatGateway${zone}`, {
      allocationId: address.allocationId,
      subnetId: exit.subnet.id,
      tags,
      // Without the internet gateway the NAT gateway fails to start.
      dependsOn: [gateway],
    });
  }
}

/** `us-east-1a` -> `A` */
const letter = (zone: string) => zone.slice(-1).toUpperCase();
const title = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
