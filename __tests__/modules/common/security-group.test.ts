import { describe, expect, it } from "vitest";
import { allowIngress, SecurityGroup, type SecurityGroupProps } from "../../../modules/common/security-group";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const props: SecurityGroupProps = { name: "test-cache", description: "Cache", vpcId: "vpc-1" };

const synthesize = (change: ChangeProps<SecurityGroupProps> = () => ({})) =>
  Template.of((stack) => {
    new SecurityGroup(stack, "Group", { ...props, ...change(stack) });
  });

const ingress = "aws_vpc_security_group_ingress_rule";
const egress = "aws_vpc_security_group_egress_rule";

describe("SecurityGroup", () => {
  const template = synthesize();

  it("creates a group and no rule: nothing gets in or out until somebody says why", () => {
    expect(template.inventory).toEqual({ aws_security_group: 1 });
  });

  it("defaults to a successor that exists before its predecessor goes, hence to a prefix instead of a name", () => {
    expect(template.only("aws_security_group")).toEqual({
      name_prefix: "test-cache-",
      description: "Cache",
      vpc_id: "vpc-1",
      tags: { Name: "test-cache" },
      lifecycle: { create_before_destroy: true },
    });
  });

  describeOptions<SecurityGroupProps>(synthesize, {
    name: { to: () => "other", type: "aws_security_group", gives: { name_prefix: "other-", tags: { Name: "other" } } },
    description: { to: () => "Other", type: "aws_security_group", gives: { description: "Other" } },
    vpcId: { to: () => "vpc-2", type: "aws_security_group", gives: { vpc_id: "vpc-2" } },
  });

  describe("wiring", () => {
    const rules = Template.of((stack) => {
      const group = new SecurityGroup(stack, "Group", props);
      group.allowFrom("FromGroup", { securityGroupId: "sg-1" }, 5433, "PostgreSQL");
      group.allowFrom("FromList", { prefixListId: "pl-1" }, { from: 1000, to: 2000 }, "A range");
      group.allowTo("ToCidr", { cidr: "10.0.0.0/8" }, 443, "HTTPS");
      allowIngress(stack, "Foreign", "sg-other", { securityGroupId: group.id }, 6379, "Redis");
    });
    const own = rules.reference("aws_security_group", "id");

    it("admits one port from a group, with the reason", () => {
      expect(rules.with(ingress, { description: "PostgreSQL" })).toEqual({
        security_group_id: own,
        referenced_security_group_id: "sg-1",
        ip_protocol: "tcp",
        from_port: 5433,
        to_port: 5433,
        description: "PostgreSQL",
      });
    });

    it("admits a range of ports from a prefix list", () => {
      expect(rules.with(ingress, { description: "A range" })).toEqual({
        security_group_id: own,
        prefix_list_id: "pl-1",
        ip_protocol: "tcp",
        from_port: 1000,
        to_port: 2000,
        description: "A range",
      });
    });

    it("lets out to addresses", () => {
      expect(rules.only(egress)).toEqual({
        security_group_id: own,
        cidr_ipv4: "10.0.0.0/8",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
        description: "HTTPS",
      });
    });

    it("adds a rule to a group that another stack owns", () => {
      expect(rules.with(ingress, { description: "Redis" })).toMatchObject({
        security_group_id: "sg-other",
        referenced_security_group_id: own,
      });
    });
  });
});
