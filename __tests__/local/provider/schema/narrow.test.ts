/** A provider that serves what is used, and plans as the whole one does. */
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BlockSchema } from "../../../../local/provider/schema/model";
import { narrowedTo } from "../../../../local/provider/schema/narrow";
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
  const rule = (...statements: object[]) => ({
    resource: {
      [type]: { a: { rule: statements.map((statement) => ({ name: "r", statement })) } },
      aws_vpc: { v: {} },
    },
    data: { aws_region: { r: {} } },
  });
  const narrowed = (...documents: Parameters<typeof narrowedTo>[0]) =>
    new SchemaStore(root, cache, narrowedTo(documents));
  const inside = (block: BlockSchema | undefined, ...path: string[]) =>
    Object.keys(path.reduce((inner, name) => inner?.blocks[name]?.block, block)?.blocks ?? {}).toSorted();

  it("are left out of types that nothing uses", () => {
    const store = narrowed(rule());
    expect(store.get("aws_vpc")).toEqual(whole.get("aws_vpc"));
    expect(store.get("data.aws_region")).toEqual(whole.get("data.aws_region"));
    expect(store.get("provider")).toEqual(whole.get("provider"));
    for (const unused of ["aws_subnet", "aws_region", "data.aws_vpc"]) expect(store.get(unused)).toBeUndefined();
  });

  it("keep of a firewall's statements those that any configuration has, and all else", () => {
    const geo = { geo_match_statement: { country_codes: ["NL"] } };
    const block = narrowed(
      rule({ and_statement: [{ statement: [geo, { xss_match_statement: {} }] }] }),
      rule({ rate_based_statement: { limit: 100, scope_down_statement: geo } }),
    ).get(type)?.block;
    const statement = ["rule", "statement"];
    expect(inside(block, ...statement)).toEqual(["and_statement", "rate_based_statement"]);
    expect(inside(block, ...statement, "and_statement")).toEqual(["statement"]);
    expect(inside(block, ...statement, "and_statement", "statement")).toEqual([
      "geo_match_statement",
      "xss_match_statement",
    ]);
    expect(inside(block, ...statement, "rate_based_statement", "scope_down_statement")).toEqual([
      "geo_match_statement",
    ]);
    expect(inside(block)).toEqual(inside(whole.get(type)?.block));
    expect(inside(block, "rule")).toEqual(inside(whole.get(type)?.block, "rule"));
    expect(inside(whole.get(type)?.block, ...statement).length).toBeGreaterThan(10);
  });
});

describe("the platform's firewall", () => {
  const { resource } = JSON.parse(Platform.synthesize().text("edge")) as Document;
  const configuration = { resource: { [type]: resource[type] ?? {} } };
  let whole: OfflineTerraform;
  let narrow: OfflineTerraform;

  beforeAll(async () => {
    [whole, narrow] = await Promise.all([
      startOfflineTerraform({ types: () => [type] }),
      startOfflineTerraform({ types: () => [type], narrow: narrowedTo([configuration]) }),
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
