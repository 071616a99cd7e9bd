/** Manifests and environment files as text, and what reading them says. */
import { readEnvironment } from "../../core/environment/read";
import { type Environment, environmentSchema } from "../../core/environment/schema";
import { UserError } from "../../core/errors";
import { readManifest } from "../../core/manifest/read";

type Fields = Readonly<Record<string, unknown>>;

const aService = {
  name: "billing",
  description: "Bills and tariffs",
  owner: "billing-team",
  paths: ["/api/billing/*"],
  priority: 40,
};

/** One entry of `services`; a field set to undefined is left out. */
export function service(fields: Fields = {}): Fields {
  return { ...aService, ...fields };
}

/** A service with paths of its own. */
export function serviceNamed(name: string, priority: number, fields: Fields = {}): Fields {
  return service({ name, priority, paths: [`/api/${name}/*`], ...fields });
}

/** The text of a manifest: every field of a service on a line of its own, the first service's name on line 4. */
export function manifest(services: readonly Fields[], defaults?: Fields): string {
  const lines = [
    "{",
    ...(defaults === undefined ? [] : [`  "defaults": ${block(defaults, "  ")},`]),
    '  "services": [',
    services.map((entry) => `    ${block(entry, "    ")}`).join(",\n"),
    "  ]",
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

/** An object with one property a line, each value on one line. */
export function block(fields: Fields, indent = ""): string {
  const properties = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${indent}  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${properties.join(",\n")}\n${indent}}`;
}

/** The smallest valid environment file, as plain data. */
export const anEnvironment = {
  name: "production",
  shortName: "prod",
  accountId: "111122223333",
  region: "us-east-1",
  domain: { name: "smart360.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" },
  network: { cidr: "10.60.0.0/16", availabilityZones: ["us-east-1a", "us-east-1b"], natGateways: "single" },
  cluster: { maxInstances: 3 },
  database: {
    instanceClass: "db.t4g.large",
    allocatedStorageGiB: 100,
    maxAllocatedStorageGiB: 500,
    multiAz: true,
    backupRetentionDays: 14,
  },
  cache: { replicas: 1, snapshotRetentionDays: 7 },
  delivery: {
    trust: {
      releaseRoleArn: "arn:aws:iam::111122223333:role/jenkins-release",
      infrastructureRoleArn: "arn:aws:iam::111122223333:role/jenkins-infrastructure",
    },
  },
} as const;

/** An environment with other values at the top level. */
export function environmentWith(fields: Fields = {}): Environment {
  return environmentSchema.parse({ ...anEnvironment, ...fields });
}

export interface ReadingOptions {
  readonly environment?: Environment;
  readonly knownEnvironments?: readonly string[];
}

/** The lines of the message that reading a manifest ends with. Any other outcome is an error of the test. */
export function manifestMessage(text: string, options: ReadingOptions = {}): string[] {
  return messageOf(() => readManifest(text, { file: "services.json", environment: environmentWith(), ...options }));
}

/** The same for an environment file. */
export function environmentMessage(text: string, name = "production"): string[] {
  return messageOf(() => readEnvironment(text, { file: `environments/${name}.json`, name }));
}

function messageOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    // Only a UserError is shown as its message alone and ends with exit code 2.
    if (error instanceof UserError) return error.message.split("\n");
    throw error;
  }
  throw new Error("expected a refusal, but the text was accepted");
}
