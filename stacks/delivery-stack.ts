import type { Construct } from "constructs";
import type { Service } from "../core/manifest/schema";
import { DeliveryRoles } from "../modules/delivery/delivery-roles";
import { releasePolicies } from "../modules/delivery/release-policies";
import { applyPolicies, planPolicies } from "../modules/delivery/terraform-policies";
import { secretsPolicies } from "../modules/delivery/secrets-policies";
import { JenkinsTrust, trustPeople } from "../modules/delivery/trust";
import { BaseStack, type StackProps } from "./base-stack";
import type { DataStack } from "./data-stack";
import type { EdgeStack } from "./edge-stack";
import type { RegistryStack } from "./registry-stack";
import { StackOutputs, string } from "./outputs";
import type { StateStack } from "./state-stack";

const shape = {
  releaseRoleArn: string("Role of Jenkins' release jobs"),
  planRoleArn: string("Role with which Jenkins plans"),
  applyRoleArn: string("Role with which Jenkins applies reviewed plans"),
  secretsRoleArn: string("Role of the people who give secrets their values"),
  githubOrganization: string("GitHub organization that Jenkins builds from"),
};

export interface DeliveryStackProps extends StackProps {
  /** Every service of the manifest; retired ones are not released. */
  readonly services: readonly Service[];
  readonly state: StateStack["outputs"];
  readonly registry: RegistryStack["outputs"];
  readonly data: DataStack["outputs"];
  readonly edge: EdgeStack["outputs"];
}

/**
 * What Jenkins may do, and the people who give secrets their values. Applied by people: what changes every other stack
 * must not change what it may do itself. What has a name of ours is named by it, so that the roles exist before the services; what AWS
 * names is read from the stacks that made it.
 */
export class DeliveryStack extends BaseStack {
  readonly outputs: StackOutputs<typeof shape>;

  constructor(scope: Construct, props: DeliveryStackProps) {
    super(scope, "delivery", "delivery", props);
    const { environment } = props;
    const state = props.state.readIn(this);
    const registry = props.registry.readIn(this);
    const data = props.data.readIn(this);
    const edge = props.edge.readIn(this);
    const services = props.services.filter(({ retired }) => !retired).map(({ name }) => name);
    const trust = new JenkinsTrust(this, "Trust", environment.delivery.trust);
    const roles = new DeliveryRoles(this, "Roles", {
      environment,
      releaseTrustPolicy: trust.releasePolicy,
      infrastructureTrustPolicy: trust.infrastructurePolicy,
      peopleTrustPolicy: trustPeople(environment),
      release: releasePolicies(environment, {
        services,
        stateKeyArn: state.keyArn,
        frontendBucketArn: edge.frontendBucketArn,
        distributionArn: edge.distributionArn,
      }),
      plan: planPolicies(environment, {
        stateKeyArn: state.keyArn,
        cacheTokenSecretArn: data.cacheTokenSecretArn,
        dataKeyArn: data.keyArn,
      }),
      apply: applyPolicies(environment, { stateKeyArn: state.keyArn }),
      secrets: secretsPolicies(environment, {
        services,
        stateKeyArn: state.keyArn,
        registryKeyArn: registry.keyArn,
        dataKeyArn: data.keyArn,
        cacheTokenSecretArn: data.cacheTokenSecretArn,
      }),
    });
    this.outputs = new StackOutputs(this, shape, {
      releaseRoleArn: roles.arns.release,
      planRoleArn: roles.arns.plan,
      applyRoleArn: roles.arns.apply,
      secretsRoleArn: roles.arns.secrets,
      githubOrganization: environment.delivery.githubOrganization,
    });
  }
}
