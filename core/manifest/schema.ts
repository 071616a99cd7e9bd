/**
 * The manifest (`services.json`): the one file a service owner edits. This schema is the only source of its types, its
 * run-time validation and the JSON Schema for editors; its defaults are in `built-in.ts`.
 */
import { z } from "zod";
import { distinct, oneOf, patterned, schemaReference, wholeNumber } from "../document/schema-kit";
import { deployment, healthCheck, scaling } from "./sections";

export { builtIn } from "./built-in";

const dataUse = oneOf({
  database: "A database and a role of its own in PostgreSQL: the secret database-url, as DATABASE_URL.",
  cache: "The shared Redis: the secret redis-url, as REDIS_URL.",
  files: "The shared bucket, by the task's role.",
});
export const dataUses = dataUse.options;
export type DataUse = z.output<typeof dataUse>;

const kebab = "kebab-case: lower-case letters a-z, digits and single hyphens, starting with a letter";
const variable = patterned(
  /^[A-Z][A-Z0-9_]*$/,
  "the name of a variable: A-Z, 0-9 and _, starting with a letter",
  "LOG_LEVEL",
).max(128);

/** Name of a Secrets Manager entry, without the prefix that product, environment and service give it. */
export const secretEntryName = /^[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

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
    .record(
      variable,
      z
        .string()
        .max(4_096)
        .meta({ description: "Value of the variable.", examples: ["info"] }),
    )
    .meta({
      description: "Plain environment variables. Never a secret: those belong under secrets.",
      examples: [{ LOG_LEVEL: "info" }],
    }),
  secrets: z
    .record(
      variable,
      patterned(
        secretEntryName,
        "the name of a Secrets Manager entry (2 to 63 characters: lower-case letters a-z, digits and hyphens inside), never a secret itself",
        "api-key",
      ).describe("Name of the entry in Secrets Manager, without product, environment and service."),
    )
    .meta({
      description: "Environment variable -> name of the service's Secrets Manager entry. Names only, never values.",
      examples: [{ API_KEY: "api-key" }],
    }),
  uses: distinct(z.array(dataUse)).describe(
    "Shared data the service uses: grants, endpoints and secrets follow from it.",
  ),
  migrate: z.array(z.string().min(1)).meta({
    description:
      "Command run once with the new image before a rollout, word by word. Without it, or with an empty list, none is.",
    examples: [["python", "manage.py", "migrate", "--noinput"]],
  }),
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
        "/api/billing/*",
      ).max(128),
    )
    .min(1)
    .max(5),
);

export const serviceSchema = z.strictObject({
  name: patterned(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, kebab, "billing", "work-orders")
    .min(2)
    .max(20)
    .describe("Kebab-case name, 2 to 20 characters. It cannot be changed later: resources are named after it."),
  description: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: "What the service is for, in one sentence.", examples: ["Bills and adjustments"] }),
  owner: patterned(
    /^[a-z][a-z0-9-]{1,39}$/,
    "2 to 40 characters: lower-case letters a-z, digits and hyphens",
    "billing-team",
  ).describe("Team that answers for the service."),
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
    .record(
      patterned(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, `the name of an environment in ${kebab}`, "staging"),
      overrideSchema,
    )
    .optional()
    .meta({
      description: "Overrides per environment: environment name -> settings. Without it, none differs.",
      examples: [{ staging: { scaling: { min: 1, max: 2 } } }],
    }),
});

export const manifestSchema = z.strictObject({
  $schema: schemaReference("./services.schema.json"),
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
