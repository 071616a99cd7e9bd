/** Plans that this project's provider could not have made: other providers, OpenTofu, old Terraform, shapes of any kind. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gate } from "../../../core/plan-review/gate";
import { renderSummary } from "../../../core/plan-review/render/summary";
import { parsePlan } from "../../../core/plan-review/parse";
import { reviewPlans } from "../../../core/plan-review/review-plans";
import { created, destroyed, planJson, replaced, reviewOf, updated } from "../../support/plans";

describe("plans of others", () => {
  it("of OpenTofu, with its registry and version", () => {
    const provider_name = "registry.opentofu.org/hashicorp/aws";
    const review = reviewOf([destroyed("aws_s3_bucket", "a", { bucket: "a" }, { provider_name })], {
      terraform_version: "1.10.6",
    });
    expect(review).toMatchObject({ stacks: [{ toolVersion: "1.10.6" }], red: [{ kind: "destroyed" }] });
  });

  it("of Google Cloud", () => {
    const provider_name = "registry.terraform.io/hashicorp/google";
    const sql = (tier: string) => ({ name: "main", deletion_protection: tier === "small", settings: [{ tier }] });
    const review = reviewOf([
      updated("google_sql_database_instance", "a", sql("small"), sql("large"), { provider_name }),
      replaced("google_compute_disk", "b", { name: "b", size: 1 }, { name: "b", size: 2 }, [["size"]], {
        provider_name,
      }),
    ]);
    expect(review.red.map(({ sentence }) => sentence)).toEqual([
      "compute disk b would be replaced by an empty one: size 1 -> 2 forces it.",
      "sql database instance main would lose its protection from deletion: deletion_protection true -> false.",
    ]);
  });

  it("of Azure", () => {
    const account = { name: "files", public_network_access_enabled: false };
    expect(
      reviewOf([
        updated("azurerm_storage_account", "a", account, { ...account, public_network_access_enabled: true }),
        destroyed("azurerm_key_vault", "b", { name: "keys" }),
      ]).red.map(({ kind }) => kind),
    ).toEqual(["destroyed", "exposed"]);
  });

  it("of Kubernetes, with values that are objects all the way down", () => {
    const deployment = (replicas: number) => ({
      metadata: [{ name: "web", labels: { app: "web" } }],
      spec: [{ replicas, template: [{ spec: [{ container: [{ name: "web", image: "web:1" }] }] }] }],
    });
    const { resources } = reviewOf([updated("kubernetes_deployment", "web", deployment(1), deployment(2))]);
    expect(resources).toMatchObject([
      { place: { label: "deployment web" }, differences: [{ path: ["spec", "replicas"] }] },
    ]);
  });

  it("with instances of modules, count and for_each, and left-over objects", () => {
    const at = (address: string, more: object = {}) =>
      destroyed("aws_db_instance", "main", { identifier: "x" }, { address, ...more });
    const review = reviewOf([
      at("module.a.module.b[1].aws_db_instance.main"),
      at('aws_db_instance.main["eu-west-1 \\"x\\""]'),
      at("aws_db_instance.main[0]"),
      at("aws_db_instance.main[0]", { deposed: "00000001" }),
      at("aws_db_instance.main[0]", { deposed: "00000002" }),
    ]);
    const names = review.red.map(({ approveAs }) => approveAs);
    expect(new Set(names).size).toBe(5);
    expect(gate(review, [{ plan: review.stacks[0]?.sha256 ?? "", addresses: names }]).exitCode).toBe(0);
  });

  it("with actions that are to come", () => {
    const change = {
      ...created("aws_db_instance", "a", { identifier: "a" }),
      change: { actions: ["delete", "teleport", "create"], before: { identifier: "a" }, after: { identifier: "b" } },
    };
    expect(reviewOf([change]).red).toMatchObject([{ kind: "replaced" }]);
    const open = {
      ...created("aws_x", "a", {}),
      mode: "ephemeral",
      change: { actions: ["open"], before: null, after: null },
    };
    expect(reviewOf([open])).toMatchObject({ resources: [], verdict: { risk: "none" } });
  });

  it("with types and names of what every object inherits", () => {
    const review = reviewOf([
      destroyed("constructor", "__proto__", { toString: 1 }),
      updated("toString", "a", { constructor: 1 }, { constructor: 2 }),
    ]);
    expect(review.red).toEqual([]);
    expect(review.resources.map(({ place }) => place.label)).toEqual(["constructor __proto__", "toString a"]);
  });
});

it("reviews values of any shape without failing, and the same each time", () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  const map = fc.dictionary(
    fc.constantFrom("name", "policy", "rule", "ingress", "container_definitions", "tags", "__proto__", "x"),
    value,
    { maxKeys: 5 },
  );
  const type = fc.constantFrom(
    ...["aws_x", "aws_ecs_service", "aws_ecs_task_definition", "aws_db_instance", "aws_security_group", "aws_iam_role"],
    ...[
      "aws_wafv2_web_acl",
      "aws_autoscaling_group",
      "aws_s3_bucket_lifecycle_configuration",
      "aws_db_parameter_group",
      "aws_lb",
    ],
  );
  const actions = fc.constantFrom(["create"], ["update"], ["delete"], ["delete", "create"], ["no-op"], ["forget"]);
  fc.assert(
    fc.property(type, actions, map, map, value, (resource, act, before, after, mask) => {
      const change = {
        actions: act,
        before,
        after,
        after_unknown: mask,
        before_sensitive: mask,
        after_sensitive: mask,
      };
      const text = planJson([{ ...updated(resource, "a", {}, {}), change }]);
      const run = () => reviewPlans([{ stack: "app", plan: parsePlan(text, "plan.json") }]);
      const review = run();
      expect(JSON.parse(JSON.stringify(review))).toEqual(JSON.parse(JSON.stringify(run())));
      expect(renderSummary(review)).not.toMatch(/undefined|\[object|NaN/);
    }),
    { numRuns: 200 },
  );
});
