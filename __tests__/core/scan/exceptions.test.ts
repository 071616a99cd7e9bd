import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ManifestError } from "../../../core/errors";
import { names, readExceptions } from "../../../core/scan/exceptions";
import { exception, exceptionsOf } from "../../support/scan";

const file = "scan-exceptions.json";
const knownEnvironments = ["production", "staging"];

/** What is wrong with these entries, each as `line:column where: message`. */
function problems(...entries: readonly object[]): string[] {
  try {
    exceptionsOf(...entries);
    return [];
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return error.message.split("\n").map((line) => line.replace(`${file}:`, ""));
  }
}

describe("readExceptions", () => {
  it("reads what is there, and nothing more", () => {
    expect(exceptionsOf(exception({ environments: ["staging"] })).entries).toEqual([
      exception({ environments: ["staging"] }),
    ]);
    expect(exceptionsOf().entries).toEqual([]);
  });

  it("reads the committed file", () => {
    const { entries } = readExceptions(readFileSync(file, "utf8"), { file, knownEnvironments });
    expect(entries.length).toBeGreaterThan(0);
  });

  it.each([
    [
      "a check that is no id",
      { check: "AWS_18" },
      '4:16  exceptions[0] > check: got "AWS_18", must be the id of a check such as CKV_AWS_18.',
    ],
    ["no resource", { resources: [] }, "5:20  exceptions[0] > resources: has no entry, must have at least 1."],
    [
      "a stack instead of a construct",
      { resources: ["data"] },
      '6:9  exceptions[0] > resources[0]: got "data", must be the path of a construct such as data/Files/Resource, where * stands for any part of a name.',
    ],
    [
      "a reason that is none",
      { reason: "false positive" },
      '8:17  exceptions[0] > reason: got "false positive" with 14 characters, must have 20 to 1000.',
    ],
    [
      "a date in another order",
      { reviewBy: "31.01.2027" },
      '9:19  exceptions[0] > reviewBy: got "31.01.2027", must be a day such as 2027-01-31.',
    ],
    [
      "a day that does not exist",
      { reviewBy: "2027-02-29" },
      '9:19  exceptions[0] > reviewBy: got "2027-02-29", which is no day of the calendar.',
    ],
    [
      "a month that does not exist",
      { reviewBy: "2027-13-01" },
      '9:19  exceptions[0] > reviewBy: got "2027-13-01", which is no day of the calendar.',
    ],
    [
      "an unknown environment",
      { environments: ["stagging"] },
      '11:9  exceptions[0] > environments[0]: got "stagging", but there is no environments/stagging.json. Did you mean "staging"?',
    ],
    [
      "an unknown key",
      { stack: "data" },
      "10:7  exceptions[0] > stack: unknown key. Known are check, resources, environments, reason and reviewBy.",
    ],
    [
      "a missing date",
      { reviewBy: undefined },
      '3:5  exceptions[0]: "reviewBy" is missing. Add it: Day until which the reason holds: then somebody looks again.',
    ],
  ])("refuses %s", (_, change, message) => {
    expect(problems(exception(change))).toEqual([message]);
  });

  it("tells everything at once, in the order of the file", () => {
    const first = exception({ check: "18", environments: ["test"] });
    expect(problems(first, exception({ reviewBy: "soon" })).map((line) => line.replace(/: .*/, ""))).toEqual([
      "4:16  exceptions[0] > check",
      "11:9  exceptions[0] > environments[0]",
      "20:19  exceptions[1] > reviewBy",
    ]);
  });

  it("refuses what is no JSON, with its place", () => {
    expect(() => readExceptions("{", { file, knownEnvironments })).toThrow(
      `${file}:1:2  the file ends before an object is closed. Add the missing }.`,
    );
  });
});

describe("names", () => {
  it.each([
    ["data/Files/Resource", "data/Files/Resource", true],
    ["data/Files/Resource", "data/Files/Resource2", false],
    ["data/Files", "data/Files/Resource", false],
    ["service-*/LogGroup/Resource", "service-billing/LogGroup/Resource", true],
    ["registry/Service-*/Secret-*", "registry/Service-billing/Secret-database-url", true],
    ["data/*/Resource", "data/Database/Log-upgrade/Resource", false],
    ["data/*/*", "data/Files/Resource", true],
    ["data/a.b", "data/aXb", false],
  ])("%s names %s: %s", (pattern, path, expected) => {
    expect(names(pattern, path)).toBe(expected);
  });
});
