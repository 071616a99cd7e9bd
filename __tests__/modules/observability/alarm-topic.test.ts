import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { AlarmTopic, type AlarmTopicProps } from "../../../modules/observability/alarm-topic";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<AlarmTopicProps> = () => ({})) =>
  Template.of((stack) => {
    const topic = new AlarmTopic(stack, "Topic", {
      name: "test-alarms",
      region: "us-east-1",
      accountId: "123456789012",
      emails: ["ops@example.com"],
      protectData: true,
      ...change(stack),
    });
    new TerraformOutput(stack, "Arn", { value: topic.arn });
  });

const publishers = { Service: ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com", "elasticache.amazonaws.com"] };
/** The publishers' statement of the key, for a topic. */
const publishersUse = (topicArn: string) => ({
  policy: {
    Statement: [{}, { Condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topicArn } } }],
  },
});
const account = (id: string) => ({ Condition: { StringEquals: { "aws:SourceAccount": id } } });

describe("AlarmTopic", () => {
  const template = synthesize();

  it("creates the topic, its policy, its key and a subscription for each address", () => {
    expect(template.inventory).toEqual({
      aws_kms_key: 1,
      aws_kms_alias: 1,
      aws_sns_topic: 1,
      aws_sns_topic_policy: 1,
      aws_sns_topic_subscription: 1,
    });
  });

  it("takes events of this account from the services that have some, over TLS only", () => {
    expect(template.only("aws_sns_topic_policy").policy).toMatchObject({
      Statement: [
        { Effect: "Allow", Principal: publishers, Action: ["sns:Publish"], ...account("123456789012") },
        { Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      ],
    });
  });

  it("lets those services use the key for this topic, by what SNS itself says of each use", () => {
    expect(template.only("aws_kms_key")).toMatchObject(publishersUse("arn:aws:sns:us-east-1:123456789012:test-alarms"));
    expect(template.only("aws_kms_key").policy).toMatchObject({
      Statement: [{}, { Principal: publishers, Action: ["kms:Decrypt", "kms:GenerateDataKey"] }],
    });
  });

  describeOptions<AlarmTopicProps>(synthesize, {
    name: { to: () => "other", type: "aws_sns_topic", gives: { name: "other" } },
    region: {
      to: () => "eu-west-1",
      type: "aws_kms_key",
      gives: publishersUse("arn:aws:sns:eu-west-1:123456789012:test-alarms"),
    },
    accountId: {
      to: () => "210987654321",
      type: "aws_sns_topic_policy",
      gives: { policy: { Statement: [account("210987654321"), {}] } },
    },
    emails: {
      to: () => ["others@example.com"],
      type: "aws_sns_topic_subscription",
      gives: { protocol: "email", endpoint: "others@example.com" },
    },
    protectData: { to: () => false, type: "aws_kms_key", gives: { lifecycle: { prevent_destroy: false } } },
  });

  it.each([
    ["nobody", []],
    ["each of several", ["ops@example.com", "on-call@example.com"]],
  ])("subscribes %s", (_, emails) => {
    const subscriptions = synthesize(() => ({ emails })).all("aws_sns_topic_subscription");
    expect(subscriptions.map(({ endpoint }) => endpoint).toSorted()).toEqual(emails.toSorted());
  });

  it("hands out the topic, encrypted with its key", () => {
    expect(template.outputs).toEqual({ Arn: template.reference("aws_sns_topic", "arn") });
    expect(template.only("aws_sns_topic").kms_master_key_id).toBe(template.reference("aws_kms_key", "arn"));
  });
});
