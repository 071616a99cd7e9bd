/** What terraform says: its messages read, its diagnostics rendered. */
import { describe, expect, it } from "vitest";
import { describeFailure, renderDiagnostic } from "../../../ops/terraform/diagnostics";
import { readMessage, type Diagnostic } from "../../../ops/terraform/messages";

describe("readMessage", () => {
  const changes = { add: 1, change: 2, import: 0, remove: 3 };
  const resource = { addr: "aws_vpc.Vpc" };
  const diagnostic = { severity: "error", summary: "s", detail: "d" };
  it.each([
    [
      { type: "change_summary", changes: { ...changes, operation: "plan" } },
      { type: "change_summary", operation: "plan", changes: { add: 1, change: 2, remove: 3 } },
    ],
    [
      { type: "apply_complete", hook: { resource, action: "create" } },
      { type: "applied", action: "create", address: "aws_vpc.Vpc" },
    ],
    [{ type: "apply_complete", hook: { resource, action: "read" } }, { type: "other" }],
    [{ type: "apply_start", hook: { resource, action: "create" } }, { type: "other" }],
    [
      { type: "outputs", outputs: { a: { action: "create" }, b: { action: "noop" }, c: {}, d: { action: "delete" } } },
      { type: "outputs", changed: 2 },
    ],
    [
      { type: "diagnostic", diagnostic },
      { type: "diagnostic", diagnostic },
    ],
    [{ type: "version" }, { type: "other" }],
    [{}, { type: "other" }],
  ])("reads %j", (raw, expected) => {
    expect(readMessage(JSON.stringify(raw))).toEqual(expected);
  });

  it.each(["panic: runtime error", "", "null", "3"])("takes %j for no message", (line) => {
    expect(readMessage(line)).toBeUndefined();
  });
});

const full: Diagnostic = {
  severity: "error",
  summary: "Unsupported argument",
  detail: 'An argument named "cidr" is not expected here.\n\nDid you mean "cidr_block"?',
  address: "aws_vpc.Vpc",
  range: { filename: "cdk.tf.json", start: { line: 12 } },
  snippet: {
    context: "resource.aws_vpc.Vpc",
    code: '"cidr": "${local.x}"',
    start_line: 12,
    values: [{ traversal: "local.x", statement: 'is "10.0.0.0/16"' }],
  },
};

describe("renderDiagnostic", () => {
  it("gives summary, place, code, values and detail", () => {
    expect(renderDiagnostic(full)).toBe(
      `Error: Unsupported argument
  on cdk.tf.json line 12, in resource.aws_vpc.Vpc (aws_vpc.Vpc):
    12: "cidr": "\${local.x}"
    where local.x is "10.0.0.0/16"
  An argument named "cidr" is not expected here.

  Did you mean "cidr_block"?`,
    );
  });

  it("does with less", () => {
    expect(renderDiagnostic({ severity: "warning", summary: "Deprecated", detail: "" })).toBe("Warning: Deprecated");
    expect(renderDiagnostic({ severity: "error", summary: "Denied", detail: "no", address: "aws_vpc.Vpc" })).toBe(
      "Error: Denied\n  with aws_vpc.Vpc:\n  no",
    );
  });
});

describe("describeFailure", () => {
  it("shows the errors and no warnings", () => {
    const diagnostics: Diagnostic[] = [
      { severity: "warning", summary: "w", detail: "" },
      { severity: "error", summary: "one", detail: "" },
      { severity: "error", summary: "two", detail: "" },
    ];
    expect(describeFailure({ diagnostics, stray: ["noise"] })).toBe("Error: one\n\nError: two");
  });

  it("shows what terraform printed last when it crashed", () => {
    const stray = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    expect(describeFailure({ diagnostics: [], stray })).toBe(stray.slice(10).join("\n"));
  });
});
