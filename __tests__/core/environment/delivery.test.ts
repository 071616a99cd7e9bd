import { describe, expect, it } from "vitest";
import { deliverySchema } from "../../../core/environment/delivery";
import { anEnvironment, block, environmentMessage } from "../../support/manifests";

type Fields = Readonly<Record<string, unknown>>;

const trust = {
  releaseRoleArn: "arn:aws:iam::111122223333:role/jenkins-release",
  infrastructureRoleArn: "arn:aws:iam::111122223333:role/jenkins-infrastructure",
};
const job = (name: string) => `https://jenkins.example.com/job/${name}`;
const tokens = {
  oidcIssuer: "https://jenkins.example.com/oidc",
  releaseSubjects: [job("a")],
  infrastructureSubjects: [job("b")],
};
/** An environment file whose `delivery` stands on line 11. */
const file = (delivery: Fields) => block({ ...anEnvironment, delivery });

const cases: readonly (readonly [title: string, delivery: Fields, message: readonly string[]])[] = [
  [
    "no trust",
    {},
    [
      'environments/production.json:11:15  delivery: "trust" is missing. Add it: How AWS tells apart who releases and who plans and applies: by the roles of Jenkins\' instances, or by tokens that it issues for each build.',
    ],
  ],
  [
    "a user instead of a role",
    { trust: { ...trust, infrastructureRoleArn: "arn:aws:iam::111122223333:user/jenkins" } },
    [
      'environments/production.json:11:115  delivery > trust > infrastructureRoleArn: got "arn:aws:iam::111122223333:user/jenkins", must be the ARN of an IAM role.',
    ],
  ],
  [
    "an issuer without TLS, and no job",
    { trust: { ...tokens, oidcIssuer: "http://jenkins", releaseSubjects: [] } },
    [
      'environments/production.json:11:38  delivery > trust > oidcIssuer: got "http://jenkins", must be an https URL without a trailing slash.',
      "environments/production.json:11:73  delivery > trust > releaseSubjects: has no entry, must have at least 1.",
    ],
  ],
  [
    "one role for all agents",
    { trust: { releaseRoleArn: trust.releaseRoleArn } },
    [
      'environments/production.json:11:24  delivery > trust: "infrastructureRoleArn" is missing. Add it: Instance role of the agents that plan and apply (label smart360-infrastructure); not releaseRoleArn, as a release runs code that no approver of a plan has read.',
    ],
  ],
  [
    "the same role twice",
    { trust: { ...trust, infrastructureRoleArn: trust.releaseRoleArn } },
    [
      'environments/production.json:11:115  delivery > trust > infrastructureRoleArn: got "arn:aws:iam::111122223333:role/jenkins-release", which is releaseRoleArn too: what a release builds could apply stacks without an approval. Give the agents that plan and apply a role of their own.',
    ],
  ],
  [
    "the role of before",
    { trust: { roleArn: trust.releaseRoleArn } },
    [
      'environments/production.json:11:24  delivery > trust: "releaseRoleArn" is missing. Add it: Instance role of the agents that release (label smart360); may assume the role `release` only.',
      'environments/production.json:11:24  delivery > trust: "infrastructureRoleArn" is missing. Add it: Instance role of the agents that plan and apply (label smart360-infrastructure); not releaseRoleArn, as a release runs code that no approver of a plan has read.',
      "environments/production.json:11:25  delivery > trust > roleArn: unknown key. Known are releaseRoleArn and infrastructureRoleArn.",
    ],
  ],
  [
    "a job that releases and applies",
    { trust: { ...tokens, infrastructureSubjects: [job("b"), job("a")] } },
    [
      'environments/production.json:11:191  delivery > trust > infrastructureSubjects[1]: got "https://jenkins.example.com/job/a", but "https://jenkins.example.com/job/a" of releaseSubjects takes that job too: what a release builds could apply stacks without an approval. Narrow one of them.',
    ],
  ],
  [
    "jobs by patterns with something in common",
    { trust: { ...tokens, releaseSubjects: [job("*")], infrastructureSubjects: [job("infra-??")] } },
    [
      'environments/production.json:11:155  delivery > trust > infrastructureSubjects[0]: got "https://jenkins.example.com/job/infra-??", but "https://jenkins.example.com/job/*" of releaseSubjects takes jobs like "https://jenkins.example.com/job/infra-xx" too: what a release builds could apply stacks without an approval. Narrow one of them.',
    ],
  ],
  [
    "findings of no severity",
    { trust, refusedFindings: "severe" },
    [
      'environments/production.json:11:190  delivery > refusedFindings: got "severe", which is not allowed. Use one of critical, high, medium or none.',
    ],
  ],
  [
    "an organization that is none",
    { trust, githubOrganization: "bynry/smart360" },
    [
      'environments/production.json:11:193  delivery > githubOrganization: got "bynry/smart360", must be the name of a GitHub organization.',
    ],
  ],
];

describe("the setting delivery", () => {
  it("has a default organization, and refuses critical findings", () => {
    const defaults = { githubOrganization: "bynry", refusedFindings: "critical" };
    expect(deliverySchema.parse({ trust })).toEqual({ trust, ...defaults });
  });

  it("has a default audience of tokens, the one that AWS asks for", () => {
    expect(deliverySchema.parse({ trust: tokens }).trust).toEqual({ ...tokens, audience: "sts.amazonaws.com" });
  });

  describe("refuses", () => {
    it.each(cases)("%s", (_, delivery, message) => {
      expect(environmentMessage(file(delivery))).toEqual(message);
    });
  });
});
