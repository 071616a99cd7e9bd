/** How releases come in: images, the parameters that name them, secrets, Jenkins, the state of all stacks. */
import { decoded, keyOf, statementsOf, text, type Landscape, type Resource, type Statement } from "../landscape";
import type { Sketch } from "../sketch";
import { ecsServices } from "./compute";

export function registryBoxes(sketch: Sketch): void {
  const { land } = sketch;
  const repositories = land.all("aws_ecr_repository");
  const stacks = new Set(repositories.map(({ stack }) => stack));
  const beside = (type: string) => land.all(type).filter(({ stack }) => stacks.has(stack));
  if (repositories.length === 0) return;
  const [secrets, parameters] = [beside("aws_secretsmanager_secret"), beside("aws_ssm_parameter")];
  sketch.group({
    id: "registry",
    kind: "registry",
    label: "Registry",
    detail: "",
    flow: "down",
    isOne: true,
    parent: "delivery",
    resources: [],
  });
  const card = { parent: "registry" };
  const counted = (items: readonly unknown[], one: string, more: string) => [
    `${items.length} ${items.length === 1 ? one : more}`,
  ];
  const images = { kind: "repository", label: "ECR" } as const;
  sketch.node({
    ...card,
    ...images,
    id: "repositories",
    details: counted(repositories, "repository", "repositories"),
    resources: repositories,
  });
  const released = { kind: "parameters", label: "Parameters" } as const;
  sketch.node({
    ...card,
    ...released,
    id: "parameters",
    details: counted(parameters, "name", "names"),
    resources: parameters,
  });
  const entries = { kind: "secrets", label: "Secrets" } as const;
  sketch.node({
    ...card,
    ...entries,
    id: "secrets",
    details: counted(secrets, "entry", "entries"),
    resources: [...secrets, ...withRights(land, peoplesRoles(land))],
  });
}

/** The role with which people give secrets their values. */
const peoplesRoles = (land: Landscape) =>
  land.all("aws_iam_role").filter((role) => text(role, "name")?.endsWith("-secrets"));

/** Roles, and the policies attached to them, each once. */
function withRights(land: Landscape, roles: readonly Resource[]): Resource[] {
  const keys = roles.map(keyOf);
  const attached = land.all("aws_iam_role_policy_attachment").flatMap((attachment) => {
    const used = land.uses(attachment.arguments, attachment.stack);
    if (!used.some((one) => keys.includes(keyOf(one)))) return [];
    return [attachment, ...used.filter(({ type }) => type === "aws_iam_policy")];
  });
  return [...new Map([...roles, ...attached].map((resource) => [keyOf(resource), resource])).values()];
}

export function deliveryBoxes(sketch: Sketch): void {
  const roles = deliveryRoles(sketch);
  if (roles.length > 0)
    sketch.node({
      id: "jenkins",
      kind: "ci",
      label: "Jenkins",
      details: [`${roles.length} ${roles.length === 1 ? "role" : "roles"}`],
      isOutside: true,
      parent: "delivery",
      resources: withRights(sketch.land, roles),
    });
}

export function stateBoxes(sketch: Sketch): void {
  const { land } = sketch;
  const { buckets, tables } = land.backends;
  const kept = land.all("aws_s3_bucket").filter((bucket) => buckets.has(text(bucket, "bucket") ?? ""));
  const locks = land.all("aws_dynamodb_table").filter((table) => tables.has(text(table, "name") ?? ""));
  if (kept.length + locks.length === 0) return;
  const group = { kind: "state", label: "State", detail: "", flow: "down", isOne: true, parent: "delivery" } as const;
  sketch.group({ ...group, id: "state", resources: [] });
  const card = { parent: "state", column: "state" };
  sketch.node({ ...card, id: "states", kind: "files", label: "States", details: ["S3, versioned"], resources: kept });
  sketch.node({ ...card, id: "locks", kind: "table", label: "Locks", details: ["DynamoDB"], resources: locks });
}

