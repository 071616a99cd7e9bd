/** Terraform's diagnostics as text for a person. */
import type { Diagnostic } from "./messages";

/**
 * ```
 * Error: Unsupported argument
 *   on cdk.tf.json line 12, in resource.aws_vpc.Vpc (aws_vpc.Vpc):
 *     12:         "cidr": "10.0.0.0/16"
 *   An argument named "cidr" is not expected here.
 * ```
 */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const { severity, summary, detail, address, range, snippet } = diagnostic;
  const lines = [`${severity === "error" ? "Error" : "Warning"}: ${summary}`];
  const context = snippet?.context ?? undefined;
  if (range !== undefined) {
    const inside = context === undefined ? "" : `, in ${context}`;
    const of = address === undefined ? "" : ` (${address})`;
    lines.push(`  on ${range.filename} line ${range.start.line}${inside}${of}:`);
  } else if (address !== undefined) {
    lines.push(`  with ${address}:`);
  }
  if (snippet !== undefined) {
    const code = snippet.code.split("\n");
    code.forEach((text, index) => lines.push(`    ${snippet.start_line + index}: ${text}`));
    for (const { traversal, statement } of snippet.values ?? []) lines.push(`    where ${traversal} ${statement}`);
  }
  if (detail !== "")
    lines.push(
      ...detail
        .trim()
        .split("\n")
        .map((text) => `  ${text}`.trimEnd()),
    );
  return lines.join("\n");
}
