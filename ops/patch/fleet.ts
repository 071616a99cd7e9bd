/** An environment's instances, as AWS describes them. */
import type { InstanceRefresh } from "@aws-sdk/client-auto-scaling";
import { GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Environment } from "../../core/environment/schema";
import { amiParameterMissing, awsRefused, instanceGroupMissing, refreshForgotten } from "../../core/errors";
import { names } from "../../core/naming/names";
import { amiParameter, instanceGroupName, refreshPreferences } from "../../core/patch/instance-group";
import { isOver, type Refresh, type Standing } from "../../core/patch/patch";

export interface Fleet {
  standing(): Promise<Standing>;
  /** Starts a refresh; returns another one when that began meanwhile. */
  start(): Promise<Refresh>;
  /** Rejects with an AbortError as soon as `signal` says so. */
  refresh(id: string, signal: AbortSignal): Promise<Refresh>;
  close(): void;
}

/** With the user's own credentials; their account is checked already. */
export async function openFleet(environment: Environment): Promise<Fleet> {
  // Loaded here and not above: EC2's client alone takes longer than any other command does as a whole.
  const [scaling, compute] = await Promise.all([import("@aws-sdk/client-auto-scaling"), import("@aws-sdk/client-ec2")]);
  const { region } = environment;
  const group = instanceGroupName(names.cluster(environment));
  const autoScaling = new scaling.AutoScalingClient({ region });
  const ec2 = new compute.EC2Client({ region });
  const ssm = new SSMClient({ region });

  /** Ids of the group's instances, without those that are leaving. */
  async function members(): Promise<ReadonlySet<string>> {
    const answer = await autoScaling
      .send(new scaling.DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] }))
      .catch(refused("DescribeAutoScalingGroups"));
    const [found] = answer.AutoScalingGroups ?? [];
    if (found === undefined) throw instanceGroupMissing(group, region);
    const staying = (found.Instances ?? []).filter(
      ({ LifecycleState }) => !/^(Terminat|Detach)/.test(LifecycleState ?? ""),
    );
    return new Set(staying.map(({ InstanceId }) => InstanceId ?? ""));
  }

  async function imageIds(): Promise<ReadonlyMap<string, string>> {
    const images = new Map<string, string>();
    const Filters = [{ Name: "tag:aws:autoscaling:groupName", Values: [group] }];
    try {
      for await (const page of compute.paginateDescribeInstances({ client: ec2 }, { Filters })) {
        for (const { InstanceId, ImageId } of (page.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []))
          images.set(InstanceId ?? "", ImageId ?? "");
      }
    } catch (error) {
      refused("DescribeInstances")(error);
    }
    return images;
  }

  /** `GetParameters`, which whoever starts instances of the launch template must be allowed. */
  async function recommendedImage(): Promise<string> {
    const answer = await ssm.send(new GetParametersCommand({ Names: [amiParameter] })).catch(refused("GetParameters"));
    const value = answer.Parameters?.[0]?.Value;
    if (value === undefined) throw amiParameterMissing(amiParameter, region);
    return value;
  }

  /** AWS lists the newest first. */
  async function underWay(): Promise<Refresh | undefined> {
    const answer = await autoScaling
      .send(new scaling.DescribeInstanceRefreshesCommand({ AutoScalingGroupName: group }))
      .catch(refused("DescribeInstanceRefreshes"));
    return answer.InstanceRefreshes?.map(refreshOf).find((refresh) => !isOver(refresh));
  }

  return {
    async standing() {
      const ids = await members();
      const imageId = await recommendedImage();
      const images = await imageIds();
      const refresh = await underWay();
      const instances = [...images].filter(([id]) => ids.has(id)).map(([id, image]) => ({ id, imageId: image }));
      return { group, imageId, instances, ...(refresh === undefined ? {} : { refresh }) };
    },
    async start() {
      const { minHealthyPercentage, maxHealthyPercentage, scaleInProtectedInstances, autoRollback } =
        refreshPreferences;
      try {
        const { InstanceRefreshId } = await autoScaling.send(
          new scaling.StartInstanceRefreshCommand({
            AutoScalingGroupName: group,
            Strategy: "Rolling",
            Preferences: {
              MinHealthyPercentage: minHealthyPercentage,
              MaxHealthyPercentage: maxHealthyPercentage,
              ScaleInProtectedInstances: scaleInProtectedInstances,
              AutoRollback: autoRollback,
            },
          }),
        );
        return { id: InstanceRefreshId ?? "", status: "Pending" };
      } catch (error) {
        const other = error instanceof scaling.InstanceRefreshInProgressFault ? await underWay() : undefined;
        return other ?? refused("StartInstanceRefresh")(error);
      }
    },
    async refresh(id, abortSignal) {
      const { InstanceRefreshes } = await autoScaling.send(
        new scaling.DescribeInstanceRefreshesCommand({ AutoScalingGroupName: group, InstanceRefreshIds: [id] }),
        { abortSignal },
      );
      const [found] = InstanceRefreshes ?? [];
      if (found === undefined) throw refreshForgotten(id);
      return refreshOf(found);
    },
    close: () => [autoScaling, ec2, ssm].forEach((client) => client.destroy()),
  };
}

const refused =
  (call: string) =>
  (error: unknown): never => {
    throw awsRefused(call, (error as Error).message);
  };

function refreshOf(found: InstanceRefresh): Refresh {
  const { PercentageComplete, InstancesToUpdate, StatusReason } = found;
  return {
    id: found.InstanceRefreshId ?? "",
    status: found.Status ?? "",
    ...(PercentageComplete === undefined ? {} : { percentageComplete: PercentageComplete }),
    ...(InstancesToUpdate === undefined ? {} : { instancesToUpdate: InstancesToUpdate }),
    ...(StatusReason === undefined ? {} : { reason: StatusReason }),
  };
}
