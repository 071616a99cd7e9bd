/** The environment file's `delivery`: who may release, plan, apply, and give secrets their values. */
import { z } from "zod";
import { distinct, oneOf, patterned } from "../document/schema-kit";
import type { RefusedFindings } from "../release/findings";

const roleArn = (example: string) =>
  patterned(/^arn:aws:iam::\d{12}:role\/[\w+=,.@\/-]{1,512}$/, "the ARN of an IAM role", example);

const jobs = (about: string, ...examples: readonly string[]) =>
  distinct(z.array(z.string().min(1)).min(1)).meta({ description: about, examples: [[...examples]] });

export const deliverySchema = z
  .strictObject({
    trust: z
      .union([
        z.strictObject({
          releaseRoleArn: roleArn("arn:aws:iam::111122223333:role/jenkins-release").describe(
            "Instance role of the agents that release (label smart360); may assume the role `release` only.",
          ),
          infrastructureRoleArn: roleArn("arn:aws:iam::111122223333:role/jenkins-infrastructure").describe(
            "Instance role of the agents that plan and apply (label smart360-infrastructure); not releaseRoleArn, as a release runs code that no approver of a plan has read.",
          ),
        }),
        z.strictObject({
          oidcIssuer: patterned(
            /^https:\/\/[a-z0-9.\/-]+[a-z0-9]$/,
            "an https URL without a trailing slash",
            "https://jenkins.example.com/oidc",
          ).describe("Issuer of Jenkins' tokens: the URL of Jenkins or of its published keys."),
          audience: z
            .string()
            .min(1)
            .default("sts.amazonaws.com")
            .meta({ description: "Audience that the tokens carry.", examples: ["sts.amazonaws.com"] }),
          releaseSubjects: jobs(
            "URLs of the jobs that release, with * and ? as IAM reads them; they may assume the role `release` only.",
            "https://jenkins.example.com/job/smart360/job/billing/",
            "https://jenkins.example.com/job/smart360/job/frontend/",
          ),
          infrastructureSubjects: jobs(
            "URLs of the jobs that plan and apply; none that releaseSubjects take too, as a release runs code that no approver of a plan has read.",
            "https://jenkins.example.com/job/smart360/job/infrastructure/",
          ),
        }),
      ])
      .describe(
        "How AWS tells apart who releases and who plans and applies: by the roles of Jenkins' instances, or by tokens that it issues for each build.",
      ),
    // Values of secrets are a person's business: no job of Jenkins' may read or write one. Why the account's own policies
    // decide where nothing is named: the role then exists from the first apply on, and whoever administers the account
    // already decides who its people are. The second factor keeps out what has keys and no person behind it; sessions of
    // IAM Identity Center do not carry its mark, so those roles are named.
    secretsTrust: z
      .strictObject({
        roleArns: distinct(z.array(roleArn("arn:aws:iam::111122223333:role/operations")).min(1)).describe(
          "Roles that these people have already, for example of IAM Identity Center.",
        ),
      })
      .optional()
      .describe(
        "Who may assume the role `secrets`, with which people give secrets their values. Without it: whoever the account's own policies let assume it, logged in with a second factor.",
      ),
    githubOrganization: patterned(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/, "the name of a GitHub organization", "bynry")
      .default("bynry")
      .describe("GitHub organization that holds the repositories of the services and the frontend."),
    refusedFindings: oneOf({
      critical: "Images with a critical finding are not released.",
      high: "Nor are those with a high one.",
      medium: "Nor are those with a medium one.",
      none: "Every image is released.",
    } satisfies Record<RefusedFindings, string>)
      .default("critical")
      .describe("Which findings of ECR's scan keep an image from being released."),
  })
  .describe("Jenkins and the source of what it builds.");

export type DeliverySettings = z.output<typeof deliverySchema>;
