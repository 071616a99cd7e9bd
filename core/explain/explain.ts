/** Everything that the manifest means for one service in one environment, as plain data. */
import { capacityPlan, slotsOf } from "../capacity/plan";
import { rollingLimits } from "../capacity/rolling";
import type { Environment } from "../environment/schema";
import { executionGrants, type Grant, taskGrants } from "../manifest/grants";
import type { ResolvedService } from "../manifest/resolve";
import type { Service } from "../manifest/schema";
import { names } from "../naming/names";
import { targetGroupName } from "../naming/target-group";
import { entriesOf, type SecretEntry } from "../secrets/entries";
import { type HealthTiming, healthTiming } from "./health";
import { type Setting, settingsOf } from "./settings";

/** A path pattern as the load balancer asks it. */
export interface Route {
  readonly priority: number;
  readonly path: string;
  readonly service: string;
}

export interface Secret {
  /** The environment variable. */
  readonly variable: string;
  /** Name in Secrets Manager. */
  readonly name: string;
  /** Where its value comes from. */
  readonly origin: SecretEntry["origin"];
  /** What names it for the variable: a use that brings it, or a layer of the manifest. */
  readonly setBy: "uses" | Setting["origin"];
}

export interface Explanation {
  readonly service: string;
  readonly description: string;
  readonly owner: string;
  readonly environment: string;
  readonly retired: boolean;
  readonly settings: readonly Setting[];
  /** Every rule of the load balancer, in the order in which it asks them. */
  readonly routes: readonly Route[];
  readonly schedules: Service["scaling"]["schedules"];
  readonly health: HealthTiming;
  readonly deployment: {
    /** Tasks that the figures are for: the minimum. */
    readonly tasks: number;
    /** New tasks that may start before an old one stops. */
    readonly startsAtOnce: number;
    /** Old tasks that may stop before a new one is healthy. */
    readonly stopsAtOnce: number;
    readonly rollbackAlarms: readonly string[];
  };
  /** What ends a task, in seconds: each must fit into the next ones. */
  readonly stopping: {
    readonly requestSeconds: number;
    readonly deregistrationSeconds: number;
    readonly stopSeconds: number;
    readonly idleSeconds: number;
  };
  /** Share of an instance's room that one task reserves, percent. */
  readonly share: { readonly cpuPercent: number; readonly memoryPercent: number; readonly instanceType: string };
  readonly roles: Readonly<Record<"execution" | "task", { readonly name: string; readonly grants: readonly Grant[] }>>;
  readonly secrets: readonly Secret[];
  readonly names: {
    readonly stack: string;
    readonly stateKey: string;
    readonly ecsService: string;
    readonly cluster: string;
    readonly logGroup: string;
    readonly repository: string;
    readonly imageParameter: string;
    readonly targetGroup: string;
    /** Undefined for a service without `uses: database`. */
    readonly databaseRole: string | undefined;
  };
}

/** @param all every service of the manifest, this one included */
export function explain(resolved: ResolvedService, all: readonly Service[], environment: Environment): Explanation {
  const { service } = resolved;
  const { deployment, scaling } = service;
  const { fewest, most } = rollingLimits(scaling.min, deployment);
  return {
    service: service.name,
    description: service.description,
    owner: service.owner,
    environment: environment.name,
    retired: service.retired,
    settings: settingsOf(resolved),
    routes: routesOf(all),
    schedules: scaling.schedules,
    health: healthTiming(service.healthCheck),
    deployment: {
      tasks: scaling.min,
      startsAtOnce: most - scaling.min,
      stopsAtOnce: scaling.min - fewest,
      rollbackAlarms: deployment.rollbackAlarms.map((kind) => `${names.service(environment, service.name)}-${kind}`),
    },
    stopping: {
      requestSeconds: service.requestTimeoutSeconds,
      deregistrationSeconds: service.deregistrationDelaySeconds,
      stopSeconds: service.stopTimeoutSeconds,
      idleSeconds: environment.loadBalancer.idleTimeoutSeconds,
    },
    share: shareOf(service, environment),
    roles: rolesOf(service, environment),
    secrets: secretsOf(resolved, environment),
    names: {
      stack: names.serviceStack(service.name),
      stateKey: names.stateKey(environment, names.serviceStack(service.name)),
      ecsService: names.service(environment, service.name),
      cluster: names.cluster(environment),
      logGroup: names.path(environment, service.name),
      repository: names.repository(environment, service.name),
      imageParameter: names.imageParameter(environment, service.name),
      targetGroup: targetGroupName(environment, service.name),
      databaseRole: service.uses.includes("database") ? names.databaseRole(service.name) : undefined,
    },
  };
}

/** Retired services have no rule. A rule's own patterns are asked in no order: any of them sends the request. */
function routesOf(all: readonly Service[]): Route[] {
  return all
    .filter(({ retired }) => !retired)
    .toSorted((a, b) => a.priority - b.priority)
    .flatMap(({ name, priority, paths }) => paths.map((path) => ({ priority, path, service: name })));
}

function shareOf(service: Service, environment: Environment): Explanation["share"] {
  const [slot] = slotsOf(capacityPlan([], environment).cluster, 1);
  const percent = (part: number, whole = 0) => (whole === 0 ? 100 : Math.round((100 * part) / whole));
  return {
    cpuPercent: percent(service.cpu, slot?.room.cpuUnits),
    memoryPercent: percent(service.memoryReservation, slot?.room.memoryMiB),
    instanceType: environment.cluster.instanceType,
  };
}

/** ARNs as far as they are known beforehand: AWS ends those of secrets with six characters of its own; keys by their alias. */
function rolesOf(service: Service, environment: Environment): Explanation["roles"] {
  const { region, accountId } = environment;
  const arn = (namespace: string, resource: string) => `arn:aws:${namespace}:${region}:${accountId}:${resource}`;
  const secretNames = entriesOf(environment, service).map(({ name }) => name);
  const files = {
    bucketArn: `arn:aws:s3:::${names.bucket(environment, "files")}`,
    keyArn: arn("kms", `alias/${names.shared(environment, "data")}`),
  };
  return {
    execution: {
      name: names.executionRole(environment, service.name),
      grants: executionGrants({
        repositoryArn: arn("ecr", `repository/${names.repository(environment, service.name)}`),
        logGroupArn: arn("logs", `log-group:${names.path(environment, service.name)}`),
        secretArns: secretNames.map((name) => arn("secretsmanager", `secret:${name}-??????`)),
        secretKeyArn: arn("kms", `alias/${names.shared(environment, "registry")}`),
      }),
    },
    task: {
      name: names.taskRole(environment, service.name),
      grants: taskGrants(service.name, service.uses.includes("files") ? files : undefined),
    },
  };
}

function secretsOf({ service, originOf }: ResolvedService, environment: Environment): Secret[] {
  const setBy = (variable: string) =>
    Object.hasOwn(service.secrets, variable) ? originOf(["secrets", variable]) : "uses";
  return entriesOf(environment, service).flatMap(({ variables, name, origin }) =>
    variables.map((variable) => ({ variable, name, origin, setBy: setBy(variable) })),
  );
}
