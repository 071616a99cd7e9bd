/** Differences between the offline and the real provider that stay, each with its reason. */
import type { Category, Difference } from "./compare";

export interface Explanation {
  readonly category: Category;
  /** Resource type; any when absent. */
  readonly type?: string;
  /** Path of the attribute, as in a difference, or what it matches; any when absent. */
  readonly path?: string | RegExp;
  /** What the offline provider says; anything when absent. */
  readonly offline?: RegExp;
  /** What the real provider says; anything when absent. */
  readonly real?: RegExp;
  readonly reason: string;
  /** Major version of the real provider that it is about. @default any */
  readonly major?: number;
}

/** Terraform shows none of these: nothing is there. */
const nothing = /^(null|""|0|false|\[\]|\{\})$/;

export const explanations: readonly Explanation[] = [
  {
    category: "value",
    path: /\./,
    offline: nothing,
    real: nothing,
    reason:
      'Inside blocks of a resource that is updated, the first SDK tells null, "", 0, false and [] apart by how it got there',
  },
  {
    category: "value",
    type: "aws_ecs_service",
    path: "availability_zone_rebalancing",
    offline: /known after apply|^"ENABLED"$/,
    real: /^"DISABLED"$/,
    reason: "Provider 6 leaves the default of availability_zone_rebalancing to ECS; 5 plans DISABLED",
    major: 5,
  },
  {
    category: "value",
    type: "aws_nat_gateway",
    path: "secondary_allocation_ids",
    offline: /known after apply/,
    real: /^null$/,
    reason: "Provider 6 lets AWS compute secondary_allocation_ids; to 5 it is an argument only",
    major: 5,
  },
  {
    category: "value",
    type: "aws_s3_bucket",
    path: "region",
    offline: /^"/,
    real: /known after apply/,
    reason: "Provider 6 has a region argument in every type; to 5 it is what S3 answers for the bucket",
    major: 5,
  },
  {
    category: "value",
    type: "aws_lb_listener_rule",
    path: "action.target_group_arn",
    offline: /^null$/,
    real: /^"arn:/,
    reason: "An action that forwards no longer keeps its target group in the plan; the provider does not send it",
  },
];

export function explains(explanation: Explanation, difference: Difference): boolean {
  const { category, type, path, offline, real } = explanation;
  return (
    category === difference.category &&
    (type === undefined || type === difference.type) &&
    (path === undefined || (typeof path === "string" ? path === difference.path : path.test(difference.path))) &&
    (offline === undefined || offline.test(difference.offline)) &&
    (real === undefined || real.test(difference.real))
  );
}
