import { describe, expect, it } from "vitest";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { Environment } from "../../../core/environment/schema";
import type { DeliverySettings } from "../../../core/environment/delivery";
import { JenkinsTrust, trustPeople } from "../../../modules/delivery/trust";
import { oidcTrust } from "../../support/delivery";
import { testEnvironment } from "../../support/fixtures";
import { Template } from "../../support/template";

const synthesize = (trust: DeliverySettings["trust"]) =>
  Template.of((stack) => {
    const { policy } = new JenkinsTrust(stack, "Trust", trust);
    new IamRole(stack, "Role", { assumeRolePolicy: policy });
  });

describe("JenkinsTrust", () => {
  it("trusts the role of Jenkins' instance, and creates nothing for it", () => {
    const template = synthesize({ roleArn: "arn:aws:iam::123456789012:role/jenkins" });
    expect(template.inventory).toEqual({ aws_iam_role: 1 });
    expect(template.only("aws_iam_role").assume_role_policy).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "JenkinsInstance",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:role/jenkins" },
          Action: ["sts:AssumeRole"],
        },
      ],
    });
  });

  it("trusts the tokens of named jobs, by a provider for their issuer", () => {
    const template = synthesize(oidcTrust);
    expect(template.inventory).toEqual({ aws_iam_openid_connect_provider: 1, aws_iam_role: 1 });
    expect(template.only("aws_iam_openid_connect_provider")).toEqual({
      url: "https://jenkins.example.com/oidc",
      client_id_list: ["sts.amazonaws.com"],
    });
    expect(template.only("aws_iam_role").assume_role_policy).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "JenkinsJobs",
          Effect: "Allow",
          Principal: { Federated: template.reference("aws_iam_openid_connect_provider", "arn") },
          Action: ["sts:AssumeRoleWithWebIdentity"],
          Condition: {
            StringEquals: { "jenkins.example.com/oidc:aud": "sts.amazonaws.com" },
            StringLike: { "jenkins.example.com/oidc:sub": ["https://jenkins.example.com/job/*"] },
          },
        },
      ],
    });
  });
});

describe("trustPeople", () => {
  const trusted = (environment: Environment) =>
    Template.of((stack) => void new IamRole(stack, "Role", { assumeRolePolicy: trustPeople(environment) })).only(
      "aws_iam_role",
    ).assume_role_policy;
  const people = { Sid: "People", Effect: "Allow", Action: ["sts:AssumeRole"] };

  it("trusts whom the account's own policies let, with a second factor", () => {
    expect(trusted(testEnvironment())).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          ...people,
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
        },
      ],
    });
  });

  it("trusts the roles that the environment names, and nobody else", () => {
    const roleArns = ["arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Operations_0a1b"];
    const environment = testEnvironment();
    const { delivery } = environment;
    expect(trusted({ ...environment, delivery: { ...delivery, secretsTrust: { roleArns } } })).toEqual({
      Version: "2012-10-17",
      Statement: [{ ...people, Principal: { AWS: roleArns } }],
    });
  });
});
