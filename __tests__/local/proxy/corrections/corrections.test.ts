/** Each correction against answers as ministack gives them, and as AWS does. */
import { describe, expect, it } from "vitest";
import { named, type Correction } from "../../../../local/proxy/correction";
import { groupMetrics } from "../../../../local/proxy/corrections/auto-scaling";
import { absentHeaders } from "../../../../local/proxy/corrections/cloudfront";
import { forgottenOfAlarms } from "../../../../local/proxy/corrections/cloudwatch";
import { forgottenOfFlowLogs, prefixListsOfRules, tagsOfFlowLogs } from "../../../../local/proxy/corrections/ec2";
import {
  emptyNetworkConfiguration,
  forgottenOfServices,
  managedDraining,
  roomForDeployments,
} from "../../../../local/proxy/corrections/ecs";
import { forgottenOfCaches, parametersBySource } from "../../../../local/proxy/corrections/elasticache";
import { withElements } from "../../../../local/proxy/corrections/forgotten";
import { forgottenOfTargetGroups } from "../../../../local/proxy/corrections/load-balancing";
import { forgottenOfDatabases, masterSecret } from "../../../../local/proxy/corrections/rds";
import { databaseEvents } from "../../../../local/proxy/corrections/rds-events";
import {
  newestRevision,
  scannedImages,
  targetsOfTasks,
  tasksOfTargetGroups,
} from "../../../../local/proxy/corrections/releases";
import { namedZones } from "../../../../local/proxy/corrections/route53";
import { secretsWithoutValue } from "../../../../local/proxy/corrections/secrets";
import { firewallLogging } from "../../../../local/proxy/corrections/waf";
import { Memory } from "../../../../local/proxy/memory";
import type { ProxiedRequest } from "../../../../local/proxy/message";

const account = "111122223333";

/** What a client gets through one correction from a local AWS that answers `body`. */
function through(correction: Correction) {
  const memory = new Memory();
  const context = { scope: { account, region: "us-east-1", service: correction.service }, memory };
  const ask = (request: Partial<ProxiedRequest>, body: string, status = 200) => {
    const sent: ProxiedRequest = { method: "POST", path: "/", headers: {}, body: Buffer.from(""), ...request };
    const understood = correction.request?.(sent, context) ?? sent;
    const answer = { status, headers: {}, body: Buffer.from(body) };
    const got = correction.answer?.(answer, sent, context) ?? answer;
    return { sent: understood, status: got.status, body: got.body.toString("utf8") };
  };
  return {
    memory,
    ask,
    query: (parameters: Record<string, string>, body: string, status?: number) =>
      ask({ body: Buffer.from(new URLSearchParams(parameters).toString()) }, body, status),
    json: (action: string, input: object, output: object) =>
      JSON.parse(
        ask(
          { headers: { "x-amz-target": `Service.${action}` }, body: Buffer.from(JSON.stringify(input)) },
          JSON.stringify(output),
        ).body,
      ) as unknown,
  };
}

describe("withElements", () => {
  it("puts elements behind each id, in the place of those there, and touches no other resource", () => {
    const text = "<List><m><Id>a</Id><X>old</X><Y/></m><m><Id>b</Id><X>kept</X></m></List>";
    const known = (id: string) => (id === "a" ? { X: "new", Y: "<m>1</m>", Z: "z" } : undefined);
    expect(withElements(text, "Id", known)).toBe(
      "<List><m><Id>a</Id><X>new</X><Y><m>1</m></Y><Z>z</Z></m><m><Id>b</Id><X>kept</X></m></List>",
    );
  });
});

