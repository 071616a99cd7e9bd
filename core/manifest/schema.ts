/**
 * The manifest (`services.json`): the one file a service owner edits. This schema is the only source of its types, its
 * run-time validation, its defaults and the JSON Schema for editors.
 */
import { z } from "zod";

export const dataUses = ["database", "cache", "files"] as const;
export type DataUse = (typeof dataUses)[number];

/** Built-in defaults, used where neither the service, its environment override, nor `defaults` say anything. */
export const builtIn = {
  containerPort: 8_000,
  cpu: 192,
  memory: 1_024,
  memoryReservation: 640,
  requestTimeoutSeconds: 30,
  deregistrationDelaySeconds: 30,
  stopTimeoutSeconds: 60,
  healthCheck: {
    path: "/health",
    intervalSeconds: 15,
    timeoutSeconds: 5,
    healthyThresholdCount: 2,
    unhealthyThresholdCount: 3,
    successCodes: "200",
    gracePeriodSeconds: 60,
  },
  deployment: { minimumHealthyPercent: 100, maximumPercent: 150, rollbackAlarms: ["unhealthy-hosts", "5xx-rate"] },
  scaling: {
    min: 2,
    max: 4,
    targetCpuPercent: 70,
    scaleInCooldownSeconds: 300,
    scaleOutCooldownSeconds: 60,
    schedules: [],
  },
  environment: {},
  secrets: {},
  uses: [],
} as const;

const seconds = (min: number, max: number) => z.number().int().min(min).max(max);

const healthCheck = z.strictObject({
  path: z
    .string()
    .regex(/^\/[A-Za-z0-9._~\/-]*$/)
    .max(1_024)
    .describe("Path that answers 200 when the service is well."),
  intervalSeconds: seconds(5, 300).describe("Seconds between two health checks of a target."),
  timeoutSeconds: seconds(2, 120).describe("Seconds to wait for an answer; less than the interval."),
  healthyThresholdCount: z.number().int().min(2).max(10).describe("Successes until a target counts as healthy."),
  unhealthyThresholdCount: z.number().int().min(2).max(10).describe("Failures until a target counts as unhealthy."),
  successCodes: z
    .string()
    .regex(/^\d{3}([-,]\d{3})*$/)
    .describe('HTTP codes that count as healthy: "200", "200,202", "200-299".'),
  gracePeriodSeconds: seconds(0, 2_147_483_647).describe(
    "Seconds after the start of a task in which failures do not count.",
  ),
});

const deployment = z.strictObject({
  minimumHealthyPercent: z
    .number()
    .int()
    .min(0)
    .max(100)
    .describe("Tasks that must stay up during a deployment, in percent."),
  maximumPercent: z.number().int().min(100).max(200).describe("Tasks that may run during a deployment, in percent."),
  rollbackAlarms: z
    .array(z.enum(["unhealthy-hosts", "5xx-rate", "latency-p95"]))
    .describe("Alarms that roll a deployment back, beside the circuit breaker, which is always on."),
});

const schedule = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  cron: z
    .string()
    .regex(/^cron\(.+\)$/)
    .describe('Application Auto Scaling expression, for example "cron(0 8 ? * MON-FRI *)".'),
  timezone: z.string().min(1).default("UTC").describe("IANA time zone of the expression."),
  min: z.number().int().min(0).max(100),
  max: z.number().int().min(1).max(100),
});

const scaling = z.strictObject({
  min: z.number().int().min(0).max(100).describe("Tasks that always run."),
  max: z.number().int().min(1).max(100).describe("Tasks that autoscaling may reach."),
  targetCpuPercent: z.number().int().min(10).max(95).describe("Average CPU use that autoscaling aims at, in percent."),
  targetMemoryPercent: z
    .number()
    .int()
    .min(10)
    .max(95)
    .optional()
    .describe("Average memory use to aim at. Off by default: uWSGI's resident memory rarely falls."),
  requestsPerTarget: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe("Requests per minute and task to aim at. Off by default."),
  scaleInCooldownSeconds: seconds(0, 3_600),
  scaleOutCooldownSeconds: seconds(0, 3_600),
  schedules: z.array(schedule).max(20),
});

