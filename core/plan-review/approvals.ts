/** `approvals.json`: red findings that somebody looked at and agreed to, each for one plan only. */
import { z } from "zod";
import { throwIssues } from "../document/issues";
import { renderSchema, toJsonSchema } from "../document/json-schema";
import { parseJson } from "../document/parse";
import { schemaIssues } from "../document/schema-issues";
import { patterned, schemaReference } from "../document/schema-kit";
import type { Approval } from "./gate";

const approvalSchema = z.strictObject({
  stack: z
    .string()
    .min(1)
    .meta({ description: "The stack, for people; the hash says which plan.", examples: ["data"] }),
  plan: patterned(/^[0-9a-f]{64}$/, "a SHA-256 in hexadecimal", "0".repeat(64)).describe(
    "SHA-256 of the plan. `smart360 review` shows it; another plan has another one.",
  ),
  addresses: z
    .array(z.string().min(1))
    .min(1)
    .meta({
      description: "The red findings agreed to, by address as the review shows it.",
      examples: [["aws_db_instance.Database_1A2B3C4D"]],
    }),
  by: z
    .string()
    .min(1)
    .meta({ description: "Who agrees.", examples: ["ops@example.com"] }),
  reason: z
    .string()
    .min(10)
    .max(1_000)
    .meta({
      description: "Why it is right.",
      examples: ["The replica is rebuilt from the snapshot of this morning."],
    }),
  at: z
    .string()
    .min(1)
    .meta({ description: "When; ISO 8601.", examples: ["2026-11-22T12:00:00Z"] }),
});

const approvalsSchema = z.strictObject({
  $schema: schemaReference("./plan-approvals.schema.json"),
  approvals: z.array(approvalSchema).describe("What was agreed to."),
});

export type GivenApproval = z.output<typeof approvalSchema>;

/** @throws {ManifestError} with everything that is wrong, each with its place */
export function readApprovals(text: string, file: string): readonly (GivenApproval & Approval)[] {
  const { document, issues } = parseJson(text, file);
  if (document === undefined) return throwIssues(issues);
  const found = [...issues, ...schemaIssues(approvalsSchema, document)];
  if (found.length > 0) return throwIssues(found);
  return approvalsSchema.parse(document.value).approvals;
}

/** The text of an approvals file. */
export function renderApprovals(approvals: readonly GivenApproval[]): string {
  return `${JSON.stringify({ approvals }, undefined, 2)}\n`;
}

/** The text of `plan-approvals.schema.json`. */
export function approvalsJsonSchema(): string {
  return renderSchema(toJsonSchema(approvalsSchema, "SMART360 approvals of red findings"));
}
