/**
 * The names of everything, composed in one place, and the limits that AWS sets to them. Names carry the environment, so
 * that two environments can share an account.
 */
import { createHash } from "node:crypto";

export const product = "smart360";

/** What a name must satisfy, with the place where AWS says so. */
export interface NameRule {
  readonly maxLength: number;
  readonly pattern: RegExp;
  readonly source: string;
}

export const nameRules = {
  targetGroup: {
    maxLength: 32,
    pattern: /^(?!-)(?!internal-)[A-Za-z0-9-]+(?<!-)$/,
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
  },
  loadBalancer: {
    maxLength: 32,
    pattern: /^(?!-)(?!internal-)[A-Za-z0-9-]+(?<!-)$/,
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
  },
  role: {
    maxLength: 64,
    pattern: /^[\w+=,.@-]+$/,
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  },
  bucket: {
    maxLength: 63,
    pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
  },
  replicationGroup: {
    maxLength: 40,
    pattern: /^[a-z](-?[a-z0-9])*$/,
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
  },
  dbInstance: {
    maxLength: 63,
    pattern: /^[a-z](-?[a-z0-9])*$/,
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
  },
  repository: {
    maxLength: 256,
    pattern: /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
    source: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html",
  },
  ecs: {
    maxLength: 255,
    pattern: /^[A-Za-z0-9_-]+$/,
    source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
  },
  table: {
    maxLength: 255,
    pattern: /^[A-Za-z0-9_.-]{3,}$/,
    source: "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html",
  },
  parameter: {
    maxLength: 1_011,
    pattern: /^\/(?!aws|ssm)[\w./-]+$/,
    source: "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html",
  },
  logGroup: {
    maxLength: 512,
    pattern: /^[\w./#-]+$/,
    source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
  },
  databaseRole: {
    maxLength: 63,
    pattern: /^[a-z][a-z0-9_]*$/,
    source: "https://www.postgresql.org/docs/15/sql-syntax-lexical.html",
  },
} as const satisfies Record<string, NameRule>;

/** What a name is composed from. */
export interface NameSpace {
  readonly name: string;
  readonly shortName: string;
  readonly accountId: string;
}

/** Where a state lies. */
export interface StatePlace {
  readonly bucket: string;
  readonly stateKey: string;
}

const stateSuffix = ".tfstate";
// Terraform's own: https://developer.hashicorp.com/terraform/language/backend/s3
const lockFileSuffix = ".tflock";
const digestSuffix = "-md5";
const without = (text: string, suffix: string) => (text.endsWith(suffix) ? text.slice(0, -suffix.length) : undefined);

export const deliveryRoles = ["release", "plan", "apply", "secrets"] as const;
export type DeliveryRole = (typeof deliveryRoles)[number];

const dashed = (environment: NameSpace, ...parts: readonly string[]) => [product, environment.name, ...parts].join("-");

/** Names of the shared resources of an environment. */
export const names = {
  /** `smart360-production`, `smart360-production-database`, ... */
  shared: dashed,
  /** S3 bucket names are global: the account makes them unique. */
  bucket: (environment: NameSpace, purpose: string) => dashed(environment, purpose, environment.accountId),
  stateBucket: (environment: NameSpace) => names.bucket(environment, "tfstate"),
  stateLogBucket: (environment: NameSpace) => names.bucket(environment, "tfstate-logs"),
  /** Alias of the key of the states, without `alias/`. */
  stateKeyAlias: (environment: NameSpace) => dashed(environment, "tfstate"),
  lockTable: (environment: NameSpace) => dashed(environment, "tfstate-lock"),
  stateKey: (environment: NameSpace, stack: string) => `${environment.name}/${stack}${stateSuffix}`,
  isStateKey: (environment: NameSpace, key: string) =>
    key.startsWith(`${environment.name}/`) && key.endsWith(stateSuffix),
  /** Terraform's lock on a state in the bucket. */
  lockFile: (stateKey: string) => `${stateKey}${lockFileSuffix}`,
  /** The key of the state that an object of the bucket locks; undefined of other objects. */
  lockedByFile: (key: string) => without(key, lockFileSuffix),
  /** Terraform's lock on a state in the table: its `LockID`. */
  lockId: ({ bucket, stateKey }: StatePlace) => `${bucket}/${stateKey}`,
  /** The item of the table that tells what a state's bytes are. */
  digestId: (lockId: string) => `${lockId}${digestSuffix}`,
  /** The `LockID` of the state that an item is the digest of; undefined of other items. */
  digestedBy: (id: string) => without(id, digestSuffix),
  /** Managed policy that bounds the roles of AWS services in an environment. */
  roleBoundary: (environment: NameSpace) => dashed(environment, "role-boundary"),
  /** Roles that somebody assumes: Jenkins' by their jobs, and the one of the people who give secrets their values. */
  deliveryRole: (environment: NameSpace, role: DeliveryRole) =>
    role === "secrets" ? dashed(environment, role) : dashed(environment, "jenkins", role),
  cluster: (environment: NameSpace) => dashed(environment),
  loadBalancer: (environment: NameSpace) => dashed(environment),
  /** Log groups, secrets and parameters are paths: `/smart360/production/...` */
  path: (environment: NameSpace, ...parts: readonly string[]) => ["", product, environment.name, ...parts].join("/"),
  /** Secrets Manager names have no leading slash. */
  secret: (environment: NameSpace, ...parts: readonly string[]) => [product, environment.name, ...parts].join("/"),

  service: (environment: NameSpace, service: string) => dashed(environment, service),
  serviceStack: (service: string) => `service-${service}`,
  repository: (environment: NameSpace, service: string) => `${product}/${environment.name}/${service}`,
  imageParameter: (environment: NameSpace, service: string) => names.path(environment, service, "image"),
  executionRole: (environment: NameSpace, service: string) => dashed(environment, service, "execution"),
  taskRole: (environment: NameSpace, service: string) => dashed(environment, service, "task"),
  /**
   * A target group cannot be replaced under its own name, so the name ends in a hash of what forces a replacement
   * (`fixed`): the new group is made beside the old one. `prod-billing-3f2a1c`
   */
  targetGroup: (environment: NameSpace, service: string, fixed: unknown) =>
    [environment.shortName, service, shortHash(fixed)].join("-"),
  /** PostgreSQL role and database of a service: hyphens become underscores. */
  databaseRole: (service: string) => service.replaceAll("-", "_"),
} as const;

/** Six hexadecimal digits that stand for a plain value; equal values give equal digits. */
export function shortHash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 6);
}

/** Value of an image parameter before the first release. SSM takes no empty value. */
export const unreleased = "unreleased";
