/** What is asked of the providers, and which part of the answer is about what. */
import { expect, it } from "vitest";
import type { Edit } from "../../../local/truth/edit";
import type { PlanDocument } from "../../../local/truth/plan-document";
import { tasksOf, type Task } from "../../../local/truth/task";

const document = {
  provider: { aws: [{ region: "us-east-1" }] },
  resource: { aws_vpc: { Vpc: { cidr_block: "10.0.0.0/16" } } },
};
const state = { resources: [] };
const wider: Edit = { stack: "network", of: "aws_vpc", what: "wider", set: { cidr_block: "10.0.0.0/8" } };
const named: Edit = { stack: "network", of: "aws_vpc", what: "named", set: { tags: { Name: "x" } } };
const moved: Edit = { stack: "network", of: "provider", what: "moved", set: { "0.region": "eu-west-1" } };

const asked = ({ subjects, state: from }: Task) => [
  from === undefined ? "from nothing" : "applied",
  ...subjects.map(({ what }) => what),
];

it("asks for the creation, for the stack as it is with its edits, and for each edit of the provider block", () => {
  const tasks = tasksOf(document, state, [wider, moved, named]);
  expect(tasks.map(asked)).toEqual([
    ["from nothing", "creation"],
    ["applied", "unchanged", "aws_vpc: wider", "aws_vpc: named"],
    ["applied", "provider: moved"],
  ]);
  expect(tasks[2]?.document).toMatchObject({ provider: { aws: [{ region: "eu-west-1" }] } });
});

it("asks in halves down to one subject", () => {
  const halves = (task: Task): unknown => (task.subjects.length < 2 ? asked(task)[1] : task.halves().map(halves));
  const [, beside] = tasksOf(document, state, [wider, named]);
  expect(beside && halves(beside)).toEqual([["unchanged", "aws_vpc: wider"], "aws_vpc: named"]);
  expect(tasksOf(document, state, [moved]).flatMap((task) => task.halves())).toEqual([]);
});

it("tells each subject its part of the plan, under the stack's own names", () => {
  const change = (address: string, action: string) => ({
    address,
    mode: "managed" as const,
    type: "aws_vpc",
    change: { actions: [action] },
  });
  const plan: PlanDocument = {
    resource_changes: [
      change("aws_vpc.Vpc", "no-op"),
      change("aws_vpc.Vpc__edit_0", "delete"),
      change("aws_vpc.Vpc__edit_1", "update"),
    ],
    output_changes: { id: { actions: ["no-op"] }, id__edit_0: { actions: ["update"] } },
  };
  const [, task] = tasksOf(document, state, [wider, named]);
  expect(task?.subjects.map((subject) => task.part(plan, subject))).toEqual([
    { resource_changes: [change("aws_vpc.Vpc", "no-op")], output_changes: { id: { actions: ["no-op"] } } },
    { resource_changes: [change("aws_vpc.Vpc", "delete")], output_changes: { id: { actions: ["update"] } } },
    { resource_changes: [change("aws_vpc.Vpc", "update")], output_changes: {} },
  ]);
});
