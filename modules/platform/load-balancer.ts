import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { Construct } from "constructs";
import type { Environment } from "../../core/environment/schema";
import { PrivateBucket } from "../common/private-bucket";
import { SecurityGroup } from "../common/security-group";

/** TLS 1.3 and 1.2 with forward secrecy. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const sslPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";
/** Addresses from which CloudFront reaches an origin. */
const cloudFrontPrefixList = "com.amazonaws.global.cloudfront.origin-facing";

export interface LoadBalancerProps {
  readonly name: string;
  readonly logBucketName: string;
  readonly accountId: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly settings: Environment["loadBalancer"];
  /** ARN of the certificate of the viewer's domain: CloudFront sends the viewer's Host header. */
  readonly certificateArn: string;
  /** Instances that the load balancer reaches, on their dynamic host ports only. */
  readonly instances: SecurityGroup;
  readonly dynamicHostPorts: { readonly from: number; readonly to: number };
  readonly protectData: boolean;
}

/**
 * The internal Application Load Balancer: HTTPS only, reached only from CloudFront, its default answer a plain 404.
 * Services add rules to its listener.
 */
export class LoadBalancer extends Construct {
  readonly arn: string;
  readonly arnSuffix: string;
  readonly dnsName: string;
  readonly listenerArn: string;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const group = new SecurityGroup(this, "SecurityGroup", {
      name: `${props.name}-alb`,
      description: "Load balancer of the services",
      vpcId: props.vpcId,
    });
    const cloudFront = new DataAwsEc2ManagedPrefixList(this, "CloudFront", { name: cloudFrontPrefixList });
    group.allowFrom("FromCloudFront", { prefixListId: cloudFront.id }, 443, "HTTPS from CloudFront");
    const instances = { securityGroupId: props.instances.id };
    group.allowTo("ToInstances", instances, props.dynamicHostPorts, "Requests and health checks to tasks");
    props.instances.allowFrom(
      "FromLoadBalancer",
      { securityGroupId: group.id },
      props.dynamicHostPorts,
      "Requests and health checks from the load balancer",
    );

    const logs = new PrivateBucket(this, "AccessLogs", {
      name: props.logBucketName,
      // Elastic Load Balancing writes to SSE-S3 buckets only.
      encryption: "s3-managed",
      noncurrentVersionRetentionDays: 7,
      expirationDays: props.settings.accessLogRetentionDays,
      statements: (bucketArn) => [
        {
          sid: "LoadBalancerWritesLogs",
          actions: ["s3:PutObject"],
          principal: { service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          // The service writes for every account: below this prefix it writes for this one only.
          resources: [`${bucketArn}/AWSLogs/${props.accountId}/*`],
        },
      ],
      protectData: props.protectData,
    });
    const balancer = new Lb(this, "Resource", {
      name: props.name,
      loadBalancerType: "application",
      internal: true,
      subnets: [...props.subnetIds],
      securityGroups: [group.id],
      idleTimeout: props.settings.idleTimeoutSeconds,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableHttp2: true,
      enableDeletionProtection: props.protectData,
      accessLogs: { bucket: logs.name, enabled: true },
      // The load balancer tests the bucket when logging is switched on.
      dependsOn: [logs.policy],
    });
    const listener = new LbListener(this, "Https", {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy,
      certificateArn: props.certificateArn,
      defaultAction: [
        {
          type: "fixed-response",
          fixedResponse: {
            contentType: "application/json",
            statusCode: "404",
            messageBody: '{"detail":"No service answers at this path."}',
          },
        },
      ],
    });
    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.listenerArn = listener.arn;
  }
}
