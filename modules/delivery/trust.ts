import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import type { DeliverySettings } from "../../core/environment/delivery";
import { policyDocument } from "../common/policy";

/** Who may assume the delivery roles: Jenkins, by the role of its instance or by the tokens it issues for its builds. */
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

function trustRole(roleArn: string): string {
  return policyDocument([{ sid: "JenkinsInstance", actions: ["sts:AssumeRole"], principal: { aws: roleArn } }]);
}
