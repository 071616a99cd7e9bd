import { describe, expect, it } from "vitest";
import { courseOf, describeTasks, isSettled, type Course, type Deployment } from "../../../core/release/deployment";

const started = { id: "new", taskDefinition: "billing:13", before: "billing:12" };

const deployment = (id: string, change: Partial<Deployment> = {}): Deployment => ({
  id,
  status: "PRIMARY",
  taskDefinition: "billing:13",
  desired: 2,
  running: 2,
  pending: 0,
  failed: 0,
  state: "COMPLETED",
  reason: "",
  ...change,
});
const old = (change: Partial<Deployment> = {}) =>
  deployment("old", { status: "ACTIVE", taskDefinition: "billing:12", ...change });

describe("a deployment that was started", () => {
  const failed = { state: "FAILED", reason: "tasks failed to start." } as const;
  const other = deployment("other", { taskDefinition: "billing:14", state: "IN_PROGRESS" });

  const back = "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.";
  const inProgress = old({ status: "PRIMARY", state: "IN_PROGRESS" });

  it.each<[string, readonly Deployment[], Course]>([
    ["goes on", [deployment("new", { state: "IN_PROGRESS" }), old()], { state: "underWay" }],
    ["is complete, and the old tasks drain", [deployment("new"), old({ running: 1 })], { state: "underWay" }],
    [
      "is complete, and old tasks still start",
      [deployment("new"), old({ running: 0, pending: 1 })],
      { state: "underWay" },
    ],
    ["is the only one", [deployment("new")], { state: "complete" }],
    ["is alone with what has no task left", [deployment("new"), old({ running: 0, ...failed })], { state: "complete" }],
    ["failed, and stays", [deployment("new", failed)], { state: "failed", reason: failed.reason }],
    [
      "failed, and ECS goes back",
      [
        old({ status: "PRIMARY", state: "IN_PROGRESS", reason: "rolling back" }),
        deployment("new", { status: "ACTIVE", ...failed }),
      ],
      { state: "rolledBack", to: "billing:12", isDone: false, reason: failed.reason },
    ],
    [
      "is gone, and ECS went back",
      [old({ status: "PRIMARY", reason: "rolled back" })],
      { state: "rolledBack", to: "billing:12", isDone: true, reason: "rolled back" },
    ],
    [
      "failed, and ECS goes back further",
      [deployment("x", { taskDefinition: "billing:9" }), deployment("new", { status: "ACTIVE", ...failed })],
      { state: "rolledBack", to: "billing:9", isDone: true, reason: failed.reason },
    ],
    [
      "has another in its place",
      [other, deployment("new", { status: "ACTIVE", state: "IN_PROGRESS" }), old()],
      { state: "superseded", by: other },
    ],
    ["is gone, and another is there", [other], { state: "superseded", by: other }],
    [
      "has another of the same revision in its place",
      [deployment("other"), deployment("new", { status: "ACTIVE" })],
      { state: "superseded", by: deployment("other") },
    ],
    ["is gone with its service", [], { state: "superseded", by: undefined }],
  ])("%s", (_, deployments, course) => {
    expect(courseOf(started, deployments)).toEqual(course);
  });

  it.each<[string, readonly Deployment[], Course["state"]]>([
    ["the one before alone", [old({ status: "PRIMARY" })], "underWay"],
    ["itself, and it failed", [deployment("new", failed)], "failed"],
    ["somebody else's", [other], "superseded"],
    ["nothing", [], "superseded"],
    ["a way back", [{ ...inProgress, reason: back }], "rolledBack"],
    ["another of the one before", [inProgress], "underWay"],
  ])("that ECS has had no time to list: it lists %s", (_, deployments, state) => {
    expect(courseOf(started, deployments, "awaited").state).toBe(state);
  });

  it.each<[string, readonly Deployment[], Course]>([
    ["the one before alone", [old({ status: "PRIMARY" })], { state: "unlisted" }],
    [
      "a way back",
      [{ ...inProgress, reason: back }],
      { state: "rolledBack", to: "billing:12", isDone: false, reason: back },
    ],
    ["another of the one before", [inProgress], { state: "superseded", by: inProgress }],
    ["somebody else's", [other], { state: "superseded", by: other }],
    [
      "the one before, with an old word of a way back",
      [old({ status: "PRIMARY", reason: back })],
      { state: "unlisted" },
    ],
    ["itself", [deployment("new")], { state: "complete" }],
  ])("that ECS had the time to list: it lists %s", (_, deployments, course) => {
    expect(courseOf(started, deployments, "overdue")).toEqual(course);
  });

  it("of the revision that ran before is not taken for a way back", () => {
    const again = { ...started, before: started.taskDefinition };
    expect(courseOf(again, [deployment("other")])).toEqual({ state: "superseded", by: deployment("other") });
  });
});

describe("a service at rest", () => {
  it.each<[boolean, readonly Deployment[]]>([
    [true, [deployment("a")]],
    [true, [deployment("a", { state: "FAILED" })]],
    [true, [deployment("a"), old({ running: 0 })]],
    [false, [deployment("a"), old({ running: 1 })]],
    [false, [deployment("a", { state: "IN_PROGRESS" })]],
    [false, []],
  ])("is %s of %j", (settled, deployments) => expect(isSettled(deployments)).toBe(settled));
});

it.each<[readonly Deployment[], { healthy: number } | undefined, string]>([
  [[deployment("new", { running: 1, pending: 1 }), old()], { healthy: 3 }, "1 of 2 new, 2 old, 3 healthy (1 starting)"],
  [[deployment("new", { running: 0, pending: 2, failed: 3 })], undefined, "0 of 2 new, 0 old (2 starting, 3 failed)"],
  [[deployment("new"), old(), old()], { healthy: 6 }, "2 of 2 new, 4 old, 6 healthy"],
  [[old()], { healthy: 2 }, "0 of 0 new, 2 old, 2 healthy"],
])("%j with %j is shown as %s", (deployments, targets, text) => {
  const seen = targets === undefined ? undefined : { ...targets, others: [] };
  expect(describeTasks(started, deployments, seen)).toBe(text);
});
