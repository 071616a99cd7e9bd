import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { approvalsJsonSchema, readApprovals, renderApprovals } from "../../../core/plan-review/approvals";

const approval = {
  stack: "data",
  plan: "0f".repeat(32),
  addresses: ["aws_db_instance.main"],
  by: "ops@example.com",
  reason: "The replica is rebuilt.",
  at: "2026-11-22T12:00:00Z",
};

function problem(approvals: unknown): string {
  try {
    readApprovals(JSON.stringify({ approvals }, null, 2), "approvals.json");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "none";
}

describe("approvals", () => {
  it("are read as they were written", () => {
    expect(readApprovals(renderApprovals([approval]), "approvals.json")).toEqual([approval]);
    expect(readApprovals(renderApprovals([]), "approvals.json")).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["a hash that is none", { plan: "latest" }, "plan"],
    ["no address", { addresses: [] }, "addresses"],
    ["no reason to speak of", { reason: "ok" }, "reason"],
    ["nobody", { by: "" }, "by"],
    ["a field that nobody knows", { expires: "never" }, "expires"],
  ])("with %s are refused, with the place", (_, change, field) => {
    expect(problem([{ ...approval, ...change }])).toMatch(
      new RegExp(`^approvals\\.json:\\d+:\\d+  approvals\\[0\\] > ${field}`),
    );
  });

  it("that are no JSON are refused", () => {
    expect(() => readApprovals("{", "approvals.json")).toThrow("approvals.json:1:");
  });

  it("keep to the published schema", () => {
    const published = readFileSync("plan-approvals.schema.json", "utf8");
    expect(published).toBe(approvalsJsonSchema());
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(published) as object);
    expect(validate({ approvals: [approval] })).toBe(true);
    expect(validate({ approvals: [{ ...approval, plan: "latest" }] })).toBe(false);
  });
});