describe("rds", () => {
  const described =
    "<DBInstances><DBInstance><DBInstanceIdentifier>db</DBInstanceIdentifier><EnabledCloudwatchLogsExports/>" +
    "<DbiResourceId>db-AB12</DbiResourceId><DBInstanceArn>arn:aws:rds:us-east-1:111122223333:db:db</DBInstanceArn>" +
    "</DBInstance></DBInstances>";

  it("remembers what the local AWS forgets of a database", () => {
    const aws = through(forgottenOfDatabases);
    const created = { DBInstanceIdentifier: "db", DatabaseInsightsMode: "standard", MasterUserPassword: "not kept" };
    const exports = {
      "EnableCloudwatchLogsExports.member.1": "postgresql",
      "EnableCloudwatchLogsExports.member.2": "upgrade",
    };
    aws.query({ Action: "CreateDBInstance", ...created, ...exports }, described);
    aws.query(
      { Action: "ModifyDBInstance", DBInstanceIdentifier: "db", PerformanceInsightsKMSKeyId: "key" },
      described,
    );
    expect(aws.query({ Action: "DescribeDBInstances" }, described).body).toContain(
      "<DBInstanceIdentifier>db</DBInstanceIdentifier><DatabaseInsightsMode>standard</DatabaseInsightsMode>" +
        "<EnabledCloudwatchLogsExports><member>postgresql</member><member>upgrade</member></EnabledCloudwatchLogsExports>" +
        "<PerformanceInsightsKMSKeyId>key</PerformanceInsightsKMSKeyId><DbiResourceId>",
    );
    expect(JSON.stringify(aws.memory.under("DBInstanceIdentifier", ""))).not.toContain("not kept");
  });

  it("remembers nothing of what was refused, and changes no other action's answer", () => {
    const aws = through(forgottenOfDatabases);
    aws.query({ Action: "CreateDBInstance", DBInstanceIdentifier: "db", DatabaseInsightsMode: "x" }, "<Error/>", 400);
    expect(aws.query({ Action: "DescribeDBInstances" }, described).body).toBe(described);
    aws.query({ Action: "CreateDBInstance", DBInstanceIdentifier: "db", DatabaseInsightsMode: "x" }, described);
    expect(aws.query({ Action: "ListTagsForResource" }, described).body).toBe(described);
  });

  it("names the master secret as RDS does, once", () => {
    const aws = through(masterSecret);
    const { body } = aws.query({ Action: "DescribeDBInstances" }, described);
    expect(body).toContain(
      "<MasterUserSecret><SecretArn>arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!db-ab12</SecretArn>" +
        "<SecretStatus>active</SecretStatus></MasterUserSecret></DBInstance>",
    );
    expect(aws.query({ Action: "DescribeDBInstances" }, body).body).toBe(body);
    expect(aws.query({ Action: "DescribeDBSubnetGroups" }, described).body).toBe(described);
  });
});

