/** Lifecycle rules of buckets and image repositories: what they delete that stayed before is red. */
import { describe, expect, it } from "vitest";
import { gate } from "../../../../core/plan-review/gate";
import {
  created,
  destroyed,
  replaced,
  type ResourceChange,
  reviewOf,
  unchanged,
  updated,
  type Values,
} from "../../../support/plans";

const sentences = (...changes: readonly ResourceChange[]) => reviewOf(changes).red.map(({ sentence }) => sentence);

describe("lifecycle rules of buckets", () => {
  const type = "aws_s3_bucket_lifecycle_configuration";
  const rule = (more: Values = {}) => ({ id: "old", status: "Enabled", filter: [{ prefix: "" }], ...more });
  const days = (count: number) => ({ expiration: [{ days: count, date: null, expired_object_delete_marker: false }] });
  const noncurrent = (noncurrent_days: number, newer_noncurrent_versions?: number) => ({
    noncurrent_version_expiration: [{ noncurrent_days, newer_noncurrent_versions }],
  });
  const of = (...rule: readonly Values[]) => ({ bucket: "files", rule });
  const between = (before: readonly Values[], after: readonly Values[]) =>
    sentences(updated(type, "a", of(...before), of(...after)));
  const subject = "S3 bucket lifecycle configuration files would delete";

  it("are red where they come to a bucket that was there, and not where it is new", () => {
    const come = created(type, "a", of(rule(days(30)), rule({ id: "versions", ...noncurrent(90, 3) })));
    expect(sentences(come)).toEqual([
      `${subject} objects after 30 days; now nothing deletes them.`,
      `${subject} old versions after 90 days, all but the newest 3; now nothing deletes them.`,
    ]);
    expect(sentences(come, unchanged("aws_s3_bucket", "a", { bucket: "files" }))).toHaveLength(2);
    expect(sentences(come, created("aws_s3_bucket", "a", { bucket: "files" }))).toEqual([]);
    const unknown = created(type, "a", { rule: [rule(days(30))] }, { change: { after_unknown: { bucket: true } } });
    expect(sentences(unknown)).toEqual([]);
    expect(gate(reviewOf([come]), []).exitCode).toBe(3);
  });

  it.each<[string, before: Values, after: Values, when: string]>([
    ["sooner", rule(days(30)), rule(days(9)), "objects after 9 days; now after 30 days"],
    [
      "switched on",
      rule({ status: "Disabled", ...days(30) }),
      rule(days(30)),
      "objects after 30 days; now nothing deletes them",
    ],
    [
      "of more objects",
      rule({ filter: [{ prefix: "logs/" }], ...days(1) }),
      rule({ filter: [{ prefix: "lo" }], ...days(1) }),
      'objects under "lo" after 1 day; now nothing deletes them',
    ],
    [
      "of fewer conditions",
      rule({ filter: [{ and: [{ prefix: "a/", tags: { keep: "no", team: "x" } }] }], ...days(5) }),
      rule({ filter: [{ and: [{ prefix: "a/", tags: { keep: "no" } }] }], ...days(5) }),
      'objects under "a/" tagged keep=no after 5 days; now nothing deletes them',
    ],
    [
      "of smaller objects",
      rule({ filter: [{ object_size_greater_than: 900 }], ...days(5) }),
      rule({ filter: [{ object_size_greater_than: 100 }], ...days(5) }),
      "objects of more than 100 bytes after 5 days; now nothing deletes them",
    ],
    [
      "at a date",
      rule(days(30)),
      rule({ expiration: [{ date: "2027-01-01T00:00:00Z" }] }),
      "objects on 2027-01-01T00:00:00Z; now after 30 days",
    ],
    [
      "keeping fewer versions",
      rule(noncurrent(30, 5)),
      rule(noncurrent(30, 2)),
      "old versions after 30 days, all but the newest 2; now after 30 days, all but the newest 5",
    ],
  ])("are red: %s", (_, before, after, when) => {
    expect(between([before], [after])).toEqual([`${subject} ${when}.`]);
    // The opposite, and the same in a replacement of the same bucket's.
    expect(between([after], [before]).filter((sentence) => !sentence.includes("; now on 2027"))).toEqual([]);
    expect(sentences(replaced(type, "a", of(before), of(after), [["rule"]]))).toEqual([`${subject} ${when}.`]);
  });

  it("are not red by another name or order, beside a rule that does the same, or when one goes", () => {
    const [all, logs] = [rule(days(30)), rule({ id: "logs", filter: [{ prefix: "logs/" }], ...days(60) })];
    expect(between([all], [{ ...all, id: "renamed" }])).toEqual([]);
    expect(between([all], [logs, all])).toEqual([]);
    expect(between([all, logs], [all])).toEqual([]);
    expect(sentences(destroyed(type, "a", of(all)))).toEqual([]);
    const uploads = rule({ abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] });
    expect(between([all], [all, { ...uploads, id: "uploads" }])).toEqual([]);
  });

  it("are judged anew for another bucket", () => {
    const other = { ...of(rule(days(30))), bucket: "other" };
    expect(sentences(replaced(type, "a", of(rule(days(30))), other, [["bucket"]]))).toHaveLength(1);
  });

  it("that are known after apply only are unknowns", () => {
    const review = reviewOf([
      created(type, "a", { bucket: "files" }, { change: { after_unknown: { rule: true } } }),
      created("aws_ecr_lifecycle_policy", "a", { repository: "x" }, { change: { after_unknown: { policy: true } } }),
    ]);
    expect(review.red).toEqual([]);
    expect(review.unknowns.map(({ sentence }) => sentence)).toEqual([
      "which objects it deletes is known after apply only",
      "which images it deletes is known after apply only",
    ]);
  });
});

