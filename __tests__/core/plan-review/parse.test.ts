import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../../core/errors";
import { parsePlan } from "../../../core/plan-review/parse";
import { created, planJson, updated } from "../../support/plans";

const howToMake = "Give what `terraform show -json <plan file>` prints.";

function problem(text: string): string {
  try {
    parsePlan(text, "plan.json");
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "none";
}

const state = { format_version: "1.0", terraform_version: "1.11.4", values: { root_module: {} } };
const stateFile = { version: 4, serial: 7, lineage: "8d6c", outputs: {}, resources: [] };

describe("rejects, and says what it got", () => {
  it.each<[what: string, text: string, message: string]>([
    ["an empty file", " \n", `plan.json is empty. ${howToMake}`],
    [
      "a saved plan",
      "PK\u0003\u0004tfplan",
      `plan.json is a saved plan itself, which only terraform reads. ${howToMake}`,
    ],
    ["no JSON", "Terraform will perform:\n", `plan.json:1:1  this is not JSON from here on. ${howToMake}`],
    ["broken JSON", '{\n  "a": secret\n}', `plan.json:2:8  this is not JSON from here on. ${howToMake}`],
    ["a comma too many", '{"format_version":"1.2",}', `plan.json:1:25  this is not JSON from here on. ${howToMake}`],
    [
      "JSON that was cut off",
      planJson([]).slice(0, -1),
      `plan.json ends too early, after 125 characters. It was cut off: make it again. ${howToMake}`,
    ],
    [
      "JSON that was cut off within a text",
      '{"format_version":"1.',
      `plan.json ends too early, after 21 characters. It was cut off: make it again. ${howToMake}`,
    ],
    [
      "the log of plan -json",
      '{"@level":"info","@message":"Terraform 1.11.4"}\n{"@level":"info"}\n',
      `plan.json is the log of \`terraform plan -json\`, which does not hold the plan. ${howToMake}`,
    ],
    [
      "a state that was shown",
      JSON.stringify(state),
      `plan.json is a state, and no plan. Plan with \`terraform plan -out <plan file>\`. ${howToMake}`,
    ],
    [
      "a state file",
      JSON.stringify(stateFile),
      `plan.json is a state, and no plan. Plan with \`terraform plan -out <plan file>\`. ${howToMake}`,
    ],
    ["other JSON", "[]", `plan.json is JSON, but no plan: it has no format_version. ${howToMake}`],
    ["an object", '{"format_version":1}', `plan.json is JSON, but no plan: it has no format_version. ${howToMake}`],
    [
      "format 2",
      planJson([], { format_version: "2.0" }),
      "plan.json has format_version 2.0, and 1.x is known here. Review it with a newer smart360, or plan with a Terraform of 1.x.",
    ],
    [
      "format 0.2, of Terraform before 1.1",
      planJson([], { format_version: "0.2" }),
      "plan.json has format_version 0.2, and 1.x is known here. Review it with a newer smart360, or plan with a Terraform of 1.x.",
    ],
    [
      "a version that is none",
      planJson([], { format_version: "password hunter2" }),
      "plan.json has format_version of another kind, and 1.x is known here. Review it with a newer smart360, or plan with a Terraform of 1.x.",
    ],
    [
      "the plan of a run that failed",
      planJson([], { errored: true }),
      "plan.json is the plan of a run that failed: it is incomplete and cannot be applied. Mend what terraform complained about, and plan again.",
    ],
    [
      "changes that are no list",
      planJson([], { resource_changes: {} }),
      `plan.json: resource_changes is not a list, as a plan of format 1.x has it. Make the file again. ${howToMake}`,
    ],
    [
      "a change without an address",
      planJson([], { resource_changes: [{ type: "aws_vpc" }] }),
      `plan.json: resource_changes[0].address is not a text, as a plan of format 1.x has it. Make the file again. ${howToMake}`,
    ],
    [
      "a change without a type",
      planJson([], { resource_drift: [{ address: "aws_vpc.it" }] }),
      `plan.json: resource_drift[0].type is not a text, as a plan of format 1.x has it. Make the file again. ${howToMake}`,
    ],
    [
      "a change without actions",
      planJson([], { resource_changes: [{ address: "aws_vpc.it", type: "aws_vpc", change: {} }] }),
      `plan.json: resource_changes[0].change.actions is not a list of texts, as a plan of format 1.x has it. Make the file again. ${howToMake}`,
    ],
    [
      "an output without actions",
      planJson([], { output_changes: { url: { actions: [1] } } }),
      `plan.json: output_changes.url.actions is not a list of texts, as a plan of format 1.x has it. Make the file again. ${howToMake}`,
    ],
    [
      "a configuration that is no object",
      planJson([], { configuration: "x" }),
      `plan.json: configuration is not an object, as a plan of format 1.x has it. Make the file again. ${howToMake}`,
    ],
  ])("%s", (_, text, message) => {
    expect(problem(text)).toBe(message);
  });
});

describe("reads", () => {
  it("a plan after a byte order mark, of format 1.0 and of one to come", () => {
    expect(problem(`\uFEFF${planJson([], { format_version: "1.0" })}`)).toBe("none");
    expect(problem(planJson([], { format_version: "1.17", something_new: [1] }))).toBe("none");
  });

  it("a plan without anything but its version", () => {
    expect(parsePlan('{"format_version":"1.2"}', "plan.json")).toEqual({
      resource_changes: [],
      resource_drift: [],
      deferred_changes: [],
      output_changes: {},
      checks: [],
      variables: {},
      prior_state: {},
      configuration: {},
    });
  });

  it("what Terraform leaves out as nothing", () => {
    const text = planJson([], {
      resource_changes: [{ address: "aws_vpc.it", type: "aws_vpc", change: { actions: ["create"], importing: {} } }],
    });
    expect(parsePlan(text, "plan.json").resource_changes[0]?.change).toEqual({
      actions: ["create"],
      before: null,
      after: null,
      after_unknown: false,
      before_sensitive: false,
      after_sensitive: false,
      replace_paths: [],
      importing: {},
    });
  });
});

it("never fails with anything but a message of its own, wherever a plan is cut or changed", () => {
  const text = planJson([created("aws_vpc", "it", { id: "x" }), updated("aws_eip", "it", { a: 1 }, { a: 2 })]);
  const position = fc.nat(text.length - 1);
  fc.assert(
    fc.property(position, fc.constantFrom("", "\u0000", "}", '"', "7", "null"), (at, put) => {
      const found = problem(text.slice(0, at) + put + (put === "" ? "" : text.slice(at + 1)));
      expect(found).toMatch(/^none$|^plan\.json/);
    }),
    { numRuns: 300 },
  );
});
