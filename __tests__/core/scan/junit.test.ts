import { describe, expect, it } from "vitest";
import { renderJunit } from "../../../core/scan/junit";
import { mixed, overdue } from "../../support/scan";

const file = "scan-exceptions.json";

describe("renderJunit", () => {
  it("has a suite for each stack and one for the exceptions, a case for each check of each resource", () => {
    const message = `scan-exceptions.json:9:19  exceptions[0] &gt; reviewBy: ${overdue.replaceAll('"', "&quot;")}`;
    expect(renderJunit(mixed, file)).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<testsuites>",
        '  <testsuite name="production/data" tests="3" failures="1" skipped="1">',
        '    <testcase classname="production.data" name="CKV_AWS_144 data/Files/Resource: Ensure &lt;replication&gt; &amp; &quot;more&quot;"><failure message="aws_s3_bucket.Files_1A2B does not pass; see https://example.com/check"/></testcase>',
        '    <testcase classname="production.data" name="CKV_AWS_18 data/Files/Resource: Ensure access logging"><skipped message="Nobody needs to know who read these."/></testcase>',
        '    <testcase classname="production.data" name="CKV_AWS_19 data/Files/Resource: Ensure encryption"/>',
        "  </testsuite>",
        ...["production/service-billing", "staging/data", "staging/service-billing"].flatMap((name) => [
          `  <testsuite name="${name}" tests="0" failures="0" skipped="0">`,
          "  </testsuite>",
        ]),
        `  <testsuite name="${file}" tests="1" failures="1" skipped="0">`,
        `    <testcase classname="${file}" name="exceptions[0] &gt; reviewBy"><failure message="${message}"/></testcase>`,
        "  </testsuite>",
        "</testsuites>",
        "",
      ].join("\n"),
    );
  });
});
