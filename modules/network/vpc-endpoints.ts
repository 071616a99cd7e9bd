import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { SecurityGroup } from "../common/security-group";

export interface VpcEndpointsProps {
  readonly name: string;
  readonly region: string;
  readonly vpcId: string;
  readonly vpcCidr: string;
  /** Route tables that reach S3 and DynamoDB without NAT. */
  readonly routeTableIds: readonly string[];
  readonly subnetIds: readonly string[];
  /** Services with an interface endpoint, as in `com.amazonaws.<region>.<service>`. */
  readonly interfaces: readonly string[];
}

/**
 * Ways to AWS that avoid the NAT gateways: gateway endpoints for S3 (image layers, files) and DynamoDB, which cost
 * nothing, and interface endpoints, by the hour, for the services named.
 */
export class VpcEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: VpcEndpointsProps) {
    super(scope, id);
    for (const service of ["s3", "dynamodb"])
      new VpcEndpoint(this, `${pascal(service)}Gateway`, {
        vpcId: props.vpcId,
        serviceName: `com.amazonaws.${props.region}.${service}`,
        vpcEndpointType: "Gateway",
        routeTableIds: [...props.routeTableIds],
        tags: { Name: `${props.name}-${service}` },
      });
    if (props.interfaces.length === 0) return;

    const group = new SecurityGroup(this, "SecurityGroup", {
      name: `${props.name}-endpoints`,
      description: "Interface endpoints of AWS services",
      vpcId: props.vpcId,
    });
    group.allowFrom("FromVpc", { cidr: props.vpcCidr }, 443, "AWS APIs called from inside the VPC");
    for (const service of props.interfaces)
      new VpcEndpoint(this, `${pascal(service)}Interface`, {
        vpcId: props.vpcId,
        serviceName: `com.amazonaws.${props.region}.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: [...props.subnetIds],
        securityGroupIds: [group.id],
        tags: { Name: `${props.name}-${service}` },
      });
  }
}

/** `ecr.api` -> `EcrApi` */
const pascal = (text: string) => text.replaceAll(/(?:^|[.-])([a-z])/g, (_, first: string) => first.toUpperCase());
