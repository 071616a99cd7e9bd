import { describe, expect, it } from "vitest";
import {
  changesRead,
  missingFor,
  outputAt,
  outputsRead,
  type OutputValues,
} from "../../../core/synthesized/remote-outputs";
import { Platform } from "../../support/platform";

const remote = (...stacks: string[]) => ({
  terraform_remote_state: Object.fromEntries(
    stacks.map((stack) => [stack, { backend: "s3", config: { key: `production/${stack}.tfstate` } }]),
  ),
});

describe("what a stack reads of others", () => {
  it("finds outputs and the way on inside them, each once", () => {
    const id = "data.terraform_remote_state.network.outputs.vpc_id";
    const stack = {
      data: remote("network", "registry"),
      resource: {
        aws_thing: {
          a: { vpc: `\${${id}}`, again: [`\${${id}}`] },
          b: {
            policy: `\${jsonencode({"Resource" = [data.terraform_remote_state.registry.outputs.secret_arns["billing/db-\\"url"], data.terraform_remote_state.registry.outputs.repository_arns.billing]})}`,
          },
        },
      },
    };
    expect(outputsRead(stack)).toEqual([
      { stack: "network", path: ["vpc_id"] },
      { stack: "registry", path: ["secret_arns", 'billing/db-"url'] },
      { stack: "registry", path: ["repository_arns", "billing"] },
    ]);
  });

  it("goes by the state's key, whatever the data source is called", () => {
    const data = { terraform_remote_state: { shared: { config: { key: "production/platform.tfstate" } } } };
    const stack = { data, output: { a: { value: "${data.terraform_remote_state.shared.outputs.arn}" } } };
    expect(outputsRead(stack)).toEqual([{ stack: "platform", path: ["arn"] }]);
  });

  it("reads nothing of a declared state that is not used", () => {
    expect(outputsRead({ data: remote("data") })).toEqual([]);
    expect(outputsRead({})).toEqual([]);
  });

  it("finds every reference that the platform makes", () => {
    const platform = Platform.synthesize();
    for (const stack of platform.stacks) {
      const text = platform.text(stack);
      const names = [...text.matchAll(/terraform_remote_state\.(\w+)\.outputs\.(\w+)/g)];
      const found = outputsRead(JSON.parse(text)).map((read) => `${read.stack}.${read.path[0]}`);
      expect([stack, new Set(found)]).toEqual([stack, new Set(names.map(([, of, name]) => `${of}.${name}`))]);
    }
  });
});

describe("the value at a path", () => {
  const outputs = { id: "vpc-1", arns: { billing: "arn:1" }, count: 0, none: null };

  it.each([
    { path: ["id"], value: "vpc-1" },
    { path: ["arns", "billing"], value: "arn:1" },
    { path: ["count"], value: 0 },
    { path: ["none"], value: null },
    { path: ["arns", "assets"], value: undefined },
    { path: ["id", "length"], value: undefined },
    { path: ["constructor"], value: undefined },
    { path: ["none", "x"], value: undefined },
  ])("$path", ({ path, value }) => expect(outputAt(outputs, path)).toBe(value));

  it("is not there without outputs", () => expect(outputAt(undefined, ["id"])).toBeUndefined());
});

describe("what a stack waits for", () => {
  const step = { name: "service", dependencies: ["network", "registry"] };
  const reads = [
    { stack: "network", path: ["vpc_id"] },
    { stack: "registry", path: ["arns", "billing"] },
  ];
  const network = ["network", { vpc_id: "vpc-1" }] as const;

  it("is nothing once all it reads is there", () => {
    const applied = new Map<string, OutputValues>([network, ["registry", { arns: { billing: "arn:1" } }]]);
    expect(missingFor(step, reads, applied)).toEqual([]);
  });

  it("is a dependency without state, though nothing is read from it", () => {
    expect(missingFor(step, [], new Map([network]))).toEqual(["registry"]);
  });

  it("is a dependency whose outputs lack what is read", () => {
    expect(missingFor(step, reads, new Map<string, OutputValues>([network, ["registry", { arns: {} }]]))).toEqual([
      "registry",
    ]);
  });
});

describe("whether a planned change of outputs reaches what is read", () => {
  const unchanged = { actions: ["no-op"], before: "a", after: "a", after_unknown: false };
  const arns = {
    actions: ["update"],
    before: { billing: "arn:1", assets: "arn:2" },
    after: { billing: "arn:1", assets: "arn:3" },
    after_unknown: { tariffs: true },
  };

  it.each([
    { what: "another output", changes: { arns }, path: ["vpc_id"], reaches: false },
    { what: "no change", changes: { id: unchanged }, path: ["id"], reaches: false },
    { what: "another entry of a map", changes: { arns }, path: ["arns", "billing"], reaches: false },
    { what: "its entry", changes: { arns }, path: ["arns", "assets"], reaches: true },
    { what: "an entry that is known later", changes: { arns }, path: ["arns", "tariffs"], reaches: true },
    { what: "the map as a whole", changes: { arns }, path: ["arns"], reaches: true },
    {
      what: "an output that is known later",
      changes: { id: { actions: ["update"], before: "a", after: null, after_unknown: true } },
      path: ["id"],
      reaches: true,
    },
    {
      what: "a part of an output that is known later",
      changes: { id: { actions: ["update"], before: null, after: null, after_unknown: true } },
      path: ["id", "part"],
      reaches: true,
    },
    {
      what: "a list of which a part is known later",
      changes: { ids: { actions: ["update"], before: ["a"], after: ["a"], after_unknown: [false, true] } },
      path: ["ids"],
      reaches: true,
    },
    {
      what: "a new output",
      changes: { id: { actions: ["create"], before: null, after: "a", after_unknown: false } },
      path: ["id"],
      reaches: true,
    },
    {
      what: "an output that goes",
      changes: { id: { actions: ["delete"], before: "a", after: null, after_unknown: false } },
      path: ["id"],
      reaches: true,
    },
  ])("$what", ({ changes, path, reaches }) => expect(changesRead(changes, path)).toBe(reaches));
});
