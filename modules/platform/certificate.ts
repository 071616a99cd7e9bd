import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { Environment } from "../../core/environment/schema";
import { certificateNeedsZone } from "../../core/errors";

/** Seconds that resolvers keep the validation record. */
const validationRecordTtlSeconds = 300;

export interface CertificateProps {
  /** The viewer's domain; with a `certificateArn` nothing is created. */
  readonly domain: Environment["domain"];
}

/**
 * The certificate of the viewer's domain, shared by the load balancer and CloudFront: the one given, or one that is
 * created and validated by a DNS record in the hosted zone.
 */
export class Certificate extends Construct {
  /** ARN of an issued certificate. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    this.arn = props.domain.certificateArn ?? this.issue(props.domain);
  }

  private issue({ name, hostedZoneId }: Environment["domain"]): string {
    if (hostedZoneId === undefined) throw certificateNeedsZone(this.node.path, name);
    const certificate = new AcmCertificate(this, "Resource", {
      domainName: name,
      validationMethod: "DNS",
      lifecycle: { createBeforeDestroy: true },
    });
    const option = certificate.domainValidationOptions.get(0);
    const record = new Route53Record(this, "ValidationRecord", {
      zoneId: hostedZoneId,
      name: option.resourceRecordName,
      type: option.resourceRecordType,
      records: [option.resourceRecordValue],
      ttl: validationRecordTtlSeconds,
      allowOverwrite: true,
    });
    return new AcmCertificateValidation(this, "Validation", {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
    }).certificateArn;
  }
}
