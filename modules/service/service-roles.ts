import { Construct } from "constructs";
import type { PolicyStatement } from "../common/policy";
import { Role } from "../common/role";

export interface ServiceRolesProps {
  readonly executionRoleName: string;
  readonly taskRoleName: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly repositoryArn: string;
  readonly logGroupArn: string;
  /** ARNs of the secrets that the service's containers get. */
  readonly secretArns: readonly string[];
  /** Key of the secrets. */
  readonly secretKeyArn: string;
  /** The file bucket, when the service uses files. Each service sees its own prefix only. */
  readonly files: { readonly bucketArn: string; readonly keyArn: string } | undefined;
}

/**
 * The two roles of a service's tasks: the execution role, with which the agent pulls the image, reads the secrets and
 * opens the log stream, and the task role, which is what the code itself may do.
 */
export class ServiceRoles extends Construct {
  readonly execution: Role;
  readonly task: Role;

  constructor(scope: Construct, id: string, props: ServiceRolesProps) {
    super(scope, id);
    const assumedBy = "ecs-tasks.amazonaws.com";
    const trustConditions = {
      StringEquals: { "aws:SourceAccount": props.accountId },
      ArnLike: { "aws:SourceArn": `arn:aws:ecs:${props.region}:${props.accountId}:*` },
    };
    this.execution = new Role(this, "Execution", {
      name: props.executionRoleName,
      description: `Starts tasks of ${props.service}: image, secrets, log stream`,
      assumedBy,
      trustConditions,
      statements: executionStatements(props),
    });
    this.task = new Role(this, "Task", {
      name: props.taskRoleName,
      description: `What the code of ${props.service} may do`,
      assumedBy,
      trustConditions,
      statements: props.files === undefined ? [] : fileStatements(props.service, props.files),
    });
  }
}

function executionStatements(props: ServiceRolesProps): PolicyStatement[] {
  const base: PolicyStatement[] = [
    // AWS knows no resource for this action.
    { sid: "LogInToRegistry", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      sid: "PullImage",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [props.repositoryArn],
    },
    {
      sid: "WriteLog",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${props.logGroupArn}:*`],
    },
  ];
  if (props.secretArns.length === 0) return base;
  return [
    ...base,
    { sid: "ReadSecrets", actions: ["secretsmanager:GetSecretValue"], resources: props.secretArns },
    { sid: "DecryptSecrets", actions: ["kms:Decrypt"], resources: [props.secretKeyArn] },
  ];
}

function fileStatements(service: string, files: { bucketArn: string; keyArn: string }): PolicyStatement[] {
  return [
    {
      sid: "ListOwnFiles",
      actions: ["s3:ListBucket"],
      resources: [files.bucketArn],
      conditions: { StringLike: { "s3:prefix": [`${service}/*`] } },
    },
    {
      sid: "UseOwnFiles",
      // An SDK aborts a large upload that fails.
      actions: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      resources: [`${files.bucketArn}/${service}/*`],
    },
    { sid: "EncryptFiles", actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [files.keyArn] },
  ];
}
