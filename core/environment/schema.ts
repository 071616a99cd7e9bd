/** The environment file (`environments/<name>.json`): what differs between two deployments of the same platform. */
import { z } from "zod";
import { checked, distinct, patterned, wholeNumber } from "../document/schema-kit";
import { alarmsSchema } from "./alarms";
import { vpcCidrProblem } from "./cidr";
import { deliverySchema } from "./delivery";
import { edgeSchema } from "./edge";
import { dailyWindow, dailyWindowProblem, weeklyWindow, weeklyWindowProblem } from "./windows";

/**
 * The retentions that CloudWatch Logs takes, days.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** AWS services that can be reached by an interface endpoint in the VPC. */
export const interfaceEndpoints = [
  "ecr.api",
  "ecr.dkr",
  "logs",
  "secretsmanager",
  "ssm",
  "kms",
  "ecs",
  "ecs-agent",
  "ecs-telemetry",
  "sts",
  "monitoring",
] as const;

/** Database sizes and protection. RDS takes minor versions by itself: only the major version is fixed. */
const database = z.strictObject({
  instanceClass: patterned(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "an RDS instance class such as db.t4g.large").describe(
    "RDS instance class, for example db.t4g.large.",
  ),
  allocatedStorageGiB: wholeNumber(20, 65_536).describe("Storage at creation, GiB."),
  maxAllocatedStorageGiB: wholeNumber(20, 65_536).describe("Upper end of storage autoscaling, GiB."),
  multiAz: z.boolean().describe("A standby in the second availability zone."),
  backupRetentionDays: wholeNumber(1, 35).describe("Days that daily backups are kept; 0 would switch them off."),
  backupWindow: checked(patterned(dailyWindow, 'a daily window in UTC such as "03:00-04:00"'), dailyWindowProblem)
    .default("03:00-04:00")
    .describe("Daily backup window, UTC, at least 30 minutes."),
  maintenanceWindow: checked(
    patterned(weeklyWindow, 'a weekly window in UTC such as "sun:05:00-sun:06:00"'),
    weeklyWindowProblem,
  )
    .default("sun:05:00-sun:06:00")
    .describe("Weekly maintenance window, UTC, at least 30 minutes; must not overlap the backup window."),
  maxConnections: wholeNumber(50, 5_000).default(400).describe("PostgreSQL max_connections."),
});

const cache = z.strictObject({
  nodeType: patterned(/^cache\.[a-z0-9]+\.[a-z0-9]+$/, "an ElastiCache node type such as cache.t4g.small")
    .default("cache.t4g.small")
    .describe("ElastiCache node type."),
  replicas: wholeNumber(0, 5).describe("Read replicas beside the primary; failover needs at least one."),
  snapshotRetentionDays: wholeNumber(1, 35).describe("Days that daily snapshots are kept."),
});

const port = wholeNumber(1_024, 65_535);

const cluster = z.strictObject({
  instanceType: patterned(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "an EC2 instance type such as t3a.xlarge")
    .default("t3a.xlarge")
    .describe("EC2 instance type of the cluster."),
  instances: wholeNumber(1, 100).default(2).describe("Instances that run all the time."),
  maxInstances: wholeNumber(1, 200).describe("Upper end of the Auto Scaling group; leave one spare for surge."),
  registeredMemoryMiB: wholeNumber(512, 786_432)
    .optional()
    .describe("Memory that one instance registers with ECS, MiB; without it a safe value for its type is taken."),
  agentReservedMemoryMiB: wholeNumber(128, 65_536).default(512).describe("ECS_RESERVED_MEMORY: kept from tasks, MiB."),
  rootVolumeGiB: wholeNumber(30, 16_384).default(60).describe("Root volume of an instance, GiB."),
  dynamicHostPorts: z
    .strictObject({ from: port.describe("First port of the range."), to: port.describe("Last port of the range.") })
    .default({ from: 32_768, to: 33_767 })
    .describe("ECS_DYNAMIC_HOST_PORT_RANGE: the only ports that the load balancer reaches on an instance."),
});

const collector = z
  .strictObject({
    cpu: wholeNumber(64, 16_384).default(256).describe("CPU units reserved for the collector."),
    memoryReservation: wholeNumber(128, 65_536).default(512).describe("Memory reserved for the collector, MiB."),
    memory: wholeNumber(128, 65_536).default(768).describe("Hard memory limit of the collector, MiB."),
    endpoint: patterned(
      /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?:\d{1,5}$/,
      "a host and a port such as apollo.bynry.com:4317",
    )
      .default("apollo.bynry.com:4317")
      .describe("Where the collector sends everything: SigNoz's OTLP endpoint (gRPC over TLS)."),
  })
  .describe("The OpenTelemetry collector that runs once on each instance; sizes in CPU units and MiB.");

const domain = z
  .strictObject({
    name: patterned(
      /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
      "a host name in lower case such as smart360.example.com",
    ).describe("Host name that viewers use."),
    hostedZoneId: patterned(/^Z[A-Z0-9]{5,31}$/, "the id of a Route 53 zone such as Z0123456789ABCDEFGHIJ")
      .optional()
      .describe("Route 53 zone that holds the name."),
    certificateArn: patterned(
      /^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]{36}$/,
      "the ARN of an ACM certificate in us-east-1",
    )
      .optional()
      .describe("An issued certificate; without it one is created and validated by DNS in the hosted zone."),
  })
  .describe("The viewer's domain: a hosted zone, a certificate, or both.");

