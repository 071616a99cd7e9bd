import type { CreatedTable } from "./template";

const cloudfront = (kind: string) => ({
  arn: `arn:aws:cloudfront::{account}:${kind}/{id}`,
  etag: "E{hash:13}",
  id: "{uuid}",
});

/** What AWS gives load balancers, certificates, names and CloudFront when they are created. */
export const edge: CreatedTable = {
  aws_lb: {
    arn: (lookup) =>
      `arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/${kindOf(lookup("load_balancer_type"))}/{name}/{hash:16}`,
    arn_suffix: (lookup) => `${kindOf(lookup("load_balancer_type"))}/{name}/{hash:16}`,
    dns_name: (lookup) =>
      `${lookup("internal") === "true" ? "internal-" : ""}{name}-{hash:10}.{region}.elb.amazonaws.com`,
    id: "{arn}",
    ip_address_type: "ipv4",
    name: "tf-lb-{hash:26}",
    vpc_id: "vpc-{hash:17}",
    zone_id: "Z35SXDOTRQ7X7K",
  },
  aws_lb_listener: {
    arn: (lookup) => `${lookup("load_balancer_arn").replace(":loadbalancer/", ":listener/")}/{hash:16}`,
    id: "{arn}",
    protocol: "HTTP",
    ssl_policy: (lookup) => (lookup("protocol") === "HTTPS" ? "ELBSecurityPolicy-2016-08" : ""),
    "default_action.order": 1,
  },
  aws_lb_listener_certificate: { id: "{listener_arn}_{certificate_arn}" },
  aws_lb_listener_rule: {
    arn: (lookup) => `${lookup("listener_arn").replace(":listener/", ":listener-rule/")}/{hash:16}`,
    id: "{arn}",
    priority: 1,
    "action.order": 1,
  },
  aws_lb_target_group: {
    arn: "arn:aws:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hash:16}",
    arn_suffix: "targetgroup/{name}/{hash:16}",
    id: "{arn}",
    ip_address_type: "ipv4",
    load_balancing_algorithm_type: "round_robin",
    load_balancing_anomaly_mitigation: "off",
    load_balancing_cross_zone_enabled: "use_load_balancer_configuration",
    name: "{name_prefix|tf-}{hash:26}",
    preserve_client_ip: "",
    protocol_version: "HTTP1",
    "health_check.matcher": "200",
    "health_check.path": "/",
    "health_check.timeout": 5,
  },
  aws_acm_certificate: {
    arn: "arn:aws:acm:{region}:{account}:certificate/{uuid}",
    domain_validation_options: [
      {
        domain_name: "{domain_name}",
        resource_record_name: "_{hash:32}.{domain_name}.",
        resource_record_type: "CNAME",
        resource_record_value: "_{hash:32}.acm-validations.aws.",
      },
    ],
    "domain_validation_options.resource_record_name": "_{hash:32}.{domain_name}.",
    "domain_validation_options.resource_record_type": "CNAME",
    "domain_validation_options.resource_record_value": "_{hash:32}.acm-validations.aws.",
    id: "{arn}",
    key_algorithm: "RSA_2048",
    not_after: "",
    not_before: "",
    renewal_eligibility: "INELIGIBLE",
    status: "PENDING_VALIDATION",
    subject_alternative_names: ["{domain_name}"],
    type: "AMAZON_ISSUED",
    validation_method: "NONE",
    "options.export": "DISABLED",
  },
  aws_acm_certificate_validation: { id: "2026-01-01 00:00:00 +0000 UTC" },
  aws_route53_record: { fqdn: "{name}", id: "{zone_id}_{name}_{type}" },
  aws_route53_zone: {
    arn: "arn:aws:route53:::hostedzone/{zone_id}",
    id: "{zone_id}",
    name_servers: [1, 2, 3, 4].map((number) => `ns-${number}.awsdns-0${number}.com`),
    primary_name_server: "ns-1.awsdns-01.com",
    zone_id: "Z{hash:20}",
  },
  aws_cloudfront_distribution: {
    ...cloudfront("distribution"),
    caller_reference: "terraform-{hash:26}",
    domain_name: "d{hash:13}.cloudfront.net",
    hosted_zone_id: "Z2FDTNDATAQYW2",
    id: "E{hash:13}",
    last_modified_time: "2026-01-01 00:00:00 +0000 UTC",
    status: "Deployed",
    "origin.response_completion_timeout": 0,
  },
  aws_cloudfront_function: {
    arn: "arn:aws:cloudfront::{account}:function/{name}",
    etag: "E{hash:13}",
    id: "{name}",
    live_stage_etag: "E{hash:13}",
    status: "UNASSOCIATED",
  },
  aws_cloudfront_key_value_store: {
    ...cloudfront("key-value-store"),
    id: "{name}",
    last_modified_time: "2026-01-01T00:00:00Z",
  },
  aws_cloudfront_origin_access_control: { ...cloudfront("origin-access-control"), id: "E{hash:13}" },
  aws_cloudfront_vpc_origin: { ...cloudfront("vpcorigin"), id: "vo_{hash:22}" },
  aws_cloudfront_cache_policy: cloudfront("cache-policy"),
  aws_cloudfront_origin_request_policy: cloudfront("origin-request-policy"),
  aws_cloudfront_response_headers_policy: cloudfront("response-headers-policy"),
  aws_wafv2_web_acl: {
    application_integration_url: "",
    arn: (lookup) => wafArn(lookup("scope"), "webacl"),
    capacity: 100,
    id: "{uuid}",
    lock_token: "{uuid}",
  },
  aws_wafv2_ip_set: { arn: (lookup) => wafArn(lookup("scope"), "ipset"), id: "{uuid}", lock_token: "{uuid}" },
  aws_wafv2_web_acl_association: { id: "{web_acl_arn},{resource_arn}" },
  aws_wafv2_web_acl_logging_configuration: { id: "{resource_arn}" },
};

function kindOf(loadBalancerType: string): string {
  return loadBalancerType === "network" ? "net" : loadBalancerType === "gateway" ? "gwy" : "app";
}

function wafArn(scope: string, kind: string): string {
  return `arn:aws:wafv2:{region}:{account}:${scope === "CLOUDFRONT" ? "global" : "regional"}/${kind}/{name}/{id}`;
}
