import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { committed, Platform } from "../support/platform";

const folder = mkdtempSync(join(tmpdir(), "synthesis-"));
const [first, second] = [join(folder, "first"), join(folder, "second")];
const environment = { ...process.env, ENVIRONMENT: "production" };

beforeAll(() => {
  for (const outdir of [first, second])
    execFileSync(process.execPath, ["ops/load.mjs", "main.ts"], { env: { ...environment, CDKTF_OUTDIR: outdir } });
});
afterAll(() => rmSync(folder, { recursive: true }));

const stackIn = (outdir: string, stack: string) => readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8");

describe("node ops/load.mjs main.ts", () => {
  const unbundled = Platform.synthesize(committed());

  it.each(unbundled.stacks)("writes %s as CDKTF does unbundled and without shortcuts, in every run", (stack) => {
    expect(stackIn(first, stack)).toBe(unbundled.text(stack));
    expect(stackIn(second, stack)).toBe(unbundled.text(stack));
  });

  it("writes the same manifest", () => {
    expect(readFileSync(join(first, "manifest.json"), "utf8")).toBe(unbundled.manifestText);
    expect(readFileSync(join(second, "manifest.json"), "utf8")).toBe(unbundled.manifestText);
  });
});
