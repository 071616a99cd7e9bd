import { Construct } from "constructs";
import { PrivateBucket } from "../common/private-bucket";

export interface FrontendBucketProps {
  readonly name: string;
  /** The distribution that reads it. Known only after the bucket: a token that is filled in later. */
  readonly distributionArn: string;
  /** Days that files of earlier releases are kept. */
  readonly releaseRetentionDays: number;
  readonly protectData: boolean;
}

/** The bucket of the single-page app: private, read by one CloudFront distribution and by nobody else. */
export class FrontendBucket extends Construct {
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string, props: FrontendBucketProps) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, "Bucket", {
      name: props.name,
      // What everybody may download needs no key of its own.
      encryption: "s3-managed",
      noncurrentVersionRetentionDays: props.releaseRetentionDays,
      statements: (bucketArn) => [
        {
          sid: "DistributionReads",
          actions: ["s3:GetObject"],
          principal: { service: "cloudfront.amazonaws.com" },
          resources: [`${bucketArn}/*`],
          conditions: { StringEquals: { "aws:SourceArn": props.distributionArn } },
        },
      ],
      protectData: props.protectData,
    });
  }
}
