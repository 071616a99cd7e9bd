import { describe, expect, it } from "vitest";
import { UserError } from "../../../core/errors";
import { risks } from "../../../core/plan-review/review";
import { reviewPlans } from "../../../core/plan-review/review-plans";
import {
  configurationOf,
  created,
  destroyed,
  planHash,
  replaced,
  type ResourceChange,
  reviewOf,
  stackPlan,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";

const database = (more: Values = {}) => ({ identifier: "main", ...more });

describe("verdict", () => {
  it.each<[risk: string, changes: readonly ResourceChange[], sentence: string]>([
    ["none", [], "Nothing changes."],
    ["none", [unchanged("aws_vpc", "a", {})], "Nothing changes."],
    [
      "none",
      [updated("aws_vpc", "a", { tags: { a: "b" } }, { tags: { a: "c" } })],
      "Nothing changes but tags and the like.",
    ],
    ["routine", [created("aws_vpc", "a", {})], "No data is at risk, nobody is interrupted, nothing restarts."],
    [
      "restarting",
      [
        updated(
          "aws_ecs_service",
          "a",
          { name: "billing", desired_count: 2, task_definition: "a" },
          { name: "billing", desired_count: 2, task_definition: "b" },
        ),
      ],
      "No data is at risk and nobody is interrupted; restarted: billing.",
    ],
    [
      "security",
      [
        created("aws_iam_policy", "a", {
          policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "a", Resource: "b" }] }),
        }),
      ],
      "No data is at risk and nobody is interrupted; 1 security change to look at.",
    ],
    [
      "interrupting",
      [destroyed("aws_lb", "a", { name: "web" })],
      "No data is at risk; interrupted: load balancer web.",
    ],
    ["red", [destroyed("aws_db_instance", "a", database())], "Data would be lost: database main."],
    [
      "red",
      [
        updated(
          "aws_db_instance",
          "a",
          database({ deletion_protection: true }),
          database({ deletion_protection: false }),
        ),
      ],
      "Guards of data are weakened: database main.",
    ],
    [
      "red",
      [
        ...["a", "b", "c", "d", "e"].map((name) => destroyed("aws_s3_bucket", name, { bucket: name })),
        updated(
          "aws_lb",
          "x",
          { name: "web", enable_deletion_protection: true },
          { name: "web", enable_deletion_protection: false },
        ),
      ],
      "Data would be lost: bucket a, bucket b, bucket c and 2 more; guards of data are weakened: load balancer web.",
    ],
    [
      "red",
      [
        updated(
          "aws_db_instance",
          "a",
          database({ publicly_accessible: false }),
          database({ publicly_accessible: true }),
        ),
      ],
      "Opened to more of the world: database main.",
    ],
  ])("%s: %o", (risk, changes, sentence) => {
    expect(reviewOf(changes).verdict).toMatchObject({ risk, sentence });
    expect(reviewOf(changes).stacks).toMatchObject([{ risk }]);
  });

  it("counts what happens, replacements apart", () => {
    const importing = { change: { importing: { id: "x" } } };
    expect(
      reviewOf([
        created("aws_x", "a", {}),
        created("aws_x", "b", {}, importing),
        updated("aws_x", "c", { a: 1 }, { a: 2 }),
        replaced("aws_x", "d", { a: 1 }, { a: 2 }),
        destroyed("aws_x", "e", {}),
        unchanged("aws_x", "f", {}),
        unchanged("aws_x", "g", {}, { previous_address: "aws_x.old" }),
        { ...destroyed("aws_x", "h", {}), change: { actions: ["forget"], before: {}, after: null } },
        { ...created("aws_x", "i", {}), mode: "data", change: { actions: ["read"] } },
      ]).verdict.counts,
    ).toEqual({ create: 2, update: 1, replace: 1, destroy: 1, forget: 1, move: 1, import: 1, unchanged: 2 });
  });
});

