import { describe, expect, it } from "vitest";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { Environment } from "../../../core/environment/schema";
import type { DeliverySettings } from "../../../core/environment/delivery";
import { JenkinsTrust, trustPeople } from "../../../modules/delivery/trust";
import { oidcTrust } from "../../support/delivery";
import { testEnvironment } from "../../support/fixtures";
import { admits, type Caller } from "../../support/iam";
import { Template } from "../../support/template";

const synthesize = (trust: DeliverySettings["trust"]) =>
  Template.of((stack) => {
    const { releasePolicy, infrastructurePolicy } = new JenkinsTrust(stack, "Trust", trust);
    new IamRole(stack, "Release", { name: "release", assumeRolePolicy: releasePolicy });
    new IamRole(stack, "Infrastructure", { name: "infrastructure", assumeRolePolicy: infrastructurePolicy });
  });
const trustOf = (template: Template, name: string) => template.with("aws_iam_role", { name }).assume_role_policy;

describe("JenkinsTrust", () => {
  const roles = {
    releaseRoleArn: "arn:aws:iam::123456789012:role/jenkins-release",
    infrastructureRoleArn: "arn:aws:iam::123456789012:role/jenkins-infrastructure",
  };

  it("trusts the role of each kind of instance with its own, and creates nothing for it", () => {
    const template = synthesize(roles);
    expect(template.inventory).toEqual({ aws_iam_role: 2 });
    for (const [name, roleArn] of [
      ["release", roles.releaseRoleArn],
      ["infrastructure", roles.infrastructureRoleArn],
    ] as const)
      expect(trustOf(template, name)).toEqual({
        Version: "2012-10-17",
        Statement: [
          { Sid: "JenkinsInstance", Effect: "Allow", Principal: { AWS: roleArn }, Action: ["sts:AssumeRole"] },
        ],
      });
  });

  it("trusts the tokens of named jobs, by one provider for their issuer", () => {
    const template = synthesize(oidcTrust);
    expect(template.inventory).toEqual({ aws_iam_openid_connect_provider: 1, aws_iam_role: 2 });
    expect(template.only("aws_iam_openid_connect_provider")).toEqual({
      url: "https://jenkins.example.com/oidc",
      client_id_list: ["sts.amazonaws.com"],
    });
    expect(trustOf(template, "infrastructure")).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "JenkinsJobs",
          Effect: "Allow",
          Principal: { Federated: template.reference("aws_iam_openid_connect_provider", "arn") },
          Action: ["sts:AssumeRoleWithWebIdentity"],
          Condition: {
            StringEquals: { "jenkins.example.com/oidc:aud": "sts.amazonaws.com" },
            StringLike: { "jenkins.example.com/oidc:sub": ["https://jenkins.example.com/job/infrastructure/"] },
          },
        },
      ],
    });
  });

  const byRole = (principal: string): Caller => ({ action: "sts:AssumeRole", principal });
  const byToken = (job: string): Caller => ({
    action: "sts:AssumeRoleWithWebIdentity",
    principal: synthesize(oidcTrust).reference("aws_iam_openid_connect_provider", "arn"),
    context: {
      "jenkins.example.com/oidc:aud": "sts.amazonaws.com",
      "jenkins.example.com/oidc:sub": `https://jenkins.example.com/job/${job}/`,
    },
  });

  it.each([
    ["the role of agents that release", roles, byRole(roles.releaseRoleArn), ["release"]],
    ["the role of agents that apply", roles, byRole(roles.infrastructureRoleArn), ["infrastructure"]],
    ["the role of agents that build", roles, byRole("arn:aws:iam::123456789012:role/jenkins-build"), []],
    ["a token of a release's build", oidcTrust, byToken("release-billing"), ["release"]],
    ["a token of the build that applies", oidcTrust, byToken("infrastructure"), ["infrastructure"]],
    ["a token of another job", oidcTrust, byToken("experiment"), []],
  ])("admits %s to what is its own", (_, trust, caller, admitted) => {
    const template = synthesize(trust);
    expect(["release", "infrastructure"].filter((name) => admits(trustOf(template, name), caller))).toEqual(admitted);
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
