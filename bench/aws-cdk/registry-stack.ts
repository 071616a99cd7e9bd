import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { Repository, RepositoryEncryption, TagMutability } from "aws-cdk-lib/aws-ecr";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import type { Construct } from "constructs";
import type { ServiceEntry } from "./manifest";

export interface RegistryStackProps extends StackProps {
  readonly services: readonly ServiceEntry[];
}

/** What a release needs before its service exists: repository, image parameter, secrets. */
export class RegistryStack extends Stack {
  readonly repositories = new Map<string, Repository>();
  readonly images = new Map<string, StringParameter>();
  readonly secrets = new Map<string, Readonly<Record<string, Secret>>>();

  constructor(scope: Construct, id: string, { services, ...props }: RegistryStackProps) {
    super(scope, id, props);
    for (const { name, secrets } of services) {
      const repository = new Repository(this, `Repository-${name}`, {
        repositoryName: `prod/${name}`,
        imageScanOnPush: true,
        imageTagMutability: TagMutability.IMMUTABLE,
        encryption: RepositoryEncryption.KMS,
      });
      repository.addLifecycleRule({ tagPrefixList: ["release-"], maxImageCount: 30 });
      repository.addLifecycleRule({ maxImageAge: Duration.days(14) });
      this.repositories.set(name, repository);
      this.images.set(
        name,
        new StringParameter(this, `Image-${name}`, { parameterName: `/prod/${name}/image`, stringValue: "none" }),
      );
      const entry = ([variable, entryName]: [string, string]) => [
        variable,
        new Secret(this, `Secret-${name}-${entryName}`, {
          secretName: `prod/${name}/${entryName}`,
        }),
      ];
      this.secrets.set(name, Object.fromEntries(Object.entries(secrets).map(entry)));
    }
  }
}
