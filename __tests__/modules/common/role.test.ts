import { describe, expect, it } from "vitest";
import { Construct } from "constructs";
import { Role, type RoleProps } from "../../../modules/common/role";
import { boundRoles } from "../../../modules/common/role-boundary";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const read = { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:bucket/*"] };

const synthesize = (change: ChangeProps<RoleProps> = () => ({})) =>
  Template.of((stack) => {
    new Role(stack, "Role", {
      name: "test-reader",
      description: "Reads",
      assumedBy: "ec2.amazonaws.com",
      statements: [read],
      ...change(stack),
    });
  });

const trustOf = (principal: string) => ({
  assume_role_policy: { Statement: [{ Principal: { Service: principal }, Action: ["sts:AssumeRole"] }] },
});

describe("Role", () => {
  const template = synthesize();

  it("creates the role and one policy with all it may do", () => {
    expect(template.inventory).toEqual({ aws_iam_role: 1, aws_iam_role_policy: 1 });
  });

  it("creates no policy for a role that may do nothing", () => {
    expect(synthesize(() => ({ statements: [] })).inventory).toEqual({ aws_iam_role: 1 });
  });

  it("defaults to trust in the service without conditions", () => {
    expect(template.only("aws_iam_role").assume_role_policy).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "Assume", Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: ["sts:AssumeRole"] },
      ],
    });
  });

  describeOptions<RoleProps>(synthesize, {
    name: { to: () => "other", type: "aws_iam_role", gives: { name: "other" } },
    description: { to: () => "Writes", type: "aws_iam_role", gives: { description: "Writes" } },
    assumedBy: { to: () => "rds.amazonaws.com", type: "aws_iam_role", gives: trustOf("rds.amazonaws.com") },
    trustConditions: {
      to: () => ({ StringEquals: { "aws:SourceAccount": "1" } }),
      type: "aws_iam_role",
      gives: { assume_role_policy: { Statement: [{ Condition: { StringEquals: { "aws:SourceAccount": "1" } } }] } },
    },
    statements: {
      to: () => [{ ...read, actions: ["s3:PutObject"] }],
      type: "aws_iam_role_policy",
      gives: { policy: { Statement: [{ Sid: "Read", Action: ["s3:PutObject"], Resource: ["arn:bucket/*"] }] } },
    },
  });

  describe("boundary", () => {
    const arn = "arn:aws:iam::123456789012:policy/test-boundary";

    it("is its stack's", () => {
      const bounded = Template.of((stack) => {
        const part = new Construct(stack, "Part");
        boundRoles(part, arn);
        new Role(part, "Role", { name: "test", description: "Reads", assumedBy: "ec2.amazonaws.com", statements: [] });
      });
      expect(bounded.only("aws_iam_role")).toMatchObject({ permissions_boundary: arn });
    });

    it("is none where the stack has none", () => {
      expect(template.only("aws_iam_role")).not.toHaveProperty("permissions_boundary");
    });
  });

  describe("wiring", () => {
    it("puts the policy on the role", () => {
      expect(template.only("aws_iam_role_policy").role).toBe(template.reference("aws_iam_role", "id"));
    });

    it("tells what its users have to wait for", () => {
      const grants: string[][] = [];
      Template.of((stack) => {
        const role = { name: "r", description: "R", assumedBy: "ec2.amazonaws.com" };
        for (const statements of [[read], []])
          grants.push(
            new Role(stack, `Role${grants.length}`, { ...role, statements }).grants.map(({ node }) => node.path),
          );
      });
      expect(grants).toEqual([["Stack/Role0/Policy"], []]);
    });
  });
});
