import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";

export interface LogGroupProps {
  readonly name: string;
  /** Days until events expire; CloudWatch accepts certain values only, checked with the environment file. */
  readonly retentionDays: number;
  /** Key that admits CloudWatch Logs. */
  readonly keyArn: string;
}

/** An encrypted CloudWatch log group with retention. */
export class LogGroup extends Construct {
  readonly name: string;
  readonly arn: string;
  /** For whoever would create the group itself if it came first. */
  readonly resource: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id);
    this.resource = new CloudwatchLogGroup(this, "Resource", {
      name: props.name,
      retentionInDays: props.retentionDays,
      kmsKeyId: props.keyArn,
    });
    this.name = this.resource.name;
    this.arn = this.resource.arn;
  }
}
