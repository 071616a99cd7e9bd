/**
 * What a release may do, and nothing else: push and check an image, register and roll out a task definition, run its
 * migration, lock the service's state, publish the frontend. It reads no secret and changes nothing that Terraform owns.
 */
import type { Environment } from "../../core/environment/schema";
import { names } from "../../core/naming/names";
import { setupName } from "../../core/secrets/database-setup";
import type { PolicyStatement } from "../common/policy";
import { global, regional } from "./access/service-access";
import { namingEach, type Policies } from "./policy-limits";
import { lockStates, readStateOf } from "./state-access";

export interface Releasable {
  /** Services that may be released. */
  readonly services: readonly string[];
  readonly stateKeyArn: string;
  readonly frontendBucketArn: string;
  readonly distributionArn: string;
}

/** The resource of actions for which AWS knows none. */
const noResource = ["*"];

/** Policies that name each service, or their pattern: then less the task that makes the databases. */
export function releasePolicies(environment: Environment, releasable: Releasable): Policies {
  const policies = (services: readonly string[]) => policiesFor(environment, { ...releasable, services });
  return namingEach(releasable.services, policies, (pattern) => ({
    ...policies([pattern]),
    "release-refusals": keepSetup(environment),
  }));
}

/** The task that makes the databases reads the master password, and has a name as services do. */
function keepSetup(environment: Environment): PolicyStatement[] {
  const effect = "Deny";
  const family = names.shared(environment, setupName);
  return [
    {
      sid: "KeepSetupTask",
      effect,
      actions: ["ecs:RegisterTaskDefinition", "ecs:RunTask"],
      resources: [regional(environment, "ecs", `task-definition/${family}:*`)],
    },
    {
      sid: "KeepSetupRole",
      effect,
      actions: ["iam:PassRole"],
      resources: [global(environment, "iam", `role/${family}-execution`)],
    },
    {
      sid: "KeepSetupLog",
      effect,
      actions: ["logs:GetLogEvents"],
      resources: [regional(environment, "logs", `log-group:${names.path(environment, setupName)}:*`)],
    },
  ];
}

function policiesFor(environment: Environment, releasable: Releasable): Policies {
  const { services } = releasable;
  const stacks = services.map(names.serviceStack);
  return {
    "release-images": images(environment, services),
    "release-tasks": tasks(environment, services),
    "release-roles": roles(environment, services),
    "release-locks": lockStates(environment, stacks, releasable.stateKeyArn),
    "release-checks": [...logs(environment, services), ...checks()],
    "release-frontend": frontend(environment, releasable),
  };
}

/** The account it works in, and the health of the tasks behind the load balancer. */
function checks(): PolicyStatement[] {
  return [
    { sid: "CheckAccount", actions: ["sts:GetCallerIdentity"], resources: noResource },
    { sid: "CheckTargets", actions: ["elasticloadbalancing:DescribeTargetHealth"], resources: noResource },
  ];
}

function images(environment: Environment, services: readonly string[]): PolicyStatement[] {
  return [
    { sid: "LogInToRegistry", actions: ["ecr:GetAuthorizationToken"], resources: noResource },
    {
      sid: "PushAndCheckImages",
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImageScanFindings",
        "ecr:DescribeImages",
        "ecr:DescribeRepositories",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      resources: services.map((name) =>
        regional(environment, "ecr", `repository/${names.repository(environment, name)}`),
      ),
    },
    {
      sid: "NameReleasedImages",
      actions: ["ssm:GetParameter", "ssm:PutParameter"],
      resources: services.map((name) =>
        regional(environment, "ssm", `parameter${names.imageParameter(environment, name)}`),
      ),
    },
  ];
}

function tasks(environment: Environment, services: readonly string[]): PolicyStatement[] {
  const cluster = names.cluster(environment);
  const inCluster = { ArnEquals: { "ecs:cluster": regional(environment, "ecs", `cluster/${cluster}`) } };
  const families = services.map((name) =>
    regional(environment, "ecs", `task-definition/${names.service(environment, name)}:*`),
  );
  const anyTask = regional(environment, "ecs", `task/${cluster}/*`);
  return [
    {
      sid: "ReadRevisions",
      actions: ["ecs:DeregisterTaskDefinition", "ecs:DescribeTaskDefinition", "ecs:ListTaskDefinitions"],
      resources: noResource,
    },
    // Without a container instance AWS checks this call against no resource but the cluster.
    { sid: "ListTasks", actions: ["ecs:ListTasks"], resources: noResource, conditions: inCluster },
    { sid: "RegisterRevisions", actions: ["ecs:RegisterTaskDefinition", "ecs:RunTask"], resources: families },
    {
      sid: "TagWhatItMakes",
      actions: ["ecs:TagResource"],
      resources: [regional(environment, "ecs", `task-definition/${names.service(environment, "*")}`), anyTask],
      conditions: { StringEquals: { "ecs:CreateAction": ["RegisterTaskDefinition", "RunTask"] } },
    },
    { sid: "FollowTasks", actions: ["ecs:DescribeTasks", "ecs:StopTask"], resources: [anyTask] },
    {
      sid: "RollOut",
      actions: ["ecs:DescribeServices", "ecs:UpdateService"],
      resources: services.map((name) =>
        regional(environment, "ecs", `service/${cluster}/${names.service(environment, name)}`),
      ),
    },
  ];
}

function roles(environment: Environment, services: readonly string[]): PolicyStatement[] {
  return [
    {
      sid: "PassRolesToTasks",
      actions: ["iam:PassRole"],
      resources: services
        .flatMap((name) => [names.executionRole(environment, name), names.taskRole(environment, name)])
        .map((role) => global(environment, "iam", `role/${role}`)),
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  ];
}

function logs(environment: Environment, services: readonly string[]): PolicyStatement[] {
  return [
    {
      sid: "ReadLogs",
      actions: ["logs:GetLogEvents"],
      resources: services.map((name) => regional(environment, "logs", `log-group:${names.path(environment, name)}:*`)),
    },
  ];
}

function frontend(environment: Environment, { frontendBucketArn, distributionArn }: Releasable): PolicyStatement[] {
  const { accountId } = environment;
  const conditions = { StringEquals: { "aws:ResourceAccount": accountId } };
  return [
    { sid: "ListFrontend", actions: ["s3:ListBucket"], resources: [frontendBucketArn], conditions },
    {
      sid: "PublishFrontend",
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: [`${frontendBucketArn}/*`],
      conditions,
    },
    {
      sid: "InvalidateFrontend",
      actions: ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"],
      resources: [distributionArn],
    },
    ...readStateOf(environment, "edge"),
  ];
}
