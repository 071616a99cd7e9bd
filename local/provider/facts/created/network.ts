import type { CreatedTable } from "./template";

const ec2 = (kind: string) => `arn:aws:ec2:{region}:{account}:${kind}/{id}`;

const securityGroup = { arn: ec2("security-group"), id: "sg-{hash:17}", vpc_id: "vpc-{hash:17}" };

const securityGroupRule = {
  arn: "arn:aws:ec2:{region}:{account}:security-group-rule/{security_group_rule_id}",
  id: "{security_group_rule_id}",
  security_group_rule_id: "sgr-{hash:17}",
};

/** What AWS gives network resources when they are created. */
export const network: CreatedTable = {
  aws_vpc: {
    arn: ec2("vpc"),
    id: "vpc-{hash:17}",
    cidr_block: "10.0.0.0/16",
    default_network_acl_id: "acl-{hash:17}",
    default_route_table_id: "rtb-{hash:17}",
    default_security_group_id: "sg-{hash:17}",
    dhcp_options_id: "dopt-{hash:8}",
    ipv6_association_id: "",
    main_route_table_id: "rtb-{hash:17}",
  },
  aws_subnet: {
    arn: ec2("subnet"),
    id: "subnet-{hash:17}",
    availability_zone: "{region}a",
    availability_zone_id: "{short_region}-az1",
    ipv6_cidr_block_association_id: "",
    private_dns_hostname_type_on_launch: "ip-name",
  },
  aws_internet_gateway: { arn: ec2("internet-gateway"), id: "igw-{hash:17}" },
  aws_eip: {
    allocation_id: "{id}",
    arn: ec2("elastic-ip"),
    association_id: "",
    carrier_ip: "",
    customer_owned_ip: "",
    domain: "vpc",
    id: "eipalloc-{hash:17}",
    network_border_group: "{region}",
    private_dns: "",
    private_ip: "",
    ptr_record: "",
    public_dns: "ec2-198-51-100-10.compute-1.amazonaws.com",
    public_ip: "198.51.100.10",
    public_ipv4_pool: "amazon",
  },
  aws_nat_gateway: {
    association_id: "eipassoc-{hash:17}",
    auto_provision_zones: "",
    auto_scaling_ips: "",
    availability_mode: "zonal",
    id: "nat-{hash:17}",
    network_interface_id: "eni-{hash:17}",
    private_ip: "10.0.0.10",
    public_ip: "198.51.100.10",
    regional_nat_gateway_auto_mode: "",
    route_table_id: "",
  },
  aws_route_table: { arn: ec2("route-table"), id: "rtb-{hash:17}" },
  aws_route: {
    id: "r-{route_table_id}{hash:8}",
    instance_id: "",
    instance_owner_id: "",
    origin: "CreateRoute",
    state: "active",
  },
  aws_route_table_association: { id: "rtbassoc-{hash:17}" },
  aws_vpc_endpoint: {
    arn: ec2("vpc-endpoint"),
    id: "vpce-{hash:17}",
    dns_entry: (lookup) =>
      lookup("vpc_endpoint_type") === "Interface"
        ? [{ dns_name: "{id}.vpce.{region}.vpce.amazonaws.com", hosted_zone_id: "Z7HUB22UULQXV" }]
        : [],
    ip_address_type: "ipv4",
    policy: '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
    prefix_list_id: "pl-{hash:8}",
    service_region: "{region}",
    state: "available",
    "dns_options.dns_record_ip_type": "ipv4",
  },
  aws_vpc_endpoint_security_group_association: { id: "a-{vpc_endpoint_id}{hash:8}" },
  aws_flow_log: {
    arn: ec2("vpc-flow-log"),
    id: "fl-{hash:17}",
    log_format:
      "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}",
  },
  aws_security_group: securityGroup,
  aws_default_security_group: { ...securityGroup, description: "default VPC security group", name: "default" },
  aws_vpc_security_group_ingress_rule: securityGroupRule,
  aws_vpc_security_group_egress_rule: securityGroupRule,
  aws_network_acl: { arn: ec2("network-acl"), id: "acl-{hash:17}" },
  aws_default_network_acl: {
    arn: ec2("network-acl"),
    id: "{default_network_acl_id}",
    vpc_id: "vpc-{hash:17}",
  },
  aws_placement_group: { arn: "arn:aws:ec2:{region}:{account}:placement-group/{name}", id: "{name}" },
};