describe("rds events", () => {
  const unknown = "<ErrorResponse/>";
  const SubscriptionName = "events";

  it("keeps subscriptions to a database's events, with their tags", () => {
    const aws = through(databaseEvents);
    const given = { SubscriptionName, SnsTopicArn: "topic", SourceType: "db-instance", "SourceIds.SourceId.1": "db" };
    const tags = { "Tags.Tag.1.Key": "Product", "Tags.Tag.1.Value": "smart360" };
    const categories = { "EventCategories.EventCategory.1": "failover", "EventCategories.EventCategory.2": "failure" };
    aws.query({ Action: "CreateEventSubscription", ...given, ...tags, ...categories }, unknown, 400);
    const changed = { Action: "ModifyEventSubscription", SubscriptionName, SnsTopicArn: "other" };
    expect(aws.query(changed, unknown, 400).status).toBe(200);
    const described = aws.query({ Action: "DescribeEventSubscriptions", SubscriptionName }, unknown, 400);
    expect(described.status).toBe(200);
    expect(described.body).toContain(
      "<EventSubscriptionsList><EventSubscription><Enabled>true</Enabled><CustomerAwsId>111122223333</CustomerAwsId>" +
        "<CustSubscriptionId>events</CustSubscriptionId>" +
        "<EventCategoriesList><EventCategory>failover</EventCategory><EventCategory>failure</EventCategory></EventCategoriesList>" +
        "<EventSubscriptionArn>arn:aws:rds:us-east-1:111122223333:es:events</EventSubscriptionArn>" +
        "<SnsTopicArn>other</SnsTopicArn><SourceIdsList><SourceId>db</SourceId></SourceIdsList>" +
        "<SourceType>db-instance</SourceType><Status>active</Status></EventSubscription></EventSubscriptionsList>",
    );
    const list = { Action: "ListTagsForResource", ResourceName: "arn:aws:rds:us-east-1:111122223333:es:events" };
    expect(aws.query(list, "<TagList></TagList>").body).toBe(
      "<TagList><Tag><Key>Product</Key><Value>smart360</Value></Tag></TagList>",
    );
    const database = { ...list, ResourceName: "arn:aws:rds:us-east-1:111122223333:db:events" };
    expect(aws.query(database, "<TagList></TagList>").body).toBe("<TagList></TagList>");
  });

  it.each(["ModifyEventSubscription", "DescribeEventSubscriptions", "DeleteEventSubscription"])(
    "refuses %s where there is none",
    (Action) => {
      const aws = through(databaseEvents);
      aws.query({ Action: "CreateEventSubscription", SubscriptionName }, unknown, 400);
      expect(aws.query({ Action: "DeleteEventSubscription", SubscriptionName }, unknown, 400).status).toBe(200);
      const refused = aws.query({ Action, SubscriptionName }, unknown, 400);
      expect(refused.status).toBe(404);
      expect(refused.body).toContain("<Code>SubscriptionNotFound</Code><Message>There is no events</Message>");
    },
  );
});

it("wafv2: keeps where a firewall logs to", () => {
  const aws = through(firewallLogging);
  const LoggingConfiguration = { ResourceArn: "acl", LogDestinationConfigs: ["group"] };
  const unknown = { __type: "InvalidAction" };
  const none = { __type: "WAFNonexistentItemException", Message: "acl has no logging" };
  expect(aws.json("GetLoggingConfiguration", { ResourceArn: "acl" }, unknown)).toEqual(none);
  expect(aws.json("PutLoggingConfiguration", { LoggingConfiguration }, unknown)).toEqual({ LoggingConfiguration });
  expect(aws.json("GetLoggingConfiguration", { ResourceArn: "acl" }, unknown)).toEqual({ LoggingConfiguration });
  expect(aws.json("DeleteLoggingConfiguration", { ResourceArn: "acl" }, unknown)).toEqual({});
  expect(aws.json("DeleteLoggingConfiguration", { ResourceArn: "acl" }, unknown)).toEqual(none);
  expect(aws.json("GetWebACL", {}, { WebACL: {} })).toEqual({ WebACL: {} });
});

describe("elasticache", () => {
  it("remembers the key and the upgrades, for the group and its members", () => {
    const aws = through(forgottenOfCaches);
    const group = "<ReplicationGroupId>cache</ReplicationGroupId>";
    const given = { ReplicationGroupId: "cache", KmsKeyId: "key", AutoMinorVersionUpgrade: "true" };
    aws.query({ Action: "CreateReplicationGroup", ...given }, group);
    const member = `<CacheCluster>${group}</CacheCluster>`;
    expect(aws.query({ Action: "DescribeCacheClusters" }, member).body).toBe(
      `<CacheCluster>${group}<KmsKeyId>key</KmsKeyId><AutoMinorVersionUpgrade>true</AutoMinorVersionUpgrade></CacheCluster>`,
    );
  });

  it("answers only parameters of the source that was asked for", () => {
    const aws = through(parametersBySource);
    const all = "<P><Parameter><Source>user</Source></Parameter><Parameter><Source>system</Source></Parameter></P>";
    expect(aws.query({ Action: "DescribeCacheParameters", Source: "user" }, all).body).toBe(
      "<P><Parameter><Source>user</Source></Parameter></P>",
    );
    expect(aws.query({ Action: "DescribeCacheParameters" }, all).body).toBe(all);
  });
});

