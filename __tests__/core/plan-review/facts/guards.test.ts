import { describe, expect, it } from "vitest";
import { guardsByType } from "../../../../core/plan-review/facts/guards-by-type";
import { guardsOf } from "../../../../core/plan-review/facts/guards";
import { guardTypes } from "../../../../core/plan-review/facts/guard-types";
import { settingGuards } from "../../../../core/plan-review/facts/settings";
import type { Direction, Guard } from "../../../../core/plan-review/facts/weakening";
import { gate } from "../../../../core/plan-review/gate";
import { created, destroyed, replaced, reviewOf, updated } from "../../../support/plans";

/** A value before and a weaker one after. */
function weakening(direction: Direction): readonly [unknown, unknown] {
  if (typeof direction === "object" && "down" in direction)
    return [direction.down[0]?.[0], direction.down.at(-1)?.at(-1)];
  if (typeof direction === "object")
    return "to" in direction ? ["something", direction.to[0]] : [direction.from[0], "something"];
  const values: Readonly<Record<typeof direction, readonly [unknown, unknown]>> = {
    off: [true, false],
    on: [false, true],
    gone: ["something", null],
    exchanged: ["something", "something else"],
    lower: [7, 1],
    briefer: [30, 7],
    shorter: [365, 30],
    sooner: [365, 30],
  };
  return values[direction];
}

/** The argument as the provider nests it: blocks are lists of one. */
function nested(argument: string, value: unknown): Record<string, unknown> {
  const [name = "", ...rest] = argument.split(".");
  return { name: "it", [name]: rest.length === 0 ? value : [nested(rest.join("."), value)] };
}

const byType: Readonly<Record<string, readonly Guard[]>> = {
  aws_simpledb_domain: guardsOf("aws_simpledb_domain"),
  ...guardsByType,
};
const rows = Object.entries(byType).flatMap(([type, guards]) =>
  guards.map((guard): [string, Guard] => [`${type} ${guard.argument}`, guard]),
);
const typeOf = (row: string) => row.split(" ")[0] ?? "";

const bucket = created("aws_s3_bucket", "it", { bucket: "it" });
const kinds = (change: Parameters<typeof reviewOf>[0][number]) => reviewOf([change]).red.map(({ kind }) => kind);

describe("each guard of data", () => {
  it.each(rows)("%s: weakened it is red, strengthened it is not", (row, { argument, kind, weaker, meaning }) => {
    const [strong, weak] = weakening(weaker).map((value) => nested(argument, value));
    const review = reviewOf([updated(typeOf(row), "it", strong ?? {}, weak ?? {})]);
    expect(review.red.map((finding) => finding.kind)).toEqual([kind]);
    expect(review.red[0]?.sentence).toContain(meaning);
    expect(review.red[0]?.forcedBy).toHaveLength(1);
    expect(gate(review, []).exitCode).toBe(3);
    // What is exchanged is judged in neither direction.
    const opposite = weaker === "exchanged" ? [kind] : [];
    expect(kinds(updated(typeOf(row), "it", weak ?? {}, strong ?? {}))).toEqual(opposite);
    // A setting that comes changes what it belongs to.
    const isSetting = Object.hasOwn(settingGuards, typeOf(row));
    const withItsBucket = [created(typeOf(row), "it", { bucket: "it", ...weak }), ...(isSetting ? [bucket] : [])];
    expect(reviewOf(withItsBucket).red).toEqual([]);
  });

  it.each(rows)("%s: weakened in a replacement it is red as well", (row, { argument, kind, weaker }) => {
    const [strong, weak] = weakening(weaker).map((value) => nested(argument, value));
    const change = replaced(typeOf(row), "it", strong ?? {}, weak ?? {}, [[argument.split(".")[0] ?? ""]]);
    expect(kinds(change)).toContain(kind);
  });

  it.each(Object.keys(guardTypes))("%s: its destruction is red", (type) => {
    expect(kinds(destroyed(type, "it", { name: "it" }))).toEqual([guardTypes[type]?.kind]);
  });
});

