import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { describe, expect, it } from "vitest";
import { policyDocument, trustService } from "../../../modules/common/policy";
import { Template } from "../../support/template";

const encoded = (document: () => string) =>
  Template.of((stack) => new IamPolicy(stack, "Policy", { policy: document() })).only("aws_iam_policy").policy;

describe("policyDocument", () => {
  it("allows, unless a statement denies", () => {
    const statement = { actions: ["s3:GetObject"], resources: ["*"] };
    expect(
      encoded(() =>
        policyDocument([
          { sid: "Read", ...statement },
          { sid: "Refuse", effect: "Deny", ...statement },
        ]),
      ),
    ).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["*"] },
        { Sid: "Refuse", Effect: "Deny", Action: ["s3:GetObject"], Resource: ["*"] },
      ],
    });
  });

  it.each([
    ["a service", { service: "ec2.amazonaws.com" }, { Service: "ec2.amazonaws.com" }],
    ["services", { service: ["a", "b"] }, { Service: ["a", "b"] }],
    ["an account", { aws: "arn:aws:iam::123456789012:root" }, { AWS: "arn:aws:iam::123456789012:root" }],
    ["everybody", "*", "*"],
  ] as const)("names %s as principal", (_, principal, Principal) => {
    expect(encoded(() => policyDocument([{ sid: "Assume", actions: ["sts:AssumeRole"], principal }]))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Sid: "Assume", Effect: "Allow", Principal, Action: ["sts:AssumeRole"] }],
    });
  });

  it("writes conditions as IAM does", () => {
    const conditions = { StringEquals: { "aws:SourceAccount": "123456789012" } };
    expect(encoded(() => policyDocument([{ sid: "Some", actions: ["a:B"], conditions }]))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Sid: "Some", Effect: "Allow", Action: ["a:B"], Condition: conditions }],
    });
  });
});

describe("trustService", () => {
  it("lets the service assume the role, and nobody else", () => {
    expect(encoded(() => trustService("ec2.amazonaws.com"))).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "Assume", Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: ["sts:AssumeRole"] },
      ],
    });
  });

  it("holds it to conditions", () => {
    const conditions = { ArnLike: { "aws:SourceArn": "arn:aws:ecs:*" } };
    expect(encoded(() => trustService("ecs-tasks.amazonaws.com", conditions))).toMatchObject({
      Statement: [{ Condition: conditions }],
    });
  });
});
