/**
 * Statements of policies, in words.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { listed } from "../../document/text";
import { plain } from "../values/show";
import { isAsGoodAsWorld } from "./addresses";
import { canonical, Encoded, isList, isMap, type Value, type ValueMap } from "../values/value";

export interface Statement {
  readonly sid: string | undefined;
  readonly isAllow: boolean;
  /** Sorted. A leading `all but` stands for NotAction and NotResource. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  readonly conditions: readonly Condition[];
}

export interface Condition {
  /** Key and operator: `aws:SourceArn ArnLike`. */
  readonly test: string;
  readonly values: readonly string[];
}

/** Longer lists are counted. */
const mostListed = 12;

/** The statements of a policy document; undefined where it cannot be read. No document has no statements. */
export function statementsOf(document: Value | undefined): readonly Statement[] | undefined {
  if (document === undefined || document === null || document === "") return [];
  const content = document instanceof Encoded ? document.content : document;
  if (!isMap(content) || !Object.hasOwn(content, "Statement")) return undefined;
  const statements = content["Statement"];
  return (isList(statements) ? statements : [statements]).filter(isMap).map(statementOf);
}

function statementOf(statement: ValueMap): Statement {
  const sid = statement["Sid"];
  return {
    sid: typeof sid === "string" && sid !== "" ? sid : undefined,
    isAllow: statement["Effect"] !== "Deny",
    actions: [...words(statement["Action"]), ...words(statement["NotAction"]).map(allBut)],
    resources: [...words(statement["Resource"]), ...words(statement["NotResource"]).map(allBut)],
    principals: [...principals(statement["Principal"]), ...principals(statement["NotPrincipal"]).map(allBut)],
    conditions: conditions(statement["Condition"]),
  };
}

const allBut = (text: string) => `all but ${text}`;

function words(value: Value | undefined): string[] {
  if (value === undefined || value === null) return [];
  return (isList(value) ? value : [value]).map((item) => plain(item)).sort();
}

function principals(value: Value | undefined): string[] {
  if (value === undefined || value === null) return [];
  if (!isMap(value)) return words(value).map((word) => (word === "*" ? "everybody" : word));
  return Object.entries(value)
    .flatMap(([kind, names]) => words(names).map((name) => principal(kind, name)))
    .sort();
}

function principal(kind: string, name: string): string {
  if (kind === "AWS") return name === "*" ? "everybody" : name;
  return kind === "Service" ? `service ${name}` : `${kind.toLowerCase()} ${name}`;
}

function conditions(value: Value | undefined): Condition[] {
  if (!isMap(value)) return [];
  return Object.entries(value)
    .flatMap(([operator, keys]) =>
      Object.entries(isMap(keys) ? keys : {}).map(([key, wanted]) => ({
        test: `${key} ${operator}`,
        values: words(wanted),
      })),
    )
    .sort((a, b) => (a.test < b.test ? -1 : 1));
}

export const conditionInWords = ({ test, values }: Condition) => `${test} ${short(values, "or")}`;

/** `allows s3:GetObject on arn:aws:s3:::files/* to service x, if aws:SourceAccount StringEquals 111122223333`. */
export function inWords(statement: Statement): string {
  const { isAllow, actions, resources, principals: to, conditions: only } = statement;
  return [
    `${isAllow ? "allows" : "denies"} ${short(actions)}`,
    ...(resources.length === 0
      ? []
      : [`on ${short(resources.map((resource) => (resource === "*" ? "everything" : resource)))}`]),
    ...(to.length === 0 ? [] : [`to ${short(to)}`]),
    ...(only.length === 0 ? [] : [`if ${listed(only.map(conditionInWords))}`]),
  ].join(" ");
}

function short(texts: readonly string[], conjunction: "and" | "or" = "and"): string {
  if (texts.length <= mostListed) return listed(texts, conjunction);
  return listed([...texts.slice(0, mostListed), `${texts.length - mostListed} more`], conjunction);
}

/** The same for statements that mean the same, whatever they are called. */
export function meaningOf({ isAllow, actions, resources, principals: to, conditions: only }: Statement): string {
  return canonical([isAllow, actions, resources, to, only.map(({ test, values }) => [test, values])]);
}

/** Conditions about how somebody asks, and not who: everybody can meet them. */
const aboutHow = /^(aws:SecureTransport|aws:Referer|aws:UserAgent|s3:TlsVersion|s3:x-amz-acl) /i;

/** Everybody is let in, whoever they are, or all but some. */
export function isPublic({ isAllow, principals: to, conditions: only }: Statement): boolean {
  const isForAnyone = to.some((one) => one === "everybody" || one.startsWith(allBut("")));
  return (
    isAllow && isForAnyone && only.every((condition) => aboutHow.test(condition.test) || isFromAnywhere(condition))
  );
}

/** Addresses that come to the whole internet limit nobody. */
function isFromAnywhere({ test, values }: Condition): boolean {
  return /^aws:SourceIp IpAddress$/i.test(test) && isAsGoodAsWorld(values);
}
