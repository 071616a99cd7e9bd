/** A provider that serves what is used, and plans as the whole one does. */
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BlockSchema } from "../../../../local/provider/schema/model";
import { namesIn } from "../../../../local/provider/schema/narrow";
import { SchemaStore } from "../../../../local/provider/schema/store";
import { startOfflineTerraform, type OfflineTerraform } from "../../../support/offline-terraform";
import { Platform } from "../../../support/platform";

interface Document {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
}

const root = resolve(import.meta.dirname, "../../../..");
const cache = resolve(root, ".gen/provider-schema");
const type = "aws_wafv2_web_acl";

describe("schemas", () => {
  const whole = new SchemaStore(root, cache);
  const rule = (...statements: object[]) =>
    JSON.stringify({
      resource: { [type]: { a: { rule: statements.map((statement) => ({ name: "r", statement })) } } },
    });
  const narrowed = (...texts: string[]) => new SchemaStore(root, cache, () => new Set(texts.flatMap(namesIn)));
  const inside = (block: BlockSchema | undefined, ...path: string[]) =>
    Object.keys(path.reduce((inner, name) => inner?.blocks[name]?.block, block)?.blocks ?? {}).toSorted();

  it("are whole but for firewalls", () => {
    for (const other of ["aws_vpc", "data.aws_region", "provider"])
      expect(narrowed().get(other)).toEqual(whole.get(other));
    expect(inside(narrowed().get(type)?.block, "rule", "statement")).toEqual([]);
  });

  it("keep of a firewall's statements those that any configuration names, and all else", () => {
    const block = narrowed(
      rule({ and_statement: [{ statement: [{ geo_match_statement: { country_codes: ["NL"] } }] }] }),
      'resource "aws_wafv2_web_acl" {\n rate_based_statement {\n scope_down_statement {\n }\n }\n}\n',
    ).get(type)?.block;
    const statement = ["rule", "statement"];
    expect(inside(block, ...statement)).toEqual(["and_statement", "geo_match_statement", "rate_based_statement"]);
    expect(inside(block, ...statement, "and_statement")).toEqual(["statement"]);
    expect(inside(block, ...statement, "rate_based_statement", "scope_down_statement")).toEqual([
      "and_statement",
      "geo_match_statement",
    ]);
    expect(inside(block)).toEqual(inside(whole.get(type)?.block));
    expect(inside(block, "rule")).toEqual(inside(whole.get(type)?.block, "rule"));
    expect(inside(whole.get(type)?.block, ...statement).length).toBeGreaterThan(10);
  });

  it("grow with what is named", () => {
    const names = new Set<string>();
    const store = new SchemaStore(root, cache, () => names);
    expect(inside(store.get(type)?.block, "rule", "statement")).toEqual([]);
    names.add("geo_match_statement");
    expect(inside(store.get(type)?.block, "rule", "statement")).toEqual(["geo_match_statement"]);
  });
});

describe("the platform's firewall", () => {
  const { resource } = JSON.parse(Platform.synthesize().text("edge")) as Document;
  const configuration = { resource: { [type]: resource[type] ?? {} } };
  let whole: OfflineTerraform;
  let narrow: OfflineTerraform;

  beforeAll(async () => {
    [whole, narrow] = await Promise.all([
      startOfflineTerraform({ types: () => [type], isWhole: true }),
      startOfflineTerraform({ types: () => [type] }),
    ]);
  });

  afterAll(() => Promise.all([whole.stop(), narrow.stop()]));

  it("is as applied to the whole provider", async () => {
    const applied = await narrow.workspace(configuration);
    expect(await applied.settles()).toBe("applied, then nothing to do");
    const planned = await whole.workspace(configuration);
    planned.writeState(applied.stateFile());
    expect((await planned.plan()).changes).toEqual([]);
  });
});
