import type { Environment } from "../../../core/environment/schema";
import { names } from "../../../core/naming/names";
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

/** Roles and policies, and which service gets which role. */
export const iam: ServiceAccess = {
  service: "iam",
  source: reference("awsidentityandaccessmanagementiam"),
  types: {
    aws_iam_role: {
      reads: ["GetRole", "ListAttachedRolePolicies", "ListInstanceProfilesForRole", "ListRolePolicies"],
      writes: [
        "CreateRole",
        "UpdateRole",
        "UpdateRoleDescription",
        "UpdateAssumeRolePolicy",
        "DeleteRole",
        "TagRole",
        "UntagRole",
      ],
    },
    aws_iam_role_policy: { reads: ["GetRolePolicy"], writes: ["PutRolePolicy", "DeleteRolePolicy"] },
    aws_iam_role_policy_attachment: { reads: ["ListAttachedRolePolicies"], writes: attachments },
    aws_iam_policy: {
      reads: ["GetPolicy", "GetPolicyVersion", "ListPolicyVersions"],
      writes: [
        "CreatePolicy",
        "CreatePolicyVersion",
        "DeletePolicyVersion",
        "DeletePolicy",
        "TagPolicy",
        "UntagPolicy",
      ],
    },
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
    aws_iam_openid_connect_provider: {
      reads: ["GetOpenIDConnectProvider"],
      writes: [
        "CreateOpenIDConnectProvider",
        "DeleteOpenIDConnectProvider",
        "AddClientIDToOpenIDConnectProvider",
        "RemoveClientIDFromOpenIDConnectProvider",
        "UpdateOpenIDConnectProviderThumbprint",
        "TagOpenIDConnectProvider",
        "UntagOpenIDConnectProvider",
      ],
    },
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
  readable: own,
  writeRules: (environment) => {
    const role = (name: string) => global(environment, "iam", `role/${names.shared(environment, name)}`);
    return [
      { sid: "Writes", actions: changes(), resources: own(environment) },
      {
        sid: "AttachesPolicies",
        actions: attachments,
        resources: [role("*")],
        conditions: {
          ArnLike: {
            "iam:PolicyARN": [
              global(environment, "iam", `policy/${anyName(environment)}`),
              ...managedPolicies.map((policy) => `arn:aws:iam::aws:policy/${policy}`),
            ],
          },
        },
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

function own(environment: Environment): string[] {
  const types = ["role", "policy", "instance-profile"];
  const { trust } = environment.delivery;
  return [
    ...types.map((type) => global(environment, "iam", `${type}/${anyName(environment)}`)),
    ...("oidcIssuer" in trust
      ? [global(environment, "iam", `oidc-provider/${trust.oidcIssuer.replace("https://", "")}`)]
      : []),
  ];
}

/** Everything that no other rule limits further. */
function changes(): string[] {
  const limited = [...attachments, "PassRole", "CreateServiceLinkedRole"];
  const actions = Object.values(iam.types).flatMap(({ writes }) => writes);
  return [...new Set(actions)].filter((action) => !limited.includes(action)).sort();
}
