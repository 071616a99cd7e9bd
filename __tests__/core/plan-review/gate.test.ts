import { describe, expect, it } from "vitest";
import { gate } from "../../../core/plan-review/gate";
import { renderers } from "../../../core/plan-review/render/index";
import { reviewPlans } from "../../../core/plan-review/review-plans";
import { created, destroyed, planHash, stackPlan } from "../../support/plans";

const other = "ab".repeat(32);
const database = destroyed("aws_db_instance", "main", { identifier: "main" });
const bucket = destroyed("aws_s3_bucket", "files", { bucket: "files" });
const leftOver = destroyed("aws_db_instance", "main", { identifier: "main" }, { deposed: "d1" });

const review = reviewPlans([
  stackPlan("data", [database, bucket, leftOver]),
  { ...stackPlan("edge", [bucket]), sha256: other },
]);
const dataAddresses = ["aws_db_instance.main", "aws_s3_bucket.files", "aws_db_instance.main (deposed d1)"];

describe("gate", () => {
  it("lets pass what is not red", () => {
    const calm = reviewPlans([stackPlan("app", [created("aws_vpc", "it", {})])]);
    expect(gate(calm, [])).toEqual({ exitCode: 0, blocking: [], approved: [], unused: [] });
  });

  it("holds back every red finding that nobody approved", () => {
    const { exitCode, blocking, approved } = gate(review, []);
    expect(exitCode).toBe(3);
    expect(blocking.map(({ place, approveAs }) => `${place.stack} ${approveAs}`)).toEqual([
      "data aws_db_instance.main",
      "data aws_db_instance.main (deposed d1)",
      "data aws_s3_bucket.files",
      "edge aws_s3_bucket.files",
    ]);
    expect(approved).toEqual([]);
  });

  it("lets pass what is approved, by exact address, for exactly this plan", () => {
    const all = [
      { plan: planHash.toUpperCase(), addresses: dataAddresses },
      { plan: other, addresses: ["aws_s3_bucket.files"] },
    ];
    expect(gate(review, all)).toMatchObject({ exitCode: 0, blocking: [], unused: [] });
    expect(gate(review, all).approved).toHaveLength(4);
  });

  it("says nothing of approvals of plans that are applied", () => {
    const calm = reviewPlans([stackPlan("app", [created("aws_vpc", "it", {})])]);
    const given = [{ plan: other, addresses: ["aws_s3_bucket.files"] }];
    expect(gate(calm, given).unused).toHaveLength(1);
    expect(gate(calm, given, [other]).unused).toEqual([]);
  });

  it("keeps who agreed and why, of the last who did", () => {
    const agreed = { plan: other, addresses: ["aws_s3_bucket.files"], at: "2026-11-22T12:00:00Z" };
    const given = [
      { ...agreed, by: "bob", reason: "It is empty." },
      { ...agreed, by: "ada", reason: "\u001b[31mIt is a copy." },
    ];
    const held = gate(review, given);
    expect(held.approved.map(({ approveAs, approval }) => [approveAs, approval.by])).toEqual([
      ["aws_s3_bucket.files", "ada"],
    ]);
    for (const format of ["terminal", "markdown", "html", "junit", "json"] as const) {
      const text = renderers[format](review, { gate: held });
      expect(text, format).toMatch(
        format === "json" ? /"by": "ada",\s+"reason": ".*It is a copy\."/ : /Approved by ada: .*It is a copy\./,
      );
      expect(text, format).not.toContain("\u001b");
    }
  });

  it.each<[string, readonly string[]]>([
    ["one address is missing", dataAddresses.slice(1)],
    ["only the left-over object is approved", [...dataAddresses.slice(2), "aws_s3_bucket.files"]],
    ["an address is only similar", ["aws_db_instance.mai", ...dataAddresses.slice(1)]],
    ["a pattern is given", ["aws_db_instance.*", ...dataAddresses.slice(1)]],
  ])("holds back when %s", (_, addresses) => {
    const { exitCode, blocking } = gate(review, [
      { plan: planHash, addresses },
      { plan: other, addresses: ["aws_s3_bucket.files"] },
    ]);
    expect(exitCode).toBe(3);
    expect(blocking.map(({ approveAs }) => approveAs)).toEqual(["aws_db_instance.main"]);
  });

  it("does not count approvals of another plan, and says which are of no use", () => {
    const { exitCode, unused } = gate(review, [
      { plan: "cd".repeat(32), addresses: ["aws_db_instance.main"] },
      { plan: other, addresses: dataAddresses },
    ]);
    expect(exitCode).toBe(3);
    expect(unused).toEqual([
      { plan: "cd".repeat(32), address: "aws_db_instance.main", why: "other-plan" },
      { plan: other, address: "aws_db_instance.main", why: "not-red" },
      { plan: other, address: "aws_db_instance.main (deposed d1)", why: "not-red" },
    ]);
  });

  it("cannot be passed by a plan without a hash", () => {
    const { plan } = stackPlan("data", [database]);
    const nameless = reviewPlans([{ stack: "data", plan }]);
    expect(gate(nameless, [{ plan: "", addresses: dataAddresses }])).toMatchObject({
      exitCode: 3,
      unused: dataAddresses.map((address) => ({ plan: "", address, why: "other-plan" })),
    });
  });
});
