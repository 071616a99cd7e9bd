import { describe, expect, it } from "vitest";
import { boxChanges, planChanges, worst, type Changes } from "../../../core/diagram/changes";
import type { Diagram, DiagramNode } from "../../../core/diagram/model";
import { parsePlan } from "../../../core/plan-review/parse";

const none = { create: 0, update: 0, replace: 0, destroy: 0 };

const node = (id: string, ...resources: (readonly [string, string])[]): DiagramNode => ({
  id,
  kind: "files",
  label: id,
  details: [],
  shape: "card",
  resources: resources.map(([stack, address]) => ({ stack, address })),
});

const diagram: Diagram = {
  title: "",
  subtitle: "",
  description: "",
  groups: [],
  nodes: [node("files", ["data", "aws_s3_bucket.A"], ["data", "aws_kms_key.K"]), node("cache", ["data", "aws_x.C"])],
  edges: [],
  legend: [],
};

const of = (stack: string, actions: Record<string, "create" | "update" | "replace" | "destroy">): Changes =>
  new Map([[stack, new Map(Object.entries(actions))]]);

describe("boxChanges", () => {
  it("counts what happens to the resources of a box", () => {
    const { boxes, total } = boxChanges(
      diagram,
      of("data", { "aws_s3_bucket.A": "replace", "aws_kms_key.K": "update" }),
    );
    expect([...boxes]).toEqual([["files", { ...none, replace: 1, update: 1 }]]);
    expect(total).toEqual({ ...none, replace: 1, update: 1 });
  });

  it("knows instances of a resource by its address", () => {
    const { boxes } = boxChanges(diagram, of("data", { 'aws_x.C["a"]': "create", "aws_x.C[1]": "create" }));
    expect([...boxes]).toEqual([["cache", { ...none, create: 2 }]]);
  });

  it("counts what the configuration no longer has for the box that holds most of its stack", () => {
    const { boxes } = boxChanges(diagram, of("data", { "aws_gone.X": "destroy" }));
    expect([...boxes]).toEqual([["files", { ...none, destroy: 1 }]]);
  });

  it("counts stacks that are not in the picture apart", () => {
    const { boxes, elsewhere } = boxChanges(diagram, of("service-old", { "aws_s3_bucket.A": "destroy" }));
    expect([boxes.size, [...elsewhere]]).toEqual([0, [["service-old", { ...none, destroy: 1 }]]]);
  });
});

describe("worst", () => {
  it.each([
    [{ ...none, create: 3, update: 1 }, "update"],
    [{ ...none, update: 3, replace: 1 }, "replace"],
    [{ ...none, replace: 3, destroy: 1 }, "destroy"],
    [none, undefined],
    [undefined, undefined],
  ])("of %j is %s", (tally, action) => expect(worst(tally)).toBe(action));
});

describe("planChanges", () => {
  const change = (address: string, actions: readonly string[], more: object = {}) => ({
    address,
    type: address.split(".")[0],
    mode: "managed",
    change: { actions, before: null, after: null },
    ...more,
  });
  const plan = (...changes: readonly object[]) =>
    parsePlan(JSON.stringify({ format_version: "1.2", resource_changes: changes }), "data.json");

  it("takes what happens to resources from plans", () => {
    const changes = planChanges([
      {
        stack: "data",
        plan: plan(
          change("aws_a.create", ["create"]),
          change("aws_a.update", ["update"]),
          change("aws_a.replace", ["delete", "create"]),
          change("aws_a.replaceFirst", ["create", "delete"]),
          change("aws_a.destroy", ["delete"]),
          change("aws_a.same", ["no-op"]),
          change("aws_a.forgotten", ["forget"]),
          change("data.aws_a.read", ["read"], { mode: "data" }),
        ),
      },
    ]);
    expect([...(changes.get("data") ?? [])]).toEqual([
      ["aws_a.create", "create"],
      ["aws_a.update", "update"],
      ["aws_a.replace", "replace"],
      ["aws_a.replaceFirst", "replace"],
      ["aws_a.destroy", "destroy"],
    ]);
  });

  it("keeps the worst of what happens at one address", () => {
    const both = plan(change("aws_a.x", ["delete"], { deposed: "1234abcd" }), change("aws_a.x", ["update"]));
    expect(
      planChanges([{ stack: "data", plan: both }])
        .get("data")
        ?.get("aws_a.x"),
    ).toBe("destroy");
  });
});
