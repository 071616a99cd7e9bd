/** `smart360 up --provider real` on a machine that has no such provider. */
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readRecord } from "../../../local/daemon/record";
import { fixtureProject, type FixtureProject } from "../../support/fixture-project";

let project: FixtureProject;

beforeEach(() => {
  project = fixtureProject();
});

afterEach(() => project.remove());

it("says where the provider may come from, and leaves nothing running", async () => {
  const aws = { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" };
  project.stacks({ state: { document: { terraform: { required_providers: { aws } } } } });
  const { code, stderr } = await project.smart360(["up", "--provider", "real"], {
    SMART360_PROVIDER_MIRROR: join(project.root, "no-mirror"),
  });
  expect(stderr).toContain(
    "The real AWS provider cannot be installed here. Put it into a filesystem mirror and set SMART360_PROVIDER_MIRROR to " +
      "that folder, or let terraform reach its registry; `smart360 up` alone needs neither. Terraform said:\nError: ",
  );
  expect(code).toBe(2);
  expect(readRecord(project.root)).toBeUndefined();
});

it("says that the app has no stack for the backend", async () => {
  project.stacks({ other: { document: {} } });
  const { code, stderr } = await project.smart360(["up", "--provider", "real"]);
  expect([code, stderr]).toEqual([2, "The app has no stack state.\n"]);
});