describe("ec2", () => {
  const created = "<flowLogIdSet><item>fl-1</item></flowLogIdSet>";
  const described = "<item><flowLogId>fl-1</flowLogId></item>";

  it("remembers how flow logs are delivered, with AWS's defaults", () => {
    const aws = through(forgottenOfFlowLogs);
    aws.query({ Action: "CreateFlowLogs", DeliverLogsPermissionArn: "role", MaxAggregationInterval: "60" }, created);
    const { body } = aws.query({ Action: "DescribeFlowLogs" }, described);
    expect(body).toContain("<deliverLogsPermissionArn>role</deliverLogsPermissionArn>");
    expect(body).toContain("<maxAggregationInterval>60</maxAggregationInterval><logFormat>${version} ${account-id} ");
    aws.query({ Action: "CreateFlowLogs" }, created);
    expect(aws.query({ Action: "DescribeFlowLogs" }, described).body).toContain(">600</maxAggregationInterval>");
  });

  it("names the type of a flow log's tags as the local AWS does", () => {
    const aws = through(tagsOfFlowLogs);
    const tags = { "TagSpecification.1.ResourceType": "vpc-flow-log", "TagSpecification.1.Tag.1.Key": "Product" };
    const { sent } = aws.query({ Action: "CreateFlowLogs", ...tags }, created);
    expect(Object.fromEntries(new URLSearchParams(sent.body.toString()))).toEqual({
      Action: "CreateFlowLogs",
      "TagSpecification.1.ResourceType": "flow-log",
      "TagSpecification.1.Tag.1.Key": "Product",
    });
    const other = aws.query({ Action: "CreateVpc", "TagSpecification.1.ResourceType": "vpc" }, "");
    expect(other.sent.body.toString()).toBe("Action=CreateVpc&TagSpecification.1.ResourceType=vpc");
  });

  it("remembers the prefix list of a security group's rule", () => {
    const aws = through(prefixListsOfRules);
    const rule = "<item><securityGroupRuleId>sgr-1</securityGroupRuleId></item>";
    const list = { "IpPermissions.1.PrefixListIds.1.PrefixListId": "pl-1" };
    const words = { "IpPermissions.1.PrefixListIds.1.Description": "From CloudFront" };
    aws.query({ Action: "AuthorizeSecurityGroupIngress", ...list, ...words }, rule);
    expect(aws.query({ Action: "DescribeSecurityGroupRules" }, rule).body).toBe(
      "<item><securityGroupRuleId>sgr-1</securityGroupRuleId><prefixListId>pl-1</prefixListId>" +
        "<description>From CloudFront</description></item>",
    );
    const open = { "IpPermissions.1.IpRanges.1.CidrIp": "10.0.0.0/16", "IpPermissions.1.IpRanges.1.Description": "d" };
    const other = rule.replace("sgr-1", "sgr-2");
    aws.query({ Action: "AuthorizeSecurityGroupIngress", ...open }, other);
    expect(aws.query({ Action: "DescribeSecurityGroupRules" }, other).body).toBe(other);
  });
});

describe("autoscaling", () => {
  it("remembers which group metrics are collected", () => {
    const aws = through(groupMetrics);
    const group = { AutoScalingGroupName: "group" };
    const described = "<member><AutoScalingGroupName>group</AutoScalingGroupName></member>";
    const collected = () =>
      [...aws.query({ Action: "DescribeAutoScalingGroups" }, described).body.matchAll(/<Metric>(\w+)</g)].map(
        ([, metric]) => metric,
      );
    const two = { "Metrics.member.1": "GroupMinSize", "Metrics.member.2": "GroupMaxSize" };
    const enabled = aws.query({ Action: "EnableMetricsCollection", ...group, ...two }, "<Error/>", 400);
    expect([enabled.status, enabled.body]).toEqual([
      200,
      "<EnableMetricsCollectionResponse></EnableMetricsCollectionResponse>",
    ]);
    expect(collected()).toEqual(["GroupMinSize", "GroupMaxSize"]);
    aws.query({ Action: "DisableMetricsCollection", ...group, "Metrics.member.1": "GroupMinSize" }, "<Error/>", 400);
    expect(collected()).toEqual(["GroupMaxSize"]);
    aws.query({ Action: "DisableMetricsCollection", ...group }, "<Error/>", 400);
    expect(collected()).toEqual([]);
    expect(aws.query({ Action: "DeleteAutoScalingGroup", ...group }, "<Deleted/>").body).toBe("<Deleted/>");
  });
});

