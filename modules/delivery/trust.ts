import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import type { DeliverySettings } from "../../core/environment/delivery";
import type { Environment } from "../../core/environment/schema";
import { policyDocument, type PolicyStatement } from "../common/policy";

/** Who may assume the roles of Jenkins' jobs: Jenkins, by the role of its instance or by the tokens it issues for its builds. */
export class JenkinsTrust extends Construct {
  /** Trust policy of each role. */
  readonly policy: string;

  constructor(scope: Construct, id: string, trust: DeliverySettings["trust"]) {
    super(scope, id);
    this.policy = "roleArn" in trust ? trustRole(trust.roleArn) : this.trustTokens(trust);
  }

  private trustTokens({ oidcIssuer, audience, subjects }: Extract<DeliverySettings["trust"], { oidcIssuer: string }>) {
    const provider = new IamOpenidConnectProvider(this, "Issuer", { url: oidcIssuer, clientIdList: [audience] });
    const issuer = oidcIssuer.replace("https://", "");
    return policyDocument([
      {
        sid: "JenkinsJobs",
        actions: ["sts:AssumeRoleWithWebIdentity"],
        principal: { federated: provider.arn },
        conditions: { StringEquals: { [`${issuer}:aud`]: audience }, StringLike: { [`${issuer}:sub`]: subjects } },
      },
    ]);
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
