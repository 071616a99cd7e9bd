/** The provider types that the synthesized stacks use: the offline provider reads the schema of these only. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TypeName } from "../provider/schema/model";

/** `aws_vpc`, `data.aws_caller_identity`, ...: from every stack in `cdktf.out/stacks` under `root`, JSON or HCL. */
export function typesInUse(root: string): ReadonlySet<TypeName> {
  const stacks = join(root, "cdktf.out", "stacks");
  return new Set(
    list(stacks).flatMap((stack) => [
      ...inJson(read(join(stacks, stack, "cdk.tf.json"))),
      ...inHcl(read(join(stacks, stack, "cdk.tf"))),
    ]),
  );
}

interface Synthesized {
  readonly resource?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
}

function inJson(text: string): TypeName[] {
  let document: Synthesized;
  try {
    document = JSON.parse(text) as Synthesized;
  } catch {
    return []; // being written just now, or there is none
  }
  return [...Object.keys(document.resource ?? {}), ...Object.keys(document.data ?? {}).map((type) => `data.${type}`)];
}

/** Blocks begin a line, as CDKTF writes them. */
function inHcl(text: string): TypeName[] {
  return [...text.matchAll(/^(resource|data) "(\w+)" /gm)].map(([, kind, type]) =>
    kind === "data" ? `data.${type}` : String(type),
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
