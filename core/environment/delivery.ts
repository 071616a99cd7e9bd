/** The environment file's `delivery`: who may release, plan and apply. */
import { z } from "zod";
import { patterned } from "../document/schema-kit";
import { refusedFindings } from "../release/findings";

const roleArn = patterned(/^arn:aws:iam::\d{12}:role\/[\w+=,.@\/-]{1,512}$/, "the ARN of an IAM role");

export const deliverySchema = z
  .strictObject({
    trust: z
      .union([
        z.strictObject({ roleArn: roleArn.describe("Role of the instance profile that Jenkins runs with.") }),
        z.strictObject({
          oidcIssuer: patterned(/^https:\/\/[a-z0-9.\/-]+[a-z0-9]$/, "an https URL without a trailing slash").describe(
            "Issuer of Jenkins' tokens: the URL of Jenkins or of its published keys.",
          ),
          audience: z.string().min(1).default("sts.amazonaws.com").describe("Audience that the tokens carry."),
          subjects: z.array(z.string().min(1)).min(1).describe("URLs of the jobs that may assume the roles."),
        }),
      ])
      .describe("How AWS knows Jenkins: by its instance's role, or by tokens that it issues for each build."),
    githubOrganization: patterned(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/, "the name of a GitHub organization")
      .default("bynry")
      .describe("GitHub organization that holds the repositories of the services and the frontend."),
    refusedFindings: z
      .enum(refusedFindings)
      .default("critical")
      .describe(
        "An image in which ECR's scan found this severity or a worse one is not released; none: every image is.",
      ),
  })
  .describe("Jenkins and the source of what it builds.");

export type DeliverySettings = z.output<typeof deliverySchema>;
