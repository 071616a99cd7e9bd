/**
 * What Terraform calls in AWS to read and to change what the stacks hold, as tables: one a service, in it one row a type
 * of resource. `statements.ts` renders them.
 */
import type { Environment } from "../../../core/environment/schema";
import { names, product } from "../../../core/naming/names";
import type { PolicyStatement } from "../../common/policy";

/** IAM actions that Terraform needs in one service for one type of resource, without the service's prefix. */
export interface TypeAccess {
  /** To compare the resource with its state. */
  readonly reads: readonly string[];
  /** To create, change, tag and delete it. */
  readonly writes: readonly string[];
}

/** Where writes may go, and on which conditions. A call is allowed when each resource it touches is in some rule. */
export interface WriteRule {
  /** What the rule is for, in letters and digits. */
  readonly sid: string;
  /** @default "Allow" */
  readonly effect?: PolicyStatement["effect"];
  /** @default - every write of the service for which AWS knows a resource */
  readonly actions?: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: PolicyStatement["conditions"];
}

export interface ServiceAccess {
  /** Prefix of the service's actions in IAM. */
  readonly service: string;
  /** The service's page in AWS's Service Authorization Reference: actions, their resources and condition keys. */
  readonly source: string;
  /** Terraform's type (data sources as `data.<type>`) -> the calls that it makes in this service. */
  readonly types: Readonly<Record<string, TypeAccess>>;
  /** Those of the actions for which AWS knows no resource: a policy can name none but `*`. */
  readonly unnamed: readonly string[];
  /** ARNs of what may be read. Where AWS makes up the id, the account's own of that type. */
  readonly readable: (environment: Environment) => readonly string[];
  /** @default - one rule: every write on what is readable */
  readonly writeRules?: (environment: Environment) => readonly WriteRule[];
}

/** Address of a service's page in the Service Authorization Reference. */
export const reference = (page: string) =>
  `https://docs.aws.amazon.com/service-authorization/latest/reference/list_${page}.html`;

/** ARN in the environment's account and region. */
export const regional = ({ region, accountId }: Environment, service: string, resource: string) =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;

/** ARN in the environment's account, of a service without regions. */
export const global = ({ accountId }: Environment, service: string, resource: string) =>
  `arn:aws:${service}::${accountId}:${resource}`;

/** Every name that is composed from the environment and something more: `smart360-production-*`. */
export const anyName = (environment: Environment) => names.shared(environment, "*");

const mark = (key: string, { name }: Environment) => ({
  [`aws:${key}/Environment`]: name,
  [`aws:${key}/Product`]: product,
});

/** What exists and carries the environment's tags: for types whose ids AWS makes up. */
export const tagged = (environment: Environment) => ({ StringEquals: mark("ResourceTag", environment) });

/** What is created with the environment's tags. */
export const createdTagged = (environment: Environment) => ({ StringEquals: mark("RequestTag", environment) });

/** Tagging with the environment's tags what has none yet (creating with tags is that too), never what another has. */
export const tagging = (environment: Environment) => ({
  ...createdTagged(environment),
  StringEqualsIfExists: mark("ResourceTag", environment),
});
