import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readsOtherParameters } from "../../../ops/apply/parameters";
import type { ToApply } from "../../../ops/apply/verify";

const folder = mkdtempSync(join(tmpdir(), "parameters-"));
afterAll(() => rmSync(folder, { recursive: true }));

const name = "/smart360/production/billing/image";
const parameter = (values: Record<string, unknown>, mode = "data") => ({ mode, type: "aws_ssm_parameter", values });

/** A plan that was made on parameters. */
function planned(...resources: readonly object[]): ToApply {
  const prior_state = { values: { root_module: { resources } } };
  writeFileSync(join(folder, "one.json"), JSON.stringify({ format_version: "1.2", resource_changes: [], prior_state }));
  return {
    record: {
      stack: "service-billing",
      outcome: "changes",
      dependencies: [],
      waitingFor: [],
      againAfter: [],
      counts: { create: 0, update: 1, replace: 0, delete: 0 },
      outputs: 0,
    },
    saved: {
      plan: "one.tfplan",
      planSha256: "",
      json: "one.json",
      jsonSha256: "",
      configurationSha256: "",
      state: { serial: 1, lineage: "" },
    },
  };
}

const isOther = (plan: ToApply, now: string | undefined) => readsOtherParameters(plan, folder, async () => now);

describe("a plan that reads the released image", () => {
  const plan = planned(parameter({ name, insecure_value: "image-41" }));

  it("is good as long as nothing is released, and no longer", async () => {
    expect(await isOther(plan, "image-41")).toBe(false);
    expect(await isOther(plan, "image-42")).toBe(true);
    expect(await isOther(plan, undefined)).toBe(true);
  });
});

describe("a plan that reads none", () => {
  it("is not asked about resources, nor about secrets", async () => {
    const plan = planned(
      parameter({ name, insecure_value: "a" }, "managed"),
      parameter({ name, insecure_value: null }),
    );
    expect(await isOther(plan, "b")).toBe(false);
  });
});
