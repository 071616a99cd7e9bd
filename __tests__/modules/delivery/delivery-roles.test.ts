import { describe, expect, it } from "vitest";
import { policyDocument, type PolicyStatement } from "../../../modules/common/policy";
import { DeliveryRoles, type DeliveryRolesProps } from "../../../modules/delivery/delivery-roles";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const statement = (sid: string): PolicyStatement => ({ sid, actions: ["s3:GetObject"], resources: ["arn:bucket/*"] });
const trust = (sid: string) => policyDocument([{ sid, actions: ["sts:AssumeRole"], principal: "*" }]);

const named = (name: string) => ({ name, shortName: name, accountId: "123456789012" });

const synthesize = (change: ChangeProps<DeliveryRolesProps> = () => ({})) =>
  Template.of((stack) => {
    new DeliveryRoles(stack, "Roles", {
      environment: named("test"),
      releaseTrustPolicy: trust("Release"),
      infrastructureTrustPolicy: trust("Infrastructure"),
      peopleTrustPolicy: trust("People"),
      release: { ships: [statement("Ships")] },
      plan: { reads: [statement("Reads")] },
      apply: { changes: [statement("Changes")] },
      secrets: { values: [statement("Values")] },
      ...change(stack),
    });
  });

const sidOf = (policy: unknown) => /"Sid":"(\w+)"/.exec(JSON.stringify(policy))?.[1];
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

  it("creates four roles, each policy once, and what ties them", () => {
    expect(template.inventory).toEqual({ aws_iam_policy: 4, aws_iam_role: 4, aws_iam_role_policy_attachment: 5 });
  });

  describeOptions<DeliveryRolesProps>(synthesize, {
    environment: { to: () => named("other"), type: "aws_iam_role", gives: { name: "smart360-other-jenkins-apply" } },
    releaseTrustPolicy: {
      to: () => trust("Other"),
      type: "aws_iam_role",
      gives: { name: "smart360-test-jenkins-release", assume_role_policy: { Statement: [{ Sid: "Other" }] } },
    },
    infrastructureTrustPolicy: {
      to: () => trust("Other"),
      type: "aws_iam_role",
      gives: { name: "smart360-test-jenkins-plan", assume_role_policy: { Statement: [{ Sid: "Other" }] } },
    },
    peopleTrustPolicy: {
      to: () => trust("Other"),
      type: "aws_iam_role",
      gives: { name: "smart360-test-secrets", assume_role_policy: { Statement: [{ Sid: "Other" }] } },
    },
    release: { to: () => ({ ships: [statement("More")] }), type: "aws_iam_policy", gives: policy("More") },
    plan: { to: () => ({ reads: [statement("More")] }), type: "aws_iam_policy", gives: policy("More") },
    apply: { to: () => ({ changes: [statement("More")] }), type: "aws_iam_policy", gives: policy("More") },
    secrets: { to: () => ({ values: [statement("More")] }), type: "aws_iam_policy", gives: policy("More") },
  });

  describe("wiring", () => {
    it("trusts releases with one role of Jenkins', what plans and applies with the others", () => {
      expect(template.all("aws_iam_role").map(({ name, assume_role_policy: policy }) => [name, sidOf(policy)])).toEqual(
        [
          ["smart360-test-jenkins-apply", "Infrastructure"],
          ["smart360-test-jenkins-plan", "Infrastructure"],
          ["smart360-test-jenkins-release", "Release"],
          ["smart360-test-secrets", "People"],
        ],
      );
    });

    it("gives each role its policies, and apply those of plan too", () => {
      expect(attached("smart360-test-jenkins-release")).toEqual([arn("smart360-test-jenkins-ships")]);
      expect(attached("smart360-test-jenkins-plan")).toEqual([arn("smart360-test-jenkins-reads")]);
      expect(attached("smart360-test-jenkins-apply")).toEqual([
        arn("smart360-test-jenkins-changes"),
        arn("smart360-test-jenkins-reads"),
      ]);
      expect(attached("smart360-test-secrets")).toEqual([arn("smart360-test-values")]);
    });
  });
});
