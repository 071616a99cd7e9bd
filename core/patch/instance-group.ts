/** What the construct of the instances and `smart360 patch` must agree on. */

/** Public SSM parameter: the AMI that AWS recommends for ECS on Amazon Linux 2023. */
export const amiParameter = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id";

/** Name of the Auto Scaling group of a cluster's instances. */
export const instanceGroupName = (clusterName: string) => `${clusterName}-instances`;

/** How an instance refresh replaces instances, whoever starts it. */
export const refreshPreferences = {
  minHealthyPercentage: 100,
  maxHealthyPercentage: 150,
  // Otherwise the refresh waits for ever for instances that are protected from scale-in.
  scaleInProtectedInstances: "Refresh",
  // AWS cannot roll back a group whose launch template names its AMI by a parameter.
  // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RollbackInstanceRefresh.html
  autoRollback: false,
} as const;
