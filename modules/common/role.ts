import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { policyDocument, trustService, type PolicyStatement } from "./policy";
import { roleBoundaryOf } from "./role-boundary";

export interface RoleProps {
  readonly name: string;
  readonly description: string;
  /** Service principal that assumes the role, for example `ecs-tasks.amazonaws.com`. */
  readonly assumedBy: string;
  /**
   * Conditions on who may assume it.
   * @default - none
   */
  readonly trustConditions?: PolicyStatement["conditions"];
  /** What the role may do; without a statement it may do nothing. */
  readonly statements: readonly PolicyStatement[];
}

/** An IAM role assumed by one AWS service, with one inline policy that holds all it may do, within the stack's boundary. */
export class Role extends Construct {
  readonly arn: string;
  readonly name: string;
  private readonly policy: IamRolePolicy | undefined;

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    const permissionsBoundary = roleBoundaryOf(this);
    const role = new IamRole(this, "Resource", {
      name: props.name,
      description: props.description,
      assumeRolePolicy: trustService(props.assumedBy, props.trustConditions),
      ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
    });
    this.arn = role.arn;
    this.name = role.name;
    this.policy =
      props.statements.length === 0
        ? undefined
        : new IamRolePolicy(this, "Policy", {
            name: "grants",
            role: role.id,
            policy: policyDocument(props.statements),
          });
  }

  /** What must exist before the role can do its work: IAM grants follow the role by a moment. */
  get grants(): IamRolePolicy[] {
    return this.policy === undefined ? [] : [this.policy];
  }
}
