import { describe, expect, it } from "vitest";
import { VpcEndpoints, type VpcEndpointsProps } from "../../../modules/network/vpc-endpoints";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<VpcEndpointsProps> = () => ({})) =>
  Template.of((stack) => {
    new VpcEndpoints(stack, "Endpoints", {
      name: "test",
      region: "us-east-1",
      vpcId: "vpc-1",
      vpcCidr: "10.1.0.0/16",
      routeTableIds: ["rtb-1", "rtb-2"],
      subnetIds: ["subnet-1"],
      interfaces: ["ecr.api", "ecs-agent"],
      ...change(stack),
    });
  });

const serviceName = (service: string) => ({ service_name: `com.amazonaws.us-east-1.${service}` });

describe("VpcEndpoints", () => {
  const template = synthesize();

  it("creates both gateway endpoints, an endpoint for each service named, and their one security group", () => {
    expect(template.inventory).toEqual({
      aws_vpc_endpoint: 4, // S3 and DynamoDB gateways, two interfaces
      aws_security_group: 1,
      aws_vpc_security_group_ingress_rule: 1, // HTTPS from the VPC
    });
  });

  it("creates the gateway endpoints alone where no service is named", () => {
    expect(synthesize(() => ({ interfaces: [] })).inventory).toEqual({ aws_vpc_endpoint: 2 });
  });

  it("defaults to gateways for S3 and DynamoDB, which cost nothing", () => {
    for (const service of ["s3", "dynamodb"])
      expect(template.with("aws_vpc_endpoint", serviceName(service))).toEqual({
        ...serviceName(service),
        vpc_id: "vpc-1",
        vpc_endpoint_type: "Gateway",
        route_table_ids: ["rtb-1", "rtb-2"],
        tags: { Name: `test-${service}` },
      });
  });

  describeOptions<VpcEndpointsProps>(synthesize, {
    name: { to: () => "other", type: "aws_vpc_endpoint", gives: { tags: { Name: "other-s3" } } },
    region: { to: () => "eu-west-1", type: "aws_vpc_endpoint", gives: { service_name: "com.amazonaws.eu-west-1.s3" } },
    vpcId: { to: () => "vpc-2", type: "aws_vpc_endpoint", gives: { vpc_id: "vpc-2" } },
    vpcCidr: {
      to: () => "10.2.0.0/16",
      type: "aws_vpc_security_group_ingress_rule",
      gives: { cidr_ipv4: "10.2.0.0/16" },
    },
    routeTableIds: { to: () => ["rtb-3"], type: "aws_vpc_endpoint", gives: { route_table_ids: ["rtb-3"] } },
    subnetIds: { to: () => ["subnet-2"], type: "aws_vpc_endpoint", gives: { subnet_ids: ["subnet-2"] } },
    interfaces: { to: () => ["logs"], type: "aws_vpc_endpoint", gives: serviceName("logs") },
  });

  describe("wiring", () => {
    it("answers for the service's own host name, in the subnets and group given", () => {
      expect(template.with("aws_vpc_endpoint", serviceName("ecr.api"))).toEqual({
        ...serviceName("ecr.api"),
        vpc_id: "vpc-1",
        vpc_endpoint_type: "Interface",
        private_dns_enabled: true,
        subnet_ids: ["subnet-1"],
        security_group_ids: [template.reference("aws_security_group", "id")],
        tags: { Name: "test-ecr.api" },
      });
    });

    it("admits HTTPS from the VPC only", () => {
      expect(template.only("aws_vpc_security_group_ingress_rule")).toMatchObject({
        security_group_id: template.reference("aws_security_group", "id"),
        cidr_ipv4: "10.1.0.0/16",
        from_port: 443,
        to_port: 443,
      });
    });
  });
});
