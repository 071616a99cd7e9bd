import type { NetworkMode, PlacementStrategy, PropagateTags } from "@aws-sdk/client-ecs";
import { EcsService as AwsEcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Op, TerraformSelf } from "cdktf";
import { Construct } from "constructs";
import { placementStrategy } from "../../core/capacity/placement-strategy";
import { jsonExpression } from "../common/json";
import { unreleased } from "../../core/naming/names";
import { container, launchType, type ContainerProps } from "./container";
import type { Routing } from "./routing";
import type { ServiceRoles } from "./service-roles";

/** Longest that Terraform waits for a rolling deployment. */
const rolloutTimeout = "30m";

export interface EcsServiceProps extends ContainerProps {
  /** Name of the ECS service and family of its task definition. */
  readonly name: string;
  readonly clusterArn: string;
  readonly capacityProviderName: string;
  readonly roles: ServiceRoles;
  readonly routing: Routing;
  /** Alarms that roll a deployment back. */
  readonly rollbackAlarmNames: readonly string[];
}

/**
 * A service on ECS: the template of its tasks, and the rolling deployment that follows it. The image comes from the
 * parameter that releases write; the number of tasks belongs to autoscaling.
 */
export class EcsService extends Construct {
  readonly name: string;
  readonly family: string;
  /** What scaling targets depend on. */
  readonly resource: AwsEcsService;

  constructor(scope: Construct, id: string, props: EcsServiceProps) {
    super(scope, id);
    const { service, roles } = props;
    const task = new EcsTaskDefinition(this, "TaskDefinition", {
      family: props.name,
      networkMode: "bridge" satisfies NetworkMode,
      requiresCompatibilities: [launchType],
      executionRoleArn: roles.execution.arn,
      taskRoleArn: roles.task.arn,
      containerDefinitions: jsonExpression([container(props)]),
      // Releases register revisions of their own: the newest is the one this template is compared with.
      trackLatest: true,
      // Old revisions stay, to roll back to.
      skipDestroy: true,
      lifecycle: {
        precondition: [
          {
            condition: Op.neq(props.image, unreleased),
            errorMessage: notReleased(service.name),
          },
        ],
      },
    });
    this.resource = new AwsEcsService(this, "Resource", {
      name: props.name,
      cluster: props.clusterArn,
      taskDefinition: task.arn,
      desiredCount: service.scaling.min,
      capacityProviderStrategy: [{ capacityProvider: props.capacityProviderName, base: 0, weight: 100 }],
      orderedPlacementStrategy: [...placement],
      // ECS rebalances by starting a task before it stops one: it needs room above 100 percent.
      availabilityZoneRebalancing: service.deployment.maximumPercent > 100 ? "ENABLED" : "DISABLED",
      deploymentMinimumHealthyPercent: service.deployment.minimumHealthyPercent,
      deploymentMaximumPercent: service.deployment.maximumPercent,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      ...(props.rollbackAlarmNames.length === 0
        ? {}
        : { alarms: { enable: true, rollback: true, alarmNames: [...props.rollbackAlarmNames] } }),
      healthCheckGracePeriodSeconds: service.healthCheck.gracePeriodSeconds,
      loadBalancer: [
        {
          targetGroupArn: props.routing.targetGroupArn,
          containerName: service.name,
          containerPort: service.containerPort,
        },
      ],
      enableEcsManagedTags: true,
      propagateTags: "SERVICE" satisfies PropagateTags,
      enableExecuteCommand: false,
      waitForSteadyState: true,
      timeouts: { create: rolloutTimeout, update: rolloutTimeout },
      dependsOn: [props.routing.rule, ...roles.execution.grants, ...roles.task.grants],
      lifecycle: {
        ignoreChanges: ["desired_count"],
        // A deployment that ECS rolled back is steady too: without this the apply would count as done.
        postcondition: [
          {
            condition: Op.eq(TerraformSelf.getString("task_definition"), task.arn),
            errorMessage: rolledBack(service.name),
          },
        ],
      },
    });
    this.name = this.resource.name;
    this.family = task.family;
  }
}

/** As ECS takes it. */
const placement = placementStrategy satisfies readonly PlacementStrategy[];

const notReleased = (service: string) =>
  `No image of ${service} has been released yet. Start the Jenkins job of ${service} (or run: smart360 ship ${service} --first --image <tag>), then plan again.`;

const rolledBack = (service: string) =>
  `ECS rolled the deployment of ${service} back: the service runs an older task definition than the one applied. Read the service's events and the stopped tasks, mend the cause, and apply again.`;
