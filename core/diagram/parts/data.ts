/** What is kept: database, cache, files; and which services use it. */
import { secretEntries } from "../../manifest/secrets";
import { keyOf, number, statementsOf, text, type Resource } from "../landscape";
import type { Sketch } from "../sketch";
import { ecsServices, secret, variable, type EcsService } from "./compute";
import { tierNamed } from "./network";

export function dataBoxes(sketch: Sketch): void {
  const { land } = sketch;
  const [database] = land.all("aws_db_instance");
  if (database !== undefined) {
    const engine = { postgres: "PostgreSQL", mysql: "MySQL" }[text(database, "engine") ?? ""] ?? "RDS";
    sketch.node({
      id: "database",
      kind: "database",
      label: `${engine} ${text(database, "engine_version") ?? ""}`.trim(),
      details: [text(database, "instance_class") ?? "", isTrue(database, "multi_az") ? "RDS, Multi-AZ" : "RDS"],
      ...within(sketch, database, "db_subnet_group_name"),
      resources: land.all("aws_db_instance"),
    });
  }
  const [cache] = land.all("aws_elasticache_replication_group");
  if (cache !== undefined) {
    const nodes = number(cache, "num_cache_clusters") ?? 1;
    sketch.node({
      id: "cache",
      kind: "cache",
      label: `Redis ${text(cache, "engine_version") ?? ""}`.trim(),
      details: [text(cache, "node_type") ?? "", nodes > 1 ? `${nodes} nodes, failover` : "1 node"],
      ...within(sketch, cache, "subnet_group_name"),
      resources: land.all("aws_elasticache_replication_group"),
    });
  }
  sketch.node({
    id: "files",
    kind: "files",
    label: "Files",
    details: ["S3, private"],
    parent: "bottom",
    column: "exit",
    resources: filesBuckets(sketch),
  });
}

/** Buckets that services may write to; one that no service uses yet has outputs that are there for them. */
function filesBuckets(sketch: Sketch): Resource[] {
  const { land } = sketch;
  const written = ecsServices(sketch).flatMap((service) => writtenBuckets(sketch, service));
  const wanted = new Set(written.map(keyOf));
  const isFiles = (bucket: Resource) => wanted.has(keyOf(bucket)) || /^[^/]+\/Files\/Resource$/.test(bucket.path);
  return land.all("aws_s3_bucket").filter(isFiles);
}

/** The tier of the subnet group that an argument names. */
function within(sketch: Sketch, resource: Resource, argument: string) {
  const [group] = sketch.land.uses(resource.arguments[argument], resource.stack);
  const tier = group === undefined ? undefined : tierNamed(sketch, group.arguments["subnet_ids"], group.stack);
  return { column: "data", ...(tier === undefined ? {} : { parent: tier }) };
}

const isTrue = (resource: Resource, argument: string) => String(resource.arguments[argument]) === "true";

/** Uses that a service declares by a secret: which secret names which. */
const byEntry = [
  ["database", "database"],
  ["cache", "cache"],
] as const;

export function dataArrows(sketch: Sketch): void {
  for (const service of ecsServices(sketch)) {
    for (const [use, box] of byEntry) if (hasSecretOf(service, use)) sketch.edge(service.box, box);
    for (const bucket of writtenBuckets(sketch, service)) sketch.edge(service.box, sketch.boxOf(bucket));
    const bucket = sketch.land.uses(variable(service, "FILES_BUCKET"), service.resource.stack)[0];
    if (bucket !== undefined) sketch.edge(service.box, sketch.boxOf(bucket));
  }
}

/** Whether the containers of a service get the secret that `uses` brings. */
function hasSecretOf(service: EcsService, use: "database" | "cache"): boolean {
  return Object.entries(secretEntries({ uses: [use], secrets: {} })).some(([name, entry]) =>
    secret(service, name)?.includes(`/${entry}"`),
  );
}

function writtenBuckets({ land }: Sketch, { resource, isDaemon }: EcsService): Resource[] {
  if (isDaemon) return [];
  return land
    .in(resource.stack)
    .filter(({ type }) => type === "aws_iam_role_policy")
    .flatMap(({ arguments: { policy } }) => statementsOf(policy))
    .filter(({ actions }) => actions.includes("s3:PutObject"))
    .flatMap(({ resources }) => land.uses(resources, resource.stack))
    .filter(({ type }) => type === "aws_s3_bucket");
}
