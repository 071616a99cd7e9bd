import { describe, expect, it } from "vitest";
import { FlowLogs, type FlowLogsProps } from "../../../modules/network/flow-logs";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<FlowLogsProps> = () => ({})) =>
  Template.of((stack) => {
    new FlowLogs(stack, "FlowLogs", {
      name: "test",
      logGroupName: "/test/vpc",
      vpcId: "vpc-1",
      retentionDays: 365,
      keyArn: "arn:key",
      accountId: "123456789012",
      ...change(stack),
    });
  });

describe("FlowLogs", () => {
  const template = synthesize();
  const logArn = template.reference("aws_cloudwatch_log_group", "arn");

  it("creates the flow log, where it goes and who writes it", () => {
    expect(template.inventory).toEqual({
      aws_flow_log: 1,
      aws_cloudwatch_log_group: 1,
      aws_iam_role: 1,
      aws_iam_role_policy: 1,
    });
  });

  it("defaults to accepted and refused connections, every ten minutes", () => {
    expect(template.only("aws_flow_log")).toMatchObject({
      traffic_type: "ALL",
      log_destination_type: "cloud-watch-logs",
      max_aggregation_interval: 600,
    });
  });

  describeOptions<FlowLogsProps>(synthesize, {
    name: { to: () => "other", type: "aws_iam_role", gives: { name: "other-flow-logs" } },
    logGroupName: { to: () => "/other", type: "aws_cloudwatch_log_group", gives: { name: "/other" } },
    vpcId: { to: () => "vpc-2", type: "aws_flow_log", gives: { vpc_id: "vpc-2" } },
    retentionDays: { to: () => 7, type: "aws_cloudwatch_log_group", gives: { retention_in_days: 7 } },
    keyArn: { to: () => "arn:other", type: "aws_cloudwatch_log_group", gives: { kms_key_id: "arn:other" } },
    accountId: {
      to: () => "210987654321",
      type: "aws_iam_role",
      gives: {
        assume_role_policy: {
          Statement: [{ Condition: { StringEquals: { "aws:SourceAccount": "210987654321" } } }],
        },
      },
    },
  });

  describe("wiring", () => {
    it("writes to its log group, by its role, once the role may", () => {
      expect(template.only("aws_flow_log")).toMatchObject({
        vpc_id: "vpc-1",
        log_destination: logArn,
        iam_role_arn: template.reference("aws_iam_role", "arn"),
        depends_on: [template.address("aws_iam_role_policy")],
      });
    });

    it("grants VPC flow logs that log group and no other", () => {
      expect(template.only("aws_iam_role").assume_role_policy).toMatchObject({
        Statement: [{ Principal: { Service: "vpc-flow-logs.amazonaws.com" } }],
      });
      expect(template.only("aws_iam_role_policy").policy).toMatchObject({
        Statement: [
          {
            Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
            Resource: [logArn, `${logArn}:*`],
          },
        ],
      });
    });
  });
});
