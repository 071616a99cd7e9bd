import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

/** The other end of a rule. */
export type Peer = { readonly securityGroupId: string } | { readonly prefixListId: string } | { readonly cidr: string };

/** TCP ports, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export interface SecurityGroupProps {
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
}

/** A security group without any rule; `allowFrom` and `allowTo` add rules, each with the reason why it exists. */
export class SecurityGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    this.id = new AwsSecurityGroup(this, "Resource", {
      namePrefix: `${props.name}-`,
      description: props.description,
      vpcId: props.vpcId,
      tags: { Name: props.name },
      // A group in use cannot be deleted: its successor comes first, hence the prefix instead of a fixed name.
      lifecycle: { createBeforeDestroy: true },
    }).id;
  }

  /** Admits TCP from `peer`. `reason` becomes the rule's description. */
  allowFrom(id: string, peer: Peer, ports: PortRange | number, reason: string): void {
    allowIngress(this, id, this.id, peer, ports, reason);
  }

  /** Lets TCP out to `peer`. `reason` becomes the rule's description. Whoever needs the way out at once depends on it. */
  allowTo(id: string, peer: Peer, ports: PortRange | number, reason: string): VpcSecurityGroupEgressRule {
    return new VpcSecurityGroupEgressRule(this, id, { securityGroupId: this.id, ...rule(peer, ports, reason) });
  }
}

/** Admits TCP from `peer` to a group that another stack owns. */
export function allowIngress(
  scope: Construct,
  id: string,
  securityGroupId: string,
  peer: Peer,
  ports: PortRange | number,
  reason: string,
): void {
  new VpcSecurityGroupIngressRule(scope, id, { securityGroupId, ...rule(peer, ports, reason) });
}

function rule(peer: Peer, ports: PortRange | number, reason: string) {
  const { from, to } = typeof ports === "number" ? { from: ports, to: ports } : ports;
  return { ...end(peer), ipProtocol: "tcp", fromPort: from, toPort: to, description: reason };
}

function end(peer: Peer) {
  if ("securityGroupId" in peer) return { referencedSecurityGroupId: peer.securityGroupId };
  if ("prefixListId" in peer) return { prefixListId: peer.prefixListId };
  return { cidrIpv4: peer.cidr };
}
