/** A small recorded scan: two stacks in two environments, and what checkov says of them. */
import { readExceptions, type ScanExceptions } from "../../core/scan/exceptions";
import { judge, type Verdict } from "../../core/scan/judge";
import type { ScannedStack, ScanResult } from "../../core/scan/report";

const at = (path: string) => ({ "//": { metadata: { path, uniqueId: path } } });

/** The stack `data` as it is synthesized. */
export const dataStack = {
  terraform: { required_version: ">= 1.11" },
  provider: { aws: [{ region: "us-east-1" }] },
  resource: {
    aws_s3_bucket: { Files_1A2B: { ...at("data/Files/Resource"), bucket: "files" } },
    aws_db_instance: { Database_3C4D: { ...at("data/Database/Resource"), multi_az: false } },
    aws_iam_role_policy: { Role_Policy_5E6F: { ...at("data/Role/Policy"), name: "grants" } },
  },
};

export const stacks: readonly ScannedStack[] = ["production", "staging"].flatMap((environment) => [
  { environment, stack: "data", json: dataStack },
  { environment, stack: "service-billing", json: {} },
]);

/** One record as checkov writes it, as far as it is read. */
export const record = (check: string, resource: string, more: object = {}) => ({
  check_id: check,
  check_name: `Ensure ${check}`,
  check_class: "checkov.terraform.checks.resource.aws.Example",
  check_result: { result: "FAILED", evaluated_keys: ["multi_az"] },
  file_path: "/production/data/cdk.tf.json",
  resource,
  guideline: null,
  ...more,
});

export const reportText = (results: {
  readonly passed?: readonly object[];
  readonly failed?: readonly object[];
  readonly parsingErrors?: readonly string[];
}) =>
  JSON.stringify({
    check_type: "terraform_json",
    results: {
      passed_checks: results.passed ?? [],
      failed_checks: results.failed ?? [],
      skipped_checks: [],
      parsing_errors: results.parsingErrors ?? [],
    },
    summary: { passed: 0, failed: 0, checkov_version: "3.3.30" },
  });

/** A finding about the bucket of the files in production, with some of it changed. */
export const finding = (change: Partial<ScanResult> = {}): ScanResult => ({
  environment: "production",
  stack: "data",
  check: "CKV_AWS_18",
  wants: "Ensure access logging",
  link: "https://example.com/check",
  looksAt: ["logging"],
  address: "aws_s3_bucket.Files_1A2B",
  path: "data/Files/Resource",
  passed: false,
  ...change,
});

/** An entry of the exceptions file that accepts `finding()`, with some of it changed. */
export const exception = (change: object = {}) => ({
  check: "CKV_AWS_18",
  resources: ["data/Files/Resource"],
  reason: "Nobody needs to know who read these.",
  reviewBy: "2027-01-31",
  ...change,
});

export const exceptionsOf = (...entries: readonly object[]): ScanExceptions =>
  readExceptions(JSON.stringify({ exceptions: entries }, undefined, 2), {
    file: "scan-exceptions.json",
    knownEnvironments: ["production", "staging"],
  });

const passed = finding({ passed: true, check: "CKV_AWS_19", wants: "Ensure encryption" });
export const failed = finding({ check: "CKV_AWS_144", wants: 'Ensure <replication> & "more"', looksAt: [] });

/** One of each: passed, failed, excepted, and an exception that is overdue. */
export const mixed: Verdict = judge(
  { checkovVersion: "3.3.30", results: [passed, failed, finding()] },
  stacks,
  exceptionsOf(exception({ environments: ["production"], reviewBy: "2026-12-31" })),
  "2027-01-31",
);

/** What the one issue of `mixed` says. */
export const overdue =
  'got "2026-12-31", which has passed (today is 2027-01-31). Look at the finding again: fix it, or give the exception a later date.';

/** Nothing but a check that passed. */
export const clean: Verdict = judge(
  { checkovVersion: "3.3.30", results: [passed] },
  stacks,
  exceptionsOf(),
  "2027-01-31",
);
