import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { Construct } from "constructs";
import { PrivateBucket } from "./private-bucket";

/** Days that overwritten or deleted log files are kept. */
const noncurrentDays = 7;

export interface AccessLogBucketProps {
  /** Globally unique bucket name. */
  readonly name: string;
  /** The bucket whose requests are logged. */
  readonly of: PrivateBucket;
  readonly accountId: string;
  /** Days that the log is kept. */
  readonly retentionDays: number;
  readonly protectData: boolean;
}

/** The log of every request to a bucket, in a bucket of its own. S3 delivers it within hours, and not every line for sure. */
export class AccessLogBucket extends Construct {
  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const log = new PrivateBucket(this, "Bucket", {
      name: props.name,
      // S3 delivers to no bucket with SSE-KMS. https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
      encryption: "s3-managed",
      noncurrentVersionRetentionDays: noncurrentDays,
      expirationDays: props.retentionDays,
      statements: (bucketArn) => [
        {
          sid: "AccessLogDelivery",
          actions: ["s3:PutObject"],
          principal: { service: "logging.s3.amazonaws.com" },
          resources: [`${bucketArn}/*`],
          conditions: {
            ArnLike: { "aws:SourceArn": props.of.arn },
            StringEquals: { "aws:SourceAccount": props.accountId },
          },
        },
      ],
      protectData: props.protectData,
    });
    new S3BucketLoggingA(this, "Resource", {
      bucket: props.of.name,
      targetBucket: log.name,
      targetPrefix: "access/",
      // A folder for each day: Athena reads no more of them than it is asked about.
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
      dependsOn: [log.policy],
    });
  }
}
