/** What every part of a release is given. */
import type { Environment } from "../../core/environment/schema";
import type { Service } from "../../core/manifest/schema";
import { names } from "../../core/naming/names";
import { repositoryOf, type Repository } from "../../core/release/image";
import type { LockPlace } from "../../core/release/lock";
import { AwsFailure, type Aws } from "../aws/aws";
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

export interface PollOptions {
  readonly forSeconds: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of each look that AWS did not answer. */
  readonly onTrouble?: (message: string) => void;
}

/**
 * Looks again and again until `look` has an answer; undefined when there is none in time. A look that AWS throttles or does
 * not answer is no end of what is watched, which goes on: only the last of them is thrown.
 */
export async function poll<T>(
  { clock, pollSeconds }: Pick<Release, "clock" | "pollSeconds">,
  { forSeconds, signal, onTrouble }: PollOptions,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = clock.now().getTime() + forSeconds * 1000;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined || clock.now().getTime() >= end) return found;
    } catch (error) {
      if (!(error instanceof AwsFailure && error.isTransient) || clock.now().getTime() >= end) throw error;
      onTrouble?.(error.message);
    }
    await clock.wait(pollSeconds, signal);
  }
}
