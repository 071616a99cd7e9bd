import type { Construct } from "constructs";
import { names, type NameSpace } from "../../core/naming/names";

/** Context of a stack, as constructs hand it down. */
const context = "roleBoundaryArn";

/** The managed policy that bounds the roles of AWS services; the stack `state` makes it. */
export const roleBoundaryArn = (environment: NameSpace) =>
  `arn:aws:iam::${environment.accountId}:policy/${names.roleBoundary(environment)}`;

/** Bounds every `Role` in `stack`, which has no construct in it yet. A rule for the whole tree finds roles without. */
export function boundRoles(stack: Construct, policyArn: string): void {
  stack.node.setContext(context, policyArn);
}

/** What bounds the roles around `scope`; undefined outside a stack of the platform. */
export function roleBoundaryOf(scope: Construct): string | undefined {
  const policyArn: unknown = scope.node.tryGetContext(context);
  return typeof policyArn === "string" ? policyArn : undefined;
}
