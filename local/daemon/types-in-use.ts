/** The provider types that the synthesized stacks use: the offline provider reads the schema of these only. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TypeName } from "../provider/schema/model";

/** `aws_vpc`, `data.aws_caller_identity`, ...: from every `cdktf.out/stacks/<stack>/cdk.tf.json` under `root`. */
export function typesInUse(root: string): ReadonlySet<TypeName> {
  const stacks = join(root, "cdktf.out", "stacks");
  const types = new Set<TypeName>();
  for (const name of list(stacks)) {
    const document = readJson(join(stacks, name, "cdk.tf.json"));
    for (const type of Object.keys(document?.resource ?? {})) types.add(type);
    for (const type of Object.keys(document?.data ?? {})) types.add(`data.${type}`);
  }
  return types;
}

interface Synthesized {
  readonly resource?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
}

function readJson(path: string): Synthesized | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Synthesized;
  } catch {
    return undefined; // being written just now, or another stack's folder without a document
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
