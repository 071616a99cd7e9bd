/** What the commands write can be applied: a service is retired, then purged, by the real Terraform. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { purgeService, retireService } from "../../../core/manifest/edit";
import { readManifest } from "../../../core/manifest/read";
import { readFileSync } from "node:fs";
import { type OfflineTerraform, startOfflineTerraform } from "../../support/offline-terraform";
import { Platform, production } from "../../support/platform";
import { sampleServices } from "../../support/sample";

const sample = readFileSync(sampleServices, "utf8");
const environment = production();
let terraform: OfflineTerraform;

beforeAll(async () => {
  terraform = await startOfflineTerraform();
});
afterAll(() => terraform.stop());

/** The configuration of `registry`, with a local state. */
function registry(text: string): Record<string, unknown> {
  const manifest = readManifest(text, { file: "services.json", environment });
  const { terraform, ...configuration } = JSON.parse(Platform.synthesize({ manifest }).text("registry")) as {
    terraform: { required_providers: unknown };
  };
  return { ...configuration, terraform: { required_providers: terraform.required_providers } };
}

it("keeps repository, parameter and secrets of a retired service; destroys them when it is purged, protected as they are", async () => {
  const workspace = await terraform.workspace(registry(sample));
  expect(await workspace.settles()).toBe("applied, then nothing to do");

  const retired = retireService(sample, "billing");
  expect((await workspace.write(registry(retired)).plan()).changes).toEqual([]);

  const { changes } = await workspace.write(registry(purgeService(retired, "billing"))).plan();
  expect(changes.map(({ address, change }) => `${change.actions.join()} ${address.split(".")[0]}`).toSorted()).toEqual([
    "delete aws_ecr_lifecycle_policy",
    "delete aws_ecr_repository",
    "delete aws_secretsmanager_secret",
    "delete aws_secretsmanager_secret",
    "delete aws_secretsmanager_secret",
    "delete aws_ssm_parameter",
  ]);
  expect(changes.every(({ address }) => address.includes("Service-billing_"))).toBe(true);
  expect(await workspace.settles()).toBe("applied, then nothing to do");
});
