import { UserError } from "./user-error";

/** A construct was given props that cannot work; `path` is the construct's place in the tree. */
export class ConstructError extends UserError {
  override readonly name = "ConstructError";

  constructor(path: string, message: string) {
    super(`${path}: ${message}`);
  }
}

/** Another stack uses values of the stack at `path` without reading them from its outputs. */
export const referenceBetweenStacks = (path: string, expressions: readonly string[]) =>
  new ConstructError(
    path,
    `another stack uses ${expressions.join(", ")} directly. Add that to this stack's outputs, and read it there with readIn().`,
  );

export const certificateNeedsZone = (path: string, domain: string) =>
  new ConstructError(
    path,
    `no certificate for "${domain}" can be issued without a hosted zone. Set domain.hostedZoneId, or give an issued certificate in domain.certificateArn.`,
  );

export const tooMuchFirewall = (path: string, capacity: number, included: number) =>
  new ConstructError(
    path,
    `the firewall's rules need ${capacity} WCU, and ${included} are included. Take a group out of edge.extraRuleGroups, or list fewer edge.uploadPaths.`,
  );
