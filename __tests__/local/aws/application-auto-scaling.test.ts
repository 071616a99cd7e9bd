/** The AWS SDK against the Application Auto Scaling behind the proxy; nothing else is behind it. */
import {
  ApplicationAutoScalingClient,
  DeleteScalingPolicyCommand,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
  ListTagsForResourceCommand,
  PutScalingPolicyCommand,
  PutScheduledActionCommand,
  RegisterScalableTargetCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { afterEach, beforeEach, expect, it } from "vitest";
import { applicationAutoScaling } from "../../../local/aws/application-auto-scaling";
import { Memory } from "../../../local/proxy/memory";
import { startProxy, type Proxy } from "../../../local/proxy/proxy";

const ServiceNamespace = "ecs";
const ScalableDimension = "ecs:service:DesiredCount";
const target = { ServiceNamespace, ScalableDimension, ResourceId: "service/cluster/billing" } as const;

let proxy: Proxy;
let client: ApplicationAutoScalingClient;

beforeEach(async () => {
  const routes = new Map([["application-autoscaling", applicationAutoScaling(new Memory())]]);
  proxy = await startProxy({ upstream: "http://127.0.0.1:9", routes });
  const credentials = { accessKeyId: "111122223333", secretAccessKey: "local" };
  client = new ApplicationAutoScalingClient({ endpoint: proxy.url, region: "us-east-1", credentials });
});

afterEach(async () => {
  client.destroy();
  await proxy.close();
});

const targets = async (ResourceIds?: string[]) =>
  (await client.send(new DescribeScalableTargetsCommand({ ServiceNamespace, ResourceIds }))).ScalableTargets ?? [];

it("registers a target, changes what a second registration says, and tells both apart", async () => {
  const { ScalableTargetARN } = await client.send(
    new RegisterScalableTargetCommand({ ...target, MinCapacity: 2, MaxCapacity: 4, Tags: { Product: "smart360" } }),
  );
  expect(ScalableTargetARN).toMatch(
    /^arn:aws:application-autoscaling:us-east-1:111122223333:scalable-target\/[0-9a-f]{32}$/,
  );
  await client.send(new RegisterScalableTargetCommand({ ...target, MaxCapacity: 6 }));
  await client.send(new RegisterScalableTargetCommand({ ...target, ResourceId: "service/cluster/assets" }));
  expect(await targets([target.ResourceId])).toMatchObject([
    {
      ...target,
      MinCapacity: 2,
      MaxCapacity: 6,
      ScalableTargetARN,
      SuspendedState: { DynamicScalingInSuspended: false },
    },
  ]);
  expect(await targets()).toHaveLength(2);
});

it("keeps tags beside the target", async () => {
  const registered = await client.send(new RegisterScalableTargetCommand({ ...target, Tags: { a: "1", b: "2" } }));
  const ResourceARN = registered.ScalableTargetARN ?? "";
  await client.send(new TagResourceCommand({ ResourceARN, Tags: { c: "3" } }));
  await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ["a"] }));
  expect((await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual({ b: "2", c: "3" });
  expect((await targets())[0]).not.toHaveProperty("Tags");
});

it("puts, tells and deletes policies and scheduled actions of a target that is there", async () => {
  const policy = { ...target, PolicyName: "cpu", PolicyType: "TargetTrackingScaling" } as const;
  await expect(client.send(new PutScalingPolicyCommand(policy))).rejects.toMatchObject({
    name: "ObjectNotFoundException",
    message: "No scalable target registered for ecs, service/cluster/billing, ecs:service:DesiredCount",
  });
  await client.send(new RegisterScalableTargetCommand({ ...target, MinCapacity: 2, MaxCapacity: 4 }));
  const { PolicyARN } = await client.send(new PutScalingPolicyCommand(policy));
  await client.send(new PutScalingPolicyCommand({ ...policy, PolicyName: "memory" }));
  const described = new DescribeScalingPoliciesCommand({ ServiceNamespace, PolicyNames: ["cpu"] });
  expect((await client.send(described)).ScalingPolicies).toMatchObject([{ ...policy, PolicyARN, Alarms: [] }]);
  await client.send(new DeleteScalingPolicyCommand(policy));
  expect((await client.send(described)).ScalingPolicies).toEqual([]);

  const action = { ...target, ScheduledActionName: "night", Schedule: "cron(0 20 * * ? *)" };
  await client.send(new PutScheduledActionCommand(action));
  const { ScheduledActions } = await client.send(new DescribeScheduledActionsCommand({ ServiceNamespace }));
  expect(ScheduledActions).toMatchObject([action]);
});

it("deregisters a target once", async () => {
  await client.send(new RegisterScalableTargetCommand({ ...target, MinCapacity: 2, MaxCapacity: 4 }));
  await client.send(new DeregisterScalableTargetCommand(target));
  expect(await targets()).toEqual([]);
  await expect(client.send(new DeregisterScalableTargetCommand(target))).rejects.toMatchObject({
    name: "ObjectNotFoundException",
    message: "No scalable target found for service/cluster/billing",
  });
});