describe("monitoring", () => {
  it("remembers all of an alarm but its tags, and forgets what the next one leaves out", () => {
    const aws = through(forgottenOfAlarms);
    const described = "<member><AlarmName>a</AlarmName><Threshold>90.0</Threshold></member>";
    const alarm = { Action: "PutMetricAlarm", Version: "1", AlarmName: "a", "Tags.member.1.Key": "Product" };
    const dimension = { "Dimensions.member.1.Name": "ClusterName", "Dimensions.member.1.Value": "c" };
    aws.query({ ...alarm, Period: "60", Threshold: "90", ...dimension }, "");
    expect(aws.query({ Action: "DescribeAlarms" }, described).body).toBe(
      "<member><AlarmName>a</AlarmName><Period>60</Period><Threshold>90</Threshold>" +
        "<Dimensions><member><Name>ClusterName</Name><Value>c</Value></member></Dimensions></member>",
    );
    aws.query({ ...alarm, Threshold: "80" }, "");
    expect(aws.query({ Action: "DescribeAlarms" }, described).body).toBe(
      "<member><AlarmName>a</AlarmName><Threshold>80</Threshold></member>",
    );
  });
});

it("elasticloadbalancing: remembers the protocol's version of a target group", () => {
  const aws = through(forgottenOfTargetGroups);
  const group = "<member><TargetGroupArn>arn</TargetGroupArn></member>";
  aws.query({ Action: "CreateTargetGroup", ProtocolVersion: "HTTP1" }, group);
  expect(aws.query({ Action: "DescribeTargetGroups" }, group).body).toBe(
    "<member><TargetGroupArn>arn</TargetGroupArn><ProtocolVersion>HTTP1</ProtocolVersion>" +
      "<IpAddressType>ipv4</IpAddressType></member>",
  );
});

it("cloudfront: leaves headers out that nobody gave", () => {
  const aws = through(absentHeaders);
  const path = "/2020-05-31/response-headers-policy/1";
  const none = "<P><CustomHeadersConfig><Quantity>0</Quantity></CustomHeadersConfig></P>";
  const one = none.replace("0", "1");
  expect(aws.ask({ path }, none).body).toBe("<P></P>");
  expect(aws.ask({ path }, one).body).toBe(one);
  expect(aws.ask({ path: "/2020-05-31/distribution/1" }, none).body).toBe(none);
});

