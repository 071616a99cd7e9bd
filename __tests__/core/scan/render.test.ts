import { describe, expect, it } from "vitest";
import { renderVerdict, verdictAsData } from "../../../core/scan/render";
import { clean, failed, finding, mixed, overdue } from "../../support/scan";

const file = "scan-exceptions.json";

describe("renderVerdict", () => {
  it("tells what fails and what to do, then the counts", () => {
    expect(renderVerdict(mixed, file)).toBe(
      [
        "production data/Files/Resource (aws_s3_bucket.Files_1A2B)",
        '  CKV_AWS_144: Ensure <replication> & "more"',
        "  https://example.com/check",
        "",
        "Change the construct so that the check passes; or, where it is right as it is, say why in scan-exceptions.json.",
        "",
        `scan-exceptions.json:9:19  exceptions[0] > reviewBy: ${overdue}`,
        "",
        "checkov 3.3.30",
        "environment  stacks  passed  failed  excepted",
        "production        2       1       1         1",
        "staging           2       0       0         0",
      ].join("\n"),
    );
  });

  it("names the arguments that a check looked at", () => {
    const verdict = { ...clean, failed: [finding({ looksAt: ["a", "b/c"] })] };
    expect(renderVerdict(verdict, file)).toContain("\n  looks at a, b/c\n");
  });

  it("gives only the counts when all is well", () => {
    expect(renderVerdict(clean, file)).toBe(
      [
        "checkov 3.3.30",
        "environment  stacks  passed  failed  excepted",
        "production        2       1       0         0",
        "staging           2       0       0         0",
      ].join("\n"),
    );
  });
});

describe("verdictAsData", () => {
  it("holds every finding, with the reason of those that are accepted", () => {
    expect(verdictAsData(mixed)).toEqual({
      ok: false,
      checkovVersion: "3.3.30",
      counts: { passed: 1, failed: 1, excepted: 1 },
      stacks: mixed.stacks,
      failed: [failed],
      excepted: [{ ...finding(), reason: "Nobody needs to know who read these.", reviewBy: "2026-12-31" }],
      issues: [{ file, line: 9, column: 19, where: "exceptions[0] > reviewBy", message: overdue }],
    });
    expect(verdictAsData(clean)).toMatchObject({ ok: true, failed: [], excepted: [], issues: [] });
  });
});
