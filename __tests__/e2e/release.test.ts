/**
 * After `smart360 ship` on the local AWS, whatever became of it, the real provider finds nothing to do: the template, the
 * image and the parameter fit together. And what a release leaves out would be seen.
 */
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import { DescribeTaskDefinitionCommand, ECSClient, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { names } from "../../core/naming/names";
import type { Ending } from "../../core/release/ending";
import { projectRoot } from "../support/local-aws";
import { hasRealProvider, startRealPlatform, type RealPlatform } from "../support/real-platform";

const smart360 = join(projectRoot, "ops", "smart360.mjs");
const stack = "service-assets";

describe.skipIf(!hasRealProvider)("a plan by the real provider, after `smart360 ship`", () => {
  let platform: RealPlatform;
  let ecs: ECSClient;

  beforeAll(async () => {
    platform = await startRealPlatform({ services: ["assets", "billing"] });
    ecs = new ECSClient(platform.clientConfig);
    withoutMigrations(platform.root);
    for (const tag of ["build-1", "build-2", "build-3"]) await push(tag);
  });

  afterAll(async () => {
    ecs.destroy();
    await platform.stop();
  });

  it("deploys, a plan has nothing to do", async () => {
    expect(await ship("--image", "build-1")).toMatchObject({ outcome: "released" });
    expect(await ship("--image", "build-2")).toMatchObject({ outcome: "released" });
    await expectPlan(0);
  });

  it("fails, a plan has nothing to do; what it would leave without cleaning up, a plan would change", async () => {
    const { running } = await ship("--redeploy");
    const next = (running?.revision ?? 0) + 1;
    // The tag of the next release belongs to another image: its last step but one fails.
    await push("build-3", `release-${next}`);
    expect(await ship("--image", "build-1")).toMatchObject({ outcome: "failed", step: "Tag" });
    await expectPlan(0);

    const family = names.service(platform.environment, "assets");
    const read = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: `${family}:${next}`, include: ["TAGS"] }),
    );
    expect(read.taskDefinition?.status).toBe("INACTIVE");
    const { containerDefinitions, executionRoleArn, taskRoleArn, networkMode, requiresCompatibilities } =
      read.taskDefinition ?? {};
    const template = { family, containerDefinitions, executionRoleArn, taskRoleArn, networkMode };
    await ecs.send(new RegisterTaskDefinitionCommand({ ...template, requiresCompatibilities, tags: read.tags }));
    await expectPlan(2);
  });

  it("goes back, having cleared what was left, a plan has nothing to do", async () => {
    expect(await ship("--rollback")).toMatchObject({ outcome: "released" });
    await expectPlan(0);
  });

  async function expectPlan(expected: number): Promise<void> {
    const { exitCode, text } = await platform.plan(stack);
    expect(exitCode, text).toBe(expected);
  }

  /** Runs `smart360 ship assets` on the platform; its result. */
  function ship(...args: readonly string[]): Promise<Ending> {
    const command = ["ship", "assets", ...args, "--offline", "--json"];
    const env = { ...process.env, SMART360_PROJECT: platform.root };
    return new Promise((resolve, reject) =>
      execFile(process.execPath, [smart360, ...command], { env, timeout: 60_000 }, (_, stdout, stderr) =>
        stdout === "" ? reject(new Error(stderr)) : resolve(JSON.parse(stdout) as Ending),
      ),
    );
  }

  /** An image, by the tag that names its content, with another tag or that one. */
  async function push(content: string, imageTag = content): Promise<void> {
    const repositoryName = names.repository(platform.environment, "assets");
    const imageManifest = JSON.stringify({ schemaVersion: 2, config: { digest: content } });
    const ecr = new ECRClient(platform.clientConfig);
    await ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest }));
    ecr.destroy();
  }
});

/** Tasks of the local AWS have no container: a migration would never end. */
function withoutMigrations(root: string): void {
  const file = join(root, "services.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { defaults: object };
  writeFileSync(file, JSON.stringify({ ...manifest, defaults: { ...manifest.defaults, migrate: [] } }));
}
