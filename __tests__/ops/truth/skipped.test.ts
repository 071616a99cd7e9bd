/** `smart360 truth` on a machine that has no real provider, and on one whose stacks cannot be applied. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { offlineApplyRefused } from "../../../core/errors";
import { readRecord } from "../../../local/daemon/record";
import { truth } from "../../../ops/commands/truth";
import { eventually } from "../../support/eventually";
import { fixtureProject, type FixtureProject } from "../../support/fixture-project";

/** Writes one stack where it is told to, as CDKTF does. */
const app = `
import { mkdirSync, writeFileSync } from "node:fs";
const out = process.env.CDKTF_OUTDIR;
const aws = { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" };
mkdirSync(out + "/stacks/data", { recursive: true });
writeFileSync(out + "/stacks/data/cdk.tf.json", JSON.stringify({ terraform: { required_providers: { aws } } }));
writeFileSync(out + "/manifest.json", JSON.stringify({ stacks: { data: { workingDirectory: "stacks/data" } } }));
`;

let project: FixtureProject;

beforeEach(() => {
  project = fixtureProject();
  writeFileSync(join(project.root, "app.mjs"), app);
});

afterEach(() => {
  vi.unstubAllEnvs();
  return project.remove();
});

it("says that there is no real provider, counts it as skipped, and starts nothing", async () => {
  const nowhere = { SMART360_PROVIDER_MIRROR: join(project.root, "no-mirror") };
  const { code, stdout } = await project.smart360(["truth"], nowhere);
  expect(stdout).toContain("The real AWS provider cannot be installed here, so nothing was compared:\nError: ");
  expect(stdout.trimEnd().split("\n").at(-1)).toBe("0 passed, 0 failed, 1 skipped");
  expect(code).toBe(0);
  const report = readFileSync(join(project.root, ".gen", "reports", "truth.json"), "utf8");
  expect(JSON.parse(report)).toMatchObject({ passed: 0, failed: 0, skipped: 1 });
  expect(readRecord(project.root)).toBeUndefined();
  expect(existsSync(join(project.root, ".gen", "truth.lock"))).toBe(false);
});

it("says the same to a machine", async () => {
  const nowhere = { SMART360_PROVIDER_MIRROR: join(project.root, "no-mirror") };
  const { code, stdout } = await project.smart360(["truth", "--json", "--report", "truth.json"], nowhere);
  expect([code, JSON.parse(stdout)]).toEqual([0, { passed: 0, failed: 0, skipped: 1 }]);
  expect(existsSync(join(project.root, "truth.json"))).toBe(true);
});

it("ends on Ctrl-C with nothing compared", async () => {
  const waits = join(project.root, "waits");
  const wait = `
import { existsSync } from "node:fs";
writeFileSync("waits", "");
while (existsSync("waits")) await new Promise((resolve) => setTimeout(resolve, 20));
`;
  writeFileSync(join(project.root, "app.mjs"), app + wait);
  vi.stubEnv("SMART360_PROVIDER_MIRROR", join(project.root, "no-mirror"));
  const [printed, noted]: [string[], string[]] = [[], []];
  const out = {
    isTerminal: false,
    print: (line: string) => void printed.push(line),
    note: (line: string) => void noted.push(line),
    bold: (text: string) => text,
  };
  const ended = truth({ root: project.root, environment: "production", json: false }, out);
  await eventually(() => existsSync(waits));
  process.emit("SIGINT");
  rmSync(waits);
  expect([await ended, printed, noted.at(-1)]).toEqual([
    130,
    [],
    "Interrupted: the providers are not compared to the end.",
  ]);
  expect(existsSync(join(project.root, ".gen", "reports", "truth.json"))).toBe(false);
});

it("refuses to compare what the offline provider cannot apply", () => {
  expect(offlineApplyRefused("edge", "Error: no").message).toBe(
    "The offline provider cannot apply edge, so there is nothing to compare. Mend this first; `smart360 up` shows the same:\nError: no",
  );
});
