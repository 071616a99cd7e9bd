/** Settings that are resources of their own, and parameters of databases. */
import { describe, expect, it } from "vitest";
import { encryptingParameters } from "../../../../core/plan-review/facts/encrypting-parameters";
import { created, type ResourceChange, reviewOf, updated, type Values } from "../../../support/plans";

const sentences = (...changes: readonly ResourceChange[]) => reviewOf(changes).red.map(({ sentence }) => sentence);
const bucket = created("aws_s3_bucket", "a", { bucket: "files" });

describe("a setting that comes", () => {
  const blocks = {
    bucket: "files",
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  };
  const grant = (uri: string) => ({ permission: "READ", grantee: [{ type: "Group", uri }] });
  const everybody = "http://acs.amazonaws.com/groups/global/AllUsers";

  it.each<[type: string, weak: Values, strong: Values, sentence: string]>([
    [
      "aws_s3_bucket_acl",
      { acl: "public-read" },
      { acl: "private" },
      "S3 bucket ACL files would let everybody read the bucket: acl public-read.",
    ],
    [
      "aws_s3_bucket_acl",
      { access_control_policy: [{ grant: [grant("http://logs"), grant(everybody)], owner: [{ id: "1" }] }] },
      { access_control_policy: [{ grant: [grant("http://logs")], owner: [{ id: "1" }] }] },
      `S3 bucket ACL files would let everybody into the bucket: access_control_policy > grant > grantee > uri ${everybody}.`,
    ],
    [
      "aws_s3_bucket_public_access_block",
      { ...blocks, block_public_policy: false },
      blocks,
      "S3 bucket public access block files would no longer keep the bucket from being made public: block_public_policy false.",
    ],
    [
      "aws_s3_bucket_versioning",
      { versioning_configuration: [{ status: "Suspended" }] },
      { versioning_configuration: [{ status: "Enabled" }] },
      "S3 bucket versioning files would no longer keep what is overwritten or deleted: versioning_configuration > status Suspended.",
    ],
    [
      "aws_s3_bucket_ownership_controls",
      { rule: [{ object_ownership: "ObjectWriter" }] },
      { rule: [{ object_ownership: "BucketOwnerEnforced" }] },
      "S3 bucket ownership controls files would let ACLs say who may read the bucket: rule > object_ownership ObjectWriter.",
    ],
  ])("%s %o: is red for a bucket that was there", (type, weak, strong, sentence) => {
    const come = created(type, "a", { bucket: "files", ...weak });
    expect(sentences(come)).toEqual([sentence]);
    expect(sentences(come, bucket)).toEqual([]);
    expect(sentences(created(type, "a", { bucket: "files", ...strong }))).toEqual([]);
  });
});

describe("parameters of databases", () => {
  const group = (...parameter: readonly Values[]) => ({ name: "main", family: "postgres15", parameter });
  const rows = Object.entries(encryptingParameters).flatMap(([type, all]) =>
    Object.entries(all).map(([name, values]) => [type, name, values[0] ?? ""] as const),
  );

  it.each(rows)("%s %s: no longer forcing encryption is red", (type, name, on) => {
    const other = { name: "max_connections", value: "100" };
    const [strong, weak] = [group({ name, value: on }, other), group({ name, value: "off" }, other)];
    const found = (before: Values, after: Values) => reviewOf([updated(type, "main", before, after)]).red;
    expect(found(strong, weak)).toMatchObject([{ kind: "encryption-weakened" }]);
    expect(found(strong, weak)[0]?.sentence).toContain(
      ` main would let clients connect unencrypted: ${name} ${on} -> off.`,
    );
    expect(found(strong, group(other))[0]?.sentence).toContain(`${name} ${on} -> whatever AWS takes.`);
    expect(found(group({ name, value: on }), group({ name, value: "off" }))).toHaveLength(1);
    expect(found(weak, strong)).toEqual([]);
    expect(found(group(other), weak)).toEqual([]);
    expect(found(strong, group({ name, value: on }))).toEqual([]);
    expect(sentences(created(type, "main", weak))).toEqual([]);
  });
});
