/**
 * The manifest (`services.json`): the one file a service owner edits. This schema is the only source of its types, its
 * run-time validation and the JSON Schema for editors; its defaults are in `built-in.ts`.
 */
import { z } from "zod";
import { checked, distinct, patterned, wholeNumber } from "../document/schema-kit";
import { scheduleProblem, timezoneProblem } from "./cron";

export { builtIn } from "./built-in";

export const dataUses = ["database", "cache", "files"] as const;
export type DataUse = (typeof dataUses)[number];

export const rollbackAlarms = ["unhealthy-hosts", "5xx-rate", "latency-p95"] as const;

const kebab = "kebab-case: lower-case letters a-z, digits and single hyphens, starting with a letter";
const variable = patterned(/^[A-Z][A-Z0-9_]*$/, "the name of a variable: A-Z, 0-9 and _, starting with a letter").max(
  128,
);

/** Name of a Secrets Manager entry, without the prefix that product, environment and service give it. */
export const secretEntryName = /^[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

const healthCheck = z.strictObject({
  path: patterned(
    /^\/[A-Za-z0-9._~/-]*$/,
    "a path that starts with / and holds letters, digits and . _ ~ / - only (no query)",
  )
    .max(1_024)
    .describe("Path that answers 200 when the service is well."),
  intervalSeconds: wholeNumber(5, 300).describe("Seconds between two health checks of a target."),
  timeoutSeconds: wholeNumber(2, 120).describe("Seconds to wait for an answer; less than the interval."),
  healthyThresholdCount: wholeNumber(2, 10).describe("Successes until a target counts as healthy."),
  unhealthyThresholdCount: wholeNumber(2, 10).describe("Failures until a target counts as unhealthy."),
  successCodes: patterned(
    /^[2-4]\d{2}([-,][2-4]\d{2})*$/,
    'HTTP codes from 200 to 499, as "200", "200,202" or "200-299"',
  ).describe('HTTP codes that count as healthy: "200", "200,202", "200-299".'),
  gracePeriodSeconds: wholeNumber(0, 2_147_483_647).describe(
    "Seconds after the start of a task in which failures do not count. Give it longer than the slowest start.",
  ),
});

const deployment = z.strictObject({
  minimumHealthyPercent: wholeNumber(0, 100).describe("Tasks that must stay up during a deployment, in percent."),
  maximumPercent: wholeNumber(100, 200).describe("Tasks that may run during a deployment, in percent."),
  rollbackAlarms: distinct(z.array(z.enum(rollbackAlarms))).describe(
    "Alarms that roll a deployment back, beside the circuit breaker, which is always on.",
  ),
});

const schedule = z.strictObject({
  name: patterned(/^[a-z][a-z0-9-]{1,30}$/, "2 to 31 characters: lower-case letters a-z, digits and hyphens").describe(
    "Name of the schedule, unique within the service.",
  ),
  cron: checked(patterned(/^cron\(.+\)$/, 'an expression such as "cron(0 8 ? * MON-FRI *)"'), scheduleProblem).meta({
    description: "Application Auto Scaling expression: minutes hours day-of-month month day-of-week year.",
    examples: ["cron(0 8 ? * MON-FRI *)"],
  }),
  timezone: checked(z.string(), timezoneProblem)
    .default("UTC")
    .meta({ description: "IANA time zone of the expression.", examples: ["America/New_York", "Asia/Kolkata"] }),
  min: wholeNumber(0, 100).describe("Tasks that always run from this time on."),
  max: wholeNumber(1, 100).describe("Tasks that autoscaling may reach from this time on."),
});

const scaling = z.strictObject({
  min: wholeNumber(0, 100).describe("Tasks that always run."),
  max: wholeNumber(1, 100).describe("Tasks that autoscaling may reach."),
  targetCpuPercent: wholeNumber(10, 95).describe("Average CPU use that autoscaling aims at, in percent."),
  targetMemoryPercent: wholeNumber(10, 95)
    .optional()
    .describe("Average memory use to aim at, in percent. Off unless set: uWSGI's resident memory rarely falls."),
  requestsPerTarget: wholeNumber(1, 1_000_000)
    .optional()
    .describe("Requests per minute and task to aim at. Off unless set."),
  scaleInCooldownSeconds: wholeNumber(0, 3_600).describe("Seconds after a change of size before tasks are taken away."),
  scaleOutCooldownSeconds: wholeNumber(0, 3_600).describe("Seconds after a change of size before tasks are added."),
  schedules: z
    .array(schedule)
    .max(20)
    .describe(
      "Other limits from given times on. With schedules, min and max are the limits at creation only: let schedules name every change, back to the day's limits too.",
    ),
});

/** What may be set per service, in `defaults`, and per environment. */
export const settingsSchema = z.strictObject({
  containerPort: wholeNumber(1, 65_535).describe("Port that uWSGI listens on inside the container."),
  cpu: wholeNumber(64, 16_384).describe("CPU units reserved for a task; 1024 are one vCPU."),
  memory: wholeNumber(64, 65_536).describe("Hard memory limit of a task, MiB; above it the task is killed."),
  memoryReservation: wholeNumber(64, 65_536).describe("Memory reserved for a task on its instance, MiB."),
  // CloudFront gives up after 120 (`core/environment/schema.ts`).
  requestTimeoutSeconds: wholeNumber(1, 119).describe(
    "Longest request (uWSGI harakiri), seconds; must fit into the stop timeout, the deregistration delay and the load balancer's idle timeout.",
  ),
  deregistrationDelaySeconds: wholeNumber(0, 3_600).describe(
    "Seconds that the load balancer lets running requests finish.",
  ),
  // ECS bounds the timeout on Fargate only (120 seconds): on EC2 our own limit keeps a deployment from waiting for ever.
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
  stopTimeoutSeconds: wholeNumber(2, 600).describe("Seconds between SIGTERM and SIGKILL when a task stops."),
  healthCheck: healthCheck.partial().describe("How the load balancer finds out that a task is well."),
  deployment: deployment.partial().describe("How a new version replaces the old one."),
  scaling: scaling.partial().describe("How many tasks run, and when."),
  environment: z
    .record(variable, z.string().max(4_096))
    .describe("Plain environment variables. Never a secret: those belong under secrets."),
  secrets: z
    .record(
      variable,
      patterned(
        secretEntryName,
        "the name of a Secrets Manager entry (2 to 63 characters: lower-case letters a-z, digits and hyphens inside), never a secret itself",
      ),
    )
    .describe("Environment variable -> name of the service's Secrets Manager entry. Names only, never values."),
  uses: distinct(z.array(z.enum(dataUses))).describe(
    "Shared data the service uses: grants, endpoints and secrets follow from it.",
  ),
  migrate: z
    .array(z.string().min(1))
    .describe("Command run once with the new image before a rollout, word by word. An empty list switches it off."),
});

const optionalSettings = settingsSchema.partial();

/** `smart360 remove` goes through these in turn. A service that is purged is retired too. */
const retired = z.literal([false, true, "purge"]).meta({
  enumDescriptions: [
    "In use.",
    "Applying its stack destroys the service; repository with images, image parameter and secrets are kept.",
    "These are given up too: applying the stack registry destroys them.",
  ],
});

/** What may be set for one environment. */
export const overrideSchema = optionalSettings
  .extend({
    retired: retired
      .optional()
      .describe("Whether it is taken out of use in this environment. Without it, what the service says."),
  })
  .describe("What differs in this environment.");

/**
 * At most five patterns: a listener rule takes five condition values.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
const paths = distinct(
  z
    .array(
      patterned(
        /^\/api\/[A-Za-z0-9_.$/~"'@:+*?&-]+$/,
        "a path pattern that starts with /api/ and holds letters, digits, the wildcards * and ?, and _ - . $ / ~ \" ' @ : + & only",
      ).max(128),
    )
    .min(1)
    .max(5),
);

export const serviceSchema = z.strictObject({
  name: patterned(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, kebab)
    .min(2)
    .max(20)
    .describe("Kebab-case name, 2 to 20 characters. It cannot be changed later: resources are named after it."),
  description: z.string().min(1).max(200).describe("What the service is for, in one sentence."),
  owner: patterned(/^[a-z][a-z0-9-]{1,39}$/, "2 to 40 characters: lower-case letters a-z, digits and hyphens").describe(
    "Team that answers for the service.",
  ),
  paths: paths.meta({
    description: "One to five path patterns under /api/ that the load balancer routes to the service.",
    examples: [["/api/billing/*"]],
  }),
  priority: wholeNumber(1, 50_000).describe("Listener rule priority: lower is asked first. Leave gaps (10, 20, ...)."),
  ...optionalSettings.shape,
  retired: retired
    .optional()
    .describe("Whether the service is taken out of use. Without it, it is in use. Written by `smart360 remove`."),
  environments: z
    .record(patterned(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, `the name of an environment in ${kebab}`), overrideSchema)
    .optional()
    .describe("Overrides per environment: environment name -> settings."),
});

export const manifestSchema = z.strictObject({
  $schema: z.string().optional().describe("Path of the JSON Schema for editors."),
  defaults: optionalSettings.optional().describe("Settings for every service that does not say otherwise."),
  services: z.array(serviceSchema).min(1).describe("The services, in any order: nothing follows from the position."),
});

/** The manifest as written. */
export type ManifestInput = z.input<typeof manifestSchema>;
/** Settings as one layer gives them: any of them, or none. */
export type SettingsInput = z.output<typeof optionalSettings>;
/** One entry of `services` as written. */
export type ServiceInput = z.output<typeof serviceSchema>;
export type OverrideInput = z.output<typeof overrideSchema>;

type Resolved<T> = { readonly [K in keyof T]: T[K] };

/** Everything that may be set, resolved. */
export interface Settings {
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

/** One service with every default and override resolved for one environment. */
export interface Service extends Settings {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly paths: readonly string[];
  readonly priority: number;
  /** Taken out of use: its stack is empty. */
  readonly retired: boolean;
  /** Retired, and its images, image parameter and secrets are given up too. */
  readonly purged: boolean;
}

/** The manifest resolved for one environment; services in the order of the file. */
export interface Manifest {
  readonly services: readonly Service[];
}
