import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { Environment } from "../../core/environment/schema";
import { names, product } from "../../core/naming/names";
import { repositoryArnOf } from "../../core/release/image";
import { policyDocument, type PolicyStatement } from "../common/policy";

/**
 * What the roles of AWS services in an environment may do at most, whatever their policies say. It gives no right: a role
 * does what both allow. With it, whoever may make roles can make none that reaches IAM, the states, or another
 * environment.
 */
export class RoleBoundary extends Construct {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    new IamPolicy(this, "Resource", {
      name: names.roleBoundary(environment),
      description: "The most that roles of AWS services may do",
      policy: policyDocument(boundary(environment)),
    });
  }
}

/** A service that gets a grant of a new kind (`core/manifest/grants.ts`) needs it here first. */
export function boundary(environment: Environment): PolicyStatement[] {
  return [...tasks(environment), ...logs(environment), ...agent(environment), sessions];
}

const anywhere = ["*"];

/** What starts tasks, and what their code may do. */
function tasks(environment: Environment): PolicyStatement[] {
  const { accountId, region } = environment;
  const regional = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  const setupRepository = [repositoryArnOf(environment.database.setupImage)].filter((arn) => arn !== undefined);
  const files = `arn:aws:s3:::${names.bucket(environment, "files")}`;
  return [
    { sid: "LogInToRegistry", actions: ["ecr:GetAuthorizationToken"], resources: anywhere },
    {
      sid: "PullImages",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [regional("ecr", `repository/${names.repository(environment, "*")}`), ...setupRepository],
    },
    {
      sid: "ReadSecrets",
      actions: ["secretsmanager:GetSecretValue"],
      // RDS makes up the name of the database's master password.
      resources: [names.secret(environment, "*"), "rds!db-*"].map((name) =>
        regional("secretsmanager", `secret:${name}`),
      ),
    },
    {
      sid: "ReadParameters",
      actions: ["ssm:GetParameters"],
      resources: [regional("ssm", `parameter${names.path(environment, "*")}`)],
    },
    {
      sid: "UseFiles",
      actions: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"],
      resources: [files, `${files}/*`],
    },
    {
      sid: "UseKeys",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [regional("kms", "key/*")],
      conditions: {
        StringEquals: { "aws:ResourceTag/Environment": environment.name, "aws:ResourceTag/Product": product },
      },
    },
  ];
}

/** Log groups of the environment, and the one where RDS puts the metrics of its operating system. */
function logs(environment: Environment): PolicyStatement[] {
  const group = (name: string) => `arn:aws:logs:${environment.region}:${environment.accountId}:log-group:${name}`;
  return [
    {
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [group(names.path(environment, "*")), group("RDSOSMetrics"), group("RDSOSMetrics:*")],
    },
    {
      sid: "KeepDatabaseMetrics",
      actions: ["logs:CreateLogGroup", "logs:GetLogEvents", "logs:PutRetentionPolicy"],
      resources: [group("RDSOSMetrics"), group("RDSOSMetrics:*")],
    },
  ];
}

/**
 * The ECS agent of an instance: AWS's policy AmazonEC2ContainerServiceforEC2Role, less what the agent does for tasks
 * without an execution role and for instances without a cluster.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
 */
function agent(environment: Environment): PolicyStatement[] {
  const cluster = names.cluster(environment);
  const ecs = (resource: string) => `arn:aws:ecs:${environment.region}:${environment.accountId}:${resource}`;
  const [clusterArn, instances] = [ecs(`cluster/${cluster}`), ecs(`container-instance/${cluster}/*`)];
  return [
    { sid: "FindCluster", actions: ["ecs:DiscoverPollEndpoint", "ec2:DescribeTags"], resources: anywhere },
    {
      sid: "JoinCluster",
      actions: [
        "ecs:DeregisterContainerInstance",
        "ecs:RegisterContainerInstance",
        "ecs:SubmitAttachmentStateChanges",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
      ],
      resources: [clusterArn],
    },
    {
      sid: "FollowCluster",
      actions: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
      resources: [instances],
    },
    { sid: "SeeTags", actions: ["ecs:ListTagsForResource"], resources: [clusterArn, instances] },
    {
      sid: "TagItself",
      actions: ["ecs:TagResource"],
      resources: [instances],
      conditions: { StringEquals: { "ecs:CreateAction": "RegisterContainerInstance" } },
    },
  ];
}

/**
 * The agent of Systems Manager, for sessions on an instance instead of SSH: what AWS's policy
 * AmazonSSMManagedInstanceCore allows, but reading parameters.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html
 */
const sessions: PolicyStatement = {
  sid: "HoldSessions",
  actions: [
    "ec2messages:AcknowledgeMessage",
    "ec2messages:DeleteMessage",
    "ec2messages:FailMessage",
    "ec2messages:GetEndpoint",
    "ec2messages:GetMessages",
    "ec2messages:SendReply",
    "ssm:DescribeAssociation",
    "ssm:DescribeDocument",
    "ssm:GetDeployablePatchSnapshotForInstance",
    "ssm:GetDocument",
    "ssm:GetManifest",
    "ssm:ListAssociations",
    "ssm:ListInstanceAssociations",
    "ssm:PutComplianceItems",
    "ssm:PutConfigurePackageResult",
    "ssm:PutInventory",
    "ssm:UpdateAssociationStatus",
    "ssm:UpdateInstanceAssociationStatus",
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ],
  resources: anywhere,
};
