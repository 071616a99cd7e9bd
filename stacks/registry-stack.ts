import type { Construct } from "constructs";
import type { Service } from "../core/manifest/schema";
import { secretEntries } from "../core/manifest/secrets";
import { names } from "../core/naming/names";
import { EncryptionKey } from "../modules/common/encryption-key";
import { ServiceRegistry } from "../modules/registry/service-registry";
import { BaseStack, type StackProps } from "./base-stack";
import { map, StackOutputs, string } from "./outputs";

const shape = {
  keyArn: string("KMS key of images and secrets"),
  repositoryUrls: map("Image repository by service"),
  repositoryArns: map("ARN of the image repository by service"),
  imageParameters: map("SSM parameter that names the released image, by service"),
  secretArns: map("ARN of a secret by service/entry"),
};

export interface RegistryStackProps extends StackProps {
  /** Every service of the manifest, retired and purged ones too. */
  readonly services: readonly Service[];
}

/** What releases need before services exist, for each service: repository, image parameter, secrets. */
export class RegistryStack extends BaseStack {
  readonly outputs: StackOutputs<typeof shape>;

  constructor(scope: Construct, props: RegistryStackProps) {
    super(scope, "registry", "registry", props);
    const { environment, services } = props;
    const key = new EncryptionKey(this, "Key", {
      name: names.shared(environment, "registry"),
      description: "Images and secrets of the services",
      accountId: environment.accountId,
      protectData: environment.protectData,
    });
    // Retired services stay: images and secrets are given up by a word of their own (`retired: "purge"`).
    const kept = services.filter(({ purged }) => !purged);
    const entries = kept.map((service) => {
      const secrets = Object.values(secretEntries(service));
      const registry = new ServiceRegistry(this, `Service-${service.name}`, {
        repositoryName: names.repository(environment, service.name),
        imageParameterName: names.imageParameter(environment, service.name),
        secretNames: Object.fromEntries(
          secrets.map((entry) => [entry, names.secret(environment, service.name, entry)]),
        ),
        keyArn: key.arn,
        protectData: environment.protectData,
      });
      return [service.name, registry] as const;
    });
    const byService = (pick: (registry: ServiceRegistry) => string) =>
      Object.fromEntries(entries.map(([service, registry]) => [service, pick(registry)]));
    this.outputs = new StackOutputs(this, shape, {
      keyArn: key.arn,
      repositoryUrls: byService((registry) => registry.repositoryUrl),
      repositoryArns: byService((registry) => registry.repositoryArn),
      imageParameters: byService((registry) => registry.imageParameterName),
      secretArns: Object.fromEntries(
        entries.flatMap(([service, { secretArns }]) =>
          Object.entries(secretArns).map(([entry, arn]) => [`${service}/${entry}`, arn]),
        ),
      ),
    });
  }
}
