import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { type DeliveryRole, names, type NameSpace } from "../../core/naming/names";
import { policyDocument } from "../common/policy";
import type { Policies } from "./policy-limits";

export interface DeliveryRolesProps {
  /** Names of roles and policies carry it. */
  readonly environment: NameSpace;
  /** Who may assume the role `release`, as a policy document. */
  readonly releaseTrustPolicy: string;
  /** Who may assume the roles `plan` and `apply`, as a policy document. */
  readonly infrastructureTrustPolicy: string;
  /** Who may assume the role `secrets`, as a policy document. */
  readonly peopleTrustPolicy: string;
  /** What a release of a service or of the frontend may do. */
  readonly release: Policies;
  /** What comparing the stacks with their states takes: for plan, and for apply too. */
  readonly plan: Policies;
  /** What changing the stacks takes beside that. */
  readonly apply: Policies;
  /** What giving secrets their values takes. */
  readonly secrets: Policies;
}

/**
 * The roles of Jenkins' jobs, release, plan and apply, and the one of the people who give secrets their values. Each has
 * managed policies of its own; those of plan are apply's too. No boundary is on them: `apply` may not touch them.
 */
export class DeliveryRoles extends Construct {
  readonly arns: Readonly<Record<DeliveryRole, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeliveryRolesProps,
  ) {
    super(scope, id);
    const { environment, releaseTrustPolicy, infrastructureTrustPolicy, peopleTrustPolicy } = props;
    const jenkins = names.shared(environment, "jenkins");
    const release = this.policies(jenkins, props.release);
    const plan = this.policies(jenkins, props.plan);
    const apply = this.policies(jenkins, props.apply);
    const secrets = this.policies(names.shared(environment), props.secrets);
    this.arns = {
      release: this.role("release", "Releases services and the frontend", releaseTrustPolicy, release),
      plan: this.role("plan", "Plans every stack and changes none", infrastructureTrustPolicy, plan),
      apply: this.role("apply", "Applies reviewed plans", infrastructureTrustPolicy, { ...plan, ...apply }),
      secrets: this.role("secrets", "Gives secrets their values", peopleTrustPolicy, secrets),
    };
  }

  /** Name -> ARN. */
  private policies(prefix: string, policies: Policies): Record<string, string> {
    return Object.fromEntries(
      Object.entries(policies).map(([name, statements]) => [
        name,
        new IamPolicy(this, `Policy-${name}`, { name: `${prefix}-${name}`, policy: policyDocument(statements) }).arn,
      ]),
    );
  }

  private role(
    name: DeliveryRole,
    description: string,
    assumeRolePolicy: string,
    policyArns: Readonly<Record<string, string>>,
  ): string {
    const role = new IamRole(this, `Role-${name}`, {
      name: names.deliveryRole(this.props.environment, name),
      description,
      assumeRolePolicy,
    });
    for (const [policy, policyArn] of Object.entries(policyArns))
      new IamRolePolicyAttachment(this, `Attachment-${name}-${policy}`, { role: role.name, policyArn });
    return role.arn;
  }
}
