import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderers } from "../../../core/plan-review/render/index";
import { renderSummary } from "../../../core/plan-review/render/summary";
import { parsePlan } from "../../../core/plan-review/parse";
import { reviewPlans } from "../../../core/plan-review/review-plans";
import {
  created,
  destroyed,
  planJson,
  replaced,
  type ResourceChange,
  reviewOf,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";

/** Nothing else in a plan looks like it. */
const secret = "tr0ub4dor&3-correct";
const other = "h0rse-battery-st4ple";

const mask = (value: Values) => ({ change: { before_sensitive: value, after_sensitive: value } });

/** One plan each, with the secret where a plan may have one. */
const plants: Readonly<Record<string, readonly [changes: readonly ResourceChange[], more?: Values]>> = {
  "an argument that changes": [[updated("aws_x", "a", { p: secret }, { p: other }, mask({ p: true }))]],
  "an argument that stays": [[updated("aws_x", "a", { p: secret, n: 1 }, { p: secret, n: 2 }, mask({ p: true }))]],
  "an argument marked before only": [
    [updated("aws_x", "a", { p: secret }, { p: other, q: 1 }, { change: { before_sensitive: { p: true } } })],
  ],
  "an argument marked after only": [
    [updated("aws_x", "a", { p: secret }, { p: other, q: 1 }, { change: { after_sensitive: { p: true } } })],
  ],
  "an argument of a creation": [[created("aws_x", "a", { p: secret }, { change: { after_sensitive: { p: true } } })]],
  "a destruction": [[destroyed("aws_x", "a", { name: secret }, { change: { before_sensitive: { name: true } } })]],
  "a destroyed database": [
    [
      destroyed(
        "aws_db_instance",
        "a",
        { identifier: secret, final_snapshot_identifier: secret },
        { change: { before_sensitive: { identifier: true, final_snapshot_identifier: true } } },
      ),
    ],
  ],
  "what forces a replacement": [
    [
      replaced(
        "aws_db_instance",
        "a",
        { password: secret },
        { password: other },
        [["password"]],
        mask({ password: true }),
      ),
    ],
  ],
  "a block": [
    [
      updated(
        "aws_x",
        "a",
        { b: [{ c: [{ p: secret }] }] },
        { b: [{ c: [{ p: other }] }] },
        mask({ b: [{ c: [{ p: true }] }] }),
      ),
    ],
  ],
  "an element of a list": [
    [updated("aws_x", "a", { l: ["x", secret] }, { l: ["x", other, "y"] }, mask({ l: [false, true] }))],
  ],
  "an element that moves within its list": [
    [
      updated(
        "aws_x",
        "a",
        { l: [secret, "x"] },
        { l: ["x", secret] },
        { change: { before_sensitive: { l: [true, false] }, after_sensitive: { l: [false, true] } } },
      ),
    ],
  ],
  "a whole set": [
    [updated("aws_x", "a", { s: [{ name: secret }] }, { s: [{ name: other }, { name: secret }] }, mask({ s: true }))],
  ],
  "a map, its keys included": [
    [updated("aws_x", "a", { m: { [secret]: "x" } }, { m: { [secret]: "y" } }, mask({ m: true }))],
  ],
  "one entry of a map": [[updated("aws_x", "a", { m: { k: secret } }, { m: { k: other } }, mask({ m: { k: true } }))]],
  "JSON in a sensitive text": [
    [
      updated(
        "aws_ecs_task_definition",
        "a",
        { container_definitions: JSON.stringify([{ name: "a", environment: [{ name: "X", value: secret }] }]) },
        { container_definitions: JSON.stringify([{ name: "a", environment: [{ name: "X", value: other }] }]) },
        mask({ container_definitions: true }),
      ),
    ],
  ],
  "a sensitive policy": [
    [
      updated(
        "aws_iam_role_policy",
        "a",
        { policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: secret, Resource: "*" }] }) },
        { policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: other, Resource: "*" }] }) },
        mask({ policy: true }),
      ),
    ],
  ],
  "a rule of a security group": [
    [
      updated(
        "aws_vpc_security_group_ingress_rule",
        "a",
        { cidr_ipv4: secret, description: secret, ip_protocol: "tcp", from_port: 1, to_port: 1 },
        { cidr_ipv4: other, description: other, ip_protocol: "tcp", from_port: 1, to_port: 2 },
        mask({ cidr_ipv4: true, description: true }),
      ),
    ],
  ],
  "the name of what stays as it is": [
    [
      unchanged(
        "aws_x",
        "a",
        { name: secret, id: secret },
        { previous_address: "aws_x.b", ...mask({ name: true, id: true }) },
      ),
    ],
  ],
  "an argument whose name says it, unmarked": [
    [updated("aws_x", "a", { master_password: secret }, { master_password: other })],
  ],
  "an environment variable whose name says it, unmarked": [
    [
      updated(
        "aws_ecs_task_definition",
        "a",
        {
          container_definitions: JSON.stringify([{ name: "a", environment: [{ name: "DB_PASSWORD", value: secret }] }]),
        },
        {
          container_definitions: JSON.stringify([{ name: "a", environment: [{ name: "DB_PASSWORD", value: other }] }]),
        },
      ),
    ],
  ],
  "a map of variables whose name says it, unmarked": [
    [updated("aws_x", "a", { variables: { API_KEY: secret } }, { variables: { API_KEY: other } })],
  ],
  "a header, unmarked": [
    [
      updated(
        "aws_x",
        "a",
        { h: [{ name: "X-Origin-Secret", value: secret }] },
        { h: [{ name: "X-Origin-Secret", value: other }] },
      ),
    ],
  ],
  "an address with a password, unmarked": [
    [updated("aws_x", "a", { url: `redis://app:${secret}@cache:6379` }, { url: `redis://app:${other}@cache:6379` })],
  ],
  "a private key, unmarked": [
    [created("aws_x", "a", { text: `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----` })],
  ],
  "a script in base64, unmarked": [
    [
      created("aws_x", "a", {
        user_data: Buffer.from(`#!/bin/sh\ncurl https://app:${secret}@example.com\n`).toString("base64"),
      }),
    ],
  ],
  "an output": [
    [],
    {
      output_changes: {
        o: { actions: ["update"], before: secret, after: other, before_sensitive: true, after_sensitive: true },
      },
    },
  ],
  "part of an output": [
    [],
    {
      output_changes: {
        o: { actions: ["create"], before: null, after: { a: { b: [secret] } }, after_sensitive: { a: { b: [true] } } },
      },
    },
  ],
  drift: [[], { resource_drift: [updated("aws_x", "a", { p: secret, n: 1 }, { p: other, n: 2 }, mask({ p: true }))] }],
  "something put off": [
    [],
    {
      deferred_changes: [
        {
          reason: "instance_count_unknown",
          resource_change: created("aws_x", "a", { name: secret }, { change: { after_sensitive: { name: true } } }),
        },
      ],
    },
  ],
  "a variable": [[], { variables: { v: { value: secret } } }],
  "a sensitive variable whose value stands unmarked elsewhere": [
    [
      updated(
        "aws_x",
        "a",
        { note: `x ${secret}`, doc: JSON.stringify({ k: secret, [secret]: 1 }) },
        { note: secret, doc: JSON.stringify({ k: other }) },
      ),
      unchanged("aws_x", "b", {}, { change: { importing: { id: secret } } }),
    ],
    {
      variables: { v: { value: { deep: [secret, other] } } },
      configuration: { root_module: { variables: { v: { sensitive: true } } } },
      checks: [
        {
          address: { to_display: "aws_x.a" },
          instances: [{ status: "fail", address: { to_display: "aws_x.a" }, problems: [{ message: `got ${secret}` }] }],
        },
      ],
      output_changes: { o: { actions: ["create"], before: null, after: `is ${secret}` } },
      prior_state: {
        values: {
          root_module: {
            resources: [{ mode: "data", address: "data.aws_x.c", values: { id: "pl-012345", name: secret } }],
          },
        },
      },
    },
  ],
  "the state before": [
    [
      created("aws_vpc_security_group_ingress_rule", "a", {
        prefix_list_id: "pl-012345",
        ip_protocol: "tcp",
        from_port: 1,
        to_port: 1,
      }),
    ],
    {
      prior_state: {
        values: {
          root_module: {
            resources: [
              {
                mode: "data",
                address: "data.aws_x.c",
                values: { id: "pl-012345", name: secret },
                sensitive_values: { name: true },
              },
            ],
          },
        },
      },
    },
  ],
  "the planned values": [[], { planned_values: { outputs: { o: { sensitive: true, value: secret } } } }],
  "the configuration": [
    [updated("aws_x", "a", { n: 1 }, { n: 2 })],
    {
      configuration: {
        root_module: { resources: [{ address: "aws_x.a", expressions: { p: { constant_value: secret } } }] },
      },
    },
  ],
};

