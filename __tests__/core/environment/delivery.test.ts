import { describe, expect, it } from "vitest";
import { deliverySchema } from "../../../core/environment/delivery";
import { anEnvironment, block, environmentMessage } from "../../support/manifests";

type Fields = Readonly<Record<string, unknown>>;

const trust = { roleArn: "arn:aws:iam::111122223333:role/jenkins" };
const tokens = { oidcIssuer: "https://jenkins.example.com/oidc", subjects: ["https://jenkins.example.com/job/a"] };
/** An environment file whose `delivery` stands on line 11. */
const file = (delivery: Fields) => block({ ...anEnvironment, delivery });

const cases: readonly (readonly [title: string, delivery: Fields, message: readonly string[]])[] = [
  [
    "no trust",
    {},
    [
      'environments/production.json:11:15  delivery: "trust" is missing. Add it: How AWS knows Jenkins: by its instance\'s role, or by tokens that it issues for each build.',
    ],
  ],
  [
    "a user instead of a role",
    { trust: { roleArn: "arn:aws:iam::111122223333:user/jenkins" } },
    [
      'environments/production.json:11:35  delivery > trust > roleArn: got "arn:aws:iam::111122223333:user/jenkins", must be the ARN of an IAM role.',
    ],
  ],
  [
    "an issuer without TLS, and no job",
    { trust: { ...tokens, oidcIssuer: "http://jenkins", subjects: [] } },
    [
      'environments/production.json:11:38  delivery > trust > oidcIssuer: got "http://jenkins", must be an https URL without a trailing slash.',
      "environments/production.json:11:66  delivery > trust > subjects: has no entry, must have at least 1.",
    ],
  ],
  [
    "findings of no severity",
    { trust, refusedFindings: "severe" },
    [
      'environments/production.json:11:95  delivery > refusedFindings: got "severe", which is not allowed. Use one of critical, high, medium or none.',
    ],
  ],
  [
    "an organization that is none",
    { trust, githubOrganization: "bynry/smart360" },
    [
      'environments/production.json:11:98  delivery > githubOrganization: got "bynry/smart360", must be the name of a GitHub organization.',
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
