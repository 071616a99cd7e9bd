import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { CloudfrontOriginAccessControl } from "@cdktf/provider-aws/lib/cloudfront-origin-access-control";
import { CloudfrontVpcOrigin } from "@cdktf/provider-aws/lib/cloudfront-vpc-origin";
import type {
  HttpVersion,
  MinimumProtocolVersion,
  OriginProtocolPolicy,
  ViewerProtocolPolicy,
} from "@aws-sdk/client-cloudfront";
import { Construct } from "constructs";
import type { EdgeSettings } from "../../core/environment/edge";

/**
 * Policies that CloudFront manages, by id.
 * Source: aws-cdk-lib `aws-cloudfront`, `CachePolicy` and `OriginRequestPolicy`.
 */
const cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const allViewer = "216adef6-5c7f-47e4-b989-5492eafa07d3";

const frontend = "frontend";
const services = "services";
const reading = ["GET", "HEAD", "OPTIONS"];
const everyMethod = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

export interface DistributionProps {
  readonly name: string;
  /** Host name that viewers use. */
  readonly domainName: string;
  readonly certificateArn: string;
  readonly firewallArn: string;
  readonly frontendBucketDomainName: string;
  readonly spaRoutingArn: string;
  readonly securityHeadersId: string;
  readonly loadBalancerArn: string;
  readonly loadBalancerDnsName: string;
  /** Seconds that CloudFront waits for an answer of a service; not less than the load balancer waits. */
  readonly originReadTimeoutSeconds: number;
  readonly settings: EdgeSettings;
}

/**
 * The CloudFront distribution: `/api/*` goes to the internal load balancer over a VPC origin, uncached and with the
 * viewer's headers, everything else to the frontend's bucket. HTTPS only, on both sides.
 */
export class Distribution extends Construct {
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  readonly hostedZoneId: string;

  constructor(scope: Construct, id: string, props: DistributionProps) {
    super(scope, id);
    const access = new CloudfrontOriginAccessControl(this, "OriginAccess", {
      name: props.name,
      description: "CloudFront reads the frontend's bucket",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    const vpcOrigin = new CloudfrontVpcOrigin(this, "LoadBalancerOrigin", {
      vpcOriginEndpointConfig: [
        {
          name: props.name,
          arn: props.loadBalancerArn,
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only" satisfies OriginProtocolPolicy,
          originSslProtocols: [{ items: ["TLSv1.2"], quantity: 1 }],
        },
      ],
    });
    const behaviour = {
      viewerProtocolPolicy: "redirect-to-https" satisfies ViewerProtocolPolicy,
      compress: true,
      responseHeadersPolicyId: props.securityHeadersId,
    };
    const distribution = new CloudfrontDistribution(this, "Resource", {
      enabled: true,
      comment: props.name,
      aliases: [props.domainName],
      defaultRootObject: "index.html",
      httpVersion: "http2and3" satisfies HttpVersion,
      isIpv6Enabled: true,
      priceClass: props.settings.priceClass,
      webAclId: props.firewallArn,
      origin: [
        { originId: frontend, domainName: props.frontendBucketDomainName, originAccessControlId: access.id },
        {
          originId: services,
          domainName: props.loadBalancerDnsName,
          vpcOriginConfig: { vpcOriginId: vpcOrigin.id, originReadTimeout: props.originReadTimeoutSeconds },
        },
      ],
      defaultCacheBehavior: {
        ...behaviour,
        targetOriginId: frontend,
        allowedMethods: reading,
        cachedMethods: reading,
        cachePolicyId: cachingOptimized,
        functionAssociation: [{ eventType: "viewer-request", functionArn: props.spaRoutingArn }],
      },
      orderedCacheBehavior: [
        {
          ...behaviour,
          pathPattern: "/api/*",
          targetOriginId: services,
          allowedMethods: everyMethod,
          cachedMethods: ["GET", "HEAD"],
          cachePolicyId: cachingDisabled,
          // The viewer's Host header too: Django and the load balancer's certificate know that name.
          originRequestPolicyId: allViewer,
        },
      ],
      viewerCertificate: {
        acmCertificateArn: props.certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021" satisfies MinimumProtocolVersion,
      },
      restrictions: { geoRestriction: { restrictionType: "none", locations: [] } },
    });
    this.id = distribution.id;
    this.arn = distribution.arn;
    this.domainName = distribution.domainName;
    this.hostedZoneId = distribution.hostedZoneId;
  }
}
