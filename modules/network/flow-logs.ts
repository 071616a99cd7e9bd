import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import { LogGroup } from "../common/log-group";
import { Role } from "../common/role";

export interface FlowLogsProps {
  /** Prefix of the role's name. */
  readonly name: string;
  readonly logGroupName: string;
  readonly vpcId: string;
  readonly retentionDays: number;
  readonly keyArn: string;
  readonly accountId: string;
}

/** Accepted and refused connections of a VPC, written to CloudWatch Logs. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const group = new LogGroup(this, "LogGroup", {
      name: props.logGroupName,
      retentionDays: props.retentionDays,
      keyArn: props.keyArn,
    });
    const role = new Role(this, "Role", {
      name: `${props.name}-flow-logs`,
      description: "Writes VPC flow logs",
      assumedBy: "vpc-flow-logs.amazonaws.com",
      trustConditions: { StringEquals: { "aws:SourceAccount": props.accountId } },
      statements: [
        {
          sid: "WriteFlowLogs",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          resources: [group.arn, `${group.arn}:*`],
        },
      ],
    });
    new FlowLog(this, "Resource", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 600,
      dependsOn: role.grants,
    });
  }
}
