/** The commands as typed, on the platform itself. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { serviceFields } from "../../../core/manifest/fields";
import { platformProject, type Project } from "../../support/fixture-project";

let project: Project;

beforeAll(() => {
  project = platformProject();
});
afterAll(() => project.remove());

interface Added {
  readonly written: boolean;
  readonly impact: {
    readonly exitCode: number;
    readonly review: { readonly stacks: readonly { readonly stack: string }[] };
  };
}

it("add: writes a tenth service, and tells what that changes in the platform", async () => {
  const args = ["--description", "Tariff plans", "--owner", "billing-team", "--uses", "database", "--yes", "--json"];
  const { code, stdout } = await project.smart360(["add", "tariffs", ...args]);
  const { written, impact } = JSON.parse(stdout) as Added;
  expect([code, written, impact.exitCode]).toEqual([0, true, 2]);
  expect(impact.review.stacks.map(({ stack }) => stack).toSorted()).toEqual([
    "delivery",
    "observability",
    "registry",
    "service-tariffs",
  ]);
  const checked = await project.smart360(["check"]);
  expect([checked.code, checked.stdout]).toEqual([
    0,
    expect.stringContaining("environment production: valid, 10 services"),
  ]);
});

it("set: says what it was, what it is, and nothing of the impact when told not to", async () => {
  const { code, stdout } = await project.smart360(["set", "reporting", "scaling.max", "5", "--no-impact"]);
  expect([code, stdout.split("\n")[0], stdout.includes("compared with")]).toEqual([
    0,
    "reporting > scaling > max: 4 (the built-in default) -> 5 (set for reporting)",
    false,
  ]);
});

it("remove: needs a confirmation", async () => {
  const { code, stderr } = await project.smart360(["remove", "reporting"]);
  expect([code, stderr]).toEqual([2, "Nothing was changed: there is no terminal to ask on. Give --yes to confirm.\n"]);
});

it("add --help: explains each field, apart from the options", async () => {
  const { stdout } = await project.smart360(["add", "--help"]);
  const [, fields = ""] = stdout.split("Fields of the service:\n");
  for (const { flag, takes } of serviceFields) expect(`\n${fields}`).toContain(`\n  ${flag} <${takes}>`);
});
