import { ruleProblems } from "../errors/rules";
import { decodeExpression, isJsonExpression } from "../synthesized/decode-expression";
import type { Rule } from "./rule";

/** Types whose `policy` grants something. */
const policyTypes = [
  "aws_ecr_repository_policy",
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_kms_key",
  "aws_s3_bucket_policy",
  "aws_secretsmanager_secret_policy",
  "aws_sns_topic_policy",
];

interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: unknown;
}

/** `*` and `service:*`; `s3:Get*` too, as nobody can tell what it will mean next year. */
const isWildcard = (action: string) => action.includes("*");

const wildcardActions: Rule = ({ type, arguments: given }) => {
  const policy = given["policy"];
  if (!policyTypes.includes(type) || policy === undefined) return [];
  if (!isJsonExpression(policy)) return [ruleProblems.unreadablePolicy(type)];
  const { Statement: statements } = decodeExpression(policy) as { Statement: readonly Statement[] };
  return statements
    .filter((statement) => statement.Effect !== "Deny" && !isKeyAdministration(type, statement))
    .flatMap(({ Sid, Action }) =>
      [Action ?? []]
        .flat()
        .filter(isWildcard)
        .map((action) => ruleProblems.wildcardAction(Sid ?? "", action)),
    );
};

/**
 * A key's policy hands the key to the account's own IAM: without it the key could not be managed by anyone.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 * CloudWatch Logs is admitted with the five actions that AWS documents, two of them with an asterisk.
 */
function isKeyAdministration(type: string, { Sid }: Statement): boolean {
  return type === "aws_kms_key" && (Sid === "AccountAdministers" || Sid === "CloudWatchLogsEncrypts");
}

const publicPrincipal: Rule = ({ type, arguments: given }) => {
  const policy = given["policy"];
  if (!policyTypes.includes(type) || !isJsonExpression(policy)) return [];
  const { Statement: statements } = decodeExpression(policy) as { Statement: readonly Statement[] };
  return statements
    .filter(
      ({ Effect, Principal }) =>
        Effect !== "Deny" && (Principal === "*" || JSON.stringify(Principal) === '{"AWS":"*"}'),
    )
    .map(({ Sid }) => ruleProblems.publicPrincipal(Sid ?? ""));
};

/** Whoever applies may make such roles, and none that may do more than the boundary. People make the others. */
const boundedRole: Rule = ({ type, arguments: given }, { settings }) => {
  const trust = given["assume_role_policy"];
  const boundary = given["permissions_boundary"];
  if (type !== "aws_iam_role" || !isJsonExpression(trust) || boundary === settings.roleBoundaryArn) return [];
  const { Statement: statements } = decodeExpression(trust) as { Statement: readonly Statement[] };
  const isService = (principal: unknown) =>
    typeof principal === "object" && principal !== null && "Service" in principal;
  if (!statements.some(({ Principal }) => isService(Principal))) return [];
  return [
    boundary === undefined
      ? ruleProblems.unboundedRole()
      : ruleProblems.otherBoundary(String(boundary), settings.roleBoundaryArn),
  ];
};

/** Who is allowed something is allowed that, and not whatever the service may offer one day. */
export const grantRules: readonly Rule[] = [wildcardActions, publicPrincipal, boundedRole];
