/** Stacks that go on beside failures, with the real terraform and no provider. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { StackOnDisk } from "../../../ops/synthesize";
import { Interruption } from "../../../ops/terraform/run";
import { deploy, type DeployOptions } from "../../../ops/up/deploy";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smart360-deploy-"));
  writeFileSync(join(folder, "terraform.rc"), "");
});

afterEach(() => rmSync(folder, { recursive: true }));

function stack(name: string, resources: Readonly<Record<string, object>>, ...dependencies: string[]): StackOnDisk {
  const own = join(folder, name);
  mkdirSync(own);
  writeFileSync(join(own, "cdk.tf.json"), JSON.stringify({ resource: { terraform_data: resources } }));
  return { name, dependencies, folder: own };
}

function options(more: Partial<DeployOptions>): DeployOptions {
  return {
    variables: {
      PATH: process.env["PATH"] ?? "",
      TF_CLI_CONFIG_FILE: join(folder, "terraform.rc"),
      CHECKPOINT_DISABLE: "1",
    },
    parallel: 2,
    keeper: { group: () => {}, ungroup: () => {} },
    interruption: new Interruption(),
    progress: { started: () => {}, phase: () => {}, ended: () => {} },
    ...more,
  };
}

const refused = { provisioner: [{ "local-exec": { command: "echo no such action; exit 1" } }] };
const after = { depends_on: ["terraform_data.refused"] };

it("holds nothing back that lacks nothing, and tells what is left of a stack", async () => {
  const applied: string[] = [];
  const stacks = [
    stack("partly", { fine: {}, refused, after }),
    stack("goes-on", { it: {} }, "partly"),
    stack("lacks", { it: {} }, "partly"),
    stack("invalid", { it: { nonsense: 1 } }),
  ];
  const results = await deploy(
    stacks,
    options({
      lacking: async ({ name }) => (name === "lacks" ? ["partly.output"] : []),
      applied: async ({ name }) => void applied.push(name),
    }),
  );
  expect(results.map((one) => [one.stack, one.outcome])).toEqual([
    ["partly", "partly"],
    ["goes-on", "applied"],
    ["lacks", "skipped"],
    ["invalid", "failed"],
  ]);
  const [partly, , lacks, invalid] = results;
  expect(partly?.changes).toEqual({ add: 1, change: 0, remove: 0 });
  expect(partly?.notDone.map(({ address, error }) => [address, error?.summary]).toSorted()).toEqual([
    ["terraform_data.after", undefined],
    ["terraform_data.refused", "local-exec provisioner error"],
  ]);
  expect(lacks?.lacks).toEqual(["partly.output"]);
  expect(invalid?.notDone).toEqual([]);
  expect(applied.toSorted()).toEqual(["goes-on", "partly"]);
});

it("without that, a failure holds back what comes after", async () => {
  const stacks = [stack("first", { fine: {}, refused }), stack("second", { it: {} }, "first")];
  const results = await deploy(stacks, options({}));
  expect(results.map((one) => [one.stack, one.outcome])).toEqual([
    ["first", "failed"],
    ["second", "skipped"],
  ]);
});
