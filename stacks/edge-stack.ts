import { Lazy } from "cdktf";
import type { Construct } from "constructs";
import { names } from "../core/naming/names";
import { AccessLogBucket } from "../modules/common/access-log-bucket";
import { metricAlarm } from "../modules/common/alarm";
import { AccessLogs } from "../modules/edge/access-logs";
import { Distribution } from "../modules/edge/distribution";
import { Firewall } from "../modules/edge/firewall";
import { FrontendBucket } from "../modules/edge/frontend-bucket";
import { SecurityHeaders } from "../modules/edge/security-headers";
import { SpaRouting } from "../modules/edge/spa-routing";
import { ViewerRecords } from "../modules/edge/viewer-records";
import { BaseStack, type StackProps } from "./base-stack";
import type { NetworkStack } from "./network-stack";
import type { ObservabilityStack } from "./observability-stack";
import { StackOutputs, string } from "./outputs";
import type { PlatformStack } from "./platform-stack";

/** Share of answers with a 5xx code above which the platform counts as broken for its viewers, percent. */
const serverErrorPercent = 5;

const shape = {
  frontendBucketName: string("Bucket of the single-page app"),
  frontendBucketArn: string("ARN of the bucket of the single-page app"),
  distributionId: string("CloudFront distribution"),
  distributionArn: string("ARN of the CloudFront distribution"),
  distributionDomainName: string("CloudFront's own host name"),
  firewallArn: string("Web ACL of the distribution"),
};

export interface EdgeStackProps extends StackProps {
  readonly network: NetworkStack["outputs"];
  readonly platform: PlatformStack["outputs"];
  readonly observability: ObservabilityStack["outputs"];
}

/** What viewers meet: DNS, the firewall, CloudFront, and behind it the single-page app and the load balancer. */
export class EdgeStack extends BaseStack {
  readonly outputs: StackOutputs<typeof shape>;

  constructor(scope: Construct, props: EdgeStackProps) {
    super(scope, "edge", "edge", props);
    const { environment } = props;
    const { accountId, domain, edge, loadBalancer, protectData, region } = environment;
    const network = props.network.readIn(this);
    const platform = props.platform.readIn(this);
    const observability = props.observability.readIn(this);
    const name = names.shared(environment);
    const firewall = new Firewall(this, "Firewall", {
      name,
      settings: edge,
      logRetentionDays: environment.logs.retentionDays,
      logKeyArn: network.logKeyArn,
    });
    // The bucket admits the distribution, which reads from the bucket.
    const frontend = new FrontendBucket(this, "Frontend", {
      name: names.bucket(environment, "frontend"),
      distributionArn: Lazy.stringValue({ produce: () => distribution.arn }),
      releaseRetentionDays: edge.releaseRetentionDays,
      protectData,
    }).bucket;
    new AccessLogBucket(this, "FrontendAccess", {
      name: names.bucket(environment, "frontend-logs"),
      of: frontend,
      accountId,
      retentionDays: edge.accessLogRetentionDays,
      protectData,
    });
    const distribution: Distribution = new Distribution(this, "Distribution", {
      name,
      domainName: domain.name,
      certificateArn: platform.certificateArn,
      firewallArn: firewall.arn,
      frontendBucketDomainName: frontend.regionalDomainName,
      spaRoutingArn: new SpaRouting(this, "SpaRouting", { name: `${name}-spa` }).functionArn,
      securityHeadersId: new SecurityHeaders(this, "SecurityHeaders", {
        name,
        contentSecurityPolicy: edge.contentSecurityPolicy,
      }).id,
      loadBalancerArn: platform.loadBalancerArn,
      loadBalancerDnsName: platform.loadBalancerDnsName,
      originReadTimeoutSeconds: loadBalancer.idleTimeoutSeconds,
      settings: edge,
    });
    new AccessLogs(this, "AccessLogs", {
      name: `${name}-access`,
      bucketName: names.bucket(environment, "edge-logs"),
      distributionArn: distribution.arn,
      region,
      accountId,
      retentionDays: edge.accessLogRetentionDays,
      protectData,
    });
    if (domain.hostedZoneId !== undefined)
      new ViewerRecords(this, "ViewerRecords", {
        hostedZoneId: domain.hostedZoneId,
        domainName: domain.name,
        target: distribution,
      });
    metricAlarm(
      this,
      "ServerErrors",
      {
        name: `${name}-viewer-5xx`,
        description: `More than ${serverErrorPercent} percent of the answers to viewers are server errors`,
        namespace: "AWS/CloudFront",
        metric: "5xxErrorRate",
        dimensions: { DistributionId: distribution.id, Region: "Global" },
        statistic: "Average",
        threshold: { above: serverErrorPercent },
        minutes: 5,
      },
      { topicArns: [observability.alarmTopicArn] },
    );
    this.outputs = new StackOutputs(this, shape, {
      frontendBucketName: frontend.name,
      frontendBucketArn: frontend.arn,
      distributionId: distribution.id,
      distributionArn: distribution.arn,
      distributionDomainName: distribution.domainName,
      firewallArn: firewall.arn,
    });
  }
}
