import { ruleProblems } from "../errors/rules";
import { decodeExpression, isJsonExpression } from "../synthesized/decode-expression";
import type { SynthesizedResource } from "../synthesized/stack";
import type { Rule } from "./rule";

/** Type -> what must be set to encrypt what it stores. `true` stands for "anything but nothing". */
const encryptedBy: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  aws_cloudwatch_log_group: { kms_key_id: true },
  aws_db_instance: { storage_encrypted: "true", kms_key_id: true },
  aws_dynamodb_table: { server_side_encryption: true },
  aws_ecr_repository: { encryption_configuration: true },
  aws_elasticache_replication_group: { at_rest_encryption_enabled: "true", transit_encryption_enabled: "true" },
  aws_secretsmanager_secret: { kms_key_id: true },
  aws_sns_topic: { kms_master_key_id: true },
};

const atRest: Rule = ({ type, arguments: given }) =>
  Object.entries(encryptedBy[type] ?? {})
    .filter(([argument, wanted]) =>
      wanted === true ? given[argument] === undefined : String(given[argument]) !== wanted,
    )
    .map(([argument]) => ruleProblems.unencrypted(type, argument));

const volumes: Rule = ({ type, arguments: given }) => {
  if (type !== "aws_launch_template") return [];
  const mappings = (given["block_device_mappings"] ?? []) as { ebs?: { encrypted?: unknown } }[];
  return mappings.some(({ ebs }) => String(ebs?.encrypted) !== "true") || mappings.length === 0
    ? [ruleProblems.unencrypted(type, "block_device_mappings.ebs.encrypted")]
    : [];
};

/** A bucket's encryption and policy are resources of their own, beside it. */
const buckets: Rule = (bucket, { stack }) => {
  if (bucket.type !== "aws_s3_bucket") return [];
  const beside = (type: string) =>
    stack.find((other) => other.type === type && String(other.arguments["bucket"]).startsWith(`\${${bucket.address}.`));
  const encrypted = beside("aws_s3_bucket_server_side_encryption_configuration") !== undefined;
  return [
    ...(encrypted ? [] : [ruleProblems.bucketUnencrypted()]),
    ...(refusesPlainHttp(beside("aws_s3_bucket_policy")) ? [] : [ruleProblems.bucketPlainHttp()]),
  ];
};

interface Statement {
  readonly Effect?: string;
  readonly Condition?: { readonly Bool?: { readonly "aws:SecureTransport"?: unknown } };
}

function refusesPlainHttp(policy: SynthesizedResource | undefined): boolean {
  const document = policy?.arguments["policy"];
  if (!isJsonExpression(document)) return false;
  const { Statement: statements } = decodeExpression(document) as { Statement: Statement[] };
  return statements.some(
    ({ Effect, Condition }) => Effect === "Deny" && String(Condition?.Bool?.["aws:SecureTransport"]) === "false",
  );
}

/** What is stored is encrypted, and buckets are read over TLS only. */
export const encryptionRules: readonly Rule[] = [atRest, volumes, buckets];