describe("ecs", () => {
  it("drops an empty networkConfiguration, of services and their deployments", () => {
    const aws = through(emptyNetworkConfiguration);
    const bridge = { services: [{ networkConfiguration: {}, deployments: [{ networkConfiguration: null }] }] };
    expect(aws.json("DescribeServices", {}, bridge)).toEqual({ services: [{ deployments: [{}] }] });
    const awsvpc = { services: [{ networkConfiguration: { awsvpcConfiguration: { subnets: ["s"] } } }] };
    expect(aws.json("DescribeServices", {}, awsvpc)).toEqual(awsvpc);
    expect(aws.ask({}, "no JSON").body).toBe("no JSON");
  });

  const arn = (kind: string, name: string) => `arn:aws:ecs:us-east-1:${account}:${kind}/${name}`;
  const service = { serviceArn: arn("service", "c/s"), clusterArn: arn("cluster", "c"), serviceName: "s" };

  it("remembers where a service's tasks are placed, by name or ARN", () => {
    const aws = through(forgottenOfServices);
    const placementStrategy = [{ type: "spread", field: "attribute:ecs.availability-zone" }];
    const created = { cluster: arn("cluster", "c"), serviceName: "s", placementStrategy, desiredCount: 2 };
    aws.json("CreateService", created, { service });
    aws.json(
      "UpdateService",
      { cluster: "c", service: service.serviceArn, availabilityZoneRebalancing: "ENABLED" },
      {},
    );
    expect(aws.json("DescribeServices", { cluster: "c" }, { services: [service] })).toEqual({
      services: [{ ...service, placementStrategy, availabilityZoneRebalancing: "ENABLED" }],
    });
  });

  it("fills in how many tasks of a daemon there may be", () => {
    const aws = through(forgottenOfServices);
    const daemon = { ...service, schedulingStrategy: "DAEMON", deploymentConfiguration: { minimumHealthyPercent: 0 } };
    expect(aws.json("DescribeServices", {}, { services: [daemon] })).toEqual({
      services: [{ ...daemon, deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 } }],
    });
  });

  it("remembers whether a capacity provider drains instances", () => {
    const aws = through(managedDraining);
    const given = { name: "p", autoScalingGroupProvider: { autoScalingGroupArn: "arn" } };
    const found = (draining: string) => ({
      capacityProviders: [
        { name: "p", autoScalingGroupProvider: { autoScalingGroupArn: "arn", managedDraining: draining } },
      ],
    });
    const described = { capacityProviders: [given] };
    expect(aws.json("DescribeCapacityProviders", {}, described)).toEqual(found("ENABLED"));
    const off = { ...given, autoScalingGroupProvider: { managedDraining: "DISABLED" } };
    aws.json("UpdateCapacityProvider", off, {});
    expect(aws.json("DescribeCapacityProviders", {}, described)).toEqual(found("DISABLED"));
    const fargate = { capacityProviders: [{ name: "FARGATE", autoScalingGroupProvider: {} }] };
    expect(aws.json("DescribeCapacityProviders", {}, fargate)).toEqual(fargate);
  });
});

describe("route53", () => {
  it("lets a zone go by the id that its caller reference gives", () => {
    const aws = through(namedZones);
    const zone = "<HostedZone><Id>/hostedzone/ZLOCAL</Id></HostedZone>";
    const body = Buffer.from(
      "<CreateHostedZoneRequest><CallerReference>Z0ASKED</CallerReference></CreateHostedZoneRequest>",
    );
    expect(aws.ask({ path: "/2013-04-01/hostedzone", body }, zone, 201).body).toContain("/hostedzone/Z0ASKED<");
    const read = aws.ask({ method: "GET", path: "/2013-04-01/hostedzone/Z0ASKED/rrset?type=A" }, zone);
    expect(read.sent.path).toBe("/2013-04-01/hostedzone/ZLOCAL/rrset?type=A");
    expect(read.body).toBe("<HostedZone><Id>/hostedzone/Z0ASKED</Id></HostedZone>");
    const tags = aws.ask({ method: "GET", path: "/2013-04-01/tags/hostedzone/Z0ASKED" }, "");
    expect(tags.sent.path).toBe("/2013-04-01/tags/hostedzone/ZLOCAL");
  });

  it("leaves other zones their ids", () => {
    const aws = through(namedZones);
    const body = Buffer.from(
      "<CreateHostedZoneRequest><CallerReference>terraform-1</CallerReference></CreateHostedZoneRequest>",
    );
    const zone = "<Id>/hostedzone/ZLOCAL</Id>";
    expect(aws.ask({ path: "/2013-04-01/hostedzone", body }, zone, 201).body).toBe(zone);
    expect(aws.ask({ path: "/2013-04-01/hostedzone/ZOTHER" }, "").sent.path).toBe("/2013-04-01/hostedzone/ZOTHER");
  });
});

it("memory is apart by account and region", () => {
  expect(named({ account, region: "us-east-1", service: "ecs" }, "a")).toBe("111122223333/us-east-1/a");
});

