import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { planSubnets } from "../../../core/network/subnets";
import { Vpc, type VpcProps } from "../../../modules/network/vpc";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const zones = ["us-east-1a", "us-east-1b"];

const synthesize = (change: ChangeProps<VpcProps> = () => ({})) =>
  Template.of((stack) => {
    new Vpc(stack, "Vpc", {
      name: "test",
      cidr: "10.1.0.0/16",
      subnets: planSubnets("10.1.0.0/16", zones),
      natGateways: "one-per-zone",
      ...change(stack),
    });
  });

describe("Vpc", () => {
  const template = synthesize();
  const vpcId = template.reference("aws_vpc", "id");
  const subnet = (tier: string, zone: string) => ({ tags: { Tier: tier }, availability_zone: zone });
  const subnetId = (tier: string, zone: string) => template.reference("aws_subnet", "id", subnet(tier, zone));
  const tableId = (name: string) => template.reference("aws_route_table", "id", { tags: { Name: `test-${name}` } });

  it("creates three tiers over two zones", () => {
    expect(template.inventory).toEqual({
      aws_vpc: 1,
      aws_default_security_group: 1, // closed
      aws_internet_gateway: 1,
      aws_subnet: 6, // three tiers, two zones
      aws_eip: 2, // one per NAT gateway
      aws_nat_gateway: 2, // one per zone
      aws_route_table: 4, // public, private per zone, isolated
      aws_route_table_association: 6, // one per subnet
      aws_route: 3, // public and both private tables; the isolated one has no way out
    });
  });

  describe("defaults", () => {
    it("resolve names inside the VPC, as interface endpoints need", () => {
      expect(template.only("aws_vpc")).toEqual({
        cidr_block: "10.1.0.0/16",
        enable_dns_hostnames: true,
        enable_dns_support: true,
        tags: { Name: "test" },
      });
    });

    it("close the default security group by leaving it without rules", () => {
      expect(template.only("aws_default_security_group")).toEqual({ vpc_id: vpcId });
    });

    it("give no instance a public address, in any tier", () => {
      const given = template.all("aws_subnet").map(({ map_public_ip_on_launch }) => map_public_ip_on_launch);
      expect(given).toEqual(Array.from({ length: 6 }, () => false));
    });

    it("place the subnets as planned", () => {
      const made = template
        .all("aws_subnet")
        .map(({ cidr_block, availability_zone }) => ({ cidr: cidr_block, availabilityZone: availability_zone }));
      expect(made).toHaveLength(6);
      expect(planSubnets("10.1.0.0/16", zones)).toEqual(
        expect.arrayContaining(made.map((one) => expect.objectContaining(one))),
      );
    });
  });

  describeOptions<VpcProps>(synthesize, {
    name: { to: () => "other", type: "aws_vpc", gives: { tags: { Name: "other" } } },
    cidr: { to: () => "10.2.0.0/16", type: "aws_vpc", gives: { cidr_block: "10.2.0.0/16" } },
    subnets: {
      to: () => planSubnets("10.1.0.0/16", ["us-east-1a", "us-east-1c"]),
      type: "aws_subnet",
      gives: subnet("private", "us-east-1c"),
    },
    natGateways: {
      to: () => "single",
      type: "aws_route",
      gives: {
        route_table_id: tableId("privateb"),
        nat_gateway_id: template.reference("aws_nat_gateway", "id", { tags: { Name: "test-us-east-1a" } }),
      },
    },
  });

  it("has one NAT gateway and one address in all where that was chosen", () => {
    const { aws_nat_gateway, aws_eip, aws_route } = synthesize(() => ({ natGateways: "single" })).inventory;
    expect({ aws_nat_gateway, aws_eip, aws_route }).toEqual({ aws_nat_gateway: 1, aws_eip: 1, aws_route: 3 });
  });

  describe("wiring", () => {
    it.each([
      ["public", "us-east-1a", "public"],
      ["public", "us-east-1b", "public"],
      ["private", "us-east-1a", "privatea"],
      ["private", "us-east-1b", "privateb"],
      ["isolated", "us-east-1a", "isolated"],
      ["isolated", "us-east-1b", "isolated"],
    ])("routes the %s subnet of %s by the table %s", (tier, zone, table) => {
      expect(template.with("aws_route_table_association", { subnet_id: subnetId(tier, zone) }).route_table_id).toBe(
        tableId(table),
      );
    });

    it("leads the public tier to the internet gateway", () => {
      expect(template.with("aws_route", { route_table_id: tableId("public") })).toMatchObject({
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: template.reference("aws_internet_gateway", "id"),
      });
    });

    it.each([
      ["privatea", "us-east-1a"],
      ["privateb", "us-east-1b"],
    ])("leads the table %s to the NAT gateway in the same zone, which stands in its public subnet", (table, zone) => {
      const nat = { tags: { Name: `test-${zone}` } };
      expect(template.with("aws_route", { route_table_id: tableId(table) })).toMatchObject({
        destination_cidr_block: "0.0.0.0/0",
        nat_gateway_id: template.reference("aws_nat_gateway", "id", nat),
      });
      expect(template.with("aws_nat_gateway", nat)).toMatchObject({
        subnet_id: subnetId("public", zone),
        allocation_id: template.reference("aws_eip", "allocation_id", nat),
      });
    });

    it("leads the isolated tier nowhere", () => {
      expect(template.has("aws_route", { route_table_id: tableId("isolated") })).toBe(false);
    });

    it("starts NAT gateways and their addresses after the internet gateway", () => {
      const gateway = [template.address("aws_internet_gateway")];
      for (const { depends_on } of [...template.all("aws_nat_gateway"), ...template.all("aws_eip")])
        expect(depends_on).toEqual(gateway);
    });

    it("tells the ids of each tier in the order of the zones, and the tables behind the public one", () => {
      const told = Template.of((stack) => {
        const vpc = new Vpc(stack, "Vpc", {
          name: "test",
          cidr: "10.1.0.0/16",
          subnets: planSubnets("10.1.0.0/16", zones),
          natGateways: "single",
        });
        const { publicSubnetIds, privateSubnetIds, isolatedSubnetIds, innerRouteTableIds } = vpc;
        const lists = { publicSubnetIds, privateSubnetIds, isolatedSubnetIds, innerRouteTableIds };
        for (const [name, value] of Object.entries(lists)) new TerraformOutput(stack, name, { value });
      });
      expect(told.outputs).toEqual({
        publicSubnetIds: zones.map((zone) => subnetId("public", zone)),
        privateSubnetIds: zones.map((zone) => subnetId("private", zone)),
        isolatedSubnetIds: zones.map((zone) => subnetId("isolated", zone)),
        innerRouteTableIds: ["privatea", "privateb", "isolated"].map(tableId),
      });
    });
  });
});
