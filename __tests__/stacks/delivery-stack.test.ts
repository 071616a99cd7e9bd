import { tmpdir } from "node:os";
import { App, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import type { Environment } from "../../core/environment/schema";
import { DataStack } from "../../stacks/data-stack";
import { DeliveryStack } from "../../stacks/delivery-stack";
import { EdgeStack } from "../../stacks/edge-stack";
import { NetworkStack } from "../../stacks/network-stack";
import { ObservabilityStack } from "../../stacks/observability-stack";
import { PlatformStack } from "../../stacks/platform-stack";
import { RegistryStack } from "../../stacks/registry-stack";
import { StateStack } from "../../stacks/state-stack";
import { testEnvironment, testService } from "../support/fixtures";
import { admits } from "../support/iam";
import { Template } from "../support/template";

const services = [testService(), testService({ name: "metering", retired: true })];

function synthesize(environment: Environment = testEnvironment()): Template {
  const app = new App({ outdir: tmpdir() });
  const { outputs: state } = new StateStack(app, { environment });
  const { outputs: network } = new NetworkStack(app, { environment });
  const { outputs: registry } = new RegistryStack(app, { environment, services });
  const { outputs: data } = new DataStack(app, { environment, network });
  const { outputs: platform } = new PlatformStack(app, { environment, network, data });
  const { outputs: observability } = new ObservabilityStack(app, { environment, services, network, data, platform });
  const { outputs: edge } = new EdgeStack(app, { environment, network, platform, observability });
  return Template.parse(Testing.synth(new DeliveryStack(app, { environment, services, state, registry, data, edge })));
}

describe("DeliveryStack", () => {
  const template = synthesize();
  const policy = (name: string) => JSON.stringify(template.with("aws_iam_policy", { name: `smart360-test-${name}` }));

  it("creates the roles of release, plan and apply, and of who gives secrets their values, with their policies", () => {
    expect(template.inventory).toEqual({
      aws_iam_policy: 18,
      aws_iam_role: 4,
      aws_iam_role_policy_attachment: 21,
      "data.terraform_remote_state": 4,
    });
    expect(template.all("aws_iam_role").map(({ name }) => name)).toEqual([
      "smart360-test-jenkins-apply",
      "smart360-test-jenkins-plan",
      "smart360-test-jenkins-release",
      "smart360-test-secrets",
    ]);
  });

  it.each([
    ["what releases", "jenkins-release", ["jenkins-release"]],
    ["what plans and applies", "jenkins-infrastructure", ["jenkins-apply", "jenkins-plan"]],
    ["what builds", "jenkins-build", []],
  ])("lets %s assume the roles of its jobs only", (_, instanceRole, admitted) => {
    const caller = { action: "sts:AssumeRole", principal: `arn:aws:iam::123456789012:role/${instanceRole}` };
    const roles = template.all("aws_iam_role").filter(({ assume_role_policy: trust }) => admits(trust, caller));
    expect(roles.map(({ name }) => name)).toEqual(admitted.map((name) => `smart360-test-${name}`));
  });

  it("trusts Jenkins with its jobs' roles only, and people with the secrets", () => {
    const trusted = template.all("aws_iam_role").map(({ assume_role_policy: trust }) => JSON.stringify(trust));
    expect(trusted.map((trust) => /"Sid":"(\w+)"/.exec(trust)?.[1])).toEqual([
      "JenkinsInstance",
      "JenkinsInstance",
      "JenkinsInstance",
      "People",
    ]);
  });

  it("tells the roles, and where the sources are", () => {
    const arn = (name: string) => template.reference("aws_iam_role", "arn", { name: `smart360-test-${name}` });
    const values = Object.entries(template.configuration.output ?? {}).map(([name, { value }]) => [name, value]);
    expect(Object.fromEntries(values)).toEqual({
      release_role_arn: arn("jenkins-release"),
      plan_role_arn: arn("jenkins-plan"),
      apply_role_arn: arn("jenkins-apply"),
      secrets_role_arn: arn("secrets"),
      github_organization: "bynry",
    });
  });

  it("takes the organization from the environment", () => {
    const environment = testEnvironment({ delivery: { githubOrganization: "example" } });
    expect(synthesize(environment).configuration.output?.["github_organization"]).toMatchObject({ value: "example" });
  });

  it("releases every service but the retired ones, and gives their secrets values", () => {
    expect(policy("jenkins-release-images")).toContain("repository/smart360/test/billing");
    expect(policy("jenkins-release-images")).not.toContain("metering");
    expect(policy("secrets-values")).toContain("secret:smart360/test/billing/*");
    expect(policy("secrets-values")).not.toContain("metering");
  });

  it("reads from other stacks what AWS has named", () => {
    const output = (stack: string, name: string) => `\${data.terraform_remote_state.${stack}.outputs.${name}}`;
    expect(policy("jenkins-release-frontend")).toContain(output("edge", "frontend_bucket_arn"));
    expect(policy("jenkins-release-frontend")).toContain(output("edge", "distribution_arn"));
    expect(policy("jenkins-release-locks")).toContain(output("state", "key_arn"));
    expect(policy("jenkins-reads-data")).toContain(output("data", "cache_token_secret_arn"));
    expect(policy("jenkins-reads-data")).toContain(output("data", "key_arn"));
    expect(policy("secrets-values")).toContain(output("registry", "key_arn"));
    expect(policy("secrets-values")).toContain(output("data", "key_arn"));
    expect(policy("secrets-values")).toContain(output("data", "cache_token_secret_arn"));
    expect(policy("secrets-databases")).toContain(output("state", "key_arn"));
  });
});
