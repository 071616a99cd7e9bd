/** Terraform's diagnostics as text for a person. */
import type { Diagnostic } from "./messages";

/** Why a run of terraform failed: its errors, or whatever it printed last when it crashed before it could tell. */
export function describeFailure(result: {
  readonly diagnostics: readonly Diagnostic[];
  readonly stray: readonly string[];
}): string {
  const errors = result.diagnostics.filter(({ severity }) => severity === "error").map(renderDiagnostic);
  return (errors.length === 0 ? result.stray.slice(-20) : errors).join(errors.length === 0 ? "\n" : "\n\n");
}

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
