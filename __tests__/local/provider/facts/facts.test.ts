/** Every entry of the tables of facts names something that the schema has, in a form that the provider can use. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openOnChange } from "../../../../local/provider/facts/change-facts";
import { createdTables } from "../../../../local/provider/facts/created-values";
import { defaultFacts } from "../../../../local/provider/facts/default-facts";
import { computedBlocks, keptBlocks, knownFacts } from "../../../../local/provider/facts/kind-facts";
import { replacementFacts } from "../../../../local/provider/facts/replacement-facts";
import { schemaFacts } from "../../../../local/provider/facts/schema-facts";
import type { AttributeSchema, BlockSchema, NestedBlockSchema } from "../../../../local/provider/schema/model";
import { SchemaStore } from "../../../../local/provider/schema/store";

const root = resolve(import.meta.dirname, "../../../..");
let cacheDir: string;
let store: SchemaStore;
beforeAll(() => {
  cacheDir = mkdtempSync(join(tmpdir(), "smart360-facts-"));
  store = new SchemaStore(root, cacheDir);
});
afterAll(() => rmSync(cacheDir, { recursive: true, force: true }));

/** What a path leads to. */
function find(type: string, path: string): AttributeSchema | NestedBlockSchema | undefined {
  const names = path.replace("#", "").split(".");
  const last = names.pop() as string;
  let block: BlockSchema | undefined = store.get(type)?.block;
  for (const name of names) {
    // The elements of a computed collection of objects are computed as it is.
    const collection = block?.attributes[name];
    if (collection?.computed && JSON.stringify(collection.type).includes(`"${last}":`)) return collection;
    block = block?.blocks[name]?.block;
  }
  return block?.attributes[last] ?? block?.blocks[last];
}

const lines = (wrong: readonly (string | undefined)[]) => wrong.filter((line) => line !== undefined);

test("schema facts", () => {
  const wrong = Object.entries(schemaFacts).flatMap(([type, facts]) => [
    store.get(type) === undefined ? type : undefined,
    ...[...(facts.sensitive ?? []), ...(facts.writeOnly ?? []), ...(facts.deprecated ?? [])].map((path) => {
      const found = find(type, path);
      return found !== undefined && "type" in found ? undefined : `${type}.${path}`;
    }),
    ...Object.keys(facts.limits ?? {}).map((path) => {
      const found = find(type, path);
      return found !== undefined && "nesting" in found ? undefined : `${type}.${path}`;
    }),
  ]);
  expect(lines(wrong)).toEqual([]);
  expect(wrong.length).toBeGreaterThan(80);
});

test("replacement facts", () => {
  const wrong = Object.entries(replacementFacts).flatMap(([type, paths]) => [
    store.get(type) === undefined ? type : undefined,
    ...paths.map((path) => {
      const found = find(type, path);
      const settable =
        found !== undefined && ("nesting" in found || found.optional === true || found.required === true);
      return settable ? undefined : `${type}.${path}`;
    }),
  ]);
  expect(lines(wrong)).toEqual([]);
  expect(Object.keys(replacementFacts).length).toBeGreaterThan(100);
});

test("defaults are of arguments that the provider may not fill in", () => {
  const wrong = Object.entries(defaultFacts).flatMap(([type, defaults]) =>
    Object.entries(defaults).map(([path, value]) => {
      const found = find(type, path);
      if (found === undefined || "nesting" in found || found.computed === true) return `${type}.${path}`;
      const kind = { string: "string", number: "number", boolean: "bool" }[typeof value as "string"];
      return found.type === kind ? undefined : `${type}.${path}: ${JSON.stringify(value)}`;
    }),
  );
  expect(lines(wrong)).toEqual([]);
  expect(wrong.length).toBeGreaterThan(100);
});

test("what opens on change is computed, by arguments that exist", () => {
  const wrong = Object.entries(openOnChange).flatMap(([type, rules]) =>
    rules.flatMap(({ attribute, on, except = [], when }) => {
      const found = find(type, attribute);
      const named = [...(on === "any" ? [] : on), ...except, ...(when === undefined ? [] : [when])];
      return [
        computedBlocks[type]?.includes(attribute) || (found !== undefined && "type" in found && found.computed === true)
          ? undefined
          : `${type}.${attribute}`,
        ...named.map((name) => (find(type, name) === undefined ? `${type}.${name}` : undefined)),
      ];
    }),
  );
  expect(lines(wrong)).toEqual([]);
  expect(wrong.length).toBeGreaterThan(30);
});

test("blocks that AWS fills in or keeps are optional blocks", () => {
  const paths = [computedBlocks, keptBlocks].flatMap((facts) =>
    Object.entries(facts).flatMap(([type, names]) => names.map((name) => ({ type, name }))),
  );
  const wrong = paths.map(({ type, name }) => {
    const found = find(type, name);
    return found !== undefined && "nesting" in found && found.minItems === 0 ? undefined : `${type}.${name}`;
  });
  expect(lines(wrong)).toEqual([]);
  expect(wrong.length).toBeGreaterThan(40);
});

test("values known in the plan are of computed attributes", () => {
  const wrong = Object.entries(knownFacts).flatMap(([type, values]) =>
    Object.keys(values).map((path) => {
      const found = find(type, path);
      return found !== undefined && "type" in found && found.computed === true ? undefined : `${type}.${path}`;
    }),
  );
  expect(lines(wrong)).toEqual([]);
  expect(wrong).not.toEqual([]);
});

test("created values are of computed attributes", () => {
  const wrong = Object.entries(createdTables).flatMap(([type, values]) =>
    Object.keys(values).map((path) => {
      const found = find(type, path);
      return found !== undefined && "type" in found && found.computed === true ? undefined : `${type}.${path}`;
    }),
  );
  expect(lines(wrong)).toEqual([]);
  expect(wrong.length).toBeGreaterThan(300);
});

test("every type whose replacements are known and that has an id has a fact for it", () => {
  const missing = Object.keys(replacementFacts).filter((type) => {
    const block = store.get(type)?.block;
    return block?.attributes["id"] !== undefined && createdTables[type]?.["id"] === undefined;
  });
  expect(missing).toEqual([]);
});
