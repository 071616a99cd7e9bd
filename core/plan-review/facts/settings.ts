/**
 * Settings of an existing thing that are resources of their own: creating one changes the thing. Sources: the provider's
 * documentation of each type, and what AWS does without the setting.
 */
import type { Value } from "../values/value";
import { guardsByType } from "./guards-by-type";
import type { Guard } from "./weakening";

export interface SettingGuard extends Guard {
  /** What holds without the resource. */
  readonly without?: Value;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-bucket.html and .../about-object-ownership.html */
const without: Readonly<Record<string, Value>> = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
  "rule.object_ownership": "BucketOwnerEnforced",
};

const settingsOfBuckets = [
  "aws_s3_bucket_acl",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_public_access_block",
] as const;

const suspended: SettingGuard = {
  argument: "versioning_configuration.status",
  kind: "backups-weakened",
  weaker: { to: ["Suspended"] },
  meaning: "would no longer keep what is overwritten or deleted",
};

/** By type; what they belong to is named by `bucket`. */
export const settingGuards: Readonly<Record<string, readonly SettingGuard[]>> = {
  ...Object.fromEntries(
    settingsOfBuckets.map((type) => [
      type,
      (guardsByType[type] ?? []).map((guard) => ({ ...guard, without: without[guard.argument] ?? null })),
    ]),
  ),
  aws_s3_bucket_versioning: [suspended],
};
