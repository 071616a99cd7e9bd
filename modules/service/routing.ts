import type { ProtocolEnum, TargetTypeEnum } from "@aws-sdk/client-elastic-load-balancing-v2";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import type { Environment } from "../../core/environment/schema";
import type { Service } from "../../core/manifest/schema";
import { fixedOfTargetGroup, targetGroupName } from "../../core/naming/target-group";

/** With the types of AWS's own API. */
const fixed = fixedOfTargetGroup satisfies { readonly protocol: ProtocolEnum; readonly targetType: TargetTypeEnum };

export interface RoutingProps {
  readonly environment: Environment;
  readonly service: Service;
  readonly vpcId: string;
  readonly listenerArn: string;
}

/** How requests reach a service: its target group, and the listener rule that sends the service's paths there. */
export class Routing extends Construct {
  readonly targetGroupArn: string;
  readonly targetGroupArnSuffix: string;
  /** ECS refuses a service whose target group is not yet behind a listener. */
  readonly rule: LbListenerRule;

  constructor(scope: Construct, id: string, props: RoutingProps) {
    super(scope, id);
    const { healthCheck, deregistrationDelaySeconds, name, paths, priority } = props.service;
    const group = new LbTargetGroup(this, "TargetGroup", {
      name: targetGroupName(props.environment, name),
      ...fixed,
      vpcId: props.vpcId,
      deregistrationDelay: String(deregistrationDelaySeconds),
      loadBalancingAlgorithmType: "least_outstanding_requests",
      healthCheck: {
        enabled: true,
        path: healthCheck.path,
        protocol: fixed.protocol,
        port: "traffic-port",
        interval: healthCheck.intervalSeconds,
        timeout: healthCheck.timeoutSeconds,
        healthyThreshold: healthCheck.healthyThresholdCount,
        unhealthyThreshold: healthCheck.unhealthyThresholdCount,
        matcher: healthCheck.successCodes,
      },
      // A group that a rule uses cannot be deleted: its successor comes first, under another name.
      lifecycle: { createBeforeDestroy: true },
    });
    this.rule = new LbListenerRule(this, "Rule", {
      listenerArn: props.listenerArn,
      priority,
      condition: [{ pathPattern: { values: [...paths] } }],
      action: [{ type: "forward", targetGroupArn: group.arn }],
    });
    this.targetGroupArn = group.arn;
    this.targetGroupArnSuffix = group.arnSuffix;
  }
}
