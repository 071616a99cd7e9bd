/** Policies that deny something to everybody, and no longer do. */
import { describe, expect, it } from "vitest";
import { created, destroyed, type ResourceChange, reviewOf, updated, type Values } from "../../../support/plans";

const type = "aws_s3_bucket_policy";
const unencrypted = { Bool: { "aws:SecureTransport": "false" } };
const deny = (more: Values = {}) => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::files", "arn:aws:s3:::files/*"],
  Condition: unencrypted,
  ...more,
});
const allow = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "s3:GetObject",
  Resource: "*",
};
const of = (...Statement: readonly Values[]) => ({ bucket: "files", policy: JSON.stringify({ Statement }) });
const red = (...changes: readonly ResourceChange[]) =>
  reviewOf(changes).red.map(({ kind, sentence }) => `${kind}: ${sentence}`);
const between = (before: readonly Values[], after: readonly Values[]) =>
  red(updated(type, "a", of(...before), of(...after)));
const gone =
  "encryption-weakened: S3 bucket policy files would no longer deny s3:* on arn:aws:s3:::files and arn:aws:s3:::files/* to everybody if aws:SecureTransport Bool false.";

describe("a denial", () => {
  it("that goes is red, by itself or with the whole policy", () => {
    expect(between([deny(), allow], [allow])).toEqual([gone]);
    expect(red(destroyed(type, "a", of(deny(), allow)))).toEqual([gone]);
    const fromElsewhere = { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } };
    expect(between([deny({ Condition: fromElsewhere })], [allow])).toEqual([expect.stringMatching(/^exposed: /)]);
  });

  it.each<[string, Values]>([
    ["less is denied", { Action: "s3:PutObject" }],
    ["of fewer things", { Resource: "arn:aws:s3:::files" }],
    ["to fewer", { Principal: { AWS: "arn:aws:iam::111122223333:root" } }],
    ["under more conditions", { Condition: { ...unencrypted, StringEquals: { "aws:PrincipalTag/team": "x" } } }],
  ])("is red where %s", (_, more) => {
    expect(between([deny()], [deny(more)])).toEqual([gone]);
    // And not the other way round: what denied something else still does.
    expect(between([deny(more)], [deny({ ...more, Sid: "Renamed" })])).toEqual([]);
  });

  it("is not red where it is wider, comes, only allows, or goes with what it is of", () => {
    expect(between([deny()], [deny({ Resource: "*" }), allow])).toEqual([]);
    expect(between([deny()], [deny({ Condition: undefined })])).toEqual([]);
    expect(between([allow], [deny(), allow])).toEqual([]);
    expect(red(created(type, "a", of(deny())))).toEqual([]);
    expect(red(destroyed(type, "a", of(allow)))).toEqual([]);
    const bucket = destroyed("aws_s3_bucket", "a", { bucket: "files" });
    expect(red(destroyed(type, "a", of(deny())), bucket)).toHaveLength(1);
    const unknown = updated(
      type,
      "a",
      of(deny()),
      { bucket: "files" },
      { change: { after_unknown: { policy: true } } },
    );
    expect(red(unknown)).toEqual([]);
  });
});
