import { describe, expect, it } from "vitest";
import type { Environment } from "../../core/environment/schema";
import { testEnvironment } from "../support/fixtures";
import { Platform } from "../support/platform";

const synthesize = (environment: Environment = testEnvironment()) =>
  Platform.synthesize({ environment, manifest: { services: [] } }).template("edge");

const read = (stack: string, output: string) => `\${data.terraform_remote_state.${stack}.outputs.${output}}`;
const cdn = "aws_cloudfront_distribution";
const alarm = "aws_cloudwatch_metric_alarm";

describe("EdgeStack", () => {
  const template = synthesize();

  it("creates what viewers meet, and what is known of them", () => {
    expect(template.inventory).toMatchObject({
      [cdn]: 1,
      aws_wafv2_web_acl: 1,
      aws_cloudfront_function: 1,
      aws_cloudfront_response_headers_policy: 1,
      aws_route53_record: 2,
      aws_s3_bucket: 3, // the app, who read it, who came
      [alarm]: 1, // that viewers see errors
    });
  });

  it("leaves the viewer's name to whoever holds the zone, where that is not given", () => {
    const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
    const environment = testEnvironment({ domain: { certificateArn } });
    const without = synthesize({ ...environment, domain: { name: environment.domain.name, certificateArn } });
    expect(without.count("aws_route53_record")).toBe(0);
    expect(without.only(cdn).aliases).toEqual(["test.example.com"]);
    expect(synthesize(environment).count("aws_route53_record")).toBe(2);
  });

  it("names everything after the environment", () => {
    expect(template.only("aws_wafv2_web_acl").name).toBe("smart360-test");
    expect(template.only("aws_cloudfront_function").name).toBe("smart360-test-spa");
    expect(new Set(template.all("aws_s3_bucket").map(({ bucket }) => bucket))).toEqual(
      new Set([
        "smart360-test-frontend-123456789012",
        "smart360-test-frontend-logs-123456789012",
        "smart360-test-edge-logs-123456789012",
      ]),
    );
  });

  it("tells the topic when more than 5 percent of the answers to viewers are server errors", () => {
    expect(template.only(alarm)).toEqual({
      alarm_name: "smart360-test-viewer-5xx",
      alarm_description: "More than 5 percent of the answers to viewers are server errors",
      namespace: "AWS/CloudFront",
      metric_name: "5xxErrorRate",
      dimensions: { DistributionId: template.reference(cdn, "id"), Region: "Global" },
      statistic: "Average",
      comparison_operator: "GreaterThanThreshold",
      threshold: 5,
      period: 60,
      evaluation_periods: 5,
      treat_missing_data: "notBreaching",
      alarm_actions: [read("observability", "alarm_topic_arn")],
      ok_actions: [read("observability", "alarm_topic_arn")],
    });
  });

  describe("wiring", () => {
    it("puts the firewall, the routes and the headers before the app and the services", () => {
      expect(template.only(cdn)).toMatchObject({
        web_acl_id: template.reference("aws_wafv2_web_acl", "arn"),
        default_cache_behavior: {
          function_association: [{ function_arn: template.reference("aws_cloudfront_function", "arn") }],
          response_headers_policy_id: template.reference("aws_cloudfront_response_headers_policy", "id"),
        },
        origin: [
          {
            domain_name: template.reference("aws_s3_bucket", "bucket_regional_domain_name", {
              bucket: "smart360-test-frontend-123456789012",
            }),
          },
          { domain_name: read("platform", "load_balancer_dns_name") },
        ],
        viewer_certificate: { acm_certificate_arn: read("platform", "certificate_arn") },
      });
      expect(template.only("aws_cloudfront_vpc_origin").vpc_origin_endpoint_config).toMatchObject([
        { arn: read("platform", "load_balancer_arn") },
      ]);
    });

    it("waits for a service no less than the load balancer does", () => {
      const environment = testEnvironment({ loadBalancer: { idleTimeoutSeconds: 90 } });
      expect(synthesize(environment).only(cdn).origin).toMatchObject([
        {},
        { vpc_origin_config: { origin_read_timeout: 90 } },
      ]);
    });

    it("lets this distribution, and no other, read the app", () => {
      const bucket = template.reference("aws_s3_bucket", "id", { bucket: "smart360-test-frontend-123456789012" });
      const { Statement } = template.with("aws_s3_bucket_policy", { bucket }).policy as { Statement: object[] };
      expect(Statement.filter((statement) => "Effect" in statement && statement.Effect === "Allow")).toMatchObject([
        {
          Principal: { Service: "cloudfront.amazonaws.com" },
          Action: ["s3:GetObject"],
          Condition: { StringEquals: { "aws:SourceArn": template.reference(cdn, "arn") } },
        },
      ]);
    });

    it("points the viewer's name to the distribution, in the viewer's zone", () => {
      for (const record of template.all("aws_route53_record"))
        expect(record).toMatchObject({
          zone_id: "Z9876543210TEST",
          name: "test.example.com",
          alias: {
            name: template.reference(cdn, "domain_name"),
            zone_id: template.reference(cdn, "hosted_zone_id"),
          },
        });
    });

    it("logs who came, and what the firewall saw, with the network's key", () => {
      expect(template.only("aws_cloudwatch_log_delivery_source").resource_arn).toBe(template.reference(cdn, "arn"));
      expect(template.only("aws_cloudwatch_log_group").kms_key_id).toBe(read("network", "log_key_arn"));
    });
  });
});