describe("a secret planted in", () => {
  it.each(Object.entries(plants))("%s is nowhere in the review, however it is rendered", (_, [changes, more = {}]) => {
    const review = reviewOf(changes, more);
    const rendered = Object.values(renderers).map((render) => render(review));
    for (const text of [JSON.stringify(review), renderSummary(review), ...rendered]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(other);
      expect(text).not.toContain(Buffer.from(secret).toString("base64").slice(0, -4));
      expect(text).not.toContain("correct");
    }
  });
});

describe("a sensitive value", () => {
  const shown = (before: Values, after: Values, more: Values) =>
    reviewOf([updated("aws_x", "a", before, after, more)]).resources.flatMap(({ differences }) => differences);

  it("is said to change, and no more", () => {
    const sensitive = { kind: "sensitive", text: "(sensitive)" };
    expect(shown({ p: secret }, { p: other }, mask({ p: true }))).toEqual([
      { path: ["p"], before: sensitive, after: sensitive, forcesReplacement: false },
    ]);
  });

  it("that stays is not said to change", () => {
    expect(shown({ p: secret, n: 1 }, { p: secret, n: 2 }, mask({ p: true })).map(({ path }) => path)).toEqual([["n"]]);
  });

  it("does not tell its length, its type, or whether it equals another", () => {
    const text = (one: unknown, two: unknown) =>
      JSON.stringify(shown({ p: one, q: two }, { p: "new-1", q: "new-2" }, mask({ p: true, q: true })));
    expect(text("a", "a")).toBe(text({ b: [1, 2, 3] }, 77));
  });

  it("that is known after apply is not told from one that is known", () => {
    const change = { before_sensitive: { p: true }, after_sensitive: { p: true }, after_unknown: { p: true } };
    expect(shown({ p: secret }, {}, { change })[0]?.after).toEqual({ kind: "sensitive", text: "(sensitive)" });
  });

  it("that comes or goes is said to", () => {
    expect(shown({ p: null }, { p: secret }, mask({ p: true }))[0]).toMatchObject({
      before: { kind: "none" },
      after: { kind: "sensitive" },
    });
  });

  it("does not hide names that only speak of secrets", () => {
    const before = { secret_arn: "arn:a", manage_master_user_password: true, TOKEN_TTL: "1" };
    const after = { secret_arn: "arn:b", manage_master_user_password: false, TOKEN_TTL: "2" };
    expect(shown(before, after, {}).map(({ after: { text } }) => text)).toEqual(['"arn:b"', "false", '"2"']);
  });
});

