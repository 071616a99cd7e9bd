/** What every part of a release is given. */
import type { Environment } from "../../core/environment/schema";
import type { Where } from "../../core/environment/where";
import type { Service } from "../../core/manifest/schema";
import { names } from "../../core/naming/names";
import { repositoryOf, type Repository } from "../../core/release/image";
import type { LockPlace } from "../../core/release/lock";
import type { Aws } from "../aws/aws";
import type { Clock } from "../aws/clock";
import type { Machine } from "./lock";
import type { Reporter } from "./reporter";

/** One service of one environment, by the names that AWS knows it by. */
export interface Subject {
  readonly service: Service;
  readonly cluster: string;
  /** ECS service, and family of its task definition. */
  readonly ecsService: string;
  readonly repository: Repository;
  /** Parameter that names the released image. */
  readonly parameter: string;
  readonly stack: string;
  readonly lock: LockPlace;
}

export interface Release extends Subject {
  readonly aws: Aws;
  readonly environment: Environment;
  readonly where: Where;
  readonly clock: Clock;
  readonly machine: Machine;
  readonly report: Reporter;
  readonly pollSeconds: number;
  /** Longest that each of migration, deployment and what a killed release left may take. */
  readonly timeoutSeconds: number;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}

export function subjectOf(environment: Environment, service: Service): Subject {
  const stack = names.serviceStack(service.name);
  return {
    service,
    cluster: names.cluster(environment),
    ecsService: names.service(environment, service.name),
    repository: repositoryOf(environment, service.name),
    parameter: names.imageParameter(environment, service.name),
    stack,
    lock: {
      bucket: names.stateBucket(environment),
      table: names.lockTable(environment),
      stateKey: names.stateKey(environment, stack),
    },
  };
}
