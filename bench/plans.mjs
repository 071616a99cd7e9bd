// Writes plans as `terraform show -json` prints them: 17 stacks with 900 changes between them, as large as real ones.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const stacks = 17;

/** @returns the files */
export function writePlans(folder, changes = 900) {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: stacks }, (_, stack) => {
    const own = Array.from({ length: changes }, (_, index) => index).filter((index) => index % stacks === stack);
    const file = join(folder, `stack-${stack}.json`);
    writeFileSync(file, JSON.stringify(plan(own.map(change))));
    return file;
  });
}

function plan(resource_changes) {
  const resources = resource_changes.map(({ address, mode, type, name, provider_name, change }) => {
    return { address, mode, type, name, provider_name, schema_version: 0, values: change.after ?? change.before };
  });
  const values = { root_module: { resources } };
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: values,
    resource_changes,
    prior_state: { format_version: "1.0", values },
    configuration: { root_module: { resources: resources.map((each) => ({ ...each, expressions: {} })) } },
    errored: false,
  };
}

/** In turn: a task definition replaced, a policy, a security group and a database updated, an alarm created. */
function change(index) {
  const kinds = [taskDefinition, policy, securityGroup, database, alarm];
  const { type, actions, before, after, ...more } = kinds[index % kinds.length](index);
  const name = `r${index}`;
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {}, ...more },
  };
}

const many = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const tags = { Environment: "production", Product: "smart360", ManagedBy: "terraform" };

function taskDefinition(index) {
  const containers = (memory) =>
    JSON.stringify(
      many(2, (each) => ({
        name: `app-${each}`,
        image: "app:1",
        memory,
        environment: many(30, (variable) => ({ name: `VARIABLE_${variable}`, value: `${variable}-${memory}` })),
      })),
    );
  const values = (memory) => ({ family: `app-${index}`, container_definitions: containers(memory), tags });
  const replace_paths = [["container_definitions"]];
  return {
    type: "aws_ecs_task_definition",
    actions: ["delete", "create"],
    before: values(512),
    after: values(768),
    replace_paths,
  };
}

function policy(index) {
  const statements = (action) =>
    many(20, (each) => ({
      Sid: `S${each}`,
      Effect: "Allow",
      Action: [action, "s3:ListBucket"],
      Resource: [`arn:${each}`],
    }));
  const values = (action) => ({
    name: `policy-${index}`,
    role: "app",
    policy: JSON.stringify({ Version: "2012-10-17", Statement: statements(action) }),
  });
  return { type: "aws_iam_role_policy", actions: ["update"], before: values("s3:GetObject"), after: values("s3:*") };
}

function securityGroup(index) {
  const rules = (from) =>
    many(30, (each) => ({
      protocol: "tcp",
      from_port: from + each,
      to_port: from + each,
      cidr_blocks: ["10.0.0.0/16"],
    }));
  const values = (from) => ({ id: `sg-${index}`, name: `group-${index}`, ingress: rules(from), egress: [], tags });
  return { type: "aws_security_group", actions: ["update"], before: values(1_000), after: values(1_010) };
}

function database(index) {
  const values = (instance_class) => ({
    identifier: `database-${index}`,
    instance_class,
    backup_retention_period: 14,
    ...Object.fromEntries(many(60, (each) => [`argument_${each}`, `value ${each}`])),
    tags,
  });
  return {
    type: "aws_db_instance",
    actions: ["update"],
    before: values("db.m6g.large"),
    after: values("db.m6g.xlarge"),
  };
}

function alarm(index) {
  const dimensions = Object.fromEntries(many(10, (each) => [`Dimension${each}`, `value-${each}`]));
  return {
    type: "aws_cloudwatch_metric_alarm",
    actions: ["create"],
    before: null,
    after: { alarm_name: `alarm-${index}`, threshold: 80, dimensions, tags },
  };
}
