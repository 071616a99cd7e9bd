/** Names held against the limits of AWS, and names that services may not take. */
import { type NameRule, type NameSpace, names, nameRules, product } from "./names";

/** What is wrong with a name, as the end of a sentence (`has 36 characters where AWS allows 32 (...)`); undefined if nothing. */
export function checkName(rule: NameRule, name: string): string | undefined {
  if (name.length > rule.maxLength)
    return `has ${name.length} characters where AWS allows ${rule.maxLength} (${rule.source})`;
  return rule.pattern.test(name) ? undefined : `has characters that AWS does not allow there (${rule.source})`;
}

export interface ComposedName {
  /** What bears the name: `target group`. */
  readonly what: string;
  readonly name: string;
  readonly rule: NameRule;
}

/** The names composed from that of a service. */
export function serviceNames(environment: NameSpace, service: string): readonly ComposedName[] {
  return [
    { what: "target group", name: names.targetGroup(environment, service, ""), rule: nameRules.targetGroup },
    { what: "execution role", name: names.executionRole(environment, service), rule: nameRules.role },
    { what: "task role", name: names.taskRole(environment, service), rule: nameRules.role },
    { what: "repository", name: names.repository(environment, service), rule: nameRules.repository },
    { what: "ECS service", name: names.service(environment, service), rule: nameRules.ecs },
    { what: "database role", name: names.databaseRole(service), rule: nameRules.databaseRole },
    { what: "image parameter", name: names.imageParameter(environment, service), rule: nameRules.parameter },
    { what: "log group", name: names.path(environment, service), rule: nameRules.logGroup },
  ];
}

/** Words that name a layer or a shared resource: a service of that name would share paths and names with it. */
const platformWords = [
  "state",
  "network",
  "registry",
  "data",
  "platform",
  "service",
  "edge",
  "observability",
  "delivery",
  "vpc",
  "cluster",
  "instances",
  "secrets-init",
  "database",
  "cache",
  "files",
  "collector",
  "frontend",
  "alb",
  "alb-logs",
  "tfstate",
  "tfstate-lock",
  "jenkins",
];

/** Why a service may not have this name, as the end of a sentence; undefined if it may. */
export function reservedServiceName(name: string): string | undefined {
  if (name === product) return "which is the name of the product";
  // So is `frontend`, one of the words below.
  if (name === "status") return "which is a command of `smart360 ship`";
  if (platformWords.includes(name)) return "which the platform uses for itself";
  // https://www.postgresql.org/docs/15/sql-createrole.html; RDS keeps roles that start with rds for itself.
  const isDatabaseWord = /^(postgres|public|template[01]|none|rdsadmin|pg-.*|rds-.*)$/.test(name);
  return isDatabaseWord ? "which PostgreSQL or RDS keeps for itself" : undefined;
}
