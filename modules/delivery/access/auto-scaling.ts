import { anyName, reference, regional, type ServiceAccess } from "./service-access";

/** The group of the instances. */
export const autoScaling: ServiceAccess = {
  service: "autoscaling",
  source: reference("amazonec2autoscaling"),
  types: {
    aws_autoscaling_group: {
      reads: ["DescribeAutoScalingGroups", "DescribeInstanceRefreshes", "DescribeScalingActivities"],
      writes: [
        "CreateAutoScalingGroup",
        "UpdateAutoScalingGroup",
        "DeleteAutoScalingGroup",
        "CreateOrUpdateTags",
        "DeleteTags",
        "EnableMetricsCollection",
        "DisableMetricsCollection",
        "StartInstanceRefresh",
        "CancelInstanceRefresh",
        "SetInstanceProtection",
      ],
    },
    // ECS marks the group as managed with the caller's rights.
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html
    aws_ecs_capacity_provider: { reads: [], writes: ["CreateOrUpdateTags"] },
  },
  unnamed: ["DescribeAutoScalingGroups", "DescribeInstanceRefreshes", "DescribeScalingActivities"],
  readable: (environment) => [
    regional(environment, "autoscaling", `autoScalingGroup:*:autoScalingGroupName/${anyName(environment)}`),
  ],
};

const scalableTarget = ["DescribeScalableTargets", "ListTagsForResource"];

/** How many tasks of a service run. */
export const applicationAutoScaling: ServiceAccess = {
  service: "application-autoscaling",
  source: reference("awsapplicationautoscaling"),
  types: {
    aws_appautoscaling_target: {
      reads: scalableTarget,
      writes: ["RegisterScalableTarget", "DeregisterScalableTarget", "TagResource", "UntagResource"],
    },
    aws_appautoscaling_policy: {
      reads: ["DescribeScalingPolicies"],
      writes: ["PutScalingPolicy", "DeleteScalingPolicy"],
    },
    aws_appautoscaling_scheduled_action: {
      reads: ["DescribeScheduledActions"],
      writes: ["PutScheduledAction", "DeleteScheduledAction"],
    },
  },
  unnamed: ["DescribeScalableTargets", "DescribeScalingPolicies", "DescribeScheduledActions"],
  // AWS makes up the ids of scalable targets.
  readable: (environment) => [regional(environment, "application-autoscaling", "scalable-target/*")],
  writeRules: (environment) => {
    const resources = [regional(environment, "application-autoscaling", "scalable-target/*")];
    const conditions = { StringEquals: { "application-autoscaling:service-namespace": "ecs" } };
    return [
      { sid: "ScalesTasks", actions: scaling, resources, conditions },
      { sid: "Tags", actions: ["TagResource", "UntagResource"], resources },
    ];
  },
};

const scaling = [
  "DeleteScalingPolicy",
  "DeleteScheduledAction",
  "DeregisterScalableTarget",
  "PutScalingPolicy",
  "PutScheduledAction",
  "RegisterScalableTarget",
];
