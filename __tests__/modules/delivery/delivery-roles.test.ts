import { describe, expect, it } from "vitest";
import { policyDocument, type PolicyStatement } from "../../../modules/common/policy";
import { DeliveryRoles, type DeliveryRolesProps } from "../../../modules/delivery/delivery-roles";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const statement = (sid: string): PolicyStatement => ({ sid, actions: ["s3:GetObject"], resources: ["arn:bucket/*"] });
const trust = (sid: string) => policyDocument([{ sid, actions: ["sts:AssumeRole"], principal: "*" }]);

const synthesize = (change: ChangeProps<DeliveryRolesProps> = () => ({})) =>
  Template.of((stack) => {
    new DeliveryRoles(stack, "Roles", {
      name: "test",
      trustPolicy: trust("Jenkins"),
      release: { ships: [statement("Ships")] },
      plan: { reads: [statement("Reads")] },
      apply: { changes: [statement("Changes")] },
      ...change(stack),
    });
  });

const policy = (sid: string) => ({ policy: { Statement: [{ Sid: sid }] } });

describe("DeliveryRoles", () => {
  const template = synthesize();
  const attached = (role: string) => {
    const reference = template.reference("aws_iam_role", "name", { name: role });
    return template
      .all("aws_iam_role_policy_attachment")
      .filter((attachment) => attachment.role === reference)
      .map((attachment) => attachment.policy_arn);
  };
  const arn = (name: string) => template.reference("aws_iam_policy", "arn", { name });

  it("creates three roles, each policy once, and what ties them", () => {
    expect(template.inventory).toEqual({ aws_iam_policy: 3, aws_iam_role: 3, aws_iam_role_policy_attachment: 4 });
  });

  describeOptions<DeliveryRolesProps>(synthesize, {
    name: { to: () => "other", type: "aws_iam_role", gives: { name: "other-apply" } },
    trustPolicy: {
      to: () => trust("Other"),
      type: "aws_iam_role",
      gives: { name: "test-plan", assume_role_policy: { Statement: [{ Sid: "Other" }] } },
    },
    release: { to: () => ({ ships: [statement("More")] }), type: "aws_iam_policy", gives: policy("More") },
    plan: { to: () => ({ reads: [statement("More")] }), type: "aws_iam_policy", gives: policy("More") },
    apply: { to: () => ({ changes: [statement("More")] }), type: "aws_iam_policy", gives: policy("More") },
  });

  describe("wiring", () => {
    it("gives each role its policies, and apply those of plan too", () => {
      expect(attached("test-release")).toEqual([arn("test-ships")]);
      expect(attached("test-plan")).toEqual([arn("test-reads")]);
      expect(attached("test-apply")).toEqual([arn("test-changes"), arn("test-reads")]);
    });
  });
});
