/** What the two roles of a service's tasks may do, from its manifest entry and from nothing else. */

/** A statement of an IAM policy; IAM allows what it names. */
export interface Grant {
  /** What the statement is for, in letters and digits. */
  readonly sid: string;
  readonly actions: readonly string[];
  /** ARNs. */
  readonly resources: readonly string[];
  /** Operator -> key -> value, as IAM writes it. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface ExecutionGrantsProps {
  readonly repositoryArn: string;
  readonly logGroupArn: string;
  /** ARNs of the secrets that the service's containers get. */
  readonly secretArns: readonly string[];
  /** Key of the secrets. */
  readonly secretKeyArn: string;
}

/** Of a role with which the ECS agent starts tasks from a repository of ECR. */
export function pullGrants(repositoryArn: string): Grant[] {
  return [
    // AWS knows no resource for this action.
    { sid: "LogInToRegistry", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      sid: "PullImage",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [repositoryArn],
    },
  ];
}

/** Of the execution role, with which the ECS agent starts a task. */
export function executionGrants(props: ExecutionGrantsProps): Grant[] {
  const base: Grant[] = [
    ...pullGrants(props.repositoryArn),
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

/** The bucket of the services' files, and its key. */
export interface FilesBucket {
  readonly bucketArn: string;
  readonly keyArn: string;
}

/** Of the task role, which is what the code itself may do: its own prefix of the bucket, where it uses files. */
export function taskGrants(service: string, files: FilesBucket | undefined): Grant[] {
  if (files === undefined) return [];
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
