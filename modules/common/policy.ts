/** IAM, bucket and key policies as plain statements, encoded by Terraform so that the plan shows them by field. */
import { jsonExpression } from "./json";

export type Principal =
  | { readonly service: string | readonly string[] }
  | { readonly aws: string | readonly string[] }
  | { readonly federated: string }
  | "*";

export interface PolicyStatement {
  /** What the statement is for, in letters and digits. */
  readonly sid: string;
  readonly effect?: "Allow" | "Deny";
  readonly actions: readonly string[];
  /** ARNs. Left out in trust policies, where AWS takes none. */
  readonly resources?: readonly string[];
  readonly principal?: Principal;
  /** Operator -> key -> value, as IAM writes it. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

function principalOf(principal: Principal): unknown {
  if (principal === "*") return "*";
  if ("service" in principal) return { Service: principal.service };
  return "aws" in principal ? { AWS: principal.aws } : { Federated: principal.federated };
}

/** A policy document, version 2012-10-17, as IAM reads it. */
export function policyJson(statements: readonly PolicyStatement[]): object {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ sid, effect, actions, resources, principal, conditions }) => ({
      Sid: sid,
      Effect: effect ?? "Allow",
      ...(principal === undefined ? {} : { Principal: principalOf(principal) }),
      Action: actions,
      ...(resources === undefined ? {} : { Resource: resources }),
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  };
}

/** A policy document as a Terraform expression (`jsonencode`). */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return jsonExpression(policyJson(statements));
}

/** Lets an AWS service assume a role. `sourceArns` and the account keep other accounts from using the service as a deputy. */
export function trustService(service: string, conditions?: PolicyStatement["conditions"]): string {
  return policyDocument([
    {
      sid: "Assume",
      actions: ["sts:AssumeRole"],
      principal: { service },
      ...(conditions === undefined ? {} : { conditions }),
    },
  ]);
}
