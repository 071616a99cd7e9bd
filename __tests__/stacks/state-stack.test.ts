import { describe, expect, it } from "vitest";
import { roleBoundaryArn } from "../../modules/common/role-boundary";
import { testEnvironment } from "../support/fixtures";
import { Platform } from "../support/platform";

const template = Platform.synthesize({ environment: testEnvironment(), manifest: { services: [] } }).template("state");

describe("StateStack", () => {
  it("creates the very bucket and table that every stack's backend names", () => {
    const { bucket, dynamodb_table } = (template.configuration.terraform as unknown as Terraform).backend.s3;
    expect(template.has("aws_s3_bucket", { bucket })).toBe(true);
    expect(template.only("aws_dynamodb_table").name).toBe(dynamodb_table);
  });

  it("names its key after the environment", () => {
    expect(template.only("aws_kms_alias").name).toBe("alias/smart360-test-tfstate");
  });

  it("makes the very policy that bounds the roles of the other stacks", () => {
    expect(roleBoundaryArn(testEnvironment())).toMatch(
      new RegExp(`:policy/${String(template.only("aws_iam_policy").name)}$`),
    );
  });
});

interface Terraform {
  readonly backend: { readonly s3: { readonly bucket: string; readonly dynamodb_table: string } };
}
