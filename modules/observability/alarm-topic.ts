import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Construct } from "constructs";
import { EncryptionKey } from "../common/encryption-key";
import { policyDocument } from "../common/policy";

/** AWS services that publish alarms and events. */
const publishers = ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com", "elasticache.amazonaws.com"];

export interface AlarmTopicProps {
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  /** Subscribers by e-mail; each confirms once. */
  readonly emails: readonly string[];
  readonly protectData: boolean;
}

/** The topic that every alarm and every event of the data stores goes to, encrypted with a key its publishers may use. */
export class AlarmTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    const key = new EncryptionKey(this, "Key", {
      name: props.name,
      description: "Alarms on their way to people",
      accountId: props.accountId,
      statements: [
        {
          sid: "PublishersEncrypt",
          actions: ["kms:Decrypt", "kms:GenerateDataKey"],
          principal: { service: publishers },
          resources: ["*"],
          // SNS itself sets it, whoever publishes. Whose events the topic takes is in its own policy.
          conditions: {
            StringEquals: {
              "kms:EncryptionContext:aws:sns:topicArn": `arn:aws:sns:${props.region}:${props.accountId}:${props.name}`,
            },
          },
        },
      ],
      protectData: props.protectData,
    });
    const topic = new SnsTopic(this, "Resource", { name: props.name, kmsMasterKeyId: key.arn });
    new SnsTopicPolicy(this, "Policy", {
      arn: topic.arn,
      policy: policyDocument([
        {
          sid: "PublishersPublish",
          actions: ["sns:Publish"],
          principal: { service: publishers },
          resources: [topic.arn],
          conditions: { StringEquals: { "aws:SourceAccount": props.accountId } },
        },
        {
          sid: "RefusePlainHttp",
          effect: "Deny",
          actions: ["sns:Publish"],
          principal: "*",
          resources: [topic.arn],
          conditions: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    });
    for (const email of props.emails)
      new SnsTopicSubscription(this, `Email-${email}`, { topicArn: topic.arn, protocol: "email", endpoint: email });
    this.arn = topic.arn;
  }
}
