/** Differences between the offline and the real provider that stay, each with its reason. */
import type { Category } from "./compare";
import type { Finding } from "./finding";

export interface Explanation {
  readonly category: Category;
  /** Resource type; any when absent. */
  readonly type?: string;
  /** Path of the attribute, as in a difference, or what it matches; any when absent. */
  readonly path?: string | RegExp;
  /** The edit that shows it, in words; any when absent. */
  readonly edit?: string;
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
    category: "action",
    type: "aws_ecs_service",
    edit: "aws_ecs_service: no rebalancing",
    offline: /^no-op$/,
    real: /^update$/,
    reason: "Without availability_zone_rebalancing provider 6 keeps what ECS has; 5 goes back to DISABLED",
    major: 5,
  },
];

export function explains(explanation: Explanation, finding: Finding): boolean {
  const { category, type, path, edit, offline, real } = explanation;
  return (
    category === finding.category &&
    (type === undefined || type === finding.type) &&
    (path === undefined || (typeof path === "string" ? path === finding.path : path.test(finding.path))) &&
    (edit === undefined || edit === finding.what) &&
    (offline === undefined || offline.test(finding.offline)) &&
    (real === undefined || real.test(finding.real))
  );
}
