import type { Environment } from "../../../core/environment/schema";
import { deliveryRoles, names } from "../../../core/naming/names";
import { roleBoundaryArn } from "../../common/role-boundary";
import { anyName, global, reference, type ServiceAccess } from "./service-access";

/** AWS's own policies that the stacks put on roles. */
const managedPolicies = ["service-role/AmazonEC2ContainerServiceforEC2Role", "AmazonSSMManagedInstanceCore"];

/** Role whose name ends so -> the service that the stacks give it to. */
const passedTo = {
  instances: "ec2.amazonaws.com",
  "database-monitoring": "monitoring.rds.amazonaws.com",
  "flow-logs": "vpc-flow-logs.amazonaws.com",
} as const;

/** Services that make a role of their own at their first use. */
const serviceLinked = [
  "autoscaling.amazonaws.com",
  "delivery.logs.amazonaws.com",
  "ecs.amazonaws.com",
  "ecs.application-autoscaling.amazonaws.com",
  "elasticache.amazonaws.com",
  "elasticloadbalancing.amazonaws.com",
  "rds.amazonaws.com",
  "vpcorigin.cloudfront.amazonaws.com",
  "wafv2.amazonaws.com",
];

const attachments = ["AttachRolePolicy", "DetachRolePolicy"];
const policies = ["DeleteRolePolicy", "PutRolePolicy"];
const roles = [
  "CreateRole",
  "DeleteRole",
  "PutRolePermissionsBoundary",
  "TagRole",
  "UntagRole",
  "UpdateAssumeRolePolicy",
  "UpdateRole",
  "UpdateRoleDescription",
];
/** Every change of a role that AWS allows by the boundary that the role has, or is about to get. */
const bounded = [
  "CreateRole",
  "DeleteRole",
  "PutRolePermissionsBoundary",
  "UpdateAssumeRolePolicy",
  "UpdateRole",
  "UpdateRoleDescription",
  ...policies,
];

/**
 * Roles of AWS services, and which service gets which. Managed policies and identity providers are read only: they are
 * those of `state` and `delivery`, which people apply (docs/adr/0008-role-boundary.md).
 */
export const iam: ServiceAccess = {
  service: "iam",
  source: reference("awsidentityandaccessmanagementiam"),
  types: {
    aws_iam_role: {
      reads: ["GetRole", "ListAttachedRolePolicies", "ListInstanceProfilesForRole", "ListRolePolicies"],
      writes: roles,
    },
    aws_iam_role_policy: { reads: ["GetRolePolicy"], writes: policies },
    aws_iam_role_policy_attachment: { reads: ["ListAttachedRolePolicies"], writes: attachments },
    aws_iam_policy: { reads: ["GetPolicy", "GetPolicyVersion", "ListPolicyVersions"], writes: [] },
    aws_iam_instance_profile: {
      reads: ["GetInstanceProfile"],
      writes: [
        "CreateInstanceProfile",
        "DeleteInstanceProfile",
        "AddRoleToInstanceProfile",
        "RemoveRoleFromInstanceProfile",
        "TagInstanceProfile",
        "UntagInstanceProfile",
        "PassRole",
      ],
    },
    aws_iam_openid_connect_provider: { reads: ["GetOpenIDConnectProvider"], writes: [] },
    aws_appautoscaling_target: { reads: [], writes: ["CreateServiceLinkedRole"] },
    aws_autoscaling_group: { reads: [], writes: ["PassRole", "CreateServiceLinkedRole"] },
    aws_cloudfront_vpc_origin: { reads: [], writes: ["CreateServiceLinkedRole"] },
    aws_cloudwatch_log_delivery: { reads: [], writes: ["CreateServiceLinkedRole"] },
    aws_db_instance: { reads: [], writes: ["PassRole", "CreateServiceLinkedRole"] },
    aws_ecs_cluster: { reads: [], writes: ["CreateServiceLinkedRole"] },
    aws_ecs_task_definition: { reads: [], writes: ["PassRole"] },
    aws_elasticache_replication_group: { reads: [], writes: ["CreateServiceLinkedRole"] },
    aws_flow_log: { reads: [], writes: ["PassRole"] },
    aws_lb: { reads: [], writes: ["CreateServiceLinkedRole"] },
    aws_wafv2_web_acl_logging_configuration: { reads: [], writes: ["CreateServiceLinkedRole"] },
  },
  unnamed: [],
  readable: (environment) => [...own(environment, "role", "policy", "instance-profile"), ...issuer(environment)],
  writeRules: (environment) => {
    const role = (name: string) => global(environment, "iam", `role/${names.shared(environment, name)}`);
    const hasBoundary = { StringEquals: { "iam:PermissionsBoundary": roleBoundaryArn(environment) } };
    return [
      { sid: "Writes", actions: changes(), resources: own(environment, "role", "instance-profile") },
      { sid: "ChangesBoundedRoles", actions: bounded, resources: [role("*")], conditions: hasBoundary },
      {
        sid: "AttachesPolicies",
        actions: attachments,
        resources: [role("*")],
        conditions: {
          ...hasBoundary,
          ArnEquals: { "iam:PolicyARN": managedPolicies.map((policy) => `arn:aws:iam::aws:policy/${policy}`) },
        },
      },
      // Its own role, and those that it could otherwise hand itself by another trust.
      {
        sid: "KeepsDeliveryRoles",
        effect: "Deny",
        actions: [...new Set([...roles, ...policies, ...attachments])].sort(),
        resources: deliveryRoles.map((name) =>
          global(environment, "iam", `role/${names.deliveryRole(environment, name)}`),
        ),
      },
      {
        sid: "PassesRolesToTasks",
        actions: ["PassRole"],
        resources: [role("*-execution"), role("*-task")],
        conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
      ...Object.entries(passedTo).map(([name, service]) => ({
        sid: `Passes${service.split(".").slice(0, -2).join("").replaceAll("-", "")}Role`,
        actions: ["PassRole"],
        resources: [role(name)],
        conditions: { StringEquals: { "iam:PassedToService": service } },
      })),
      {
        sid: "CreatesServiceLinkedRoles",
        actions: ["CreateServiceLinkedRole"],
        resources: [global(environment, "iam", "role/aws-service-role/*")],
        conditions: { StringEquals: { "iam:AWSServiceName": serviceLinked } },
      },
    ];
  },
};

function own(environment: Environment, ...types: readonly string[]): string[] {
  return types.map((type) => global(environment, "iam", `${type}/${anyName(environment)}`));
}

function issuer(environment: Environment): string[] {
  const { trust } = environment.delivery;
  if (!("oidcIssuer" in trust)) return [];
  return [global(environment, "iam", `oidc-provider/${trust.oidcIssuer.replace("https://", "")}`)];
}

/** Everything that no other rule limits further. */
function changes(): string[] {
  const limited = [...attachments, ...bounded, "PassRole", "CreateServiceLinkedRole"];
  const actions = Object.values(iam.types).flatMap(({ writes }) => writes);
  return [...new Set(actions)].filter((action) => !limited.includes(action)).sort();
}
