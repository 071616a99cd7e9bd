import { Construct } from "constructs";
import { executionGrants, type ExecutionGrantsProps, type FilesBucket, taskGrants } from "../../core/manifest/grants";
import { Role } from "../common/role";

export interface ServiceRolesProps extends ExecutionGrantsProps {
  readonly executionRoleName: string;
  readonly taskRoleName: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  /** The file bucket, when the service uses files. Each service sees its own prefix only. */
  readonly files: FilesBucket | undefined;
}

/**
 * The two roles of a service's tasks: the execution role, with which the agent pulls the image, reads the secrets and
 * opens the log stream, and the task role, which is what the code itself may do.
 */
export class ServiceRoles extends Construct {
  readonly execution: Role;
  readonly task: Role;

  constructor(scope: Construct, id: string, props: ServiceRolesProps) {
    super(scope, id);
    const assumedBy = "ecs-tasks.amazonaws.com";
    const trustConditions = {
      StringEquals: { "aws:SourceAccount": props.accountId },
      ArnLike: { "aws:SourceArn": `arn:aws:ecs:${props.region}:${props.accountId}:*` },
    };
    this.execution = new Role(this, "Execution", {
      name: props.executionRoleName,
      description: `Starts tasks of ${props.service}: image, secrets, log stream`,
      assumedBy,
      trustConditions,
      statements: executionGrants(props),
    });
    this.task = new Role(this, "Task", {
      name: props.taskRoleName,
      description: `What the code of ${props.service} may do`,
      assumedBy,
      trustConditions,
      statements: taskGrants(props.service, props.files),
    });
  }
}
