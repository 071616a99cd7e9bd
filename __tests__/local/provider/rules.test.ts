/** The ten rules of a correct provider, each held by the real terraform. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OfflineTerraform } from "../../support/offline-terraform";
import { startOfflineTerraform } from "../../support/offline-terraform";

let offline: OfflineTerraform;
beforeAll(async () => {
  offline = await startOfflineTerraform({ types: () => answeredData });
});
afterAll(() => offline.stop());

const answeredData = [
  "data.aws_availability_zones",
  "data.aws_caller_identity",
  "data.aws_ec2_managed_prefix_list",
  "data.aws_partition",
  "data.aws_region",
  "data.aws_secretsmanager_random_password",
  "data.aws_ssm_parameter",
  "data.aws_ami",
];
const settled = "applied, then nothing to do";
const taskDefinition = (image: string, more: object = {}) => ({
  family: "billing",
  container_definitions: JSON.stringify([{ name: "app", image, essential: true }]),
  ...more,
});

describe("1. configuration belongs to the connection", () => {
  test("aliases of one run keep their own region and default tags", async () => {
    const workspace = await offline.workspace({
      provider: {
        aws: [
          { region: "us-east-1", default_tags: [{ tags: { env: "main" } }] },
          { alias: "west", region: "us-west-2", default_tags: [{ tags: { env: "west" } }] },
        ],
      },
      resource: {
        aws_vpc: { main: { cidr_block: "10.0.0.0/16" }, west: { cidr_block: "10.1.0.0/16", provider: "aws.west" } },
      },
    });
    expect(await workspace.settles()).toBe(settled);
    expect(workspace.state("aws_vpc.main")).toMatchObject({ region: "us-east-1", tags_all: { env: "main" } });
    expect(workspace.state("aws_vpc.west")).toMatchObject({ region: "us-west-2", tags_all: { env: "west" } });
  });

  test("runs side by side keep their own account", async () => {
    const accounts = ["111111111111", "222222222222", "333333333333"];
    const workspaces = await Promise.all(
      accounts.map((account) =>
        offline.workspace({
          provider: { aws: { region: "us-east-1", allowed_account_ids: [account] } },
          resource: { aws_sns_topic: { it: { name: "alarms" } } },
        }),
      ),
    );
    expect(await Promise.all(workspaces.map((workspace) => workspace.settles()))).toEqual([settled, settled, settled]);
    expect(workspaces.map((workspace) => workspace.state("aws_sns_topic.it")["arn"])).toEqual(
      accounts.map((account) => `arn:aws:sns:us-east-1:${account}:alarms`),
    );
  });
});

describe("2. only what really changes is unknown", () => {
  test("on creation, what is computed and not configured is known after apply", async () => {
    const workspace = await offline.workspace();
    const { changes } = await workspace.resource("aws_lb_target_group", { name: "api", port: 80 }).plan();
    expect(changes).toHaveLength(1);
    expect(changes[0]?.change.actions).toEqual(["create"]);
    expect(changes[0]?.change.after).toMatchObject({ name: "api", port: 80, region: "us-east-1" });
    expect(changes[0]?.change.after_unknown).toMatchObject({ arn: true, id: true, protocol_version: true });
    expect(changes[0]?.change.after_unknown).not.toHaveProperty("vpc_id"); // optional, never computed
  });

  test("on update of a launch template its version is unknown, its id is not", async () => {
    const workspace = await offline.workspace();
    await workspace.resource("aws_launch_template", { name: "web", instance_type: "t3a.large" }).apply();
    expect(workspace.state("aws_launch_template.it")).toMatchObject({ latest_version: 1, default_version: 1 });
    workspace.resource("aws_launch_template", { name: "web", instance_type: "t3a.xlarge" });
    const { changes } = await workspace.plan();
    expect(changes.map(({ change }) => change.actions)).toEqual([["update"]]);
    expect(
      Object.keys(changes[0]?.change.after_unknown ?? {}).filter(
        (name) => changes[0]?.change.after_unknown[name] === true,
      ),
    ).toEqual(["latest_version"]);
    expect(await workspace.settles()).toBe(settled);
    expect(workspace.state("aws_launch_template.it")).toMatchObject({ latest_version: 2, default_version: 1 });
  });

  test("a tag of a launch template's own changes nothing that its description does not", async () => {
    const workspace = await offline.workspace();
    await workspace.resource("aws_launch_template", { name: "web" }).apply();
    const { changes } = await workspace.resource("aws_launch_template", { name: "web", description: "it" }).plan();
    expect(changes[0]?.change.after).toMatchObject({ latest_version: 1, description: "it" });
  });

  test("a parameter's version is unknown when its value changes", async () => {
    const workspace = await offline.workspace();
    const parameter = (value: string) => ({ name: "/a", type: "SecureString", value });
    await workspace.resource("aws_ssm_parameter", parameter("one")).apply();
    const { changes } = await workspace.resource("aws_ssm_parameter", parameter("two")).plan();
    expect(changes[0]?.change.after_unknown).toMatchObject({ version: true });
    expect(changes[0]?.change.after).toMatchObject({ arn: "arn:aws:ssm:us-east-1:111122223333:parameter/a" });
    await workspace.apply();
    expect(workspace.state("aws_ssm_parameter.it")).toMatchObject({ version: 2, value: "two" });
  });

  test("a new nested element is open where the provider computes, an old one keeps what it was given", async () => {
    const workspace = await offline.workspace();
    const mapping = (device: string) => ({ device_name: device, ebs: { volume_size: 8 } });
    const template = (...devices: string[]) => ({ name: "web", block_device_mappings: devices.map(mapping) });
    await workspace.resource("aws_launch_template", template("/dev/xvda")).apply();
    const { changes } = await workspace.resource("aws_launch_template", template("/dev/xvda", "/dev/xvdb")).plan();
    expect(changes[0]?.change.after).toMatchObject({
      block_device_mappings: [{ ebs: [{ volume_type: "gp3" }] }, { device_name: "/dev/xvdb" }],
    });
    expect(changes[0]?.change.after_unknown).toMatchObject({
      block_device_mappings: [{ ebs: [{}] }, { ebs: [{ volume_type: true, iops: true }] }],
    });
    expect(await workspace.settles()).toBe(settled);
  });

  test("a new element of a set is open, the others keep what they were given", async () => {
    const workspace = await offline.workspace();
    const index = (name: string) => ({ name, hash_key: "id", projection_type: "ALL" });
    const table = (...names: string[]) => ({
      name: "t",
      hash_key: "id",
      billing_mode: "PAY_PER_REQUEST",
      attribute: [{ name: "id", type: "S" }],
      global_secondary_index: names.map(index),
    });
    await workspace.resource("aws_dynamodb_table", table("one")).apply();
    const { changes } = await workspace.resource("aws_dynamodb_table", table("one", "two")).plan();
    expect(changes[0]?.change.actions).toEqual(["update"]);
    expect(changes[0]?.change.after).toMatchObject({
      global_secondary_index: [{ name: "one", read_capacity: 0, write_capacity: 0 }, { name: "two" }],
    });
    expect(changes[0]?.change.after_unknown).toMatchObject({
      global_secondary_index: [{}, { read_capacity: true, write_capacity: true }],
    });
    expect(await workspace.settles()).toBe(settled);
  });

  test("a document laid out otherwise is the same document", async () => {
    const workspace = await offline.workspace();
    const role = (space?: number) => ({
      name: "r",
      assume_role_policy: JSON.stringify({ Version: "2012-10-17", Statement: [] }, null, space),
    });
    await workspace.resource("aws_iam_role", role()).apply();
    expect((await workspace.resource("aws_iam_role", role(2)).plan()).exitCode).toBe(0);
  });

  test("a task definition gets a new revision when its template changes, and only then", async () => {
    const workspace = await offline.workspace();
    const track = { track_latest: true, skip_destroy: true };
    await workspace.resource("aws_ecs_task_definition", taskDefinition("a:1", track)).apply();
    const first = workspace.state("aws_ecs_task_definition.it")["revision"];
    const tagged = await workspace
      .resource("aws_ecs_task_definition", taskDefinition("a:1", { ...track, tags: { a: "b" } }))
      .plan();
    expect(tagged.changes.map(({ change }) => change.actions)).toEqual([["update"]]);
    expect(tagged.changes[0]?.change.after).toMatchObject({ revision: first });
    const changed = await workspace.resource("aws_ecs_task_definition", taskDefinition("a:2", track)).plan();
    expect(changed.changes.map(({ change }) => change.actions)).toEqual([["delete", "create"]]);
    expect(changed.changes[0]?.change.after_unknown).toMatchObject({
      revision: true,
      arn: true,
      arn_without_revision: true,
    });
    expect(await workspace.settles()).toBe(settled);
    expect(workspace.state("aws_ecs_task_definition.it")["revision"]).not.toBe(first);
  });
});

describe("3. only what the schema marks computed, or what has a default, is filled", () => {
  test("taking away an argument shows", async () => {
    const workspace = await offline.workspace();
    await workspace.resource("aws_ecs_service", { name: "s", enable_execute_command: true }).apply();
    expect(workspace.state("aws_ecs_service.it")).toMatchObject({
      enable_execute_command: true,
      wait_for_steady_state: false,
    });
    const { changes } = await workspace.resource("aws_ecs_service", { name: "s" }).plan();
    expect(changes.map(({ change }) => change.actions)).toEqual([["update"]]);
    expect(changes[0]?.change.after).toMatchObject({ enable_execute_command: false });
  });

  test("taking away an argument that AWS may compute keeps its value", async () => {
    const workspace = await offline.workspace();
    await workspace.resource("aws_lb_target_group", { name: "t", protocol_version: "HTTP2" }).apply();
    expect((await workspace.resource("aws_lb_target_group", { name: "t" }).plan()).exitCode).toBe(0);
    expect(workspace.state("aws_lb_target_group.it")).toMatchObject({ protocol_version: "HTTP2" });
  });
});

describe("4. absent blocks are empty, timeouts are null, unknown blocks pass", () => {
  test("in the state", async () => {
    const workspace = await offline.workspace();
    await workspace.resource("aws_ecs_service", { name: "s" }).apply();
    expect(workspace.state("aws_ecs_service.it")).toMatchObject({
      load_balancer: [],
      deployment_circuit_breaker: [],
      timeouts: null,
    });
    await workspace.resource("aws_ecs_service", { name: "s", timeouts: { create: "5m" } }).apply();
    expect(workspace.state("aws_ecs_service.it")["timeouts"]).toEqual({ create: "5m", delete: null, update: null });
  });

  test("blocks whose number is known after apply", async () => {
    const workspace = await offline.workspace({
      resource: {
        aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
        aws_lb: {
          it: {
            name: "web",
            dynamic: {
              subnet_mapping: {
                for_each: '${split("-", aws_vpc.v.id)}',
                content: { subnet_id: "${subnet_mapping.value}" },
              },
            },
          },
        },
      },
    });
    const { changes } = await workspace.plan();
    expect(changes.map(({ address }) => address)).toEqual(["aws_lb.it", "aws_vpc.v"]);
    expect(changes[0]?.change.after_unknown).toMatchObject({ subnet_mapping: true });
    expect(await workspace.settles()).toBe(settled);
    expect(workspace.state("aws_lb.it")["subnet_mapping"]).toHaveLength(2);
  });
});

describe("5. tags and region are known in the plan", () => {
  const provider = {
    aws: { region: "eu-west-1", default_tags: [{ tags: { env: "production", owner: "platform" } }] },
  };

  test("default tags and the resource's own, which win", async () => {
    const workspace = await offline.workspace();
    const { changes } = await workspace
      .resource("aws_sns_topic", { name: "t", tags: { owner: "billing" } }, { provider })
      .plan();
    expect(changes[0]?.change.after).toMatchObject({
      region: "eu-west-1",
      tags_all: { env: "production", owner: "billing" },
    });
  });

  test("a tag known after apply leaves all of them open", async () => {
    const workspace = await offline.workspace({
      provider,
      resource: {
        aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
        aws_sns_topic: { it: { name: "t", tags: { vpc: "${aws_vpc.v.id}" } } },
      },
    });
    const { changes } = await workspace.plan();
    expect(changes.find(({ address }) => address === "aws_sns_topic.it")?.change.after_unknown).toMatchObject({
      tags_all: true,
    });
    expect(await workspace.settles()).toBe(settled);
  });

  test("new default tags change every resource that has tags, and the region argument wins over the provider's", async () => {
    const workspace = await offline.workspace();
    const topic = { name: "t", region: "us-west-2" };
    await workspace.resource("aws_sns_topic", topic, { provider }).apply();
    expect(workspace.state("aws_sns_topic.it")).toMatchObject({
      region: "us-west-2",
      arn: "arn:aws:sns:us-west-2:000000000000:t",
    });
    const others = { aws: { region: "us-east-1", default_tags: [{ tags: { Team: "data" } }] } };
    const { changes } = await workspace.resource("aws_sns_topic", topic, { provider: others }).plan();
    expect(changes.map(({ change }) => change.actions)).toEqual([["update"]]);
    expect(changes[0]?.change.after).toMatchObject({ tags_all: { Team: "data" } });
  });

  test("that the last tag is gone is overlooked, as by the provider itself", async () => {
    const workspace = await offline.workspace();
    await workspace.resource("aws_sns_topic", { name: "t" }, { provider }).apply();
    expect((await workspace.resource("aws_sns_topic", { name: "t" }).plan()).exitCode).toBe(0);
  });

  test("two applies of one configuration give the same state", async () => {
    const config = { resource: { aws_db_instance: { it: { instance_class: "db.t4g.small", engine: "postgres" } } } };
    const workspaces = [await offline.workspace(config), await offline.workspace(config)];
    await Promise.all(workspaces.map((workspace) => workspace.apply()));
    const [one, two] = workspaces.map((workspace) => workspace.state("aws_db_instance.it"));
    expect(one?.["endpoint"]).toMatch(/^terraform-[0-9a-f]{26}\.c[0-9a-f]{11}\.us-east-1\.rds\.amazonaws\.com:5432$/);
    expect(two).toEqual(one);
  });
});

describe("6. what forces replacement", () => {
  test("an argument of the table", async () => {
    const workspace = await offline.workspace();
    await workspace.resource("aws_vpc", { cidr_block: "10.0.0.0/16" }).apply();
    const { changes } = await workspace.resource("aws_vpc", { cidr_block: "10.9.0.0/16" }).plan();
    expect(changes[0]?.change.actions).toEqual(["delete", "create"]);
    expect(changes[0]?.change.replace_paths).toEqual([["cidr_block"]]);
  });

  test("an argument inside a block names the block", async () => {
    const workspace = await offline.workspace();
    const provider = (arn: string, draining: string) => ({
      name: "p",
      auto_scaling_group_provider: { auto_scaling_group_arn: arn, managed_draining: draining },
    });
    await workspace.resource("aws_ecs_capacity_provider", provider("arn:one", "ENABLED")).apply();
    const inPlace = await workspace.resource("aws_ecs_capacity_provider", provider("arn:one", "DISABLED")).plan();
    expect(inPlace.changes[0]?.change.actions).toEqual(["update"]);
    const replaced = await workspace.resource("aws_ecs_capacity_provider", provider("arn:two", "ENABLED")).plan();
    expect(replaced.changes[0]?.change.replace_paths).toEqual([["auto_scaling_group_provider"]]);
  });

  test("the kind of a rule's source, not its value", async () => {
    const workspace = await offline.workspace();
    const rule = (source: object) => ({ security_group_id: "sg-1", ip_protocol: "-1", ...source });
    const type = "aws_vpc_security_group_ingress_rule";
    await workspace.resource(type, rule({ cidr_ipv4: "10.0.0.0/16" })).apply();
    const moved = await workspace.resource(type, rule({ cidr_ipv4: "10.1.0.0/16" })).plan();
    expect(moved.changes[0]?.change.actions).toEqual(["update"]);
    const other = await workspace.resource(type, rule({ referenced_security_group_id: "sg-2" })).plan();
    expect(other.changes[0]?.change.replace_paths).toEqual([["cidr_ipv4"], ["referenced_security_group_id"]]);
  });

  test("writing out a default changes nothing", async () => {
    const workspace = await offline.workspace();
    await workspace.resource("aws_vpc", { cidr_block: "10.0.0.0/16" }).apply();
    const config = { cidr_block: "10.0.0.0/16", instance_tenancy: "default" };
    expect((await workspace.resource("aws_vpc", config).plan()).exitCode).toBe(0);
  });

  test("a service's capacity providers are changed in place by a forced deployment alone", async () => {
    const service = (weight: number, forced: boolean) => ({
      name: "s",
      force_new_deployment: forced,
      capacity_provider_strategy: [{ capacity_provider: "p", weight }],
    });
    const workspace = await offline.workspace();
    await workspace.resource("aws_ecs_service", service(1, true)).apply();
    const forced = await workspace.resource("aws_ecs_service", service(2, true)).plan();
    expect(forced.changes[0]?.change.actions).toEqual(["update"]);
    const plain = await workspace.resource("aws_ecs_service", service(2, false)).plan();
    expect(plain.changes[0]?.change.actions).toEqual(["delete", "create"]);
  });
});

describe("7. write-only values, upgrades, imports, moves", () => {
  test("a write-only value is null in plan and state", async () => {
    const secret = { secret_id: "s", secret_string_wo: "hush", secret_string_wo_version: 1 };
    const workspace = await offline.workspace();
    const { changes, text } = await workspace.resource("aws_secretsmanager_secret_version", secret).plan();
    expect(changes[0]?.change.after).toMatchObject({ secret_string_wo: null, secret_string_wo_version: 1 });
    expect(await workspace.settles()).toBe(settled);
    expect(workspace.state("aws_secretsmanager_secret_version.it")).toHaveProperty("secret_string_wo", null);
    expect(text + JSON.stringify(workspace.stateFile())).not.toContain("hush");
  });

  test("state of another version of the provider gains what is missing and loses what is unknown", async () => {
    const workspace = await offline.workspace();
    await workspace.resource("aws_ecs_service", { name: "s", desired_count: 2 }).apply();
    const before = workspace.state("aws_ecs_service.it");
    const state = workspace.stateFile();
    const [instance] = state.resources[0]?.instances ?? [];
    const missing = { region: undefined, load_balancer: undefined, platform_version: undefined }; // left out of the file
    const other = { elastic_inference: "x", desired_count: "2" };
    Object.assign(instance as object, { attributes: { ...before, ...missing, ...other } });
    workspace.writeState(state);
    expect((await workspace.plan()).exitCode).toBe(0);
    await workspace.run("apply", "-refresh-only", "-auto-approve");
    expect(workspace.state("aws_ecs_service.it")).toEqual({ ...before, platform_version: null });
  });

  test("what an older state lacks inside the blocks of a set stays absent", async () => {
    const workspace = await offline.workspace();
    await workspace
      .resource("aws_dynamodb_table", {
        name: "t",
        hash_key: "id",
        billing_mode: "PAY_PER_REQUEST",
        attribute: [{ name: "id", type: "S" }],
        global_secondary_index: [{ name: "one", hash_key: "id", projection_type: "ALL" }],
      })
      .apply();
    const state = workspace.stateFile();
    const [index] = workspace.state("aws_dynamodb_table.it")["global_secondary_index"] as object[];
    Object.assign(state.resources[0]?.instances[0]?.attributes ?? {}, {
      global_secondary_index: [{ ...index, read_capacity: undefined }],
    });
    workspace.writeState(state);
    expect((await workspace.plan()).exitCode).toBe(0);
  });

  test("an import adopts the configuration once, without replacement", async () => {
    const workspace = await offline.workspace();
    const bucket = { bucket: "files", force_destroy: true, tags: { a: "b" } };
    workspace.resource("aws_s3_bucket", bucket, { import: [{ to: "aws_s3_bucket.it", id: "files" }] });
    const { changes } = await workspace.plan();
    expect(changes.map(({ change }) => change.actions)).toEqual([["update"]]);
    expect(changes[0]?.change.replace_paths).toBeUndefined();
    expect(await workspace.settles()).toBe(settled);
    expect(workspace.state("aws_s3_bucket.it")).toMatchObject({
      id: "files",
      ...bucket,
      arn: "arn:aws:s3:::files",
      bucket_regional_domain_name: "files.s3.us-east-1.amazonaws.com",
    });
    const renamed = await workspace.resource("aws_s3_bucket", { ...bucket, bucket: "others" }).plan();
    expect(renamed.changes[0]?.change.actions).toEqual(["delete", "create"]);
  });

  test("the import command, planned in another run", async () => {
    const workspace = await offline.workspace();
    workspace.resource("aws_sns_topic", { name: "t" });
    expect((await workspace.run("import", "aws_sns_topic.it", "arn:aws:sns:us-east-1:111122223333:t")).exitCode).toBe(
      0,
    );
    expect((await workspace.plan()).changes.map(({ change }) => change.actions)).toEqual([["update"]]);
    expect(await workspace.settles()).toBe(settled);
  });

  test("a move to another type is refused", async () => {
    const workspace = await offline.workspace();
    await workspace.resource("aws_sns_topic", { name: "t" }).apply();
    workspace.resource(
      "aws_s3_bucket",
      { bucket: "t" },
      { moved: [{ from: "aws_sns_topic.it", to: "aws_s3_bucket.it" }] },
    );
    const { exitCode, text } = await workspace.plan();
    expect(exitCode).toBe(1);
    expect(text).toContain(
      'The provider "registry.terraform.io/hashicorp/aws" does not support moved operations across resource types',
    );
  });
});

describe("8. what other resources reference is never null", () => {
  test("references arrive as plausible values", async () => {
    const workspace = await offline.workspace({
      resource: {
        aws_ecs_cluster: { it: { name: "smart360" } },
        aws_lb: { it: { name: "api", internal: true } },
        aws_lb_listener: {
          it: {
            load_balancer_arn: "${aws_lb.it.arn}",
            protocol: "HTTPS",
            port: 443,
            default_action: { type: "forward" },
          },
        },
        aws_lb_target_group: { it: { name: "api", port: 80 } },
        aws_ecs_service: { it: { name: "api", cluster: "${aws_ecs_cluster.it.arn}" } },
        aws_ecr_repository: { it: { name: "api" } },
        aws_iam_role: { it: { name: "r", path: "/ecs/", assume_role_policy: "{}" } },
        aws_elasticache_replication_group: {
          it: { replication_group_id: "cache", description: "d", transit_encryption_enabled: true },
        },
      },
    });
    expect(await workspace.settles()).toBe(settled);
    const value = (address: string, name: string) => workspace.state(address)[name];
    expect(value("aws_ecs_service.it", "id")).toBe("arn:aws:ecs:us-east-1:111122223333:service/smart360/api");
    expect(value("aws_iam_role.it", "arn")).toBe("arn:aws:iam::111122223333:role/ecs/r");
    expect(value("aws_ecr_repository.it", "repository_url")).toBe("111122223333.dkr.ecr.us-east-1.amazonaws.com/api");
    expect(value("aws_lb.it", "dns_name")).toMatch(/^internal-api-[0-9a-f]{10}\.us-east-1\.elb\.amazonaws\.com$/);
    expect(value("aws_lb_listener.it", "arn")).toMatch(
      /^arn:aws:elasticloadbalancing:us-east-1:111122223333:listener\/app\/api\/[0-9a-f]{16}\/[0-9a-f]{16}$/,
    );
    expect(value("aws_lb_target_group.it", "arn_suffix")).toMatch(/^targetgroup\/api\/[0-9a-f]{16}$/);
    expect(value("aws_elasticache_replication_group.it", "primary_endpoint_address")).toMatch(
      /^master\.cache\.[0-9a-f]{6}\.use1\.cache\.amazonaws\.com$/,
    );
  });
});

describe("9. data sources", () => {
  test("the declared ones are answered", async () => {
    const workspace = await offline.workspace({
      data: {
        aws_caller_identity: { it: {} },
        aws_region: { it: {} },
        aws_partition: { it: {} },
        aws_availability_zones: { it: { state: "available" } },
        aws_ec2_managed_prefix_list: { it: { name: "com.amazonaws.global.cloudfront.origin-facing" } },
        aws_ssm_parameter: { it: { name: "/billing/image" } },
        aws_secretsmanager_random_password: { it: { password_length: 40 } },
      },
      output: { password: { value: "${data.aws_secretsmanager_random_password.it.random_password}", sensitive: true } },
    });
    expect(await workspace.settles()).toBe(settled);
    expect(workspace.state("data.aws_caller_identity.it")).toMatchObject({ account_id: "111122223333" });
    expect(workspace.state("data.aws_region.it")).toMatchObject({ region: "us-east-1" });
    expect(workspace.state("data.aws_partition.it")).toMatchObject({ partition: "aws", dns_suffix: "amazonaws.com" });
    expect(workspace.state("data.aws_availability_zones.it")["names"]).toEqual(
      ["a", "b", "c", "d", "e", "f"].map((zone) => `us-east-1${zone}`),
    );
    expect(workspace.state("data.aws_ec2_managed_prefix_list.it")["id"]).toMatch(/^pl-[0-9a-f]{8}$/);
    expect(workspace.state("data.aws_ssm_parameter.it")).toMatchObject({
      insecure_value: "/billing/image us-east-1 111122223333",
    });
    expect(workspace.state("data.aws_secretsmanager_random_password.it")["random_password"]).toMatch(/^[0-9a-f]{40}$/);
  });

  test("any other is refused by name", async () => {
    const workspace = await offline.workspace({ data: { aws_ami: { it: { most_recent: true } } } });
    const { exitCode, text } = await workspace.plan();
    expect(exitCode).toBe(1);
    expect(text).toContain(
      "data.aws_ami needs AWS, and the offline provider reaches nothing there. It answers data.aws_caller_identity, " +
        "data.aws_region, data.aws_partition, data.aws_availability_zones, data.aws_ec2_managed_prefix_list, " +
        "data.aws_ssm_parameter, data.aws_secretsmanager_random_password; build the value in the app, or give the " +
        "offline provider an answer for it.",
    );
  });

  test("a parameter that does not exist", async () => {
    const workspace = await offline.workspace({ data: { aws_ssm_parameter: { it: { name: "/absent" } } } });
    const { exitCode, text } = await workspace.plan();
    expect(exitCode).toBe(1);
    expect(text).toContain(
      'The SSM parameter "/absent" does not exist in the local AWS (us-east-1). Create it, or correct the name.',
    );
    expect(offline.log.some((line) => line.startsWith("ReadDataSource: The SSM parameter"))).toBe(true);
  });
});

describe("10. latency and failures can be injected", () => {
  test("at one resource among others of its type", async () => {
    const faulty = await startOfflineTerraform({
      faults: [
        {
          type: "aws_sns_topic",
          where: { name: "bad" },
          operation: "create",
          delayMilliseconds: 1,
          error: "Throttled",
        },
        { type: "aws_s3_bucket", operation: "plan", error: "No" },
      ],
    });
    try {
      const workspace = await faulty.workspace({
        resource: { aws_sns_topic: { good: { name: "good" }, bad: { name: "bad" } } },
      });
      const { exitCode, text } = await workspace.apply();
      expect(exitCode).toBe(1);
      expect(text).toContain("Throttled (a fault injected into create of aws_sns_topic)");
      expect(workspace.state("aws_sns_topic.good")).toHaveProperty("name", "good");
      expect(workspace.state("aws_sns_topic.bad")).toEqual({});
      const planned = await workspace.resource("aws_s3_bucket", { bucket: "b" }).plan();
      expect(planned.text).toContain("No (a fault injected into plan of aws_s3_bucket)");
    } finally {
      await faulty.stop();
    }
  });
});
