/** The schema read from the pinned bindings and completed by the table of facts. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSchema } from "../../../../local/provider/schema/read";
import { SchemaStore } from "../../../../local/provider/schema/store";

const root = resolve(import.meta.dirname, "../../../..");
let cacheDir: string;
let store: SchemaStore;
beforeAll(() => {
  cacheDir = mkdtempSync(join(tmpdir(), "smart360-schema-"));
  store = new SchemaStore(root, cacheDir);
});
afterAll(() => rmSync(cacheDir, { recursive: true, force: true }));

const attributes = (type: string) => store.get(type)?.block.attributes ?? {};
const blocks = (type: string) => store.get(type)?.block.blocks ?? {};

describe("attributes", () => {
  test("required, optional, computed, both", () => {
    expect(attributes("aws_ecr_repository")).toMatchObject({
      name: { type: "string", required: true },
      force_delete: { type: "bool", optional: true },
      arn: { type: "string", computed: true },
      id: { type: "string", optional: true, computed: true },
      tags_all: { type: ["map", "string"], optional: true, computed: true },
    });
    expect(attributes("aws_ecr_repository")["force_delete"]).toEqual({ type: "bool", optional: true });
  });

  test("lists, sets and numbers", () => {
    expect(attributes("aws_vpc_endpoint")).toMatchObject({
      subnet_ids: { type: ["set", "string"] },
      cidr_blocks: { type: ["list", "string"] },
    });
    expect(attributes("aws_lb")["idle_timeout"]?.type).toBe("number");
  });

  test("computed objects", () => {
    expect(attributes("aws_acm_certificate")["domain_validation_options"]).toEqual({
      computed: true,
      type: [
        "set",
        [
          "object",
          {
            domain_name: "string",
            resource_record_name: "string",
            resource_record_type: "string",
            resource_record_value: "string",
          },
        ],
      ],
    });
  });

  test("arguments that look like blocks and are attributes", () => {
    for (const [type, name] of [
      ["aws_security_group", "ingress"],
      ["aws_security_group", "egress"],
      ["aws_default_security_group", "ingress"],
      ["aws_default_security_group", "egress"],
      ["aws_route_table", "route"],
    ] as const) {
      expect(attributes(type)[name]).toMatchObject({ optional: true, computed: true });
      expect(attributes(type)[name]?.type[0]).toBe("set");
      expect(blocks(type)).not.toHaveProperty(name);
    }
  });

  test("facts: sensitive, write-only, deprecated", () => {
    expect(attributes("aws_db_instance")).toMatchObject({
      password: { sensitive: true },
      password_wo: { sensitive: true, writeOnly: true },
    });
    expect(attributes("aws_cloudwatch_event_rule")["is_enabled"]).toMatchObject({ deprecated: true });
  });
});

describe("blocks", () => {
  test("at most one, any number, sets, at least one, timeouts", () => {
    expect(blocks("aws_ecs_service")).toMatchObject({
      deployment_circuit_breaker: { nesting: "list", minItems: 0, maxItems: 1 },
      load_balancer: { nesting: "set", minItems: 0, maxItems: 0 },
      timeouts: { nesting: "single", minItems: 0, maxItems: 0 },
    });
    expect(blocks("aws_lb_listener")["default_action"]).toMatchObject({ nesting: "list", minItems: 1, maxItems: 0 });
  });

  test("facts: limits", () => {
    const behavior = blocks("aws_cloudfront_distribution")["default_cache_behavior"]?.block.blocks;
    expect(behavior?.["function_association"]).toMatchObject({ nesting: "set", minItems: 0, maxItems: 2 });
  });

  test("facts: the statement of a web ACL's rule, three levels deep", () => {
    const statement = blocks("aws_wafv2_web_acl")["rule"]?.block.blocks["statement"];
    expect(statement).toMatchObject({ nesting: "list", minItems: 1, maxItems: 1 });
    const inner = (name: string) => statement?.block.blocks[name]?.block.blocks["statement"]?.block.blocks;
    expect(Object.keys(inner("and_statement") ?? {})).toContain("or_statement");
    const deepest =
      inner("and_statement")?.["or_statement"]?.block.blocks["statement"]?.block.blocks["not_statement"]?.block.blocks[
        "statement"
      ]?.block.blocks;
    expect(Object.keys(deepest ?? {})).toContain("geo_match_statement");
    expect(Object.keys(deepest ?? {})).not.toContain("and_statement");
    expect(Object.keys(statement?.block.blocks ?? {})).toHaveLength(16);
  });
});

describe("other kinds", () => {
  test("data sources, and the provider without Terraform's own argument", () => {
    expect(attributes("data.aws_ssm_parameter")).toMatchObject({
      value: { sensitive: true },
      name: { required: true },
    });
    expect(attributes("provider")).toMatchObject({ region: { optional: true } });
    expect(attributes("provider")).not.toHaveProperty("alias");
    expect(blocks("aws_route53_record")).toHaveProperty("alias");
    expect(blocks("provider")["default_tags"]).toMatchObject({ nesting: "list" });
  });

  test("a type that the bindings do not have", () => {
    expect(store.get("aws_vcp")).toBeUndefined();
  });

  test("the version of the stored state", () => {
    expect(store.get("aws_db_instance")?.version).toBe(2);
    expect(store.get("aws_vpc")?.version).toBe(1);
  });
});

test("what was read is kept on disk, and read anew when the file is torn", () => {
  store.get("aws_sns_topic");
  const [version] = readdirSync(cacheDir);
  const file = join(cacheDir, version as string, "aws_sns_topic.json");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(readSchema(root, "aws_sns_topic"));
  writeFileSync(file, '{"attributes":{"na');
  expect(new SchemaStore(root, cacheDir).get("aws_sns_topic")).toEqual(store.get("aws_sns_topic"));
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(readSchema(root, "aws_sns_topic"));
});
