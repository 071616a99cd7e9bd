import { describe, expect, it } from "vitest";
import { gate } from "../../../core/plan-review/gate";
import { statefulTypes } from "../../../core/plan-review/facts/stateful";
import { guardedTypes } from "../../../core/synthesized/guarded-types";
import {
  configurationOf,
  created,
  destroyed,
  type ResourceChange,
  replaced,
  reviewOf,
  unchanged,
  updated,
} from "../../support/plans";

const types = Object.keys(statefulTypes);

const redOf = (...changes: readonly ResourceChange[]) => reviewOf(changes).red;
const sentences = (...changes: readonly ResourceChange[]) => redOf(...changes).map(({ sentence }) => sentence);

describe("data that would be lost", () => {
  it("is known of every type that the platform guards", () => {
    expect(types).toEqual(expect.arrayContaining(Object.keys(guardedTypes)));
  });

  it.each(types)("%s: a destruction and a replacement are red, and stop at the gate", (type) => {
    const before = { name: "it", arn: "arn:1" };
    const changes: readonly [ResourceChange, string][] = [
      [destroyed(type, "it", before), "destroyed"],
      [replaced(type, "it", before, { name: "other", arn: "arn:1" }, [["name"]]), "replaced"],
      [
        replaced(type, "it", before, { name: "other", arn: "arn:1" }, [["name"]], {
          change: { actions: ["create", "delete"] },
        }),
        "replaced",
      ],
      [
        replaced(type, "it", before, { name: "other", arn: "arn:1" }, [["name"]], {
          change: { actions: ["create", "forget"] },
        }),
        "replaced",
      ],
      [destroyed(type, "it", before, { deposed: "0badcafe" }), "destroyed"],
      [
        destroyed(type, "it", before, { address: `module.a["x"].${type}.it[0]`, module_address: 'module.a["x"]' }),
        "destroyed",
      ],
    ];
    for (const [change, kind] of changes) {
      const review = reviewOf([change]);
      const losses = review.red.filter((finding) => finding.kind === kind);
      expect(losses).toHaveLength(1);
      expect(losses[0]?.lost).toMatch(/^(Gone would be|The old one stays)/);
      expect(review.verdict.risk).toBe("red");
      expect(gate(review, []).exitCode).toBe(3);
      expect(review.verdict.sentence).toContain(losses[0]?.place.label);
    }
  });

  it.each(types)("%s: neither a creation, nor an update, nor forgetting it is a loss", (type) => {
    const changes = [
      created(type, "a", { name: "a" }),
      updated(type, "b", { name: "b", note: "1" }, { name: "b", note: "2" }),
      unchanged(type, "c", { name: "c" }),
      { ...destroyed(type, "d", { name: "d" }), change: { actions: ["forget"], before: { name: "d" }, after: null } },
    ];
    expect(redOf(...changes)).toEqual([]);
  });

  it("names what forces a replacement, with old and new value, and what would be gone", () => {
    const [finding] = redOf(
      replaced(
        "aws_db_instance",
        "main",
        {
          identifier: "main",
          storage_encrypted: true,
          kms_key_id: "a",
          deletion_protection: true,
          final_snapshot_identifier: "main-final",
        },
        {
          identifier: "main",
          storage_encrypted: true,
          kms_key_id: "b",
          deletion_protection: true,
          final_snapshot_identifier: "main-final",
        },
        [["kms_key_id"]],
      ),
    );
    expect(finding).toEqual({
      place: { stack: "app", address: "aws_db_instance.main", type: "aws_db_instance", label: "database main" },
      kind: "replaced",
      approveAs: "aws_db_instance.main",
      sentence: 'database main would be replaced by an empty one: kms_key_id "a" -> "b" forces it.',
      lost: "Gone would be its databases and its automated backups. A final snapshot main-final is taken first. AWS refuses as long as its deletion protection is on.",
      forcedBy: [
        {
          path: ["kms_key_id"],
          before: { kind: "value", text: '"a"' },
          after: { kind: "value", text: '"b"' },
          forcesReplacement: true,
        },
      ],
    });
  });

  it("names what forces it without showing a sensitive value, and what is known after apply only", () => {
    const before = { identifier: "main", username: "root-secret", engine: "postgres" };
    const after = { identifier: "main", username: "other-secret" };
    const change = { after_unknown: { engine: true }, after_sensitive: { username: true } };
    expect(
      sentences(replaced("aws_db_instance", "main", before, after, [["username"], ["engine"]], { change })),
    ).toEqual([
      "database main would be replaced by an empty one: username (sensitive) and engine (known after apply only) force it.",
    ]);
  });

  it.each<[string, string | undefined, string]>([
    ["tainted", "replace_because_tainted", ": it is marked as tainted: its last creation did not finish"],
    ["asked for", "replace_by_request", ": its replacement was asked for (-replace)"],
    ["triggered", "replace_by_triggers", ": replace_triggered_by names something that changes"],
    ["of a reason to come", "replace_because_of_the_moon", ""],
  ])("says why where no argument forces it: %s", (_, reason, words) => {
    const change = replaced("aws_s3_bucket", "a", { bucket: "a" }, { bucket: "a" }, [], { action_reason: reason });
    expect(sentences(change)).toEqual([`bucket a would be replaced by an empty one${words}.`]);
  });

  it.each<[string, string]>([
    ["delete_because_no_resource_config", "its configuration is gone"],
    ["delete_because_no_module", "its module is gone"],
    ["delete_because_count_index", "count is lower now"],
    ["delete_because_each_key", "its key is no longer in for_each"],
    ["delete_because_wrong_repetition", "count or for_each was added or taken away"],
    ["delete_because_no_move_target", "it was moved to an address that is not in the configuration"],
  ])("says why it is destroyed: %s", (action_reason, words) => {
    expect(redOf(destroyed("aws_s3_bucket", "a", { bucket: "a" }, { action_reason }))).toMatchObject([
      { sentence: `bucket a would be destroyed: ${words}.`, because: words },
    ]);
  });

  it.each<[type: string, before: Record<string, unknown>, lost: string]>([
    ["aws_s3_bucket", { force_destroy: false }, "AWS refuses as long as anything is in it."],
    ["aws_s3_bucket", { force_destroy: true }, "force_destroy is on: whatever is in it is deleted with it."],
    ["aws_db_instance", { skip_final_snapshot: true }, "No final snapshot is taken."],
    ["aws_db_instance", { skip_final_snapshot: false }, "No final snapshot is set."],
    ["aws_ecr_repository", { force_delete: true }, "force_delete is on: the images are deleted with it."],
    ["aws_ecr_repository", {}, "AWS refuses as long as images are in it."],
    [
      "aws_kms_key",
      { deletion_window_in_days: 7 },
      "It is unusable at once; for 7 days the deletion can be cancelled.",
    ],
    [
      "aws_secretsmanager_secret",
      { recovery_window_in_days: 0 },
      "recovery_window_in_days is 0: it cannot be restored.",
    ],
    ["aws_secretsmanager_secret", { recovery_window_in_days: 30 }, "For 30 days it can be restored."],
    [
      "aws_dynamodb_table",
      { point_in_time_recovery: [{ enabled: true }] },
      "A system backup of the last moment is kept for 35 days.",
    ],
    ["aws_dynamodb_table", {}, "Without point-in-time recovery there is no backup."],
    ["aws_fsx_windows_file_system", { skip_final_backup: true }, "No final backup is taken."],
    ["aws_fsx_windows_file_system", {}, "A final backup is taken first."],
  ])("says how much is lost of %s %o", (type, before, lost) => {
    expect(redOf(destroyed(type, "it", before))[0]?.lost).toContain(lost);
  });

  it("leaves out a log group that stays where it is", () => {
    expect(redOf(destroyed("aws_cloudwatch_log_group", "it", { skip_destroy: true }))).toEqual([]);
    expect(redOf(destroyed("aws_cloudwatch_log_group", "it", { skip_destroy: false }))).toHaveLength(1);
  });

  it("says that an old object that is left behind serves nobody", () => {
    const change = replaced("aws_s3_bucket", "a", { bucket: "a" }, { bucket: "b" }, [["bucket"]], {
      change: { actions: ["create", "forget"] },
    });
    expect(redOf(change)[0]?.lost).toBe(
      "The old one stays, but nothing uses all its objects and their versions any more.",
    );
  });

  it("tells a left-over object from the one in use, and wants it approved by itself", () => {
    expect(redOf(destroyed("aws_s3_bucket", "a", { bucket: "a" }, { deposed: "0badcafe" }))).toMatchObject([
      {
        approveAs: "aws_s3_bucket.a (deposed 0badcafe)",
        sentence: "the left-over (deposed) object of bucket a would be destroyed.",
      },
    ]);
  });

  it("suspects types of other providers by their name, and none of those it knows", () => {
    expect(redOf(destroyed("digitalocean_volume", "a", { name: "a" }))).toHaveLength(1);
    expect(redOf(destroyed("kubernetes_persistent_volume_claim", "a", {}))).toHaveLength(1);
    expect(redOf(destroyed("aws_made_up_volume", "a", {}), destroyed("null_resource", "a", {}))).toEqual([]);
  });

  it("puts databases before log groups, and losses before weakened guards, over all stacks", () => {
    expect(
      redOf(
        updated("aws_lb", "a", { enable_deletion_protection: true }, { enable_deletion_protection: false }),
        destroyed("aws_cloudwatch_log_group", "a", { name: "a" }),
        destroyed("aws_kms_key", "a", {}),
        destroyed("aws_db_instance", "a", { identifier: "a" }),
      ).map(({ place }) => place.type),
    ).toEqual(["aws_db_instance", "aws_kms_key", "aws_cloudwatch_log_group", "aws_lb"]);
  });

  it("does not take a data source for a resource", () => {
    const read = { ...destroyed("aws_s3_bucket", "a", { bucket: "a" }), mode: "data" };
    expect(reviewOf([read])).toMatchObject({ red: [], resources: [], verdict: { risk: "none" } });
  });
});

