import type {
  MetricType,
  PolicyType,
  ScalableDimension,
  ServiceNamespace,
} from "@aws-sdk/client-application-auto-scaling";
import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Service } from "../../core/manifest/schema";

export interface ServiceScalingProps {
  readonly clusterName: string;
  readonly serviceName: string;
  readonly scaling: Service["scaling"];
  readonly loadBalancerArnSuffix: string;
  readonly targetGroupArnSuffix: string;
  /** The service: its count can be scaled once it exists. */
  readonly dependsOn: ITerraformDependable;
}

/** How many tasks of a service run: between `min` and `max`, by CPU, and by memory, requests or the clock where set. */
export class ServiceScaling extends Construct {
  constructor(scope: Construct, id: string, props: ServiceScalingProps) {
    super(scope, id);
    const { scaling } = props;
    const target = new AppautoscalingTarget(this, "Resource", {
      serviceNamespace: "ecs" satisfies ServiceNamespace,
      scalableDimension: "ecs:service:DesiredCount" satisfies ScalableDimension,
      resourceId: `service/${props.clusterName}/${props.serviceName}`,
      minCapacity: scaling.min,
      maxCapacity: scaling.max,
      dependsOn: [props.dependsOn],
      // A scheduled action writes its limits here: the next plan would put those of the night back in the morning.
      ...(scaling.schedules.length === 0 ? {} : { lifecycle: { ignoreChanges: ["min_capacity", "max_capacity"] } }),
    });
    const track = (policyId: string, metric: MetricType, targetValue: number, resourceLabel?: string) =>
      new AppautoscalingPolicy(this, policyId, {
        name: `${props.serviceName}-${policyId.toLowerCase()}`,
        policyType: "TargetTrackingScaling" satisfies PolicyType,
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          scaleInCooldown: scaling.scaleInCooldownSeconds,
          scaleOutCooldown: scaling.scaleOutCooldownSeconds,
          predefinedMetricSpecification: {
            predefinedMetricType: metric,
            ...(resourceLabel === undefined ? {} : { resourceLabel }),
          },
        },
      });
    track("Cpu", "ECSServiceAverageCPUUtilization", scaling.targetCpuPercent);
    if (scaling.targetMemoryPercent !== undefined)
      track("Memory", "ECSServiceAverageMemoryUtilization", scaling.targetMemoryPercent);
    if (scaling.requestsPerTarget !== undefined)
      track(
        "Requests",
        "ALBRequestCountPerTarget",
        scaling.requestsPerTarget,
        `${props.loadBalancerArnSuffix}/${props.targetGroupArnSuffix}`,
      );
    for (const schedule of scaling.schedules)
      new AppautoscalingScheduledAction(this, `Schedule-${schedule.name}`, {
        name: `${props.serviceName}-${schedule.name}`,
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        schedule: schedule.cron,
        timezone: schedule.timezone,
        scalableTargetAction: { minCapacity: String(schedule.min), maxCapacity: String(schedule.max) },
      });
  }
}
