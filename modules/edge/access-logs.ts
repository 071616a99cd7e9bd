import { CloudwatchLogDelivery } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery";
import { CloudwatchLogDeliveryDestination } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination";
import { CloudwatchLogDeliverySource } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-source";
import { Construct } from "constructs";
import { PrivateBucket } from "../common/private-bucket";

export interface AccessLogsProps {
  readonly name: string;
  readonly bucketName: string;
  readonly distributionArn: string;
  readonly region: string;
  readonly accountId: string;
  readonly retentionDays: number;
  readonly protectData: boolean;
}

/**
 * CloudFront's access logs, delivered to a bucket of their own by CloudWatch's log delivery. The older way
 * (`logging_config` of the distribution) needs a bucket that takes ACLs.
 */
export class AccessLogs extends Construct {
  constructor(scope: Construct, id: string, props: AccessLogsProps) {
    super(scope, id);
    const bucket = new PrivateBucket(this, "Bucket", {
      name: props.bucketName,
      encryption: "s3-managed",
      noncurrentVersionRetentionDays: 7,
      expirationDays: props.retentionDays,
      statements: (bucketArn) => [
        {
          sid: "LogDeliveryWrites",
          actions: ["s3:PutObject"],
          principal: { service: "delivery.logs.amazonaws.com" },
          resources: [`${bucketArn}/*`],
          conditions: {
            StringEquals: { "aws:SourceAccount": props.accountId },
            ArnLike: { "aws:SourceArn": `arn:aws:logs:${props.region}:${props.accountId}:delivery-source:*` },
          },
        },
      ],
      protectData: props.protectData,
    });
    const source = new CloudwatchLogDeliverySource(this, "Source", {
      name: props.name,
      logType: "ACCESS_LOGS",
      resourceArn: props.distributionArn,
    });
    const destination = new CloudwatchLogDeliveryDestination(this, "Destination", {
      name: props.name,
      outputFormat: "json",
      deliveryDestinationConfiguration: [{ destinationResourceArn: bucket.arn }],
    });
    new CloudwatchLogDelivery(this, "Resource", {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      dependsOn: [bucket.policy],
    });
  }
}