/** Roles that others than AWS services may assume, and that no other box has to do with. */
function deliveryRoles(sketch: Sketch): Resource[] {
  return sketch.land.all("aws_iam_role").filter((role) => {
    if (sketch.isClaimed(role)) return false;
    const { assume_role_policy: policy } = role.arguments;
    const { Statement: statements = [] } = (decoded(policy) ?? {}) as { Statement?: { Principal?: object }[] };
    return statements.some(({ Principal: principal = {} }) => "AWS" in principal || "Federated" in principal);
  });
}

export function deliveryArrows(sketch: Sketch): void {
  const { land } = sketch;
  for (const { box, resource } of ecsServices(sketch)) {
    const used = land.in(resource.stack).flatMap((own) => land.uses(own.arguments, own.stack));
    for (const other of used) {
      const from = sketch.boxOf(other);
      if (from === "repositories") sketch.edge(from, box, "images");
      if (from === "parameters") sketch.edge(from, box, "images");
      if (from === "secrets") sketch.edge(from, box, "secrets");
    }
  }
  const statements = jenkinsStatements(sketch);
  for (const { action, type, label } of deliveryGrants)
    for (const resource of land.all(type))
      if (
        !isDaemons(sketch, resource) &&
        statements.some((statement) => statement.actions.includes(action) && covers(sketch, statement, resource))
      )
        sketch.edge("jenkins", sketch.boxOf(resource), label);
}

/** What runs on every instance changes with its stack, by an apply, not by a release. */
const isDaemons = (sketch: Sketch, resource: Resource) =>
  ecsServices(sketch).some(({ box, isDaemon }) => isDaemon && box === sketch.boxOf(resource));

/** What Jenkins may do that makes an arrow. */
const deliveryGrants: readonly { readonly action: string; readonly type: string; readonly label?: string }[] = [
  { action: "s3:PutObject", type: "aws_s3_bucket" },
  { action: "ecr:PutImage", type: "aws_ecr_repository" },
  { action: "ssm:PutParameter", type: "aws_ssm_parameter" },
  { action: "dynamodb:PutItem", type: "aws_dynamodb_table" },
  { action: "ecs:UpdateService", type: "aws_ecs_service", label: "rolls out" },
];

interface PlacedStatement extends Statement {
  readonly stack: string;
}

function jenkinsStatements(sketch: Sketch): PlacedStatement[] {
  return sketch
    .resourcesOf("jenkins")
    .filter(({ type }) => ["aws_iam_policy", "aws_iam_role_policy"].includes(type))
    .flatMap(({ stack, arguments: { policy } }) => statementsOf(policy).map((statement) => ({ ...statement, stack })));
}

/** Whether a statement names a resource: by reference, or by an ARN that ends in its name. */
function covers({ land }: Sketch, { resources, stack }: PlacedStatement, resource: Resource): boolean {
  if (land.uses(resources, stack).some((used) => keyOf(used) === keyOf(resource))) return true;
  const name = text(resource, resource.type === "aws_s3_bucket" ? "bucket" : "name");
  return name !== undefined && resources.some((arn) => arnNames(arn, resource.type, name));
}

const arnServices: Readonly<Record<string, string>> = {
  aws_dynamodb_table: "dynamodb",
  aws_ecr_repository: "ecr",
  aws_ecs_service: "ecs",
  aws_s3_bucket: "s3",
  aws_ssm_parameter: "ssm",
};

/** Whether an ARN, with its wildcards, names a resource: `arn:aws:ecr:*:*:repository/smart360/production/*`. */
function arnNames(arn: string, type: string, name: string): boolean {
  const [, , service, , , ...rest] = arn.split(":");
  if (service !== arnServices[type]) return false;
  const target = rest.join(":");
  const own = type === "aws_s3_bucket" ? (target.split("/")[0] ?? "") : (/[^/]*$/.exec(target)?.[0] ?? "");
  return new RegExp(`^${own.replaceAll(/[.+^${}()|[\]\\?]/g, "\\$&").replaceAll("*", ".*")}$`).test(
    name.replace(/.*\//, ""),
  );
}
