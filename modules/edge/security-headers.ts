import { CloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy";
import { Construct } from "constructs";

/** Two years, as https://hstspreload.org asks for at least one. */
const hstsSeconds = 63_072_000;

export interface SecurityHeadersProps {
  readonly name: string;
  readonly contentSecurityPolicy: string;
}

/** Headers that every answer carries, error pages included, which functions at the edge would miss. */
export class SecurityHeaders extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: SecurityHeadersProps) {
    super(scope, id);
    this.id = new CloudfrontResponseHeadersPolicy(this, "Resource", {
      name: props.name,
      comment: "Security headers of the platform",
      securityHeadersConfig: {
        contentSecurityPolicy: { contentSecurityPolicy: props.contentSecurityPolicy, override: false },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "DENY", override: true },
        referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
        strictTransportSecurity: {
          accessControlMaxAgeSec: hstsSeconds,
          includeSubdomains: true,
          preload: true,
          override: true,
        },
      },
    }).id;
  }
}
