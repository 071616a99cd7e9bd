import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { Distribution, type DistributionProps } from "../../../modules/edge/distribution";
import { testEnvironment } from "../../support/fixtures";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<DistributionProps> = () => ({})) =>
  Template.of((stack) => {
    const { id, arn, domainName, hostedZoneId } = new Distribution(stack, "Distribution", {
      name: "test",
      domainName: "test.example.com",
      certificateArn: "arn:certificate",
      firewallArn: "arn:firewall",
      frontendBucketDomainName: "test-frontend.s3.us-east-1.amazonaws.com",
      spaRoutingArn: "arn:routing",
      securityHeadersId: "headers",
      loadBalancerArn: "arn:balancer",
      loadBalancerDnsName: "internal-test.us-east-1.elb.amazonaws.com",
      originReadTimeoutSeconds: 60,
      settings: testEnvironment().edge,
      ...change(stack),
    });
    new TerraformOutput(stack, "Known", { value: { id, arn, domainName, hostedZoneId } });
  });

const cdn = "aws_cloudfront_distribution";
const originAccess = "aws_cloudfront_origin_access_control";
const vpcOrigin = "aws_cloudfront_vpc_origin";

describe("Distribution", () => {
  const template = synthesize();
  const distribution = template.only(cdn);

  it("creates the distribution, and its way to each origin", () => {
    expect(template.inventory).toEqual({
      [cdn]: 1,
      [originAccess]: 1, // signs the requests to the bucket
      [vpcOrigin]: 1, // reaches the internal load balancer
    });
  });

  describe("defaults", () => {
    it("are HTTP/2 and 3, IPv6, the app's page at the root, everywhere, for everybody", () => {
      expect(distribution).toMatchObject({
        enabled: true,
        http_version: "http2and3",
        is_ipv6_enabled: true,
        default_root_object: "index.html",
        price_class: "PriceClass_All",
        restrictions: { geo_restriction: { restriction_type: "none" } },
      });
    });

    it("are TLS 1.2 or better to the viewer, who is sent to HTTPS, whatever the path", () => {
      expect(distribution.viewer_certificate).toEqual({
        acm_certificate_arn: "arn:certificate",
        minimum_protocol_version: "TLSv1.2_2021",
        ssl_support_method: "sni-only",
      });
      const behaviours = [distribution.default_cache_behavior, distribution.ordered_cache_behavior].flat();
      expect(behaviours).toHaveLength(2);
      for (const behaviour of behaviours)
        expect(behaviour).toMatchObject({
          viewer_protocol_policy: "redirect-to-https",
          compress: true,
          response_headers_policy_id: "headers",
        });
    });

    // The policies that CloudFront manages, by id: CachingOptimized; CachingDisabled and AllViewer.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
    it("read the app from the bucket, cached, with its routes", () => {
      expect(distribution.default_cache_behavior).toMatchObject({
        target_origin_id: "frontend",
        allowed_methods: ["GET", "HEAD", "OPTIONS"],
        cached_methods: ["GET", "HEAD", "OPTIONS"],
        cache_policy_id: "658327ea-f89d-4fab-a63d-7e88639e58f6",
        function_association: [{ event_type: "viewer-request", function_arn: "arn:routing" }],
      });
      expect(distribution.default_cache_behavior).not.toHaveProperty("origin_request_policy_id");
    });

    it("send the API to the services, uncached, by any method, with all that the viewer sent", () => {
      expect(distribution.ordered_cache_behavior).toEqual([
        {
          path_pattern: "/api/*",
          target_origin_id: "services",
          allowed_methods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
          cached_methods: ["GET", "HEAD"],
          cache_policy_id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
          origin_request_policy_id: "216adef6-5c7f-47e4-b989-5492eafa07d3",
          viewer_protocol_policy: "redirect-to-https",
          compress: true,
          response_headers_policy_id: "headers",
        },
      ]);
    });

    it("leave the API's errors alone", () => {
      expect(distribution).not.toHaveProperty("custom_error_response");
    });

    it("sign every request to the bucket", () => {
      expect(template.only(originAccess)).toMatchObject({
        origin_access_control_origin_type: "s3",
        signing_behavior: "always",
        signing_protocol: "sigv4",
      });
    });

    it("speak HTTPS with the load balancer, and nothing else", () => {
      expect(template.only(vpcOrigin).vpc_origin_endpoint_config).toEqual([
        {
          name: "test",
          arn: "arn:balancer",
          http_port: 80,
          https_port: 443,
          origin_protocol_policy: "https-only",
          origin_ssl_protocols: [{ items: ["TLSv1.2"], quantity: 1 }],
        },
      ]);
    });
  });

  describeOptions<DistributionProps>(synthesize, {
    name: { to: () => "other", type: cdn, gives: { comment: "other" } },
    domainName: { to: () => "other.example.com", type: cdn, gives: { aliases: ["other.example.com"] } },
    certificateArn: {
      to: () => "arn:other",
      type: cdn,
      gives: { viewer_certificate: { acm_certificate_arn: "arn:other" } },
    },
    firewallArn: { to: () => "arn:other", type: cdn, gives: { web_acl_id: "arn:other" } },
    frontendBucketDomainName: {
      to: () => "other.s3.amazonaws.com",
      type: cdn,
      gives: { origin: [{ origin_id: "frontend", domain_name: "other.s3.amazonaws.com" }, {}] },
    },
    spaRoutingArn: {
      to: () => "arn:other",
      type: cdn,
      gives: { default_cache_behavior: { function_association: [{ function_arn: "arn:other" }] } },
    },
    securityHeadersId: {
      to: () => "other",
      type: cdn,
      gives: {
        default_cache_behavior: { response_headers_policy_id: "other" },
        ordered_cache_behavior: [{ response_headers_policy_id: "other" }],
      },
    },
    loadBalancerArn: {
      to: () => "arn:other",
      type: vpcOrigin,
      gives: { vpc_origin_endpoint_config: [{ arn: "arn:other" }] },
    },
    loadBalancerDnsName: {
      to: () => "other.elb.amazonaws.com",
      type: cdn,
      gives: { origin: [{}, { origin_id: "services", domain_name: "other.elb.amazonaws.com" }] },
    },
    originReadTimeoutSeconds: {
      to: () => 90,
      type: cdn,
      gives: { origin: [{}, { vpc_origin_config: { origin_read_timeout: 90 } }] },
    },
    settings: {
      to: () => testEnvironment({ edge: { priceClass: "PriceClass_100" } }).edge,
      type: cdn,
      gives: { price_class: "PriceClass_100" },
    },
  });

  describe("wiring", () => {
    it("reaches the bucket with origin access control and the load balancer through the VPC origin", () => {
      expect(distribution.origin).toEqual([
        {
          origin_id: "frontend",
          domain_name: "test-frontend.s3.us-east-1.amazonaws.com",
          origin_access_control_id: template.reference(originAccess, "id"),
        },
        {
          origin_id: "services",
          domain_name: "internal-test.us-east-1.elb.amazonaws.com",
          vpc_origin_config: { vpc_origin_id: template.reference(vpcOrigin, "id"), origin_read_timeout: 60 },
        },
      ]);
    });

    it("stands behind the firewall, under the viewer's name", () => {
      expect(distribution).toMatchObject({ web_acl_id: "arn:firewall", aliases: ["test.example.com"] });
    });

    it("tells others what they need to point to it", () => {
      expect(template.outputs).toEqual({
        Known: {
          id: template.reference(cdn, "id"),
          arn: template.reference(cdn, "arn"),
          domainName: template.reference(cdn, "domain_name"),
          hostedZoneId: template.reference(cdn, "hosted_zone_id"),
        },
      });
    });
  });
});