describe("directions", () => {
  const sentences = (type: string, before: Record<string, unknown>, after: Record<string, unknown>) =>
    reviewOf([updated(type, "it", { name: "it", ...before }, { name: "it", ...after })]).red.map(
      ({ sentence }) => sentence,
    );

  it("name the argument with old and new value", () => {
    expect(sentences("aws_lb", { enable_deletion_protection: true }, { enable_deletion_protection: false })).toEqual([
      "load balancer it would lose its protection from deletion: enable_deletion_protection true -> false.",
    ]);
  });

  it("know that 0 keeps logs for ever, and that nothing keeps no backups", () => {
    expect(sentences("aws_cloudwatch_log_group", { retention_in_days: 30 }, { retention_in_days: 0 })).toEqual([]);
    expect(sentences("aws_cloudwatch_log_group", { retention_in_days: 0 }, { retention_in_days: 365 })).toHaveLength(1);
    expect(
      sentences("aws_db_instance", { backup_retention_period: 7 }, { backup_retention_period: null }),
    ).toHaveLength(1);
    expect(sentences("aws_kms_key", { deletion_window_in_days: 30 }, { deletion_window_in_days: null })).toEqual([]);
  });

  it("see a rule that newly deletes, and a whole block that goes", () => {
    const rule = (days: number) => ({ rule_name: `after-${days}`, lifecycle: [{ delete_after: days }] });
    expect(sentences("aws_backup_plan", { rule: [rule(1)] }, { rule: [rule(1), rule(9)] })).toEqual([
      "backup plan it would keep recovery points for less time: rule > [1] > lifecycle > delete_after (none) -> 9.",
    ]);
    expect(sentences("aws_dynamodb_table", { point_in_time_recovery: [{ enabled: true }] }, {})).toEqual([
      "table it could no longer be restored to a moment: point_in_time_recovery > enabled true -> (none).",
    ]);
  });

  it("rank policies of encryption, and judge none that they do not know", () => {
    const elb = (name: string) => ({ ssl_policy: `ELBSecurityPolicy-${name}` });
    const weaker = (before: string, after: string) => sentences("aws_lb_listener", elb(before), elb(after)).length > 0;
    expect(weaker("TLS13-1-2-Res-PQ-2025-09", "TLS13-1-2-2021-06")).toBe(true);
    expect(weaker("TLS13-1-2-2021-06", "TLS13-1-2-FIPS-PQ-2025-09")).toBe(false);
    expect(weaker("TLS13-1-2-2021-06", "2016-08")).toBe(true);
    expect(weaker("2016-08", "TLS13-1-2-2021-06")).toBe(false);
    expect(weaker("TLS13-1-2-2021-06", "TLS99")).toBe(false);
    expect(weaker("TLS99", "2016-08")).toBe(false);
    const viewers = (minimum_protocol_version: string) => ({ viewer_certificate: [{ minimum_protocol_version }] });
    expect(sentences("aws_cloudfront_distribution", viewers("TLSv1.2_2021"), viewers("TLSv1.1_2016"))).toEqual([
      "distribution it would accept weaker encryption: viewer_certificate > minimum_protocol_version TLSv1.2_2021 -> TLSv1.1_2016.",
    ]);
  });

  it("see one protocol more among those that are taken", () => {
    const origin = (...origin_ssl_protocols: readonly string[]) => ({
      origin: [{ origin_id: "api", custom_origin_config: [{ origin_ssl_protocols }] }],
    });
    const found = (before: readonly string[], after: readonly string[]) =>
      sentences("aws_cloudfront_distribution", origin(...before), origin(...after)).length;
    expect(found(["TLSv1.2"], ["TLSv1.1", "TLSv1.2"])).toBe(1);
    expect(found(["TLSv1", "TLSv1.2"], ["TLSv1.2"])).toBe(0);
  });

  it("do not take an element that goes for a guard that is switched off", () => {
    const disk = (name: string) => ({ device_name: name, encrypted: true });
    const disks = { ebs_block_device: [disk("/dev/a"), disk("/dev/b")] };
    expect(sentences("aws_instance", disks, { ebs_block_device: [disk("/dev/a")] })).toEqual([]);
  });

  it("do not take a user or a role for something that holds data", () => {
    expect(sentences("aws_iam_user", { force_destroy: false }, { force_destroy: true })).toEqual([]);
  });

  it("nor an element that goes for one that loses its setting", () => {
    const origin = (id: string) => ({
      origin_id: id,
      domain_name: `${id}.example.com`,
      origin_access_control_id: `oac-${id}`,
    });
    const before = { enabled: true, origin: [origin("a"), origin("b")] };
    expect(sentences("aws_cloudfront_distribution", before, { enabled: true, origin: [origin("a")] })).toEqual([]);
    const without = { ...origin("b"), origin_access_control_id: "" };
    const weaker = { enabled: true, origin: [origin("a"), without] };
    expect(sentences("aws_cloudfront_distribution", before, weaker)).toHaveLength(1);
  });

  it("see a boundary that becomes another, and not one that comes", () => {
    const boundary = (name: string | null) => ({
      permissions_boundary: name === null ? null : `arn:aws:iam::111122223333:policy/${name}`,
    });
    for (const type of ["aws_iam_role", "aws_iam_user"]) {
      const label = type === "aws_iam_role" ? "role" : "IAM user";
      expect(sentences(type, boundary("narrow"), boundary("all"))).toEqual([
        `${label} it would be bounded by another policy: permissions_boundary arn:aws:iam::111122223333:policy/narrow -> arn:aws:iam::111122223333:policy/all.`,
      ]);
      expect(sentences(type, boundary("narrow"), boundary(null))).toEqual([
        `${label} it would be bounded by nothing but its own policies: permissions_boundary arn:aws:iam::111122223333:policy/narrow -> (none).`,
      ]);
      expect(sentences(type, boundary(null), boundary("narrow"))).toEqual([]);
      expect(sentences(type, { ...boundary("narrow"), path: "/a/" }, { ...boundary("narrow"), path: "/b/" })).toEqual(
        [],
      );
    }
  });

  it("do not mind a guard that was off before, however that is written", () => {
    for (const [before, after] of [
      [null, false],
      [false, null],
      ["false", false],
    ])
      expect(sentences("aws_db_instance", { deletion_protection: before }, { deletion_protection: after })).toEqual([]);
    expect(
      sentences("aws_db_instance", { deletion_protection: "true" }, { deletion_protection: "false" }),
    ).toHaveLength(1);
  });

  it("leave what is known after apply only to the unknowns", () => {
    const change = { after_unknown: { storage_encrypted: true } };
    const review = reviewOf([
      updated("aws_db_instance", "it", { identifier: "it", storage_encrypted: true }, { identifier: "it" }, { change }),
    ]);
    expect(review.red).toEqual([]);
    expect(review.unknowns).toMatchObject([
      { path: ["storage_encrypted"], sentence: "whether this guard of data stays on is known after apply only" },
    ]);
  });
});