describe("stacks", () => {
  const plans = ["service-billing", "edge", "data", "network"].map((stack) =>
    stackPlan(stack, [updated("aws_x", stack, { a: 1 }, { a: 2 })]),
  );
  const order = (dependencies?: Readonly<Record<string, readonly string[]>>) =>
    reviewPlans(plans, dependencies === undefined ? {} : { dependencies }).stacks.map(({ stack }) => stack);

  it("come in dependency order, through stacks without a plan, otherwise as given", () => {
    expect(
      order({ data: ["network"], "service-billing": ["registry"], registry: ["data"], edge: ["platform"] }),
    ).toEqual(["network", "data", "service-billing", "edge"]);
    expect(order()).toEqual(["service-billing", "edge", "data", "network"]);
    expect(order({ data: ["edge"], edge: ["data"] })).toHaveLength(4);
  });

  it("order what is found as well", () => {
    const { resources } = reviewPlans(plans, {
      dependencies: { data: ["network"], edge: ["data"], "service-billing": ["edge"] },
    });
    expect(resources.map(({ place }) => place.stack)).toEqual(["network", "data", "edge", "service-billing"]);
  });

  it("say where they come from and what their risk comes from", () => {
    const change = destroyed("aws_db_instance", "a", database());
    expect(reviewPlans([stackPlan("data", [change])]).stacks).toEqual([
      {
        stack: "data",
        risk: "red",
        reasons: ["1 red finding", "interrupts database main"],
        counts: { create: 0, update: 0, replace: 0, destroy: 1, forget: 0, move: 0, import: 0, unchanged: 0 },
        sha256: planHash,
        toolVersion: "1.11.4",
        plannedAt: "2027-01-31T10:00:00Z",
      },
    ]);
  });

  it("are reviewed once each", () => {
    expect(() => reviewPlans([...plans, ...plans])).toThrow(
      new UserError("Two plans of service-billing were given. Give each stack's plan once."),
    );
  });
});

describe("resources", () => {
  it("come by risk, then by address, within their stack", () => {
    const { resources } = reviewOf([
      created("aws_x", "b", { a: 1 }),
      created("aws_x", "a", { a: 1 }),
      destroyed("aws_lb", "z", { name: "z" }),
      destroyed("aws_s3_bucket", "z", { bucket: "z" }),
    ]);
    expect(resources.map(({ place: { address }, risk }) => `${risk} ${address}`)).toEqual([
      "red aws_s3_bucket.z",
      "interrupting aws_lb.z",
      "routine aws_x.a",
      "routine aws_x.b",
    ]);
    expect(risks).toEqual(["red", "interrupting", "security", "restarting", "routine", "none"]);
  });

  it("say why they are made anew, and in which order", () => {
    const first = replaced("aws_x", "a", { a: 1 }, { a: 2 }, [["a"]]);
    const change = { actions: ["create", "delete"] };
    const second = replaced("aws_x", "b", { a: 1 }, { a: 2 }, [], { action_reason: "replace_because_tainted", change });
    expect(reviewOf([first, second]).resources).toMatchObject([
      { action: "replace", createBeforeDestroy: false, differences: [{ forcesReplacement: true }] },
      {
        action: "replace",
        createBeforeDestroy: true,
        because: "it is marked as tainted: its last creation did not finish",
      },
    ]);
  });

  it.each<[type: string, name: string, values: Values, label: string]>([
    ["aws_db_instance", "x", { identifier: "main" }, "database main"],
    ["aws_security_group", "x", { name: "web-2027", tags: { Name: "web" } }, "security group web"],
    ["aws_launch_template", "x", { name_prefix: "web-" }, "launch template web"],
    ["aws_kms_key", "x", { description: "Files" }, 'key "Files"'],
    ["aws_iam_role_policy", "x", { name: "grants", role: "reader" }, "policy grants of role reader"],
    ["aws_backup_plan", "Database_Plan_F882294D", {}, "backup plan Database Plan"],
    ["google_sql_database_instance", "x", { name: "main" }, "sql database instance main"],
    ["aws_x", "x", { name: "a\u202eb" }, "x a\\u202eb"],
  ])("%s is called by what people call it: %o", (type, name, values, label) => {
    expect(reviewOf([created(type, name, values)]).resources[0]?.place.label).toBe(label);
  });

  it("that are made anew go by the name of what is lost, renamed ones by their new name", () => {
    const [before, after] = [{ bucket: "old" }, { bucket: "new" }];
    const review = reviewOf([
      replaced("aws_s3_bucket", "a", before, after, [["bucket"]]),
      updated("aws_s3_bucket", "b", before, after),
    ]);
    expect(review.resources.map(({ place }) => place.label)).toEqual(["bucket old", "bucket new"]);
    expect(review.red.map(({ sentence }) => sentence)).toEqual([
      'bucket old would be replaced by an empty one: bucket "old" -> "new" forces it.',
    ]);
  });

  it("of modules, count and for_each keep their whole address, and their key in the name", () => {
    const address = 'module.a["x.y"].aws_x.it["k"]';
    const [resource] = reviewOf([created("aws_x", "it", {}, { address })]).resources;
    expect(resource?.place).toEqual({ stack: "app", address, type: "aws_x", label: 'x it["k"]' });
  });
});

