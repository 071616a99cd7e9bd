import type { Environment } from "../../../core/environment/schema";
import { createdTagged, reference, regional, tagged, type ServiceAccess, type WriteRule } from "./service-access";

const securityGroupReads = ["DescribeSecurityGroups", "DescribeSecurityGroupRules", "DescribeNetworkInterfaces"];
const ingress = ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"];
const egress = ["AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress"];
const tags = ["CreateTags", "DeleteTags"];

/** Types that Terraform creates with the environment's tags, as ARNs name them. */
const created = [
  "elastic-ip",
  "internet-gateway",
  "launch-template",
  "natgateway",
  "route-table",
  "security-group",
  "security-group-rule",
  "subnet",
  "vpc",
  "vpc-endpoint",
  "vpc-flow-log",
];
const creations = [
  "AllocateAddress",
  "AuthorizeSecurityGroupEgress",
  "AuthorizeSecurityGroupIngress",
  "CreateFlowLogs",
  "CreateInternetGateway",
  "CreateLaunchTemplate",
  "CreateNatGateway",
  "CreateRouteTable",
  "CreateSecurityGroup",
  "CreateSubnet",
  "CreateVpc",
  "CreateVpcEndpoint",
];
/** What an instance brings with it, tagged by the group and the launch template. */
const launched = ["instance", "network-interface", "volume"];

/** VPC, subnets, routes, security groups, endpoints, flow logs, launch template. */
export const ec2: ServiceAccess = {
  service: "ec2",
  source: reference("amazonec2"),
  types: {
    aws_vpc: {
      reads: [
        "DescribeVpcs",
        "DescribeVpcAttribute",
        "DescribeNetworkAcls",
        "DescribeRouteTables",
        "DescribeSecurityGroups",
      ],
      writes: ["CreateVpc", "ModifyVpcAttribute", "DeleteVpc", ...tags],
    },
    aws_subnet: {
      reads: ["DescribeSubnets", "DescribeNetworkInterfaces"],
      writes: ["CreateSubnet", "ModifySubnetAttribute", "DeleteSubnet", ...tags],
    },
    aws_internet_gateway: {
      reads: ["DescribeInternetGateways"],
      writes: [
        "CreateInternetGateway",
        "AttachInternetGateway",
        "DetachInternetGateway",
        "DeleteInternetGateway",
        ...tags,
      ],
    },
    aws_eip: {
      reads: ["DescribeAddresses", "DescribeAddressesAttribute"],
      writes: ["AllocateAddress", "ReleaseAddress", ...tags],
    },
    aws_nat_gateway: { reads: ["DescribeNatGateways"], writes: ["CreateNatGateway", "DeleteNatGateway", ...tags] },
    aws_route_table: {
      reads: ["DescribeRouteTables"],
      writes: ["CreateRouteTable", "DeleteRouteTable", "DisassociateRouteTable", ...tags],
    },
    aws_route_table_association: {
      reads: ["DescribeRouteTables"],
      writes: ["AssociateRouteTable", "DisassociateRouteTable", "ReplaceRouteTableAssociation"],
    },
    aws_route: { reads: ["DescribeRouteTables"], writes: ["CreateRoute", "ReplaceRoute", "DeleteRoute"] },
    aws_default_security_group: { reads: securityGroupReads, writes: [...ingress, ...egress, ...tags] },
    aws_security_group: {
      reads: securityGroupReads,
      writes: ["CreateSecurityGroup", "DeleteSecurityGroup", ...ingress, ...egress, ...tags],
    },
    aws_vpc_security_group_ingress_rule: {
      reads: ["DescribeSecurityGroupRules"],
      writes: [...ingress, "ModifySecurityGroupRules", ...tags],
    },
    aws_vpc_security_group_egress_rule: {
      reads: ["DescribeSecurityGroupRules"],
      writes: [...egress, "ModifySecurityGroupRules", ...tags],
    },
    aws_vpc_endpoint: {
      reads: ["DescribeVpcEndpoints", "DescribePrefixLists"],
      writes: ["CreateVpcEndpoint", "ModifyVpcEndpoint", "DeleteVpcEndpoints", ...tags],
    },
    aws_flow_log: { reads: ["DescribeFlowLogs"], writes: ["CreateFlowLogs", "DeleteFlowLogs", ...tags] },
    aws_launch_template: {
      reads: ["DescribeLaunchTemplates", "DescribeLaunchTemplateVersions"],
      writes: [
        "CreateLaunchTemplate",
        "CreateLaunchTemplateVersion",
        "ModifyLaunchTemplate",
        "DeleteLaunchTemplate",
        ...tags,
      ],
    },
    // Auto Scaling tries the launch template with the caller's rights.
    // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
    aws_autoscaling_group: { reads: ["DescribeLaunchTemplateVersions"], writes: ["RunInstances", "CreateTags"] },
    // The load balancer's place is looked up with the caller's rights.
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-permissions.html
    aws_lb: {
      reads: ["GetSecurityGroupsForVpc"],
      writes: [
        "DescribeAccountAttributes",
        "DescribeAddresses",
        "DescribeInternetGateways",
        "DescribeSecurityGroups",
        "DescribeSubnets",
        "DescribeVpcs",
      ],
    },
    // CloudFront looks for the load balancer's way to it with the caller's rights.
    aws_cloudfront_vpc_origin: {
      reads: [],
      writes: [
        "DescribeInstances",
        "DescribeInternetGateways",
        "DescribeSecurityGroups",
        "DescribeSubnets",
        "DescribeVpcs",
      ],
    },
    "data.aws_ec2_managed_prefix_list": {
      reads: ["DescribeManagedPrefixLists", "GetManagedPrefixListEntries"],
      writes: [],
    },
  },
  unnamed: [
    "DescribeAccountAttributes",
    "DescribeAddresses",
    "DescribeAddressesAttribute",
    "DescribeFlowLogs",
    "DescribeInstances",
    "DescribeInternetGateways",
    "DescribeLaunchTemplateVersions",
    "DescribeLaunchTemplates",
    "DescribeManagedPrefixLists",
    "DescribeNatGateways",
    "DescribeNetworkAcls",
    "DescribeNetworkInterfaces",
    "DescribePrefixLists",
    "DescribeRouteTables",
    "DescribeSecurityGroupRules",
    "DescribeSecurityGroups",
    "DescribeSubnets",
    "DescribeVpcEndpoints",
    "DescribeVpcs",
  ],
  readable: (environment) => [regional(environment, "ec2", "vpc/*"), prefixLists(environment)],
  writeRules: (environment) => {
    const own = created.map((type) => regional(environment, "ec2", `${type}/*`));
    return [
      { sid: "Creates", actions: creations, resources: own, conditions: createdTagged(environment) },
      {
        sid: "TagsCreated",
        actions: ["CreateTags"],
        resources: [...own, ...launched.map((type) => regional(environment, "ec2", `${type}/*`))],
        conditions: { StringEquals: { "ec2:CreateAction": [...creations, "RunInstances"] } },
      },
      { sid: "ChangesOwn", actions: changes, resources: own, conditions: tagged(environment) },
      defaultSecurityGroup(environment),
      ...launches(environment),
    ];
  },
};

