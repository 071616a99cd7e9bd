import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App, Testing } from "cdktf";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import type { Environment } from "../../core/environment/schema";
import { BaseStack, stateBackend } from "../../stacks/base-stack";
import { testEnvironment } from "../support/fixtures";
import { Platform } from "../support/platform";
import { Template } from "../support/template";

class EmptyStack extends BaseStack {
  constructor(environment: Environment, tags?: Record<string, string>) {
    super(new App({ outdir: tmpdir() }), "empty", "layer", { environment }, tags);
  }
}

const synthesize = (environment = testEnvironment(), tags?: Record<string, string>) =>
  Template.parse(Testing.synth(new EmptyStack(environment, tags))).configuration;

const tagsOf = ({ provider }: Template["configuration"]) =>
  (provider?.["aws"]?.[0]?.["default_tags"] as { tags: Record<string, string> }[] | undefined)?.[0]?.tags;

describe("BaseStack", () => {
  const configuration = synthesize();

  it("creates no resource", () => {
    expect(Object.keys(configuration).sort()).toEqual(["provider", "terraform"]);
  });

  describe("defaults", () => {
    it("are a state under the environment and the stack, with both locks, in this account only", () => {
      expect(configuration.terraform?.backend).toEqual({
        s3: {
          bucket: "smart360-test-tfstate-123456789012",
          key: "test/empty.tfstate",
          region: "us-east-1",
          dynamodb_table: "smart360-test-tfstate-lock",
          use_lockfile: true,
          allowed_account_ids: ["123456789012"],
        },
      });
    });

    it("are a Terraform that knows lock files, and either major of the provider", () => {
      expect(configuration.terraform).toMatchObject({
        required_version: ">= 1.11.0",
        required_providers: { aws: { source: "aws", version: ">= 5.100.0, < 7.0.0" } },
      });
    });

    it("are a provider that refuses every other account, and tags that tell whose a resource is", () => {
      expect(configuration.provider).toEqual({
        aws: [
          {
            region: "us-east-1",
            allowed_account_ids: ["123456789012"],
            default_tags: [
              { tags: { Product: "smart360", Environment: "test", Layer: "layer", ManagedBy: "terraform" } },
            ],
          },
        ],
      });
    });
  });

  describe("options", () => {
    it("adds the environment's tags, and the stack's", () => {
      const tagged = synthesize(testEnvironment({ tags: { CostCenter: "42" } }), { Owner: "a-team" });
      expect(tagsOf(tagged)).toMatchObject({ CostCenter: "42", Owner: "a-team", Layer: "layer" });
    });

    it("lets no tag of the environment pass for one of the stack's", () => {
      expect(tagsOf(synthesize(testEnvironment({ tags: { Layer: "forged" } })))).toMatchObject({ Layer: "layer" });
    });
  });

  it("rejects a stack that breaks a rule for the whole tree", () => {
    const stack = new EmptyStack(testEnvironment());
    new S3Bucket(stack, "Bare", { bucket: "bare" });
    expect(() => Testing.synth(stack)).toThrow(expect.objectContaining({ name: "RuleError" }));
  });
});

describe("stateBackend", () => {
  it("is where every stack of production has its state, each its own", () => {
    const platform = Platform.synthesize();
    const keys = platform.stacks.map((stack) => {
      const { terraform, provider } = platform.template(stack).configuration;
      expect(terraform).toMatchObject({
        backend: { s3: { use_lockfile: true, dynamodb_table: "smart360-production-tfstate-lock" } },
        required_version: ">= 1.11.0",
        required_providers: { aws: { version: ">= 5.100.0, < 7.0.0" } },
      });
      for (const aws of provider?.["aws"] ?? []) expect(aws.allowed_account_ids).toEqual(["111122223333"]);
      return (terraform as { backend: { s3: { key: string } } }).backend.s3.key;
    });
    expect(keys).toEqual(platform.stacks.map((stack) => `production/${stack}.tfstate`));
  });

  it("is written as Terraform's backend takes it", () => {
    expect(stateBackend(testEnvironment(), "data")).toEqual({
      bucket: "smart360-test-tfstate-123456789012",
      key: "test/data.tfstate",
      region: "us-east-1",
      dynamodbTable: "smart360-test-tfstate-lock",
      allowedAccountIds: ["123456789012"],
    });
  });
});
