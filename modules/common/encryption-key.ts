import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { policyDocument, type PolicyStatement } from "./policy";
import { protect } from "./protection";

/** Days between the scheduled deletion of a key and its loss; the longest AWS allows. */
const deletionWindowDays = 30;

export interface EncryptionKeyProps {
  /** Alias without the prefix `alias/`. */
  readonly name: string;
  /** What the key encrypts. */
  readonly description: string;
  readonly accountId: string;
  /** AWS services that use the key with grants of their own, beside what IAM policies of the account allow. */
  readonly statements?: readonly PolicyStatement[];
  readonly protectData: boolean;
}

/**
 * A customer managed KMS key with yearly rotation and an alias. The account's IAM policies decide who uses it; services
 * that call KMS on their own behalf (CloudWatch Logs, for one) are admitted by `statements`.
 */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "Resource", {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: deletionWindowDays,
      policy: policyDocument([
        {
          sid: "AccountAdministers",
          actions: ["kms:*"],
          principal: { aws: `arn:aws:iam::${props.accountId}:root` },
          resources: ["*"],
        },
        ...(props.statements ?? []),
      ]),
      lifecycle: protect(props.protectData),
    });
    new KmsAlias(this, "Alias", { name: `alias/${props.name}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/**
 * Lets CloudWatch Logs of this region use the key, for log groups of this account only.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function cloudWatchLogsMayUse(region: string, accountId: string): PolicyStatement {
  return {
    sid: "CloudWatchLogsEncrypts",
    actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    principal: { service: `logs.${region}.amazonaws.com` },
    resources: ["*"],
    conditions: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${accountId}:log-group:*` },
    },
  };
}
