/** The environment file (`environments/<name>.json`): what differs between two deployments of the same platform. */
import { z } from "zod";
import { checked, distinct, patterned, schemaReference, wholeNumber } from "../document/schema-kit";
import { alarmsSchema } from "./alarms";
import { deliverySchema } from "./delivery";
import { edgeSchema } from "./edge";
import { logRetentionDays } from "./log-retention";
import { machineType } from "./machine-types";
import { networkSchema } from "./network";
import { dailyWindow, dailyWindowProblem, weeklyWindow, weeklyWindowProblem } from "./windows";

/** `<registry>[:<port>]/<path>` with a tag, a digest, or both: what `latest` stands for changes unseen. */
const setupImage =
  /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+(@sha256:[0-9a-f]{64}|:(?!latest(@|$))\w[\w.-]{0,127}(@sha256:[0-9a-f]{64})?)$/;

/** Database sizes and protection. RDS takes minor versions by itself: only the major version is fixed. */
const database = z.strictObject({
  instanceClass: machineType("db\\.[a-z0-9]+", "an RDS instance class such as db.t4g.large", "db.t4g.large").describe(
    "RDS instance class.",
  ),
  allocatedStorageGiB: wholeNumber(20, 65_536).describe("Storage at creation, GiB."),
  maxAllocatedStorageGiB: wholeNumber(20, 65_536).describe("Upper end of storage autoscaling, GiB."),
  multiAz: z.boolean().describe("A standby in the second availability zone."),
  backupRetentionDays: wholeNumber(1, 35).describe("Days that daily backups are kept; 0 would switch them off."),
  backupWindow: checked(
    patterned(dailyWindow, 'a daily window in UTC such as "03:00-04:00"', "03:00-04:00"),
    dailyWindowProblem,
  )
    .default("03:00-04:00")
    .describe("Daily backup window, UTC, at least 30 minutes."),
  maintenanceWindow: checked(
    patterned(weeklyWindow, 'a weekly window in UTC such as "sun:05:00-sun:06:00"', "sun:05:00-sun:06:00"),
    weeklyWindowProblem,
  )
    .default("sun:05:00-sun:06:00")
    .describe("Weekly maintenance window, UTC, at least 30 minutes; must not overlap the backup window."),
  maxConnections: wholeNumber(50, 5_000).default(400).describe("PostgreSQL max_connections."),
  setupImage: patterned(
    setupImage,
    "an image with its registry and a digest, or a tag other than latest, such as public.ecr.aws/docker/library/postgres:15.14-alpine",
    "public.ecr.aws/docker/library/postgres:15.14-alpine",
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/postgres@sha256:b1e2f6a0c4d3e5978a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f",
  )
    .default("public.ecr.aws/docker/library/postgres:15.14-alpine")
    .describe(
      "Image of the task that makes the services' databases (`smart360 secrets init`): psql 15 or newer, and a shell. Name it by digest, or a copy in a registry of your own, to be sure what gets the master password.",
    ),
});

const cache = z.strictObject({
  nodeType: machineType("cache\\.[a-z0-9]+", "an ElastiCache node type such as cache.t4g.small", "cache.t4g.small")
    .default("cache.t4g.small")
    .describe("ElastiCache node type."),
  replicas: wholeNumber(0, 5).describe("Read replicas beside the primary; failover needs at least one."),
  snapshotRetentionDays: wholeNumber(1, 35).describe("Days that daily snapshots are kept."),
});

const port = wholeNumber(1_024, 65_535);

const cluster = z.strictObject({
  instanceType: machineType("[a-z][a-z0-9-]*", "an EC2 instance type such as t3a.xlarge", "t3a.xlarge")
    .default("t3a.xlarge")
    .describe("EC2 instance type of the cluster."),
  instances: wholeNumber(1, 100).default(2).describe("Instances that run all the time."),
  maxInstances: wholeNumber(1, 200).describe("Upper end of the Auto Scaling group; leave one spare for surge."),
  registeredMemoryMiB: wholeNumber(512, 786_432)
    .optional()
    .describe("Memory that one instance registers with ECS, MiB. Without it, a safe value for its type."),
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
      "apollo.bynry.com:4317",
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
      "smart360.example.com",
    ).describe("Host name that viewers use."),
    hostedZoneId: patterned(
      /^Z[A-Z0-9]{5,31}$/,
      "the id of a Route 53 zone such as Z0123456789ABCDEFGHIJ",
      "Z0123456789ABCDEFGHIJ",
    )
      .optional()
      .describe("Route 53 zone that holds the name. Without it, its records are made elsewhere, by hand."),
    certificateArn: patterned(
      /^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]{36}$/,
      "the ARN of an ACM certificate in us-east-1",
      "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
    )
      .optional()
      .describe("An issued certificate. Without it, one is created and validated by DNS in the hosted zone."),
  })
  .describe("The viewer's domain: a hosted zone, a certificate, or both.");

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
  $schema: schemaReference("./environment.schema.json"),
  name: patterned(
    /^(?=.{2,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "2 to 20 characters in kebab-case: lower-case letters a-z, digits and single hyphens, starting with a letter",
    "production",
    "staging",
  ).describe("Environment name; part of every resource name and of every state key. Equals the file's name."),
  shortName: patterned(
    /^[a-z][a-z0-9]{1,7}$/,
    "2 to 8 lower-case letters a-z and digits, starting with a letter",
    "prod",
  ).describe("Short form for where AWS leaves little room (target groups: 32 characters)."),
  accountId: patterned(/^\d{12}$/, "an AWS account id: twelve digits in quotes", "111122223333").describe(
    "AWS account; the provider refuses any other.",
  ),
  region: z.literal("us-east-1").describe("AWS region. CloudFront's WAF and certificate live in us-east-1."),
  domain,
  network: networkSchema,
  cluster: cluster.describe("The instances that run the services."),
  collector: collector.prefault({}),
  loadBalancer: loadBalancer.prefault({}),
  database: database.describe("The PostgreSQL database that the services share."),
  cache: cache.describe("The Redis cache that the services share."),
  files: z
    .strictObject({
      corsOrigins: distinct(
        z.array(
          patterned(
            /^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/,
            "an origin such as https://example.com",
            "https://example.com",
          ),
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
      patterned(
        /^[A-Za-z0-9 _.:/=+@-]{1,128}$/,
        "a tag key: 1 to 128 letters, digits, spaces and _ . : / = + - @",
        "CostCentre",
      ),
      patterned(
        /^[A-Za-z0-9 _.:/=+@-]{0,256}$/,
        "a tag value: up to 256 letters, digits, spaces and _ . : / = + - @",
        "4711",
      ).describe("Value of the tag."),
    )
    .default({})
    .meta({
      description: "Tags on every resource, beside those that the stacks set.",
      examples: [{ CostCentre: "4711" }],
    }),
});

/** An environment as the stacks use it: validated, every default filled in. */
export type Environment = z.output<typeof environmentSchema>;
