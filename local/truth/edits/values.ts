/** A rule inside a security group: an attribute that looks like a block, so nothing may be left out. */
export const securityGroupRule = {
  description: "",
  from_port: 443,
  to_port: 443,
  protocol: "tcp",
  cidr_blocks: ["10.0.0.0/8"],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
};
