import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { ServiceRegistry, type ServiceRegistryProps } from "../../../modules/registry/service-registry";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<ServiceRegistryProps> = () => ({})) =>
  Template.of((stack) => {
    const registry = new ServiceRegistry(stack, "Registry", {
      repositoryName: "test/billing",
      imageParameterName: "/test/billing/image",
      secretNames: { "database-url": "test/billing/database-url" },
      keyArn: "arn:key",
      protectData: true,
      ...change(stack),
    });
    new TerraformOutput(stack, "Secrets", { value: registry.secretArns });
  });

describe("ServiceRegistry", () => {
  const template = synthesize();

  it("creates the repository with its lifecycle, the image's parameter, and an entry per secret", () => {
    expect(template.inventory).toEqual({
      aws_ecr_repository: 1,
      aws_ecr_lifecycle_policy: 1,
      aws_ssm_parameter: 1,
      aws_secretsmanager_secret: 1,
    });
  });

  describe("defaults", () => {
    it("are tags that never move, and images that are scanned and encrypted", () => {
      expect(template.only("aws_ecr_repository")).toEqual({
        name: "test/billing",
        image_tag_mutability: "IMMUTABLE",
        image_scanning_configuration: { scan_on_push: true },
        encryption_configuration: [{ encryption_type: "KMS", kms_key: "arn:key" }],
        lifecycle: { prevent_destroy: true },
      });
    });

    it("keep 30 releases, and for two weeks what was never released", () => {
      const rule = (rulePriority: number, selection: object) =>
        expect.objectContaining({ rulePriority, selection, action: { type: "expire" } }) as unknown;
      const fortnight = { countType: "sinceImagePushed", countUnit: "days", countNumber: 14 };
      expect(template.only("aws_ecr_lifecycle_policy").policy).toEqual({
        rules: [
          rule(1, {
            tagStatus: "tagged",
            tagPrefixList: ["release-"],
            countType: "imageCountMoreThan",
            countNumber: 30,
          }),
          rule(2, { tagStatus: "tagged", tagPatternList: ["build-*"], ...fortnight }),
          rule(3, { tagStatus: "untagged", ...fortnight }),
        ],
      });
    });

    it("leave the image's parameter to releases, and readable in a plan", () => {
      expect(template.only("aws_ssm_parameter")).toMatchObject({
        type: "String",
        insecure_value: "unreleased",
        lifecycle: { ignore_changes: ["insecure_value"], prevent_destroy: true },
      });
      expect(template.only("aws_ssm_parameter")).not.toHaveProperty("value");
    });

    it("name secrets without giving them a value, and keep deleted ones for a month", () => {
      expect(template.only("aws_secretsmanager_secret")).toEqual({
        name: "test/billing/database-url",
        kms_key_id: "arn:key",
        recovery_window_in_days: 30,
        lifecycle: { prevent_destroy: true },
      });
    });
  });

  describeOptions<ServiceRegistryProps>(synthesize, {
    repositoryName: { to: () => "other", type: "aws_ecr_repository", gives: { name: "other" } },
    imageParameterName: { to: () => "/other", type: "aws_ssm_parameter", gives: { name: "/other" } },
    secretNames: {
      to: () => ({ token: "test/token" }),
      type: "aws_secretsmanager_secret",
      gives: { name: "test/token" },
    },
    keyArn: { to: () => "arn:other", type: "aws_secretsmanager_secret", gives: { kms_key_id: "arn:other" } },
    protectData: { to: () => false, type: "aws_ecr_repository", gives: { lifecycle: { prevent_destroy: false } } },
  });

  it("takes protection off everything at once", () => {
    const bare = synthesize(() => ({ protectData: false }));
    for (const type of ["aws_ecr_repository", "aws_ssm_parameter", "aws_secretsmanager_secret"])
      expect(bare.only(type).lifecycle).toMatchObject({ prevent_destroy: false });
  });

  it("wires the lifecycle to the repository, and tells the secrets by entry", () => {
    expect(template.only("aws_ecr_lifecycle_policy").repository).toBe(template.reference("aws_ecr_repository", "name"));
    expect(template.outputs).toEqual({
      Secrets: { "database-url": template.reference("aws_secretsmanager_secret", "arn") },
    });
  });
});
