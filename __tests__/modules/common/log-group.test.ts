import { describe, expect, it } from "vitest";
import { LogGroup, type LogGroupProps } from "../../../modules/common/log-group";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<LogGroupProps> = () => ({})) =>
  Template.of((stack) => {
    new LogGroup(stack, "Log", { name: "/test", retentionDays: 30, keyArn: "arn:key", ...change(stack) });
  });

describe("LogGroup", () => {
  const template = synthesize();

  it("creates a log group", () => {
    expect(template.inventory).toEqual({ aws_cloudwatch_log_group: 1 });
  });

  it("defaults to nothing: retention and key are always the caller's", () => {
    expect(template.only("aws_cloudwatch_log_group")).toEqual({
      name: "/test",
      retention_in_days: 30,
      kms_key_id: "arn:key",
    });
  });

  describeOptions<LogGroupProps>(synthesize, {
    name: { to: () => "/other", type: "aws_cloudwatch_log_group", gives: { name: "/other" } },
    retentionDays: { to: () => 7, type: "aws_cloudwatch_log_group", gives: { retention_in_days: 7 } },
    keyArn: { to: () => "arn:other", type: "aws_cloudwatch_log_group", gives: { kms_key_id: "arn:other" } },
  });
});
