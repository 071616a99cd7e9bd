/** The environment file (`environments/<name>.json`): what differs between two deployments of the same platform. */
import { z } from "zod";

/** Database sizes and protection. RDS takes minor versions by itself: only the major version is fixed. */
const database = z.strictObject({
  instanceClass: z
    .string()
    .regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/)
    .describe("RDS instance class, for example db.t4g.large."),
  allocatedStorageGiB: z.number().int().min(20).max(65_536).describe("Storage at creation, GiB."),
  maxAllocatedStorageGiB: z.number().int().min(20).max(65_536).describe("Upper end of storage autoscaling, GiB."),
  multiAz: z.boolean().describe("A standby in the second availability zone."),
  backupRetentionDays: z
    .number()
    .int()
    .min(1)
    .max(35)
    .describe("Days that daily backups are kept; 0 would switch them off."),
  backupWindow: z
    .string()
    .regex(/^\d{2}:\d{2}-\d{2}:\d{2}$/)
    .default("03:00-04:00")
    .describe("Daily backup window, UTC."),
  maintenanceWindow: z
    .string()
    .regex(/^(mon|tue|wed|thu|fri|sat|sun):\d{2}:\d{2}-(mon|tue|wed|thu|fri|sat|sun):\d{2}:\d{2}$/)
    .default("sun:05:00-sun:06:00")
    .describe("Weekly maintenance window, UTC; must not overlap the backup window."),
  maxConnections: z.number().int().min(50).max(5_000).default(400).describe("PostgreSQL max_connections."),
});

const cache = z.strictObject({
  nodeType: z
    .string()
    .regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/)
    .default("cache.t4g.small")
    .describe("ElastiCache node type."),
  replicas: z.number().int().min(0).max(5).describe("Read replicas beside the primary; failover needs at least one."),
  snapshotRetentionDays: z.number().int().min(1).max(35).describe("Days that daily snapshots are kept."),
});

const cluster = z.strictObject({
  instanceType: z
    .string()
    .regex(/^[a-z0-9]+\.[a-z0-9]+$/)
    .default("t3a.xlarge")
    .describe("EC2 instance type of the cluster."),
  instances: z.number().int().min(1).max(100).default(2).describe("Instances that run all the time."),
  maxInstances: z
    .number()
    .int()
    .min(1)
    .max(200)
    .describe("Upper end of the Auto Scaling group; leave one spare for surge."),
  registeredMemoryMiB: z
    .number()
    .int()
    .min(512)
    .default(15_400)
    .describe("Memory that one instance registers with ECS, MiB."),
  agentReservedMemoryMiB: z.number().int().min(128).default(512).describe("ECS_RESERVED_MEMORY: kept from tasks, MiB."),
  rootVolumeGiB: z.number().int().min(30).max(16_384).default(60).describe("Root volume of an instance, GiB."),
  dynamicHostPorts: z
    .strictObject({ from: z.number().int().min(1_024).max(65_535), to: z.number().int().min(1_024).max(65_535) })
    .default({ from: 32_768, to: 33_767 })
    .describe("ECS_DYNAMIC_HOST_PORT_RANGE: the only ports that the load balancer reaches on an instance."),
});

const collector = z
  .strictObject({
    cpu: z.number().int().min(64).default(256),
    memoryReservation: z.number().int().min(128).default(512),
    memory: z.number().int().min(128).default(768),
    endpoint: z.string().min(1).default("apollo.bynry.com:4317"),
  })
  .describe("The OpenTelemetry collector that runs once on each instance; sizes in CPU units and MiB.");

export const environmentSchema = z.strictObject({
  $schema: z.string().optional().describe("Path of the JSON Schema for editors."),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,19}$/)
    .describe("Environment name; part of every resource name and of every state key. Equals the file's name."),
  shortName: z
    .string()
    .regex(/^[a-z][a-z0-9]{1,7}$/)
    .describe("Two to eight letters used where AWS leaves little room (target groups: 32 characters)."),
  accountId: z
    .string()
    .regex(/^\d{12}$/)
    .describe("AWS account; the provider refuses any other."),
  region: z.literal("us-east-1").describe("AWS region. CloudFront's WAF and certificate live in us-east-1."),
  domain: z
    .strictObject({
      name: z
        .string()
        .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)
        .describe("Host name that viewers use."),
      hostedZoneId: z
        .string()
        .regex(/^Z[A-Z0-9]{5,31}$/)
        .optional()
        .describe("Route 53 zone that holds the name."),
      certificateArn: z
        .string()
        .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]{36}$/)
        .optional()
        .describe("An issued certificate; without it one is created and validated by DNS in the hosted zone."),
    })
    .describe("The viewer's domain: a hosted zone, a certificate, or both."),
  network: z.strictObject({
    cidr: z.string().describe("IPv4 CIDR of the VPC, /16 to /22."),
    availabilityZones: z
      .array(z.string().regex(/^us-east-1[a-f]$/))
      .min(2)
      .max(3)
      .describe("Availability zones, at least two."),
    natGateways: z.enum(["single", "one-per-zone"]).describe("One NAT gateway in all, or one per availability zone."),
    interfaceEndpoints: z
      .array(
        z.enum([
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
        ]),
      )
      .default([])
      .describe("AWS services reached by interface endpoints instead of NAT."),
    flowLogRetentionDays: z.number().int().default(365).describe("CloudWatch retention of the flow logs, days."),
  }),
  cluster,
  collector: collector.prefault({}),
  loadBalancer: z
    .strictObject({
      idleTimeoutSeconds: z.number().int().min(1).max(4_000).default(60),
      rulesQuota: z
        .number()
        .int()
        .min(1)
        .max(5_000)
        .default(100)
        .describe(
          "Rules allowed on the load balancer, default rules not counted (AWS default 100; raise it with AWS first).",
        ),
      accessLogRetentionDays: z.number().int().min(1).default(365),
    })
    .prefault({}),
  database,
  cache,
  files: z
    .strictObject({
      corsOrigins: z.array(z.string().regex(/^https:\/\/[a-z0-9.-]+$/)).default([]),
      noncurrentVersionRetentionDays: z.number().int().min(1).default(90),
    })
    .prefault({}),
  logs: z.strictObject({ retentionDays: z.number().int().default(365) }).prefault({}),
  protectData: z
    .boolean()
    .default(true)
    .describe("prevent_destroy and the services' own deletion protection on everything that holds data."),
  tags: z
    .record(z.string(), z.string())
    .default({})
    .describe("Tags on every resource, beside those that the stacks set."),
});

/** An environment as the stacks use it: validated, every default filled in. */
export type Environment = z.output<typeof environmentSchema>;
