/** The environment file's `network`: the VPC. */
import { z } from "zod";
import { checked, distinct, oneOf, patterned } from "../document/schema-kit";
import { vpcCidrProblem } from "./cidr";
import { logRetentionDays } from "./log-retention";

/** AWS services that can be reached by an interface endpoint in the VPC. */
const interfaceEndpoint = oneOf({
  "ecr.api": "ECR: which images there are.",
  "ecr.dkr": "ECR: pulling images; their layers come from S3, by its gateway.",
  logs: "CloudWatch Logs.",
  secretsmanager: "Secrets Manager.",
  ssm: "Systems Manager: parameters.",
  kms: "Key Management Service.",
  ecs: "ECS: its API.",
  "ecs-agent": "ECS: the agent of the instances.",
  "ecs-telemetry": "ECS: metrics of the agent.",
  sts: "Security Token Service.",
  monitoring: "CloudWatch metrics.",
});

export const networkSchema = z
  .strictObject({
    // AWS allows /16 to /28; below /22 the subnets would become too small (`core/network/subnets.ts`).
    cidr: checked(
      patterned(
        /^\d{1,3}(\.\d{1,3}){3}\/(1[6-9]|2[0-2])$/,
        "an IPv4 range of size /16 to /22 such as 10.60.0.0/16",
        "10.60.0.0/16",
      ),
      vpcCidrProblem,
    ).describe("IPv4 range of the VPC, private, /16 to /22."),
    availabilityZones: distinct(
      z
        .array(
          patterned(
            /^us-east-1[a-f]$/,
            "an availability zone of us-east-1, us-east-1a to us-east-1f",
            "us-east-1a",
            "us-east-1b",
          ),
        )
        .min(2)
        .max(3),
    ).meta({
      description: "Availability zones, two or three.",
      examples: [["us-east-1a", "us-east-1b"]],
    }),
    natGateways: oneOf({
      single: "One in all: cheaper, and its zone's outage cuts every zone off from the internet.",
      "one-per-zone": "One per availability zone.",
    }).describe("One NAT gateway in all, or one per availability zone."),
    interfaceEndpoints: distinct(z.array(interfaceEndpoint))
      .default([])
      .describe("AWS services reached by interface endpoints instead of NAT."),
    flowLogRetentionDays: z
      .literal(logRetentionDays)
      .default(365)
      .describe("CloudWatch retention of the flow logs, days."),
  })
  .describe("The VPC.");