describe("scannedImages", () => {
  it("answers that a scan found nothing, and leaves every other answer alone", () => {
    const { json } = through(scannedImages);
    const input = { repositoryName: "billing", imageId: { imageDigest: "sha256:1" } };
    expect(json("DescribeImageScanFindings", input, { __type: "InvalidAction" })).toEqual({
      ...input,
      imageScanStatus: { status: "COMPLETE" },
      imageScanFindings: { findingSeverityCounts: {} },
    });
    expect(json("DescribeImages", input, { imageDetails: [] })).toEqual({ imageDetails: [] });
  });
});

describe("newestRevision", () => {
  const describing = { "x-amz-target": "Ecs.DescribeTaskDefinition" };

  it("asks for the newest active revision of a family by its number", () => {
    const { ask, json } = through(newestRevision);
    const asked = (taskDefinition: string) => {
      const body = Buffer.from(JSON.stringify({ taskDefinition, include: ["TAGS"] }));
      return JSON.parse(ask({ headers: describing, body }, "{}").sent.body.toString("utf8")) as unknown;
    };
    const as = (revision: number, status: string) => ({ taskDefinition: { family: "billing", revision, status } });
    expect(asked("billing")).toEqual({ taskDefinition: "billing", include: ["TAGS"] });
    for (const revision of [9, 10, 11]) json("RegisterTaskDefinition", {}, as(revision, "ACTIVE"));
    expect(asked("billing")).toEqual({ taskDefinition: "billing:11", include: ["TAGS"] });
    json("DeregisterTaskDefinition", {}, as(11, "INACTIVE"));
    expect(asked("billing")).toEqual({ taskDefinition: "billing:10", include: ["TAGS"] });
    expect(asked("billing:11")).toEqual({ taskDefinition: "billing:11", include: ["TAGS"] });
    expect(asked("bill")).toEqual({ taskDefinition: "bill", include: ["TAGS"] });
  });
});

describe("targetsOfTasks", () => {
  it("answers a healthy target for each task that runs behind the group", () => {
    const services = through(tasksOfTargetGroups);
    const loadBalancers = [{ targetGroupArn: "arn:group" }];
    services.json("CreateService", {}, { service: { loadBalancers, runningCount: 1 } });
    services.json("DescribeServices", {}, { services: [{ loadBalancers, runningCount: 2 }, { loadBalancers: [] }] });

    const request = { method: "POST", path: "/", headers: {} };
    const asked = (Action: string, TargetGroupArn: string) => {
      const body = Buffer.from(new URLSearchParams({ Action, TargetGroupArn }).toString());
      const scope = { account, region: "us-east-1", service: "elasticloadbalancing" };
      const answer = { status: 200, headers: {}, body: Buffer.from("as it was") };
      const context = { scope, memory: services.memory };
      return targetsOfTasks.answer?.(answer, { ...request, body }, context).body.toString("utf8");
    };
    const target = (port: number) =>
      `<member><Target><Id>i-00000000000000000</Id><Port>${port}</Port></Target>` +
      "<TargetHealth><State>healthy</State></TargetHealth></member>";
    expect(asked("DescribeTargetHealth", "arn:group")).toBe(
      "<DescribeTargetHealthResponse><DescribeTargetHealthResult>" +
        `<TargetHealthDescriptions>${target(32768)}${target(32769)}</TargetHealthDescriptions>` +
        "</DescribeTargetHealthResult></DescribeTargetHealthResponse>",
    );
    expect(asked("DescribeTargetHealth", "arn:other")).toBe("as it was");
    expect(asked("DescribeTags", "arn:group")).toBe("as it was");
  });
});

