import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { policyDocument } from "../common/policy";
import type { Policies } from "./policy-limits";

export interface DeliveryRolesProps {
  /** Prefix of the names of roles and policies. */
  readonly name: string;
  /** Who may assume the roles, as a policy document. */
  readonly trustPolicy: string;
  /** What a release of a service or of the frontend may do. */
  readonly release: Policies;
  /** What comparing the stacks with their states takes: for plan, and for apply too. */
  readonly plan: Policies;
  /** What changing the stacks takes beside that. */
  readonly apply: Policies;
}

/** The roles of Jenkins' jobs: release, plan and apply, each with managed policies of its own, plan's shared by apply. */
export class DeliveryRoles extends Construct {
  readonly releaseArn: string;
  readonly planArn: string;
  readonly applyArn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeliveryRolesProps,
  ) {
    super(scope, id);
    const release = this.policies(props.release);
    const plan = this.policies(props.plan);
    const apply = this.policies(props.apply);
    this.releaseArn = this.role("release", "Releases services and the frontend", release);
    this.planArn = this.role("plan", "Plans every stack and changes none", plan);
    this.applyArn = this.role("apply", "Applies reviewed plans of every stack", { ...plan, ...apply });
  }

  /** Name -> ARN. */
  private policies(policies: Policies): Record<string, string> {
    return Object.fromEntries(
      Object.entries(policies).map(([name, statements]) => [
        name,
        new IamPolicy(this, `Policy-${name}`, {
          name: `${this.props.name}-${name}`,
          policy: policyDocument(statements),
        }).arn,
      ]),
    );
  }

  private role(name: string, description: string, policyArns: Readonly<Record<string, string>>): string {
    const role = new IamRole(this, `Role-${name}`, {
      name: `${this.props.name}-${name}`,
      description,
      assumeRolePolicy: this.props.trustPolicy,
    });
    for (const [policy, policyArn] of Object.entries(policyArns))
      new IamRolePolicyAttachment(this, `Attachment-${name}-${policy}`, { role: role.name, policyArn });
    return role.arn;
  }
}