const network = z
  .strictObject({
    // AWS allows /16 to /28; below /22 the subnets would become too small (`core/network/subnets.ts`).
    cidr: checked(
      patterned(/^\d{1,3}(\.\d{1,3}){3}\/(1[6-9]|2[0-2])$/, "an IPv4 range of size /16 to /22 such as 10.60.0.0/16"),
      vpcCidrProblem,
    ).meta({ description: "IPv4 range of the VPC, private, /16 to /22.", examples: ["10.60.0.0/16"] }),
    availabilityZones: distinct(
      z
        .array(patterned(/^us-east-1[a-f]$/, "an availability zone of us-east-1, us-east-1a to us-east-1f"))
        .min(2)
        .max(3),
    ).describe("Availability zones, two or three."),
    natGateways: z.enum(["single", "one-per-zone"]).describe("One NAT gateway in all, or one per availability zone."),
    interfaceEndpoints: distinct(z.array(z.enum(interfaceEndpoints)))
      .default([])
      .describe("AWS services reached by interface endpoints instead of NAT."),
    flowLogRetentionDays: z
      .literal(logRetentionDays)
      .default(365)
      .describe("CloudWatch retention of the flow logs, days."),
  })
  .describe("The VPC.");

const loadBalancer = z
  .strictObject({
    // The load balancer takes 4,000; CloudFront, which is always in front of it, 120.
    // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_VpcOriginConfig.html
    idleTimeoutSeconds: wholeNumber(1, 120)
      .default(60)
      .describe("Seconds without data after which the load balancer, and CloudFront, give a request up."),
    rulesQuota: wholeNumber(1, 5_000)
      .default(100)
      .describe(
        "Rules allowed on the load balancer, default rules not counted (AWS default 100; raise it with AWS first).",
      ),
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
    targetGroupsQuota: wholeNumber(1, 5_000)
      .default(100)
      .describe("Target groups allowed on the load balancer (AWS: 100, which its quota page calls not adjustable)."),
    accessLogRetentionDays: wholeNumber(1, 3_653).default(365).describe("Days that access logs are kept in S3."),
  })
  .describe("The internal load balancer.");

export const environmentSchema = z.strictObject({
  $schema: z.string().optional().describe("Path of the JSON Schema for editors."),
  name: patterned(
    /^(?=.{2,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "2 to 20 characters in kebab-case: lower-case letters a-z, digits and single hyphens, starting with a letter",
  ).describe("Environment name; part of every resource name and of every state key. Equals the file's name."),
  shortName: patterned(
    /^[a-z][a-z0-9]{1,7}$/,
    "2 to 8 lower-case letters a-z and digits, starting with a letter",
  ).describe("Short form for where AWS leaves little room (target groups: 32 characters)."),
  accountId: patterned(/^\d{12}$/, "an AWS account id: twelve digits in quotes").describe(
    "AWS account; the provider refuses any other.",
  ),
  region: z.literal("us-east-1").describe("AWS region. CloudFront's WAF and certificate live in us-east-1."),
  domain,
  network,
  cluster: cluster.describe("The instances that run the services."),
  collector: collector.prefault({}),
  loadBalancer: loadBalancer.prefault({}),
  database: database.describe("The PostgreSQL database that the services share."),
  cache: cache.describe("The Redis cache that the services share."),
  files: z
    .strictObject({
      corsOrigins: distinct(
        z.array(
          patterned(/^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/, "an origin such as https://example.com"),
        ),
      )
        .default([])
        .describe("Origins whose pages may read and write files directly."),
      noncurrentVersionRetentionDays: wholeNumber(1, 3_653)
        .default(90)
        .describe("Days that overwritten and deleted files are kept."),
    })
    .prefault({})
    .describe("The bucket of the services' files."),
  logs: z
    .strictObject({
      retentionDays: z
        .literal(logRetentionDays)
        .default(365)
        .describe("CloudWatch retention of the services' logs, days."),
    })
    .prefault({})
    .describe("Logs of the services."),
  alarms: alarmsSchema.prefault({}),
  edge: edgeSchema.prefault({}),
  delivery: deliverySchema,
  protectData: z
    .boolean()
    .default(true)
    .describe("prevent_destroy and the services' own deletion protection on everything that holds data."),
  // https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
  tags: z
    .record(
      patterned(/^[A-Za-z0-9 _.:/=+@-]{1,128}$/, "a tag key: 1 to 128 letters, digits, spaces and _ . : / = + - @"),
      patterned(/^[A-Za-z0-9 _.:/=+@-]{0,256}$/, "a tag value: up to 256 letters, digits, spaces and _ . : / = + - @"),
    )
    .default({})
    .describe("Tags on every resource, beside those that the stacks set."),
});

/** An environment as the stacks use it: validated, every default filled in. */
export type Environment = z.output<typeof environmentSchema>;