describe("roomForDeployments", () => {
  const arns = { serviceArn: "arn:s", clusterArn: "arn:cluster/c", serviceName: "s" };
  const configuration = { maximumPercent: 150, minimumHealthyPercent: 100 };

  it("gives a rolling deployment room for all tasks, and tells whoever asks what was given", () => {
    const { ask, json } = through(roomForDeployments);
    const sent = (action: string, input: object) => {
      const body = Buffer.from(JSON.stringify({ cluster: "c", ...input }));
      const request = { headers: { "x-amz-target": `Ecs.${action}` }, body };
      return JSON.parse(ask(request, "{}").sent.body.toString("utf8")) as unknown;
    };
    expect(sent("CreateService", { serviceName: "s", deploymentConfiguration: configuration })).toEqual({
      cluster: "c",
      serviceName: "s",
      deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
    });
    const answered = (maximumPercent: number) => ({
      services: [{ ...arns, deploymentConfiguration: { maximumPercent } }],
    });
    expect(json("DescribeServices", {}, answered(200))).toEqual(answered(150));
    sent("UpdateService", { service: "s", deploymentConfiguration: { maximumPercent: 175 } });
    expect(json("DescribeServices", {}, answered(200))).toEqual(answered(175));
    expect(sent("UpdateService", { service: "s", taskDefinition: "s:2" })).toEqual({
      cluster: "c",
      service: "s",
      taskDefinition: "s:2",
    });
  });

  it("leaves daemons alone: they have a task on each instance", () => {
    const { ask, json } = through(roomForDeployments);
    for (const [action, name] of [
      ["CreateService", "serviceName"],
      ["UpdateService", "service"],
    ] as const) {
      const input = { cluster: "c", [name]: "s", schedulingStrategy: "DAEMON", deploymentConfiguration: configuration };
      const body = Buffer.from(JSON.stringify(input));
      expect(ask({ headers: { "x-amz-target": `Ecs.${action}` }, body }, "{}").sent.body).toBe(body);
    }
    const answer = { services: [{ ...arns, deploymentConfiguration: configuration }] };
    expect(json("DescribeServices", {}, answer)).toEqual(answer);
  });
});

describe("secretsWithoutValue", () => {
  const empty = { one: ["AWSCURRENT"] };
  const made = () => {
    const secrets = through(secretsWithoutValue);
    secrets.json("CreateSecret", { Name: "empty" }, { Name: "empty", VersionId: "one" });
    return secrets;
  };

  it("tells of no version of a secret that was made without a value", () => {
    const secrets = through(secretsWithoutValue);
    const told = secrets.json("CreateSecret", { Name: "empty" }, { Name: "empty", VersionId: "one" });
    expect(told).toEqual({ Name: "empty" });
    const described = secrets.json("DescribeSecret", {}, { Name: "empty", VersionIdsToStages: empty });
    expect(described).toEqual({ Name: "empty" });
    const listed = { SecretList: [{ Name: "empty", SecretVersionsToStages: empty }] };
    expect(secrets.json("ListSecrets", {}, listed)).toEqual({ SecretList: [{ Name: "empty" }] });
  });

  it("gives no value of it, as AWS says it", () => {
    const target = { headers: { "x-amz-target": "secretsmanager.GetSecretValue" }, body: Buffer.from("{}") };
    const { status, body } = made().ask(target, JSON.stringify({ Name: "empty", VersionId: "one" }));
    expect([status, JSON.parse(body)]).toEqual([
      400,
      {
        __type: "ResourceNotFoundException",
        message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
      },
    ]);
  });

  it("tells of the versions that came since, and of secrets that were made with a value", () => {
    const secrets = made();
    const both = { one: ["AWSPREVIOUS"], two: ["AWSCURRENT"] };
    const described = secrets.json("DescribeSecret", {}, { Name: "empty", VersionIdsToStages: both });
    expect(described).toEqual({ Name: "empty", VersionIdsToStages: { two: ["AWSCURRENT"] } });
    const value = { Name: "empty", VersionId: "two", SecretString: "value" };
    expect(secrets.json("GetSecretValue", {}, value)).toEqual(value);
    const answer = { Name: "full", VersionId: "three" };
    expect(secrets.json("CreateSecret", { Name: "full", SecretString: "value" }, answer)).toEqual(answer);
  });
});
