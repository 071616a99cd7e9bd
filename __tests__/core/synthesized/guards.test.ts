import { describe, expect, it } from "vitest";
import { guardChanges, unguarded } from "../../../core/synthesized/guards";

const guarded = { lifecycle: { prevent_destroy: true } };
const stack = (name: string, resource: object) => ({ name, document: { resource } });

describe("prevent_destroy between two versions", () => {
  it("is lost and gained by resources of both, whatever they hold", () => {
    const before = [
      stack("data", {
        aws_s3_bucket: { a: guarded, b: guarded, gone: guarded },
        aws_vpc: { v: { lifecycle: { prevent_destroy: false } } },
      }),
      stack("state", { aws_kms_key: { k: guarded } }),
      stack("same", { aws_kms_key: { k: guarded } }),
      stack("gone", { aws_kms_key: { k: guarded } }),
    ];
    const after = [
      stack("data", {
        aws_s3_bucket: { a: { lifecycle: { prevent_destroy: false, ignore_changes: ["x"] } }, b: guarded, come: {} },
        aws_vpc: { v: guarded },
      }),
      stack("state", { aws_kms_key: { k: {} } }),
      stack("same", { aws_kms_key: { k: guarded } }),
      stack("come", { aws_kms_key: { k: {} } }),
    ];
    expect(guardChanges(before, after)).toEqual({
      lost: [
        { stack: "data", addresses: ["aws_s3_bucket.a"] },
        { stack: "state", addresses: ["aws_kms_key.k"] },
      ],
      gained: [{ stack: "data", addresses: ["aws_vpc.v"] }],
    });
  });
});

describe("what holds data and is not guarded", () => {
  it("is known by its type", () => {
    const resource = {
      aws_s3_bucket: { a: guarded, b: {} },
      aws_kms_key: { k: { lifecycle: {} } },
      aws_vpc: { v: {} },
    };
    expect(unguarded({ resource })).toEqual(["aws_s3_bucket.b", "aws_kms_key.k"]);
    expect(unguarded({})).toEqual([]);
  });
});
