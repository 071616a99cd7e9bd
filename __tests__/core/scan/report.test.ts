import { describe, expect, it } from "vitest";
import { readReport } from "../../../core/scan/report";
import { record, reportText, stacks } from "../../support/scan";

const read = (failed: readonly object[]) => readReport(reportText({ failed }), stacks).results;

describe("readReport", () => {
  it("reads what passed and what failed, with checkov's version", () => {
    const report = readReport(
      reportText({
        passed: [record("CKV_AWS_17", "resource.Database_3C4D")],
        failed: [record("CKV_AWS_157", "resource.Database_3C4D")],
      }),
      stacks,
    );
    expect(report.checkovVersion).toBe("3.3.30");
    expect(report.results.map(({ check, passed }) => [check, passed])).toEqual([
      ["CKV_AWS_157", false],
      ["CKV_AWS_17", true],
    ]);
  });

  it("gives each result its place in the construct tree", () => {
    expect(read([record("CKV_AWS_157", "resource.Database_3C4D")])).toEqual([
      {
        environment: "production",
        stack: "data",
        check: "CKV_AWS_157",
        wants: "Ensure CKV_AWS_157",
        link: "https://github.com/bridgecrewio/checkov/blob/3.3.30/checkov/terraform/checks/resource/aws/Example.py",
        looksAt: ["multi_az"],
        address: "aws_db_instance.Database_3C4D",
        path: "data/Database/Resource",
        passed: false,
      },
    ]);
  });

  it.each([
    ["a whole address", "aws_s3_bucket.Files_1A2B", "aws_s3_bucket.Files_1A2B", "data/Files/Resource"],
    ["a name without its type", "resource.Files_1A2B", "aws_s3_bucket.Files_1A2B", "data/Files/Resource"],
    [
      "the document of a policy",
      "aws_iam_policy_document.Role_Policy_5E6F",
      "aws_iam_role_policy.Role_Policy_5E6F",
      "data/Role/Policy",
    ],
    ["what is no resource of the stack", "aws.default", "aws.default", "data/aws.default"],
  ])("finds the construct of %s", (_, resource, address, path) => {
    expect(read([record("CKV_AWS_1", resource)])).toMatchObject([{ address, path }]);
  });

  it("keeps the environments apart", () => {
    const staging = { file_path: "/staging/data/cdk.tf.json" };
    expect(
      read([
        record("CKV_AWS_1", "aws_s3_bucket.Files_1A2B", staging),
        record("CKV_AWS_1", "aws_s3_bucket.Files_1A2B"),
      ]).map(({ environment }) => environment),
    ).toEqual(["production", "staging"]);
  });

  it("puts results in an order of its own", () => {
    const failed = [
      record("CKV_AWS_2", "aws_s3_bucket.Files_1A2B"),
      record("CKV_AWS_3", "aws_db_instance.Database_3C4D"),
      record("CKV_AWS_1", "aws_s3_bucket.Files_1A2B"),
    ];
    const expected = ["CKV_AWS_3", "CKV_AWS_1", "CKV_AWS_2"];
    expect(read(failed).map(({ check }) => check)).toEqual(expected);
    expect(read(failed.toReversed()).map(({ check }) => check)).toEqual(expected);
  });

  it("points to the index of policies where the class tells nothing", () => {
    expect(read([record("CKV2_AWS_5", "resource.Files_1A2B", { check_class: "checkov.common.x" })])).toMatchObject([
      { link: "https://www.checkov.io/5.Policy%20Index/terraform.html" },
    ]);
  });

  it.each([
    [
      ["resource_type", "rule/status", "bucket"],
      ["bucket", "rule/status"],
    ],
    [[], []],
    [null, []],
    [undefined, []],
  ])("takes the arguments that were looked at: %j", (keys, expected) => {
    const result = { check_result: { result: "FAILED", evaluated_keys: keys } };
    expect(read([record("CKV_AWS_1", "resource.Files_1A2B", result)])).toMatchObject([{ looksAt: expected }]);
  });

  it.each([
    [
      "no JSON",
      "Traceback (most recent call last)",
      'it is not JSON but starts with "Traceback (most recent call last)"',
    ],
    ["another shape", '{"passed": 0}', "results: Invalid input: expected object, received undefined"],
    [
      "a file that was not given",
      reportText({ failed: [record("CKV_AWS_1", "x.y", { file_path: "/else/cdk.tf.json" })] }),
      "it tells of /else/cdk.tf.json, which was not given to it",
    ],
  ])("refuses %s", (_, text, reason) => {
    expect(() => readReport(text, stacks)).toThrow(
      `checkov's report is not as version 3.3 writes it: ${reason}. Hold the pinned version (ops/scan/requirements.txt) against core/scan/report.ts.`,
    );
  });

  it("refuses a scan that left a stack out", () => {
    const text = reportText({ parsingErrors: ["/production/data/cdk.tf.json", "/staging/data/cdk.tf.json"] });
    expect(() => readReport(text, stacks)).toThrow(
      "checkov could not read /production/data/cdk.tf.json, /staging/data/cdk.tf.json: nothing in there was checked. Make core/scan/prepare.ts write it so that it can.",
    );
  });
});