it("hides whatever is marked, wherever it is, in plans of any shape", () => {
  const leaf = fc.oneof(
    fc.constant(secret),
    fc.string({ maxLength: 5 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(JSON.stringify({ a: secret })),
  );
  const { tree } = fc.letrec<{ tree: unknown; node: unknown }>((tie) => ({
    node: fc.oneof(
      leaf,
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "name", "policy", "rule", "Statement"), tie("tree"), { maxKeys: 3 }),
    ),
    tree: fc.oneof({ depthSize: "small" }, leaf, tie("node")),
  }));
  const values = fc.dictionary(fc.constantFrom("a", "name", "policy", "ingress", "rule", "identifier", "tags"), tree, {
    maxKeys: 4,
  });
  const type = fc.constantFrom(
    "aws_x",
    "aws_db_instance",
    "aws_security_group",
    "aws_iam_role_policy",
    "aws_wafv2_web_acl",
    "aws_ecs_service",
  );
  fc.assert(
    fc.property(type, values, values, (resource, before, after) => {
      const more = { change: { before_sensitive: masked(before), after_sensitive: masked(after) } };
      const text = planJson([
        updated(resource, "a", before, after, more),
        destroyed(resource, "b", before, more),
        created(resource, "c", after, more),
      ]);
      const review = reviewPlans([{ stack: "app", plan: parsePlan(text, "plan.json") }]);
      expect(JSON.stringify(review)).not.toContain(secret);
    }),
    { numRuns: 300 },
  );
});

/** Marks every leaf that holds the secret, as Terraform does. */
function masked(value: unknown): unknown {
  if (typeof value === "string") return value.includes(secret) ? true : undefined;
  if (Array.isArray(value)) return value.map((inner) => masked(inner) ?? false);
  if (typeof value !== "object" || value === null) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (masked(inner) === undefined ? [] : [[name, masked(inner)]])),
  );
}
