import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { App, TerraformOutput, Testing } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { BaseStack } from "../../stacks/base-stack";
import { map, number, StackOutputs, string, strings } from "../../stacks/outputs";
import { testEnvironment } from "../support/fixtures";
import { Platform } from "../support/platform";
import { Template } from "../support/template";

class EmptyStack extends BaseStack {
  constructor(scope: App, id: string) {
    super(scope, id, id, { environment: testEnvironment() });
  }
}

const shape = {
  keyArn: string("A key"),
  cachePort: number("A port"),
  privateSubnetIds: strings("Some subnets"),
  secretArns: map("Secrets by entry"),
};

const values = {
  keyArn: "arn:key",
  cachePort: 6379,
  privateSubnetIds: ["a", "b"],
  secretArns: { "billing/key": "arn" },
};

function synthesize() {
  const app = new App({ outdir: tmpdir() });
  const writer = new EmptyStack(app, "writer");
  const reader = new EmptyStack(app, "reader");
  const read = new StackOutputs(writer, shape, values).readIn(reader);
  const got = { ...read, secretArns: read.secretArns("billing/key") };
  for (const [name, value] of Object.entries(got)) new TerraformOutput(reader, name, { value });
  return { writer, reader };
}

describe("StackOutputs", () => {
  const { writer, reader } = synthesize();
  const written = Template.parse(Testing.synth(writer));
  const readTemplate = Template.parse(Testing.synth(reader));

  it("writes every output, read or not, named in snake_case, with its meaning", () => {
    expect(written.configuration.output).toEqual({
      key_arn: { description: "A key", value: "arn:key" },
      cache_port: { description: "A port", value: 6379 },
      private_subnet_ids: { description: "Some subnets", value: ["a", "b"] },
      secret_arns: { description: "Secrets by entry", value: { "billing/key": "arn" } },
    });
  });

  it("reads them from the state that the writer writes", () => {
    expect(readTemplate.only("data.terraform_remote_state")).toEqual({
      backend: "s3",
      config: {
        bucket: "smart360-test-tfstate-123456789012",
        key: "test/writer.tfstate",
        region: "us-east-1",
      },
    });
  });

  it("hands them to the reader by reference, of maps one entry", () => {
    expect(readTemplate.outputs).toEqual({
      keyArn: "${data.terraform_remote_state.writer.outputs.key_arn}",
      cachePort: "${data.terraform_remote_state.writer.outputs.cache_port}",
      privateSubnetIds: "${data.terraform_remote_state.writer.outputs.private_subnet_ids}",
      secretArns: '${data.terraform_remote_state.writer.outputs.secret_arns["billing/key"]}',
    });
  });

  it("deploys the reader after the writer", () => {
    expect(reader.dependsOn(writer)).toBe(true);
    expect(writer.dependsOn(reader)).toBe(false);
  });
});

describe("the outputs of production", () => {
  const platform = Platform.synthesize();

  it("are these: one is removed a release after its readers, and renamed never", () => {
    const service = ["log_group_name", "service_name", "target_group_arn", "task_family"];
    expect(
      Object.fromEntries(platform.stacks.map((stack) => [stack, Object.keys(platform.template(stack).outputs)])),
    ).toEqual({
      state: ["bucket_name", "key_arn", "lock_table_name"],
      network: ["isolated_subnet_ids", "log_key_arn", "private_subnet_ids", "public_subnet_ids", "vpc_id"],
      registry: ["image_parameters", "key_arn", "repository_arns", "repository_urls", "secret_arns"],
      data: [
        "cache_address",
        "cache_port",
        "cache_security_group_id",
        "cache_token_secret_arn",
        "database_address",
        "database_identifier",
        "database_master_secret_arn",
        "database_port",
        "database_security_group_id",
        "files_bucket_arn",
        "files_bucket_name",
        "key_arn",
      ],
      platform: [
        "auto_scaling_group_name",
        "capacity_provider_name",
        "certificate_arn",
        "cluster_arn",
        "cluster_name",
        "instances_security_group_id",
        "listener_arn",
        "load_balancer_arn",
        "load_balancer_arn_suffix",
        "load_balancer_dns_name",
      ],
      observability: ["alarm_topic_arn"],
      ...Object.fromEntries(
        platform.stacks.filter((stack) => stack.startsWith("service-")).map((stack) => [stack, service]),
      ),
      edge: [
        "distribution_arn",
        "distribution_domain_name",
        "distribution_id",
        "firewall_arn",
        "frontend_bucket_arn",
        "frontend_bucket_name",
      ],
      delivery: ["apply_role_arn", "github_organization", "plan_role_arn", "release_role_arn", "secrets_role_arn"],
    });
  });

  it.each(platform.stacks)("of %s are explained, named in snake_case, and readable", (stack) => {
    for (const [name, output] of Object.entries(platform.template(stack).configuration.output ?? {})) {
      expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
      expect(Object.keys(output).sort()).toEqual(["description", "value"]); // not sensitive
      expect(output.description).toMatch(/^[A-Z].{3,}[^.]$/);
    }
  });

  it.each(platform.stacks)("that %s reads exist where it reads them, in a stack that is deployed before", (stack) => {
    const { configuration } = platform.template(stack);
    const states = configuration.data?.["terraform_remote_state"] ?? {};
    expect(Object.keys(states).sort()).toEqual([...(platform.dependencies[stack] ?? [])].sort());
    const backend = (of: string) => (platform.template(of).configuration.terraform as unknown as Terraform).backend.s3;
    for (const [writer, state] of Object.entries(states)) {
      const { bucket, key, region } = backend(writer);
      expect(state).toEqual({ backend: "s3", config: { bucket, key, region } });
    }
    for (const [, writer = "", output = ""] of platform
      .text(stack)
      .matchAll(/data\.terraform_remote_state\.([\w-]+)\.outputs\.(\w+)/g))
      expect(Object.keys(platform.template(writer).outputs), `${stack} reads it from ${writer}`).toContain(output);
  });

  it.each(platform.stacks)("are read by %s entry by entry where they are maps, of entries that exist", (stack) => {
    const entries = platform
      .text(stack)
      .matchAll(/terraform_remote_state\.registry\.outputs\.(\w+)(?:\[\\"([^"\\]+)\\"\]|\.([\w-]+))/g);
    for (const [, output = "", quoted, plain] of entries)
      expect(platform.template("registry").outputs[output]).toHaveProperty([quoted ?? plain ?? ""]);
  });

  it("are the only way between stacks: CDKTF made none of its own", () => {
    for (const text of platform.texts.values()) expect(text).not.toMatch(/cross-stack/);
  });
});

interface Terraform {
  readonly backend: { readonly s3: Readonly<Record<string, unknown>> };
}

describe("a reference that goes round the outputs", () => {
  it("is refused, with the attribute and what to do", () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), "outputs-")) });
    onTestFinished(() => rmSync(app.outdir, { recursive: true }));
    const writer = new EmptyStack(app, "writer");
    const reader = new EmptyStack(app, "reader");
    const secret = new SsmParameter(writer, "Secret", { name: "a", type: "String", insecureValue: "a" });
    new SsmParameter(reader, "Copy", { name: "b", type: "String", insecureValue: secret.arn });
    expect(() => app.synth()).toThrow(
      expect.objectContaining({
        name: "ConstructError",
        message:
          "writer: another stack uses aws_ssm_parameter.Secret.arn directly. Add that to this stack's outputs, and read it there with readIn().",
      }),
    );
  });
});
