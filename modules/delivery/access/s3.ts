import { anyName, reference, type ServiceAccess } from "./service-access";

const ownAccount = (accountId: string) => ({ StringEquals: { "aws:ResourceAccount": accountId } });

/** Buckets and what is set on them; not the objects in them. */
export const s3: ServiceAccess = {
  service: "s3",
  source: reference("amazons3"),
  types: {
    // The provider reads everything a bucket once was, deprecated arguments too.
    aws_s3_bucket: {
      reads: [
        "ListBucket",
        "ListTagsForResource",
        "GetAccelerateConfiguration",
        "GetBucketAcl",
        "GetBucketCORS",
        "GetBucketLocation",
        "GetBucketLogging",
        "GetBucketObjectLockConfiguration",
        "GetBucketPolicy",
        "GetBucketRequestPayment",
        "GetBucketTagging",
        "GetBucketVersioning",
        "GetBucketWebsite",
        "GetEncryptionConfiguration",
        "GetLifecycleConfiguration",
        "GetReplicationConfiguration",
      ],
      writes: ["CreateBucket", "DeleteBucket", "PutBucketTagging", "TagResource", "UntagResource"],
    },
    aws_s3_bucket_cors_configuration: { reads: ["GetBucketCORS"], writes: ["PutBucketCORS"] },
    aws_s3_bucket_lifecycle_configuration: {
      reads: ["GetLifecycleConfiguration"],
      writes: ["PutLifecycleConfiguration"],
    },
    aws_s3_bucket_logging: { reads: ["GetBucketLogging"], writes: ["PutBucketLogging"] },
    aws_s3_bucket_ownership_controls: {
      reads: ["GetBucketOwnershipControls"],
      writes: ["PutBucketOwnershipControls"],
    },
    aws_s3_bucket_policy: { reads: ["GetBucketPolicy"], writes: ["PutBucketPolicy", "DeleteBucketPolicy"] },
    aws_s3_bucket_public_access_block: {
      reads: ["GetBucketPublicAccessBlock"],
      writes: ["PutBucketPublicAccessBlock"],
    },
    aws_s3_bucket_server_side_encryption_configuration: {
      reads: ["GetEncryptionConfiguration"],
      writes: ["PutEncryptionConfiguration"],
    },
    aws_s3_bucket_versioning: { reads: ["GetBucketVersioning"], writes: ["PutBucketVersioning"] },
  },
  unnamed: [],
  readable: (environment) => [`arn:aws:s3:::${anyName(environment)}`],
  writeRules: (environment) => [
    {
      sid: "Writes",
      resources: [`arn:aws:s3:::${anyName(environment)}`],
      // Names of buckets are global, and their ARNs name no account.
      conditions: ownAccount(environment.accountId),
    },
  ],
};
