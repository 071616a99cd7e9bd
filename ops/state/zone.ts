/** What was there before the platform: the hosted zone that the environment names. */
import type { Environment } from "../../core/environment/schema";
import { awsRefused } from "../../core/errors";

/**
 * Makes the environment's hosted zone at the local AWS unless it is there. A zone's id is AWS's choice; the loopback proxy
 * takes the caller reference for it.
 */
export async function seedHostedZone(proxyUrl: string, { accountId, region, domain }: Environment): Promise<void> {
  if (domain.hostedZoneId === undefined) return;
  const answer = await fetch(`${proxyUrl}/2013-04-01/hostedzone`, {
    method: "POST",
    // The local AWS reads account, region and service from it and verifies nothing.
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${accountId}/20260101/${region}/route53/aws4_request` },
    body:
      `<CreateHostedZoneRequest><Name>${domain.name}</Name>` +
      `<CallerReference>${domain.hostedZoneId}</CallerReference></CreateHostedZoneRequest>`,
  });
  if (!answer.ok) throw awsRefused("CreateHostedZone", (await answer.text()).trim());
}
