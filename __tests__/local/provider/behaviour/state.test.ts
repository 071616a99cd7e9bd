import { describe, expect, test } from "vitest";
import { conform, importedState, readPrivate, writePrivate } from "../../../../local/provider/behaviour/state";
import { readSettings } from "../../../../local/provider/behaviour/settings";
import { shortRegion } from "../../../../local/provider/behaviour/made-up";
import type { BlockSchema } from "../../../../local/provider/schema/model";

const block: BlockSchema = {
  attributes: {
    id: { type: "string", computed: true },
    port: { type: "number", optional: true },
    on: { type: "bool", optional: true },
    names: { type: ["set", "string"], optional: true },
    labels: { type: ["map", "number"], optional: true },
    pair: { type: ["object", { a: "string", b: "bool" }], optional: true },
    secret: { type: "string", optional: true, writeOnly: true },
  },
  blocks: {
    many: { nesting: "list", minItems: 0, maxItems: 0, block: { attributes: { x: { type: "string" } }, blocks: {} } },
    timeouts: {
      nesting: "single",
      minItems: 0,
      maxItems: 0,
      block: { attributes: { create: { type: "string" } }, blocks: {} },
    },
  },
};
const empty = {
  id: null,
  port: null,
  on: null,
  names: null,
  labels: null,
  pair: null,
  secret: null,
  many: [],
  timeouts: null,
};

describe("stored state is made to fit", () => {
  test("nothing stored", () => {
    expect(conform(block, {})).toEqual(empty);
  });

  test("values of another type are converted where Terraform would, and dropped where it would not", () => {
    const stored = { id: 7, port: "80", on: "true", names: [1, "b"], labels: { a: "1", b: {} }, pair: { a: 1, c: 2 } };
    expect(conform(block, stored)).toEqual({
      ...empty,
      id: "7",
      port: "80",
      on: true,
      names: ["1", "b"],
      labels: { a: "1", b: null },
      pair: { a: "1", b: null },
    });
    expect(conform(block, { id: {}, port: "many", on: "perhaps", names: "a", labels: [], pair: "p" })).toEqual(empty);
  });

  test("blocks lose what the schema does not know; write-only values are never kept", () => {
    const stored = { many: [{ x: "1", y: 2 }, null], timeouts: { create: "5m", more: 1 }, secret: "hush", more: 1 };
    expect(conform(block, stored)).toEqual({ ...empty, many: [{ x: "1" }], timeouts: { create: "5m" } });
    expect(conform(block, { many: {}, timeouts: [] })).toEqual(empty);
  });
});

describe("imports", () => {
  test("the id goes to the attribute that identifies the resource", () => {
    expect(importedState("aws_x", block, "it")).toEqual({ ...empty, id: "it" });
    const only = (name: string): BlockSchema => ({
      attributes: { [name]: { type: "string", required: true } },
      blocks: {},
    });
    for (const name of ["arn", "name", "bucket"])
      expect(importedState("aws_x", only(name), "it")).toEqual({ [name]: "it" });
    expect(() => importedState("aws_x", { attributes: {}, blocks: {} }, "it")).toThrow(
      "aws_x has no attribute that identifies it.",
    );
  });

  test("private data that is not the provider's is nothing", () => {
    expect(readPrivate(writePrivate({ imported: true }))).toEqual({ imported: true });
    expect(readPrivate(writePrivate({}))).toEqual({});
    for (const text of ["", "null", "{", '{"schema_version":"1"}', '{"imported":"yes"}'])
      expect(readPrivate(Buffer.from(text))).toEqual({});
    expect(readPrivate(undefined)).toEqual({});
  });
});

describe("settings of a provider block", () => {
  test("what is left out", () => {
    const plain = { region: "us-east-1", account: "000000000000", defaultTags: {} };
    expect(readSettings(null)).toEqual(plain);
    expect(readSettings({ region: null, allowed_account_ids: null, default_tags: [] })).toEqual(plain);
    expect(readSettings({ default_tags: [{ tags: null }] })).toEqual(plain);
  });

  test("what is given", () => {
    const config = { region: "eu-west-1", allowed_account_ids: ["1", "2"], default_tags: [{ tags: { a: "b" } }] };
    expect(readSettings(config)).toEqual({ region: "eu-west-1", account: "1", defaultTags: { a: "b" } });
  });
});

test.each([
  ["us-east-1", "use1"],
  ["eu-central-1", "euc1"],
  ["ap-southeast-2", "apse2"],
])("%s is %s for short", (region, short) => {
  expect(shortRegion(region)).toBe(short);
});
