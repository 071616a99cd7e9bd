import { describe, expect, it } from "vitest";
import { planSubnets } from "../../core/network/subnets";
import { testEnvironment } from "../support/fixtures";
import { Platform } from "../support/platform";

const environment = testEnvironment({ network: { interfaceEndpoints: ["logs"] } });
const template = Platform.synthesize({ environment, manifest: { services: [] } }).template("network");

describe("NetworkStack", () => {
  it("creates the VPC with its ways to AWS, its flow logs, and the key of all log groups", () => {
    expect(template.inventory).toMatchObject({
      aws_vpc: 1,
      aws_vpc_endpoint: 3, // S3, DynamoDB, and the one that was set
      aws_flow_log: 1,
      aws_kms_key: 1,
    });
  });

  it("names everything after the environment", () => {
    expect(template.only("aws_vpc").tags).toEqual({ Name: "smart360-test" });
    expect(template.only("aws_kms_alias").name).toBe("alias/smart360-test-logs");
    expect(template.only("aws_iam_role").name).toBe("smart360-test-flow-logs");
    expect(template.only("aws_cloudwatch_log_group").name).toBe("/smart360/test/vpc/flow-logs");
  });

  describe("wiring", () => {
    it("divides the environment's range among its zones", () => {
      const { cidr, availabilityZones } = environment.network;
      const planned = planSubnets(cidr, availabilityZones).map((subnet) => subnet.cidr);
      const made = template.all("aws_subnet").map(({ cidr_block }) => cidr_block);
      expect(made.sort()).toEqual(planned.sort());
    });

    it("spares S3 and DynamoDB the NAT gateways, for every table behind the public one", () => {
      const id = (name: string) =>
        template.reference("aws_route_table", "id", { tags: { Name: `smart360-test-${name}` } });
      expect(template.with("aws_vpc_endpoint", { service_name: "com.amazonaws.us-east-1.s3" }).route_table_ids).toEqual(
        [id("privatea"), id("privateb"), id("isolated")],
      );
    });

    it("puts interface endpoints into the private subnets, open to the VPC's own range", () => {
      expect(template.with("aws_vpc_endpoint", { service_name: "com.amazonaws.us-east-1.logs" }).subnet_ids).toEqual(
        template.outputs["private_subnet_ids"],
      );
      expect(template.only("aws_vpc_security_group_ingress_rule").cidr_ipv4).toBe("10.1.0.0/16");
    });

    it("encrypts the flow logs with a key that CloudWatch Logs may use", () => {
      expect(template.only("aws_cloudwatch_log_group").kms_key_id).toBe(template.reference("aws_kms_key", "arn"));
      expect(template.only("aws_kms_key").policy).toMatchObject({
        Statement: [{}, { Principal: { Service: "logs.us-east-1.amazonaws.com" } }],
      });
      expect(template.outputs["log_key_arn"]).toBe(template.reference("aws_kms_key", "arn"));
    });
  });
});