/** Calls that touch something that exists; of what exists, only the environment's own. */
const changes = [
  ...new Set(
    Object.values(ec2.types)
      .flatMap(({ writes }) => writes)
      .filter((action) => !ec2.unnamed.includes(action) && !createsOnly(action)),
  ),
].sort();

/** Creations that touch nothing else. */
function createsOnly(action: string): boolean {
  return ["AllocateAddress", "CreateInternetGateway", "CreateLaunchTemplate", "CreateVpc"].includes(action);
}

/** A VPC's default security group comes without tags: the first change gives it the environment's. */
function defaultSecurityGroup(environment: Environment): WriteRule {
  return {
    sid: "AdoptsDefaultSecurityGroup",
    actions: ["CreateTags"],
    resources: [regional(environment, "ec2", "security-group/*")],
    conditions: { ...createdTagged(environment), Null: { "aws:ResourceTag/Environment": "true" } },
  };
}

/** Instances start from the environment's launch template only, from AWS's or the account's images. */
function launches(environment: Environment): WriteRule[] {
  return [
    {
      sid: "LaunchesFromTemplate",
      actions: ["RunInstances"],
      resources: [
        ...launched.map((type) => regional(environment, "ec2", `${type}/*`)),
        `arn:aws:ec2:${environment.region}::image/*`,
      ],
      conditions: { ArnLike: { "ec2:LaunchTemplate": regional(environment, "ec2", "launch-template/*") } },
    },
    {
      sid: "NamesPrefixLists",
      actions: ["ModifySecurityGroupRules"],
      resources: [prefixLists(environment)],
    },
  ];
}

/** Prefix lists that AWS keeps, CloudFront's for one. */
const prefixLists = ({ region }: Environment) => `arn:aws:ec2:${region}:aws:prefix-list/*`;
