/** The tags of what is in the way of a bootstrap, by which it is known whose it is. */
import type { IAMClientConfig } from "@aws-sdk/client-iam";
import type { KMSClientConfig } from "@aws-sdk/client-kms";
import type { Leftover, Tags } from "../../core/bootstrap/leftovers";
import { watched } from "../aws/aws";

/** Of a policy its own; an alias has none, so those of its key. */
export type TagsOf = (leftover: Leftover) => Promise<Tags>;

export function tagsOnAws(config: KMSClientConfig & IAMClientConfig): TagsOf {
  return ({ id }) => (id.startsWith("alias/") ? tagsOfKey(id, config) : tagsOfPolicy(id, config));
}

async function tagsOfKey(alias: string, config: KMSClientConfig): Promise<Tags> {
  // Loaded here and not above: a bootstrap hardly ever needs it.
  const { KMS } = await import("@aws-sdk/client-kms");
  const kms = watched(new KMS(config), undefined);
  try {
    const { KeyMetadata } = await kms.describeKey({ KeyId: alias });
    // A key that is being deleted is of no more use, whosever it is.
    if (KeyMetadata?.Enabled !== true) return {};
    const { Tags = [] } = await kms.listResourceTags({ KeyId: KeyMetadata.KeyId });
    return Object.fromEntries(Tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]));
  } finally {
    kms.destroy();
  }
}

async function tagsOfPolicy(arn: string, config: IAMClientConfig): Promise<Tags> {
  const { IAM } = await import("@aws-sdk/client-iam");
  const iam = watched(new IAM(config), undefined);
  try {
    const { Policy } = await iam.getPolicy({ PolicyArn: arn });
    return Object.fromEntries((Policy?.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
  } finally {
    iam.destroy();
  }
}
