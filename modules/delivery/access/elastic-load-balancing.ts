import { names } from "../../../core/naming/names";
import { reference, regional, type ServiceAccess } from "./service-access";

const tags = ["AddTags", "RemoveTags"];

/** Load balancer, listener, rules, target groups. */
export const elasticLoadBalancing: ServiceAccess = {
  service: "elasticloadbalancing",
  source: reference("awselasticloadbalancingv2"),
  types: {
    aws_lb: {
      reads: ["DescribeLoadBalancers", "DescribeLoadBalancerAttributes", "DescribeCapacityReservation", "DescribeTags"],
      writes: [
        "CreateLoadBalancer",
        "ModifyLoadBalancerAttributes",
        "SetIpAddressType",
        "SetSecurityGroups",
        "SetSubnets",
        "DeleteLoadBalancer",
        ...tags,
      ],
    },
    aws_lb_listener: {
      reads: ["DescribeListeners", "DescribeListenerAttributes", "DescribeTags"],
      writes: ["CreateListener", "ModifyListener", "ModifyListenerAttributes", "DeleteListener", ...tags],
    },
    aws_lb_listener_rule: {
      reads: ["DescribeRules", "DescribeTags"],
      writes: ["CreateRule", "ModifyRule", "SetRulePriorities", "DeleteRule", ...tags],
    },
    aws_lb_target_group: {
      reads: ["DescribeTargetGroups", "DescribeTargetGroupAttributes", "DescribeTags"],
      writes: ["CreateTargetGroup", "ModifyTargetGroup", "ModifyTargetGroupAttributes", "DeleteTargetGroup", ...tags],
    },
  },
  unnamed: [
    "DescribeCapacityReservation",
    "DescribeListenerAttributes",
    "DescribeListeners",
    "DescribeLoadBalancerAttributes",
    "DescribeLoadBalancers",
    "DescribeRules",
    "DescribeTags",
    "DescribeTargetGroupAttributes",
    "DescribeTargetGroups",
  ],
  readable: (environment) => {
    const balancer = `app/${names.loadBalancer(environment)}/*`;
    return [
      `loadbalancer/${balancer}`,
      `listener/${balancer}`,
      `listener-rule/${balancer}`,
      `targetgroup/${environment.shortName}-*`,
    ].map((resource) => regional(environment, "elasticloadbalancing", resource));
  },
};
