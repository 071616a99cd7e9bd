/** Rule 8 over the whole platform: what its stacks reference has a value of its own in the tables of facts. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { createdByName, createdTables } from "../../../local/provider/facts/created-values";
import { SchemaStore } from "../../../local/provider/schema/store";

const root = resolve(import.meta.dirname, "../../..");

const hasCreatedValue = (type: string, attribute: string) =>
  (createdTables[type]?.[attribute] ?? createdByName[attribute]) !== undefined;

interface Stack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

test("every attribute that the stacks reference is configured or has a plausible value", () => {
  const folder = mkdtempSync(join(tmpdir(), "smart360-references-"));
  try {
    execFileSync(process.execPath, ["ops/load.mjs", "main.ts"], {
      cwd: root,
      env: { ...process.env, CDKTF_OUTDIR: folder },
    });
    const store = new SchemaStore(root, join(folder, "schema"));
    const seen = new Set<string>();
    const wrong = new Set<string>();
    for (const name of readdirSync(join(folder, "stacks"))) {
      const text = readFileSync(join(folder, "stacks", name, "cdk.tf.json"), "utf8");
      const { resource = {} } = JSON.parse(text) as Stack;
      for (const [, type = "", id = "", attribute = ""] of text.matchAll(
        /\b(aws_[a-z0-9_]+)\.([\w-]+)\.([a-z_0-9]+)/g,
      )) {
        const config = resource[type]?.[id];
        if (config === undefined) continue; // `data.aws_...`: answered as a whole
        seen.add(`${type}.${attribute}`);
        const schema = store.get(type)?.block.attributes[attribute];
        const plausible = attribute in config || (schema?.computed === true && hasCreatedValue(type, attribute));
        if (!plausible) wrong.add(`${name}: ${type}.${attribute}`);
      }
    }
    expect([...wrong]).toEqual([]);
    expect(seen.size).toBeGreaterThan(30);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
