import { expect, it } from "vitest";
import { bootstrapStep } from "../../../core/bootstrap/step";

it.each([
  ["nothing anywhere", [], [], "create"],
  ["applied, not moved", [], ["aws_s3_bucket.B = b"], "create"],
  ["moved, local copy left", ["aws_s3_bucket.B = b"], ["aws_s3_bucket.B = b"], "settled"],
  ["moved and grown since", ["aws_s3_bucket.B = b", "aws_kms_key.K = k"], ["aws_s3_bucket.B = b"], "settled"],
  ["moved and cleaned up", ["aws_s3_bucket.B = b"], [], "settled"],
  ["two bootstraps", ["aws_kms_key.K = k"], ["aws_kms_key.K = other"], "conflict"],
  ["a local copy that knows more", ["aws_s3_bucket.B = b"], ["aws_s3_bucket.B = b", "aws_kms_key.K = k"], "conflict"],
] as const)("%s", (_, remote, local, expected) => {
  expect(bootstrapStep(new Set<string>(remote), new Set<string>(local))).toBe(expected);
});
