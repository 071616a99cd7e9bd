import { describe, expect, it } from "vitest";
import { renderIssue } from "../../../core/errors";
import { isClean, judge } from "../../../core/scan/judge";
import type { ScanResult } from "../../../core/scan/report";
import { exception, exceptionsOf, finding, stacks } from "../../support/scan";

const both = [finding(), finding({ environment: "staging" })];
const today = "2027-01-31";

const verdictOf = (results: readonly ScanResult[], entries: readonly object[], scanned = stacks, day = today) =>
  judge({ checkovVersion: "3.3.30", results }, scanned, exceptionsOf(...entries), day);

const issues = (...input: Parameters<typeof verdictOf>) => verdictOf(...input).issues.map(renderIssue);

describe("judge", () => {
  it("fails a finding that nothing accepts", () => {
    const verdict = verdictOf(both, []);
    expect(verdict.failed).toEqual(both);
    expect(isClean(verdict)).toBe(false);
  });

  it("accepts a finding with its exception", () => {
    const verdict = verdictOf(both, [exception()]);
    expect(verdict.failed).toEqual([]);
    expect(verdict.excepted).toEqual(both.map((each) => ({ finding: each, exception: exception() })));
    expect(isClean(verdict)).toBe(true);
  });

  it.each([
    ["another check", { check: "CKV_AWS_144" }],
    ["another resource", { resources: ["data/Database/Resource"] }],
    ["another environment", { environments: ["staging"] }],
  ])("does not accept it with an exception for %s", (_, change) => {
    expect(verdictOf([finding()], [exception(change)]).failed).toEqual([finding()]);
  });

  it("lets an exception speak of some environments only", () => {
    const verdict = verdictOf(both, [exception({ environments: ["staging"] })]);
    expect(verdict.failed).toEqual([finding()]);
    expect(verdict.issues).toEqual([]);
  });

  it("takes no notice of what passed", () => {
    const passed = finding({ passed: true });
    const verdict = verdictOf([passed], [exception()]);
    expect([verdict.passed, verdict.excepted]).toEqual([[passed], []]);
    expect(isClean(verdict)).toBe(false);
  });

  it("counts by stack, also in stacks about which nothing is said", () => {
    const results = [
      ...both,
      finding({ check: "CKV_AWS_144" }),
      finding({ passed: true, check: "CKV_AWS_19" }),
      finding({ passed: true, check: "CKV_AWS_20" }),
    ];
    expect(verdictOf(results, [exception()]).stacks).toEqual([
      { environment: "production", stack: "data", passed: 2, failed: 1, excepted: 1 },
      { environment: "production", stack: "service-billing", passed: 0, failed: 0, excepted: 0 },
      { environment: "staging", stack: "data", passed: 0, failed: 0, excepted: 1 },
      { environment: "staging", stack: "service-billing", passed: 0, failed: 0, excepted: 0 },
    ]);
  });

  describe("unused exceptions", () => {
    const place = 'scan-exceptions.json:6:9  exceptions[0] > resources[0]: got "data/Files/Resource", but CKV_AWS_18';
    const advice = 'Remove it, or list in "environments" where it does.';

    it("fail when they accept nothing", () => {
      expect(issues([], [exception()])).toEqual([`${place} finds nothing there in production and staging. ${advice}`]);
    });

    it("fail when they accept nothing in one of their environments", () => {
      expect(issues([finding()], [exception()])).toEqual([`${place} finds nothing there in staging. ${advice}`]);
    });

    it("are not looked for in environments that were not scanned", () => {
      const scanned = stacks.filter(({ environment }) => environment === "production");
      expect(issues([finding()], [exception()], scanned)).toEqual([]);
      expect(issues([], [exception({ environments: ["staging"] })], scanned)).toEqual([]);
    });

    it("are looked for resource by resource", () => {
      const entry = exception({ resources: ["data/*/Resource", "data/Gone/Resource"] });
      expect(issues(both, [entry])).toEqual([
        `scan-exceptions.json:7:9  exceptions[0] > resources[1]: got "data/Gone/Resource", but CKV_AWS_18 finds nothing there in production and staging. ${advice}`,
      ]);
    });
  });

  describe("dates", () => {
    it("hold on their last day", () => {
      expect(issues(both, [exception()], stacks, "2027-01-31")).toEqual([]);
    });

    it("fail on the day after, although the finding is still accepted", () => {
      const verdict = verdictOf(both, [exception()], stacks, "2027-02-01");
      expect(verdict.failed).toEqual([]);
      expect(verdict.issues.map(renderIssue)).toEqual([
        'scan-exceptions.json:9:19  exceptions[0] > reviewBy: got "2027-01-31", which has passed (today is 2027-02-01). Look at the finding again: fix it, or give the exception a later date.',
      ]);
      expect(isClean(verdict)).toBe(false);
    });
  });
});
