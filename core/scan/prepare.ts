/**
 * What checkov is given to read: a stack's Terraform JSON, with what checkov cannot read written in a way that it can.
 * Names stay, so that a finding leads back to the stack.
 */
import { decodeExpression, isJsonExpression } from "../synthesized/decode-expression";

type Blocks = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** The blocks that checkov looks at. `terraform` is none of them, and checkov 3.3 fails on its `required_version`. */
interface Stack {
  readonly provider?: unknown;
  readonly data?: Blocks;
  readonly resource?: Blocks;
}

/** Types whose `policy` says what an identity may do. */
const identityPolicies = ["aws_iam_policy", "aws_iam_role_policy"] as const;

/**
 * The same stack for checkov, which cannot look into `jsonencode(...)`:
 * - a policy becomes the JSON text that Terraform will make of it, references left in place;
 * - container definitions become plain blocks;
 * - what an identity may do is said again as `aws_iam_policy_document` under the same name, where its checks of
 *   privileges look.
 */
export function prepare(stack: unknown): unknown {
  const { provider, data, resource = {} } = stack as Stack;
  return {
    provider,
    data: { ...data, aws_iam_policy_document: policyDocuments(resource) },
    resource: readable(resource),
  };
}

function readable(value: unknown): unknown {
  if (isJsonExpression(value)) {
    const decoded = decodeExpression(value);
    return Array.isArray(decoded) ? decoded : JSON.stringify(decoded);
  }
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
}

function policyDocuments(resource: Blocks): unknown {
  const policies = identityPolicies.flatMap((type) => Object.entries(resource[type] ?? {}));
  return Object.fromEntries(
    policies
      .filter(([, { policy }]) => isJsonExpression(policy))
      .map(([name, { policy }]) => [name, document(decodeExpression(policy as string))]),
  );
}

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** As `modules/common/policy.ts` writes policies: lists of actions and resources. */
function document(policy: unknown): unknown {
  const { Statement: statements } = policy as { readonly Statement: readonly Statement[] };
  return {
    statement: statements.map(({ Sid, Effect, Action, Resource, Condition }) => ({
      sid: Sid,
      effect: Effect,
      actions: Action,
      resources: Resource,
      // An empty list of conditions would make checkov skip the policy.
      ...(Condition === undefined ? {} : { condition: conditions(Condition) }),
    })),
  };
}

function conditions(condition: NonNullable<Statement["Condition"]>): unknown {
  return Object.entries(condition).flatMap(([test, keys]) =>
    Object.entries(keys).map(([variable, values]) => ({ test, variable, values: [values].flat() })),
  );
}
