import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { SecurityGroup } from "../../../modules/common/security-group";
import { LoadBalancer, type LoadBalancerProps } from "../../../modules/platform/load-balancer";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const settings: LoadBalancerProps["settings"] = {
  idleTimeoutSeconds: 60,
  rulesQuota: 100,
  targetGroupsQuota: 100,
  accessLogRetentionDays: 365,
};

const instances = (scope: Construct, id = "Instances") =>
  new SecurityGroup(scope, id, { name: id, description: id, vpcId: "vpc-1" });

const synthesize = (change: ChangeProps<LoadBalancerProps> = () => ({})) =>
  Template.of((stack) => {
    new LoadBalancer(stack, "LoadBalancer", {
      name: "test",
      logBucketName: "test-logs",
      accountId: "123456789012",
      vpcId: "vpc-1",
      subnetIds: ["subnet-1", "subnet-2"],
      settings,
      certificateArn: "arn:certificate",
      instances: instances(stack),
      dynamicHostPorts: { from: 32_768, to: 33_767 },
      protectData: true,
      ...change(stack),
    });
  });

const ingress = "aws_vpc_security_group_ingress_rule";
const egress = "aws_vpc_security_group_egress_rule";

describe("LoadBalancer", () => {
  const template = synthesize();
  const balancer = template.only("aws_lb");
  const groupId = template.reference("aws_security_group", "id", { tags: { Name: "test-alb" } });
  const instancesId = template.reference("aws_security_group", "id", { tags: { Name: "Instances" } });

  it("creates the load balancer, its one listener, its access logs, and who may reach whom", () => {
    expect(template.inventory).toEqual({
      aws_lb: 1,
      aws_lb_listener: 1, // HTTPS, no plain HTTP
      aws_security_group: 2, // its own, and the test's for the instances
      "data.aws_ec2_managed_prefix_list": 1, // CloudFront's addresses
      [ingress]: 2, // CloudFront to the load balancer, the load balancer to the instances
      [egress]: 1,
      aws_s3_bucket: 1,
      aws_s3_bucket_public_access_block: 1,
      aws_s3_bucket_ownership_controls: 1,
      aws_s3_bucket_versioning: 1,
      aws_s3_bucket_server_side_encryption_configuration: 1,
      aws_s3_bucket_lifecycle_configuration: 1,
      aws_s3_bucket_policy: 1,
    });
  });

  describe("defaults", () => {
    it("are internal, strict about headers, and undeletable", () => {
      expect(balancer).toMatchObject({
        load_balancer_type: "application",
        internal: true,
        drop_invalid_header_fields: true,
        desync_mitigation_mode: "defensive",
        enable_http2: true,
        enable_deletion_protection: true,
      });
    });

    it("answer over TLS 1.2 and 1.3 only, and 404 where no service does", () => {
      expect(template.only("aws_lb_listener")).toMatchObject({
        port: 443,
        protocol: "HTTPS",
        ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        default_action: [
          {
            type: "fixed-response",
            fixed_response: {
              content_type: "application/json",
              status_code: "404",
              message_body: '{"detail":"No service answers at this path."}',
            },
          },
        ],
      });
    });

    it("encrypt logs with S3's own keys, the only ones that Elastic Load Balancing writes with", () => {
      expect(template.only("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
        { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
      ]);
    });
  });

  describeOptions<LoadBalancerProps>(synthesize, {
    name: { to: () => "other", type: "aws_lb", gives: { name: "other" } },
    logBucketName: { to: () => "other", type: "aws_s3_bucket", gives: { bucket: "other" } },
    accountId: {
      to: () => "210987654321",
      type: "aws_s3_bucket_policy",
      gives: {
        policy: { Statement: [{}, { Resource: [expect.stringMatching(/\.arn\}\/AWSLogs\/210987654321\/\*$/)] }] },
      },
    },
    vpcId: { to: () => "vpc-2", type: "aws_security_group", gives: { vpc_id: "vpc-2" } },
    subnetIds: { to: () => ["subnet-3"], type: "aws_lb", gives: { subnets: ["subnet-3"] } },
    settings: { to: () => ({ ...settings, idleTimeoutSeconds: 30 }), type: "aws_lb", gives: { idle_timeout: 30 } },
    certificateArn: { to: () => "arn:other", type: "aws_lb_listener", gives: { certificate_arn: "arn:other" } },
    instances: {
      to: (scope) => instances(scope, "Others"),
      type: egress,
      gives: { referenced_security_group_id: expect.stringContaining("aws_security_group.Others") },
    },
    dynamicHostPorts: { to: () => ({ from: 1, to: 2 }), type: egress, gives: { from_port: 1, to_port: 2 } },
    protectData: { to: () => false, type: "aws_lb", gives: { enable_deletion_protection: false } },
  });

  it("keeps access logs as long as set", () => {
    const changed = synthesize(() => ({ settings: { ...settings, accessLogRetentionDays: 30 } }));
    expect(changed.only("aws_s3_bucket_lifecycle_configuration").rule).toMatchObject([{ expiration: [{ days: 30 }] }]);
  });

  describe("wiring", () => {
    it("is reached by HTTPS from CloudFront alone", () => {
      expect(template.only("data.aws_ec2_managed_prefix_list").name).toBe(
        "com.amazonaws.global.cloudfront.origin-facing",
      );
      expect(template.with(ingress, { security_group_id: groupId })).toEqual({
        security_group_id: groupId,
        prefix_list_id: template.reference("data.aws_ec2_managed_prefix_list", "id"),
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
        description: "HTTPS from CloudFront",
      });
    });

    it("reaches the instances on their dynamic ports alone, and they admit it there alone", () => {
      const ports = { ip_protocol: "tcp", from_port: 32_768, to_port: 33_767 };
      expect(template.only(egress)).toMatchObject({
        security_group_id: groupId,
        referenced_security_group_id: instancesId,
        ...ports,
      });
      expect(template.with(ingress, { security_group_id: instancesId })).toMatchObject({
        referenced_security_group_id: groupId,
        ...ports,
      });
    });

    it("logs into its bucket once it may write there, for this account only", () => {
      const bucketArn = template.reference("aws_s3_bucket", "arn");
      expect(balancer).toMatchObject({
        access_logs: { bucket: template.reference("aws_s3_bucket", "bucket"), enabled: true },
        depends_on: [template.address("aws_s3_bucket_policy")],
      });
      expect(template.only("aws_s3_bucket_policy").policy).toMatchObject({
        Statement: [
          { Sid: "RefusePlainHttp" },
          {
            Sid: "LoadBalancerWritesLogs",
            Effect: "Allow",
            Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
            Action: ["s3:PutObject"],
            Resource: [`${bucketArn}/AWSLogs/123456789012/*`],
          },
        ],
      });
    });

    it("listens with the certificate, in its own group", () => {
      expect(balancer.security_groups).toEqual([groupId]);
      expect(template.only("aws_lb_listener")).toMatchObject({
        load_balancer_arn: template.reference("aws_lb", "arn"),
        certificate_arn: "arn:certificate",
      });
    });
  });
});