describe("beside changes", () => {
  it("what was moved, imported, and forgotten", () => {
    const forgotten = {
      ...destroyed("aws_db_instance", "c", database()),
      change: { actions: ["forget"], before: database(), after: null },
    };
    const review = reviewOf([
      unchanged("aws_x", "a", { name: "a" }, { previous_address: "aws_x.old" }),
      unchanged("aws_x", "b", { name: "b" }, { change: { importing: { id: "b-1" } } }),
      updated("aws_x", "d", { a: 1 }, { a: 2 }, { change: { importing: {} } }),
      forgotten,
    ]);
    expect(review.moved).toMatchObject([{ place: { address: "aws_x.a" }, from: "aws_x.old" }]);
    expect(review.imported).toMatchObject([
      { place: { address: "aws_x.b" }, id: "b-1", action: "none" },
      { place: { address: "aws_x.d" }, action: "update" },
    ]);
    expect(review.imported[1]).not.toHaveProperty("id");
    expect(review.forgotten).toMatchObject([{ label: "database main" }]);
    expect(review.red).toEqual([]);
    expect(review.resources.map(({ place, action }) => `${action} ${place.address}`)).toEqual([
      "forget aws_db_instance.c",
      "update aws_x.d",
    ]);
  });

  it("drift, with what the plan does about it, but for noise", () => {
    const drift = [
      updated(
        "aws_x",
        "a",
        { name: "a", size: 1, last_modified: "2027-01-01T00:00:00Z" },
        { name: "a", size: 2, last_modified: "2027-02-01T00:00:00Z" },
      ),
      updated("aws_x", "b", { tags: {} }, { tags: { a: "b" } }),
      destroyed("aws_s3_bucket", "c", { bucket: "c" }),
    ];
    const review = reviewOf(
      [updated("aws_x", "a", { size: 2 }, { size: 1 }), created("aws_s3_bucket", "c", { bucket: "c" })],
      { resource_drift: drift },
    );
    expect(review.drift).toMatchObject([
      {
        place: { label: "x a" },
        kind: "changed",
        planned: "update",
        differences: [{ path: ["size"], before: { text: "1" }, after: { text: "2" } }],
      },
      { place: { label: "bucket c" }, kind: "deleted", planned: "create", differences: [] },
    ]);
    expect(review.drift).toHaveLength(2);
    expect(review.red).toEqual([]);
  });

  it("outputs that come, change and go", () => {
    const output = (actions: readonly string[], before: unknown, after: unknown, more: Values = {}) => ({
      actions,
      before,
      after,
      ...more,
    });
    const { outputs, verdict } = reviewOf([], {
      output_changes: {
        a: output(["create"], null, "x"),
        b: output(["update"], "x", null, { after_unknown: true }),
        c: output(["delete"], ["x"], null),
        d: output(["no-op"], "x", "x"),
      },
    });
    expect(
      outputs.map(({ name, action, before, after }) => `${name} ${action}: ${before.text} -> ${after.text}`),
    ).toEqual(['a create: (none) -> "x"', 'b update: "x" -> (known after apply)', 'c destroy: ["x"] -> (none)']);
    expect(verdict.risk).toBe("routine");
  });

  it("checks that fail, in the words of whoever wrote them", () => {
    const instance = (status: string, ...messages: readonly string[]) => ({
      address: { to_display: `aws_x.${status}` },
      status,
      problems: messages.map((message) => ({ message })),
    });
    const checks = [
      {
        address: { to_display: "aws_x" },
        status: "fail",
        instances: [instance("pass"), instance("fail", "No image\n  yet."), instance("unknown"), instance("error")],
      },
    ];
    expect(reviewOf([], { checks }).failedChecks).toEqual([
      { stack: "app", address: "aws_x.fail", messages: ["No image yet."] },
      { stack: "app", address: "aws_x.error", messages: [] },
    ]);
  });

  it("what is put off", () => {
    const deferred = { reason: "provider_config_unknown", resource_change: created("aws_x", "a", { name: "a" }) };
    expect(reviewOf([], { deferred_changes: [deferred] }).deferred).toMatchObject([
      { place: { label: "x a" }, reason: "provider config unknown" },
    ]);
  });

  it("a value known after apply only that forces a loss", () => {
    const change = replaced("aws_db_instance", "a", database({ engine: "postgres" }), database(), [["engine"]], {
      change: { after_unknown: { engine: true } },
    });
    const configuration = configurationOf({ "aws_db_instance.a": { engine: { references: ["var.engine"] } } });
    expect(reviewOf([change], configuration).unknowns).toMatchObject([
      { path: ["engine"], sentence: "it forces the replacement, though its value may turn out to be the same" },
    ]);
  });
});
