import type { ServerSideEncryption } from "@aws-sdk/client-s3";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import { policyDocument, type PolicyStatement } from "./policy";
import { protect } from "./protection";

/** Days until the parts of an upload that was never finished are removed. */
const abortUploadDays = 7;

export interface PrivateBucketProps {
  /** Globally unique bucket name. */
  readonly name: string;
  /** ARN of the key for SSE-KMS. Services that write logs (load balancers) take only SSE-S3: `"s3-managed"`. */
  readonly encryption: { readonly keyArn: string } | "s3-managed";
  /** Days that overwritten or deleted versions are kept. */
  readonly noncurrentVersionRetentionDays: number;
  /**
   * Days after which current objects expire, for logs.
   * @default - objects are kept
   */
  readonly expirationDays?: number;
  /**
   * Statements beside the one that refuses plain HTTP.
   * @default - none
   */
  readonly statements?: (bucketArn: string) => readonly PolicyStatement[];
  /**
   * Origins (`https://...`) from which browsers may read and upload.
   * @default - no cross-origin access
   */
  readonly corsOrigins?: readonly string[];
  readonly protectData: boolean;
}

/** A versioned, encrypted S3 bucket without public access that answers over TLS only. Not for public websites. */
export class PrivateBucket extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly regionalDomainName: string;
  /** The bucket's policy: whoever needs the bucket writable at once depends on it. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, "Resource", { bucket: props.name, lifecycle: protect(props.protectData) });
    this.name = bucket.bucket;
    this.arn = bucket.arn;
    this.regionalDomainName = bucket.bucketRegionalDomainName;

    const publicAccess = new S3BucketPublicAccessBlock(this, "PublicAccess", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "Ownership", {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket: bucket.id,
      rule: [encryptionRule(props.encryption)],
    });
    new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket: bucket.id,
      rule: lifecycleRules(props),
      // Noncurrent versions exist only once versioning is on.
      dependsOn: [versioning],
    });
    this.policy = new S3BucketPolicy(this, "Policy", {
      bucket: bucket.id,
      policy: policyDocument([onlyTls(bucket.arn), ...(props.statements?.(bucket.arn) ?? [])]),
      // S3 refuses a policy while the public access block is being put.
      dependsOn: [publicAccess],
    });
    if (props.corsOrigins !== undefined && props.corsOrigins.length > 0)
      new S3BucketCorsConfiguration(this, "Cors", {
        bucket: bucket.id,
        corsRule: [
          {
            allowedMethods: ["GET", "HEAD", "PUT", "POST"],
            allowedOrigins: [...props.corsOrigins],
            allowedHeaders: ["*"],
            exposeHeaders: ["ETag"],
            maxAgeSeconds: 3_000,
          },
        ],
      });
  }
}

function encryptionRule(encryption: PrivateBucketProps["encryption"]) {
  if (encryption === "s3-managed")
    return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" satisfies ServerSideEncryption } };
  return {
    applyServerSideEncryptionByDefault: {
      sseAlgorithm: "aws:kms" satisfies ServerSideEncryption,
      kmsMasterKeyId: encryption.keyArn,
    },
    // One data key for many objects instead of a KMS call for each.
    bucketKeyEnabled: true,
  };
}

function lifecycleRules(props: PrivateBucketProps): S3BucketLifecycleConfigurationRule[] {
  return [
    {
      id: "retention",
      status: "Enabled",
      filter: [{ prefix: "" }],
      noncurrentVersionExpiration: [{ noncurrentDays: props.noncurrentVersionRetentionDays }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: abortUploadDays }],
      ...(props.expirationDays === undefined ? {} : { expiration: [{ days: props.expirationDays }] }),
    },
  ];
}

function onlyTls(bucketArn: string): PolicyStatement {
  return {
    sid: "RefusePlainHttp",
    effect: "Deny",
    actions: ["s3:*"],
    principal: "*",
    resources: [bucketArn, `${bucketArn}/*`],
    conditions: { Bool: { "aws:SecureTransport": "false" } },
  };
}
