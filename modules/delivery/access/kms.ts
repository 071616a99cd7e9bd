import { anyName, createdTagged, reference, regional, tagged, tagging, type ServiceAccess } from "./service-access";

/** Services that encrypt with the environment's keys in the name of whoever creates or fills something of theirs. */
const encrypting = ["ecr", "elasticache", "rds", "secretsmanager"];

/** Calls that those services make. Sources: the encryption chapters of their guides. */
const use = [
  "DescribeKey",
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
];

const keyChanges = [
  "EnableKey",
  "DisableKey",
  "EnableKeyRotation",
  "DisableKeyRotation",
  "PutKeyPolicy",
  "UpdateKeyDescription",
  "ScheduleKeyDeletion",
  "TagResource",
  "UntagResource",
];
const aliasChanges = ["CreateAlias", "UpdateAlias", "DeleteAlias"];

/** What changes a key that there is. */
export const changesOfKeys = [...keyChanges, ...aliasChanges, "RetireGrant"];

/** Keys and aliases, and the use of keys by services that create something encrypted. */
export const kms: ServiceAccess = {
  service: "kms",
  source: reference("awskeymanagementservice"),
  types: {
    aws_kms_key: {
      reads: ["DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListResourceTags"],
      writes: ["CreateKey", ...keyChanges],
    },
    aws_kms_alias: { reads: ["ListAliases"], writes: aliasChanges },
    aws_db_instance: { reads: [], writes: [...use, "CreateGrant", "RetireGrant"] },
    aws_ecr_repository: { reads: [], writes: ["DescribeKey", "CreateGrant", "RetireGrant"] },
    aws_elasticache_replication_group: { reads: [], writes: ["DescribeKey", "CreateGrant", "RetireGrant"] },
    aws_secretsmanager_secret_version: { reads: [], writes: ["Decrypt", "GenerateDataKey"] },
  },
  unnamed: ["CreateKey", "ListAliases"],
  readable: (environment) => [regional(environment, "kms", "key/*")],
  writeRules: (environment) => {
    const keys = [regional(environment, "kms", "key/*")];
    const { StringEquals: own } = tagged(environment);
    return [
      { sid: "Creates", actions: ["CreateKey"], resources: ["*"], conditions: createdTagged(environment) },
      {
        sid: "ChangesOwn",
        actions: changesOfKeys,
        resources: keys,
        conditions: { StringEquals: own },
      },
      { sid: "Tags", actions: ["TagResource"], resources: keys, conditions: tagging(environment) },
      // An alias has no tags; the key it is given to has.
      {
        sid: "Aliases",
        actions: aliasChanges,
        resources: [regional(environment, "kms", `alias/${anyName(environment)}`)],
      },
      {
        sid: "EncryptsThroughServices",
        actions: use,
        resources: keys,
        conditions: {
          StringEquals: {
            ...own,
            "kms:ViaService": encrypting.map((service) => `${service}.${environment.region}.amazonaws.com`),
          },
        },
      },
      {
        sid: "GrantsToServices",
        actions: ["CreateGrant"],
        resources: keys,
        conditions: { StringEquals: own, Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ];
  },
};