/** What may be set per service, in `defaults`, and per environment. */
const settings = {
  containerPort: z.number().int().min(1).max(65_535).describe("Port that uWSGI listens on inside the container."),
  cpu: z.number().int().min(64).max(16_384).describe("CPU units reserved for a task; 1024 are one vCPU."),
  memory: z
    .number()
    .int()
    .min(64)
    .max(65_536)
    .describe("Hard memory limit of a task, MiB; above it the task is killed."),
  memoryReservation: z.number().int().min(64).max(65_536).describe("Memory reserved for a task on its instance, MiB."),
  requestTimeoutSeconds: seconds(1, 600).describe(
    "Longest request (uWSGI harakiri), seconds; must fit into the stop timeout.",
  ),
  deregistrationDelaySeconds: seconds(0, 3_600).describe(
    "Seconds that the load balancer lets running requests finish.",
  ),
  stopTimeoutSeconds: seconds(2, 600).describe("Seconds between SIGTERM and SIGKILL when a task stops."),
  healthCheck: healthCheck.partial(),
  deployment: deployment.partial(),
  scaling: scaling.partial(),
  environment: z
    .record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string())
    .describe("Plain environment variables. Never a secret: those belong under secrets."),
  secrets: z
    .record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string().regex(/^[a-z][a-z0-9-]{1,62}$/))
    .describe("Environment variable -> name of the service's Secrets Manager entry. Names only, never values."),
  uses: z
    .array(z.enum(dataUses))
    .describe("Shared data the service uses: grants, endpoints and secrets follow from it."),
  migrate: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("Command run once with the new image before a rollout."),
};

const optionalSettings = z.strictObject(settings).partial();

export const serviceSchema = optionalSettings.extend({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
    .min(2)
    .max(20)
    .describe("Kebab-case name, 2 to 20 characters."),
  description: z.string().min(1).max(200).describe("What the service is for, in one sentence."),
  owner: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,39}$/)
    .describe("Team that answers for the service."),
  paths: z
    .array(
      z
        .string()
        .regex(/^\/api\/[A-Za-z0-9_.$/~"'@:+*?&-]+$/)
        .max(128),
    )
    .min(1)
    .max(5)
    .describe("Path patterns under /api/ that the load balancer routes to the service."),
  priority: z
    .number()
    .int()
    .min(1)
    .max(50_000)
    .describe("Listener rule priority: lower is asked first. Leave gaps (10, 20, ...)."),
  retired: z
    .boolean()
    .optional()
    .describe("The service is being taken out of use: its stack becomes empty, its images are kept."),
  environments: z
    .record(z.string(), optionalSettings.extend({ retired: z.boolean().optional() }))
    .optional()
    .describe("Overrides per environment."),
});

export const manifestSchema = z.strictObject({
  $schema: z.string().optional().describe("Path of the JSON Schema for editors."),
  defaults: optionalSettings.default({}).describe("Settings for every service that does not say otherwise."),
  services: z.array(serviceSchema).min(1).describe("The services, in any order: nothing follows from the position."),
});

/** The manifest as written. */
export type ManifestInput = z.input<typeof manifestSchema>;

type Resolved<T> = { readonly [K in keyof T]: T[K] };

/** One service with every default and override resolved for one environment. */
export interface Service {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly paths: readonly string[];
  readonly priority: number;
  readonly retired: boolean;
  readonly containerPort: number;
  /** CPU units, 1024 to a vCPU. */
  readonly cpu: number;
  /** Hard limit, MiB. */
  readonly memory: number;
  /** Reserved, MiB. */
  readonly memoryReservation: number;
  readonly requestTimeoutSeconds: number;
  readonly deregistrationDelaySeconds: number;
  readonly stopTimeoutSeconds: number;
  readonly healthCheck: Resolved<z.output<typeof healthCheck>>;
  readonly deployment: Resolved<z.output<typeof deployment>>;
  readonly scaling: Resolved<z.output<typeof scaling>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly uses: readonly DataUse[];
  readonly migrate: readonly string[] | undefined;
}

/** The manifest resolved for one environment; services in the order of the file. */
export interface Manifest {
  readonly services: readonly Service[];
}
