/** `smart360 schema`: the JSON Schema files that editors read; they are written from the schemas of `core/`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentJsonSchema } from "../../core/environment/json-schema";
import { manifestJsonSchema } from "../../core/manifest/json-schema";
import { approvalsJsonSchema } from "../../core/plan-review/approvals";
import { reviewJsonSchema } from "../../core/plan-review/render/json";
import { exceptionsJsonSchema } from "../../core/scan/json-schema";
import { ExitCode, type Console } from "../console";

/** Files and what they are to hold. */
function files(): Readonly<Record<string, string>> {
  return {
    "services.schema.json": manifestJsonSchema(),
    "environments/environment.schema.json": environmentJsonSchema(),
    "scan-exceptions.schema.json": exceptionsJsonSchema(),
    "plan-review.schema.json": reviewJsonSchema(),
    "plan-approvals.schema.json": approvalsJsonSchema(),
  };
}

/** Writes the files, or says which of them are not as they should be. */
export function schema(root: string, write: boolean, out: Console): number {
  const stale = Object.entries(files()).filter(([path, content]) => read(join(root, path)) !== content);
  for (const [path, content] of stale) {
    if (write) writeFileSync(join(root, path), content);
    out.print(write ? `Wrote ${path}` : `${path} is not up to date: run \`smart360 schema --write\``);
  }
  if (stale.length === 0) out.print("The schema files are up to date.");
  return stale.length === 0 || write ? ExitCode.ok : ExitCode.failed;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
