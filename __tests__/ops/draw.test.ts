import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixtureProject, type FixtureProject } from "../support/fixture-project";

/** Writes two stacks where it is told to, as CDKTF does. */
const app = `
import { mkdirSync, writeFileSync } from "node:fs";
const out = process.env.CDKTF_OUTDIR;
const bucket = { "//": { metadata: { path: "data/Files/Resource" } }, bucket: "files" };
const write = (name, resource) => {
  mkdirSync(out + "/stacks/" + name, { recursive: true });
  writeFileSync(out + "/stacks/" + name + "/cdk.tf.json", JSON.stringify({ resource }));
};
write("network", { aws_vpc: { Vpc_1: { cidr_block: "10.0.0.0/16" } } });
write("data", { aws_s3_bucket: { Files_2: bucket } });
const stack = (name, dependencies) => ({ workingDirectory: "stacks/" + name, dependencies });
const stacks = { data: stack("data", ["network"]), network: stack("network", []) };
writeFileSync(out + "/manifest.json", JSON.stringify({ stacks }));
`;

let project: FixtureProject;

beforeAll(() => {
  project = fixtureProject();
  writeFileSync(join(project.root, "app.mjs"), app);
});

afterAll(() => project.remove());

const file = (...path: readonly string[]) => join(project.root, ...path);
const draw = (...args: readonly string[]) => project.smart360(["draw", ...args]);

const plan = (address: string, ...actions: readonly string[]) =>
  JSON.stringify({
    format_version: "1.2",
    resource_changes: [{ address, type: "aws_s3_bucket", mode: "managed", change: { actions } }],
  });

describe("smart360 draw", () => {
  it("fails with --check before anything is drawn, and tells the command that draws", async () => {
    expect(await draw("--check")).toEqual({
      code: 1,
      stdout: [
        "docs/architecture.svg is not up to date: run `smart360 draw`",
        "docs/architecture-dark.svg is not up to date: run `smart360 draw`",
        "docs/architecture.drawio is not up to date: run `smart360 draw`\n",
      ].join("\n"),
      stderr: "",
    });
    expect(existsSync(file("docs"))).toBe(false);
  });

  it("writes the picture for light and dark pages and for draw.io", async () => {
    expect(await draw()).toEqual({
      code: 0,
      stdout: "Wrote docs/architecture.svg\nWrote docs/architecture-dark.svg\nWrote docs/architecture.drawio\n",
      stderr: "",
    });
    expect(readFileSync(file("docs", "architecture.svg"), "utf8")).toContain("data: aws_s3_bucket.Files_2");
    expect(readFileSync(file("docs", "architecture.drawio"), "utf8")).toContain("mxgraph.aws4.s3");
    expect(await draw("--check")).toEqual({ code: 0, stdout: "The picture is up to date.\n", stderr: "" });
  });

  it("notices one byte in one file, and checks only what it is asked to", async () => {
    writeFileSync(file("docs", "architecture-dark.svg"), " ", { flag: "a" });
    const { code, stdout } = await draw("--check", "--format", "svg");
    expect([code, stdout]).toEqual([
      1,
      "docs/architecture-dark.svg is not up to date: run `smart360 draw --format svg`\n",
    ]);
    expect((await draw("--check", "--format", "drawio")).code).toBe(0);
  });

  it("draws the stacks, where it is told to", async () => {
    const { code, stdout } = await draw("--stacks", "--format", "svg", "--out", "pictures");
    expect([code, stdout]).toEqual([0, "Wrote pictures/stacks.svg\nWrote pictures/stacks-dark.svg\n"]);
    expect(readFileSync(file("pictures", "stacks.svg"), "utf8")).toContain("Order of deployment: network before data.");
    const check = await draw("--stacks", "--check", "--out", "pictures");
    expect(check.stdout).toContain(
      "pictures/stacks.drawio is not up to date: run `smart360 draw --stacks --out pictures`",
    );
  });

  it("leaves cdktf.out alone", () => expect(existsSync(file("cdktf.out", "manifest.json"))).toBe(false));
});

describe("smart360 draw --plan", () => {
  const drawn = () => readFileSync(file(".gen", "reports", "architecture-plan.svg"), "utf8");

  it("colours the picture by the plans that were kept", async () => {
    const folder = file(".gen", "plans", "production");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "data.json"), plan("aws_s3_bucket.Files_2", "delete", "create"));
    writeFileSync(join(folder, "run.json"), "{}");
    expect(await draw("--plan")).toEqual({ code: 0, stdout: "Wrote .gen/reports/architecture-plan.svg\n", stderr: "" });
    expect(drawn()).toContain("Changes: Files: 1 replaced.");
  });

  it("says so when they change nothing", async () => {
    writeFileSync(file("data.json"), plan("aws_s3_bucket.Files_2", "no-op"));
    expect((await draw("--plan", "data.json")).stdout).toBe(
      "Wrote .gen/reports/architecture-plan.svg\nThe plans change no resource: no box of the picture is coloured.\n",
    );
  });

  it("takes files too", async () => {
    writeFileSync(file("data.json"), plan("aws_s3_bucket.Files_2", "delete"));
    expect((await draw("--plan", "data.json")).code).toBe(0);
    expect(drawn()).toContain("Changes: Files: 1 destroyed.");
  });

  it.each<readonly [string, readonly string[], string]>([
    [
      "a plan of no stack",
      ["--plan", "billing.json"],
      'billing.json: got a plan named "billing", which is no stack of this environment. Name the file <stack>.json. Known are network and data.\n',
    ],
    [
      "a folder without plans",
      ["--plan", "environments/none"],
      "There is no plan in environments/none. Run `smart360 plan` first, or name the folder of its plans.\n",
    ],
    [
      "a file that is not there",
      ["--plan", "gone.json"],
      "gone.json was not found: it should hold a plan; `smart360 plan` makes them.\n",
    ],
    [
      "draw.io",
      ["--format", "drawio", "--plan"],
      "got --plan with --format drawio. Plans are drawn as SVG only, and not kept: leave --format drawio out.\n",
    ],
    [
      "--check",
      ["--check", "--plan"],
      "got --plan with --check. Plans are drawn as SVG only, and not kept: leave --check out.\n",
    ],
  ])("refuses %s", async (_, args, message) => {
    writeFileSync(file("billing.json"), plan("aws_s3_bucket.Files_2", "delete"));
    mkdirSync(file("environments", "none"), { recursive: true });
    const { code, stderr } = await draw(...args);
    rmSync(file("environments", "none"), { recursive: true });
    expect([code, stderr]).toEqual([2, message]);
  });
});
