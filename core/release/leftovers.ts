/**
 * What a release that was killed left of a service, and what the next one does about it. The order of a release decides
 * what can be left: a revision that the service does not run, a deployment that goes on, a parameter not yet written.
 */
import { deregisteredRevisionRuns, templateNotRolledOut } from "../errors";
import { type Deployment, isSettled, primaryOf } from "./deployment";
import { digestIn, type Repository } from "./image";
import { differences, imageOf, type Revision } from "./revision";

/** How a service stands before a release. */
export interface Standing {
  readonly service: string;
  /** Newest active revision of the family: what Terraform compares with. */
  readonly newest: Revision;
  /** The service's own. */
  readonly running: Revision;
  readonly deployments: readonly Deployment[];
  /** Value of the parameter that names the released image. */
  readonly parameter: string;
}

export type Leftover =
  /** A deployment is under way: its end decides what is left. */
  | { readonly kind: "deployment"; readonly id: string }
  /** Registered, and never rolled out, or rolled back. */
  | { readonly kind: "revision"; readonly revision: Revision }
  /** Rolled out, and not yet named by the parameter. */
  | { readonly kind: "parameter"; readonly digest: string };

/**
 * The first thing to do before a release can start; undefined when there is none.
 * @throws {UserError} when the newest revision is Terraform's, and the service does not run it
 */
export function leftover(standing: Standing, repository: Repository): Leftover | undefined {
  const { service, newest, running, deployments, parameter } = standing;
  const primary = primaryOf(deployments);
  if (!isSettled(deployments)) return { kind: "deployment", id: primary?.id ?? "" };
  if (newest.arn !== running.arn) {
    if (!running.isActive) throw deregisteredRevisionRuns(service, running.number, newest.number);
    const differing = differences(running, newest, service);
    if (differing.length > 0) throw templateNotRolledOut(service, newest.number, running.number, differing);
    return { kind: "revision", revision: newest };
  }
  const image = imageOf(running, service);
  const digest = digestIn(repository, image);
  if (digest !== undefined && image !== parameter && primary?.state === "COMPLETED")
    return { kind: "parameter", digest };
  return undefined;
}