describe("lifecycle rules of image repositories", () => {
  const type = "aws_ecr_lifecycle_policy";
  const expire = { type: "expire" };
  const keep = (countNumber: number, prefix = "release-", rulePriority = 1) => ({
    rulePriority,
    selection: { tagStatus: "tagged", tagPrefixList: [prefix], countType: "imageCountMoreThan", countNumber },
    action: expire,
  });
  const after = (countNumber: number, selection: Values = { tagStatus: "any" }, rulePriority = 9) => ({
    rulePriority,
    selection: { countType: "sinceImagePushed", countUnit: "days", countNumber, ...selection },
    action: expire,
  });
  const builds = { tagStatus: "tagged", tagPatternList: ["build-*"] };
  const of = (...rules: readonly Values[]) => ({ repository: "billing", policy: JSON.stringify({ rules }) });
  const between = (before: readonly Values[], next: readonly Values[]) =>
    sentences(updated(type, "a", of(...before), of(...next)));
  const subject = "ECR lifecycle policy billing would delete images";

  it("are red where they come to a repository that was there, and not where it is new", () => {
    const come = created(type, "a", of(keep(30), after(14, { tagStatus: "untagged" })));
    expect(sentences(come)).toEqual([
      `${subject} tagged release-* beyond the newest 30; now nothing deletes them.`,
      `${subject} without a tag 14 days after they were pushed; now nothing deletes them.`,
    ]);
    expect(sentences(come, created("aws_ecr_repository", "a", { name: "billing" }))).toEqual([]);
  });

  it("are red where they keep fewer, or newly delete", () => {
    expect(between([keep(30)], [keep(5)])).toEqual([
      `${subject} tagged release-* beyond the newest 5; now beyond the newest 30.`,
    ]);
    expect(between([keep(30), after(14)], [keep(30), after(7)])).toEqual([
      `${subject} of any tag 7 days after they were pushed; now 14 days after they were pushed.`,
    ]);
    expect(between([keep(30), after(14, builds)], [keep(30), after(14)])).toEqual([
      `${subject} of any tag 14 days after they were pushed; now nothing deletes them.`,
    ]);
  });

  it("are red where a rule goes that kept images from the next one", () => {
    const sentence = `${subject} tagged build-* 14 days after they were pushed, those tagged release-* too: no rule before it keeps the newest 30 any more.`;
    expect(between([keep(30), after(14, builds)], [after(14, builds)])).toEqual([sentence]);
    // It comes too late to keep anything.
    expect(between([keep(30), after(14, builds)], [after(14, builds), keep(30, "release-", 10)])).toEqual([sentence]);
    const lately = after(90, { tagStatus: "tagged", tagPatternList: ["release-*"] }, 1);
    expect(between([lately, after(14, builds)], [after(14, builds)])).toEqual([
      sentence.replace("the newest 30", "those of the last 90 days"),
    ]);
    // Images have no tag, or have one.
    const untagged = after(14, { tagStatus: "untagged" });
    expect(between([keep(30), untagged], [untagged])).toEqual([]);
  });

  it("are not red where they keep more, in another layout, or when they go", () => {
    expect(between([keep(30), after(14)], [keep(40), after(20)])).toEqual([]);
    expect(between([keep(30), after(14)], [keep(30, "release-", 4), after(14)])).toEqual([]);
    expect(between([keep(30, "re"), after(14)], [keep(30, "re"), keep(30, "release-", 2), after(14)])).toEqual([]);
    expect(sentences(destroyed(type, "a", of(keep(30))))).toEqual([]);
    const archive = { ...after(3), action: { type: "transition", targetStorageClass: "archive" } };
    expect(between([keep(30)], [keep(30), archive])).toEqual([]);
  });
});
