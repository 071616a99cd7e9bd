/** The real AWS provider on the local AWS: what it applied it finds again, before and after a release. */
import {
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  type Tag,
} from "@aws-sdk/client-ecs";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { names } from "../../core/naming/names";
import { hasRealProvider, startRealPlatform, type RealPlatform } from "../support/real-platform";

describe.skipIf(!hasRealProvider)("the real provider on the local AWS", () => {
  let platform: RealPlatform;
  let ecs: ECSClient;

  beforeAll(async () => {
    platform = await startRealPlatform({ services: ["assets", "billing"] });
    ecs = new ECSClient(platform.clientConfig);
  });

  afterAll(async () => {
    ecs.destroy();
    await platform.stop();
  });

  /** Releases an image of billing as `smart360 ship` does, its tags apart. */
  async function release(digest: string, tagsOf: (tags: Tag[]) => Tag[]): Promise<void> {
    const { environment, clients } = platform;
    const family = names.service(environment, "billing");
    const read = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family, include: ["TAGS"] }));
    const { containerDefinitions = [], requiresCompatibilities, ...template } = read.taskDefinition ?? {};
    const [container] = containerDefinitions;
    const image = `${container?.image?.replace(/@.*$/, "")}@sha256:${digest}`;
    const tags = tagsOf(read.tags ?? []);
    const registered = await ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        executionRoleArn: template.executionRoleArn,
        taskRoleArn: template.taskRoleArn,
        networkMode: template.networkMode,
        requiresCompatibilities,
        volumes: template.volumes,
        containerDefinitions: [{ ...container, image }],
        ...(tags.length === 0 ? {} : { tags }),
      }),
    );
    await ecs.send(
      new UpdateServiceCommand({
        cluster: names.cluster(environment),
        service: family,
        taskDefinition: registered.taskDefinition?.taskDefinitionArn,
      }),
    );
    const Name = names.imageParameter(environment, "billing");
    await clients.ssm.send(new PutParameterCommand({ Name, Value: image, Overwrite: true }));
  }

  it("plans nothing more of what it applied", async () => {
    const plans = async (...stacks: string[]) => {
      const said: string[] = [];
      for (const stack of stacks) {
        const { exitCode, text } = await platform.plan(stack);
        if (exitCode !== 0) said.push(`${stack}: ${text}`);
      }
      return said;
    };
    const [one, other] = await Promise.all([plans("registry", "service-assets"), plans("platform", "service-billing")]);
    expect([...one, ...other]).toEqual([]);
  });

  it("takes a released image for its own, tags copied", async () => {
    await release("1".repeat(64), (tags) => tags);
    const { exitCode, text } = await platform.plan("service-billing");
    expect(exitCode, text).toBe(0);
  });

  it("sees a release that did not copy the tags", async () => {
    await release("2".repeat(64), () => []);
    const { exitCode, text } = await platform.plan("service-billing");
    expect(exitCode, text).toBe(2);
    expect(text).toContain('+ "Service"     = "billing"');
  });
});
