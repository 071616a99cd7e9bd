/** Taking a service out: what each step destroys and what it keeps, told before it is written. */
import { listed } from "../document/text";
import type { Environment } from "../environment/schema";
import { names } from "../naming/names";
import type { Service } from "./schema";
import { secretEntries } from "./secrets";

/** A service as it is in one environment. */
export interface Deployed {
  readonly environment: Environment;
  readonly service: Service;
}

export interface Consequences {
  /** Stacks whose next apply does it, in the order of deployment. */
  readonly stacks: readonly string[];
  readonly destroyed: readonly string[];
  readonly kept: readonly string[];
  /** What protects what is destroyed. */
  readonly protection: readonly string[];
  /** What to do then. */
  readonly next: readonly string[];
}

const untilApproved = "until `smart360 review --approve` names them with a reason";

/** Its stack becomes empty. */
export function consequencesOfRetiring(deployed: readonly Deployed[]): Consequences {
  const paths = [...new Set(deployed.flatMap(({ service }) => service.paths))];
  const logGroups = deployed.map(({ environment, service }) => names.path(environment, service.name));
  return {
    stacks: ["observability", ...stackOf(deployed), "delivery"],
    destroyed: [
      "its tasks, the ECS service and its scaling",
      `its route: ${listed(paths)} will answer 404`,
      "its roles and its alarms",
      `its ${logGroups.length === 1 ? "log group" : "log groups"} ${listed(logGroups)}, with the logs`,
    ],
    kept: [...registryOf(deployed), ...elsewhere(deployed)],
    protection: [`logs are data: the review is red for them, and \`apply\` refuses, ${untilApproved}`],
    next: [
      "have it reviewed, and apply those stacks",
      `\`smart360 remove ${nameOf(deployed)} --purge\` gives up repository, parameter and secrets`,
      `until then, \`smart360 set ${nameOf(deployed)} retired --unset\` takes the service back into use`,
    ],
  };
}

/** What `registry` keeps of a retired service is given up. */
export function consequencesOfPurging(deployed: readonly Deployed[]): Consequences {
  return {
    stacks: ["registry"],
    destroyed: registryOf(deployed),
    kept: elsewhere(deployed),
    protection: [
      `all of it is data: the review is red for each, and \`apply\` refuses, ${untilApproved}`,
      "ECR deletes no repository that holds images: delete the images before you apply",
      "Secrets Manager can restore a secret for 30 days, and keeps its name so long",
      "nothing protects the parameter; all it holds is which image ran last",
    ],
    next: [
      `see that ${stackOf(deployed).join()} was applied: \`smart360 check --live\` tells`,
      "have it reviewed, and apply registry",
      `then \`smart360 remove ${nameOf(deployed)} --purge\` once more removes the entry`,
    ],
  };
}

/** The entry goes; it stands for nothing any more. */
export function consequencesOfForgetting(deployed: readonly Deployed[]): Consequences {
  return {
    stacks: [],
    destroyed: [],
    kept: elsewhere(deployed),
    protection: [],
    next: [
      `nothing would destroy what is left: \`smart360 check --live\` must find ${stackOf(deployed).join()} empty`,
      "the name is free again; its secrets' names are after 30 days",
    ],
  };
}

function nameOf(deployed: readonly Deployed[]): string {
  return deployed[0]?.service.name ?? "";
}

function stackOf(deployed: readonly Deployed[]): string[] {
  return [...new Set(deployed.map(({ service }) => names.serviceStack(service.name)))];
}

function registryOf(deployed: readonly Deployed[]): string[] {
  const each = (name: (environment: Environment, service: string) => string) =>
    listed(deployed.map(({ environment, service }) => name(environment, service.name)));
  const secrets = [...new Set(deployed.flatMap(({ service }) => Object.values(secretEntries(service))))];
  const isOne = deployed.length === 1;
  return [
    `${isOne ? "repository" : "repositories"} ${each(names.repository)}, with the images`,
    `${isOne ? "parameter" : "parameters"} ${each(names.imageParameter)}`,
    ...(secrets.length === 0 ? [] : [`${secrets.length === 1 ? "secret" : "secrets"} ${listed(secrets.toSorted())}`]),
  ];
}

/** What no stack of the service holds, and what therefore stays until someone removes it by hand. */
function elsewhere(deployed: readonly Deployed[]): string[] {
  const [first] = deployed;
  const uses = new Set(deployed.flatMap(({ service }) => service.uses));
  return [
    ...(first !== undefined && uses.has("database")
      ? [`database and role ${names.databaseRole(first.service.name)} in PostgreSQL, until someone drops them`]
      : []),
    ...(uses.has("files") ? ["its files in the file bucket, until someone deletes them"] : []),
  ];
}
