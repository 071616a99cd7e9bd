import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import type { DeliverySettings } from "../../core/environment/delivery";
import type { Environment } from "../../core/environment/schema";
import { policyDocument, type PolicyStatement } from "../common/policy";

/**
 * Who may assume the roles of Jenkins' jobs: its instances by their roles, or its builds by the tokens that it issues for
 * them. Whoever releases is not who plans and applies: releases run code that no approver of a plan has read.
 */
export class JenkinsTrust extends Construct {
  /** Trust policy of the role `release`. */
  readonly releasePolicy: string;
  /** Trust policy of the roles `plan` and `apply`. */
  readonly infrastructurePolicy: string;

  constructor(scope: Construct, id: string, trust: DeliverySettings["trust"]) {
    super(scope, id);
    if ("releaseRoleArn" in trust) {
      this.releasePolicy = trustRole(trust.releaseRoleArn);
      this.infrastructurePolicy = trustRole(trust.infrastructureRoleArn);
    } else {
      const { oidcIssuer, audience } = trust;
      const provider = new IamOpenidConnectProvider(this, "Issuer", { url: oidcIssuer, clientIdList: [audience] });
      this.releasePolicy = trustTokens(provider.arn, trust, trust.releaseSubjects);
      this.infrastructurePolicy = trustTokens(provider.arn, trust, trust.infrastructureSubjects);
    }
  }
}

/**
 * Lets people assume a role: those that the environment names by their roles, or whom the account's own policies let,
 * with a second factor.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export function trustPeople({ accountId, delivery: { secretsTrust } }: Environment): string {
  const people: Pick<PolicyStatement, "principal" | "conditions"> =
    secretsTrust === undefined
      ? {
          principal: { aws: `arn:aws:iam::${accountId}:root` },
          conditions: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
        }
      : { principal: { aws: secretsTrust.roleArns } };
  return policyDocument([{ sid: "People", actions: ["sts:AssumeRole"], ...people }]);
}

function trustRole(roleArn: string): string {
  return policyDocument([{ sid: "JenkinsInstance", actions: ["sts:AssumeRole"], principal: { aws: roleArn } }]);
}

function trustTokens(
  providerArn: string,
  { oidcIssuer, audience }: Extract<DeliverySettings["trust"], { oidcIssuer: string }>,
  subjects: readonly string[],
): string {
  const issuer = oidcIssuer.replace("https://", "");
  return policyDocument([
    {
      sid: "JenkinsJobs",
      actions: ["sts:AssumeRoleWithWebIdentity"],
      principal: { federated: providerArn },
      conditions: { StringEquals: { [`${issuer}:aud`]: audience }, StringLike: { [`${issuer}:sub`]: subjects } },
    },
  ]);
}
