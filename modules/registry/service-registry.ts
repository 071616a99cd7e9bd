import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { EncryptionType, ImageTagMutability } from "@aws-sdk/client-ecr";
import { jsonExpression } from "../common/json";
import { Construct } from "constructs";
import { unreleased } from "../../core/naming/names";
import { keptImages } from "../../core/release/kept-images";
import { protect } from "../common/protection";

/** Days that images which were never released are kept. */
const unreleasedImageDays = 14;
/** Days in which a deleted secret can be restored; the longest AWS allows. */
const secretRecoveryDays = 30;

export interface ServiceRegistryProps {
  readonly repositoryName: string;
  /** Name of the SSM parameter that holds the URI of the released image. */
  readonly imageParameterName: string;
  /** Entry -> name in Secrets Manager. */
  readonly secretNames: Readonly<Record<string, string>>;
  readonly keyArn: string;
  readonly protectData: boolean;
}

/**
 * What a service's release needs before the service exists: its image repository, the parameter that names the image
 * which runs, and the entries of its secrets. Values are not managed here: a release writes the parameter,
 * `smart360 secrets init` the secrets.
 */
export class ServiceRegistry extends Construct {
  readonly repositoryUrl: string;
  readonly repositoryArn: string;
  readonly imageParameterName: string;
  /** Entry -> ARN. */
  readonly secretArns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ServiceRegistryProps) {
    super(scope, id);
    const repository = new EcrRepository(this, "Repository", {
      name: props.repositoryName,
      imageTagMutability: "IMMUTABLE" satisfies ImageTagMutability,
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "KMS" satisfies EncryptionType, kmsKey: props.keyArn }],
      lifecycle: protect(props.protectData),
    });
    new EcrLifecyclePolicy(this, "RepositoryLifecycle", { repository: repository.name, policy: lifecyclePolicy() });
    const parameter = new SsmParameter(this, "Image", {
      name: props.imageParameterName,
      description: "URI of the released image, by digest; written by releases",
      type: "String",
      // `value` is sensitive and would hide every container definition in the plan.
      insecureValue: unreleased,
      lifecycle: { ignoreChanges: ["insecure_value"], ...protect(props.protectData) },
    });
    this.repositoryUrl = repository.repositoryUrl;
    this.repositoryArn = repository.arn;
    this.imageParameterName = parameter.name;
    this.secretArns = Object.fromEntries(
      Object.entries(props.secretNames).map(([entry, name]) => [
        entry,
        new SecretsmanagerSecret(this, `Secret-${entry}`, {
          name,
          kmsKeyId: props.keyArn,
          recoveryWindowInDays: secretRecoveryDays,
          lifecycle: protect(props.protectData),
        }).arn,
      ]),
    );
  }
}

/** ECR cannot see which images run: a release tags its image `release-<number>`, which keeps it, everything else expires. */
function lifecyclePolicy(): string {
  const expire = { type: "expire" };
  return jsonExpression({
    rules: [
      {
        rulePriority: 1,
        description: `Keep the last ${keptImages} releases`,
        selection: {
          tagStatus: "tagged",
          tagPrefixList: ["release-"],
          countType: "imageCountMoreThan",
          countNumber: keptImages,
        },
        action: expire,
      },
      {
        rulePriority: 2,
        description: `Expire images that were never released after ${unreleasedImageDays} days`,
        selection: {
          tagStatus: "tagged",
          tagPatternList: ["build-*"],
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: unreleasedImageDays,
        },
        action: expire,
      },
      {
        rulePriority: 3,
        description: `Expire untagged images after ${unreleasedImageDays} days`,
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: unreleasedImageDays,
        },
        action: expire,
      },
    ],
  });
}