describe("guards that go", () => {
  const block = destroyed("aws_s3_bucket_public_access_block", "a", { bucket: "files" });

  it("are red while what they guard stays", () => {
    expect(sentences(block)).toEqual([
      "S3 bucket public access block files would be destroyed: nothing keeps the bucket from being made public any more.",
    ]);
  });

  it("are not worth a word when what they guard goes as well", () => {
    const bucket = destroyed("aws_s3_bucket", "a", { bucket: "files" });
    expect(redOf(block, bucket).map(({ place }) => place.type)).toEqual(["aws_s3_bucket"]);
    const elsewhere = destroyed("aws_s3_bucket", "a", { bucket: "other" });
    expect(redOf(block, elsewhere)).toHaveLength(2);
    const flowLog = destroyed("aws_flow_log", "a", { vpc_id: "vpc-1" });
    expect(redOf(flowLog, destroyed("aws_vpc", "a", { id: "vpc-1" }))).toEqual([]);
    expect(sentences(flowLog, destroyed("aws_vpc", "b", { id: "vpc-2" }))).toEqual([
      "flow log a would be destroyed: the network's traffic is no longer recorded by it.",
    ]);
    // What stands beside the guard names the same bucket, and is not the bucket.
    const policy = destroyed("aws_s3_bucket_policy", "a", { id: "files", bucket: "files" });
    expect(redOf(block, policy)).toHaveLength(1);
  });
});

it("finds what forces a replacement although it shows no difference", () => {
  const change = replaced("aws_s3_bucket", "a", { bucket: "a", arn: "x" }, { bucket: "a" }, [["arn"]], {
    change: { after_unknown: { arn: true } },
  });
  const review = reviewOf([change], configurationOf({ "aws_s3_bucket.a": { bucket: { constant_value: "a" } } }));
  expect(review.red[0]?.forcedBy.map(({ path }) => path)).toEqual([["arn"]]);
});
