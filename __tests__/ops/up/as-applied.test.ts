import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { StateDocument } from "../../../ops/state/read";
import { AsApplied, type AsAppliedOptions } from "../../../ops/up/as-applied";

let folder: string;
const states = new Map<string, StateDocument>();
const parameters = new Map<string, string>();
const top = () => ({ name: "top", dependencies: ["base"], folder: join(folder, "top") });
const text = (bucket: string) => ({
  data: {
    aws_ssm_parameter: { Image: { name: "/image" } },
    terraform_remote_state: { base: { config: { key: "production/base.tfstate" } } },
  },
  resource: { aws_s3_bucket: { B: { bucket, tags: { base: "${data.terraform_remote_state.base.outputs.id}" } } } },
});
const write = (content: unknown) => writeFileSync(join(folder, "top", "cdk.tf.json"), JSON.stringify(content));
const state = (serial: number, output: string): StateDocument => ({
  lineage: "one",
  serial,
  outputs: { id: { value: output } },
  resources: [],
});
const made = (more: Partial<AsAppliedOptions> = {}) =>
  new AsApplied({
    file: join(folder, "applied.json"),
    causes: ["this program"],
    stateOf: async (stack) => states.get(stack),
    parameter: async (name) => parameters.get(name),
    ...more,
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "as-applied-"));
  mkdirSync(join(folder, "top"));
  write(text("files"));
  states.set("top", state(3, "t")).set("base", state(7, "b"));
  parameters.set("/image", "one");
  await made().note(top());
});
afterEach(() => rmSync(folder, { recursive: true }));

it("holds for what was applied from the same things, in another process too", async () => {
  expect(await made().holds(top())).toBe(true);
});

it("does not mind that another stack's state was written, as long as its outputs are the same", async () => {
  states.set("base", state(8, "b"));
  expect(await made().holds(top())).toBe(true);
});

it("does not mind an output that it does not read", async () => {
  states.set("base", { ...state(8, "b"), outputs: { id: { value: "b" }, other: { value: "new" } } });
  expect(await made().holds(top())).toBe(true);
});

it.each<[string, () => void, Partial<AsAppliedOptions>?]>([
  ["the stack's text", () => write(text("other"))],
  ["its own state's serial", () => states.set("top", state(4, "t"))],
  ["its own state's lineage", () => states.set("top", { ...state(3, "t"), lineage: "two" })],
  ["an output of a stack it depends on", () => states.set("base", state(7, "changed"))],
  ["the loss of a state it depends on", () => states.delete("base")],
  ["the loss of its own state", () => states.delete("top")],
  ["a parameter it reads", () => parameters.set("/image", "two")],
  ["the program", () => {}, { causes: ["another program"] }],
  ["a damaged record", () => writeFileSync(join(folder, "applied.json"), '{"top": ')],
])("does not hold after a change of %s", async (_what, change, more) => {
  change();
  expect(await made(more).holds(top())).toBe(false);
});

it("knows nothing of a stack that it was not told of", async () => {
  expect(await made().holds({ ...top(), name: "base" })).toBe(false);
});
