import { describe, expect, it } from "vitest";
import { policyCharacters, policySize } from "../../../modules/delivery/policy-limits";
import { applyPolicies, planPolicies, tables } from "../../../modules/delivery/terraform-policies";
import { names } from "../../../core/naming/names";
import { amiParameter } from "../../../core/patch/instance-group";
import { foreign, rolePolicies, statementsOf } from "../../support/delivery";
import { testEnvironment } from "../../support/fixtures";
import { allows } from "../../support/iam";
import { Platform, production } from "../../support/platform";
import { usedTypes } from "../../support/resource-types";
import type { Attributes } from "../../support/template";

const environment = testEnvironment();
const plan = statementsOf(planPolicies(environment, foreign(environment)));
const apply = statementsOf(applyPolicies(environment, foreign(environment)));
/** Creates nothing: an apply waits in it. */
const waiting = ["aws_acm_certificate_validation"];
const all = Object.values(tables).flat();
/** What `smart360 patch --check` calls. */
const patchLooks: readonly [action: string, resource: string][] = [
  ["autoscaling:DescribeAutoScalingGroups", "*"],
  ["autoscaling:DescribeInstanceRefreshes", "*"],
  ["ec2:DescribeInstances", "*"],
  ["ssm:GetParameters", `arn:aws:ssm:us-east-1::parameter${amiParameter}`],
];

describe("what Terraform may do", () => {
  it("covers every type of resource that the stacks use, and no other", async () => {
    const covered = new Set(all.flatMap(({ types }) => Object.keys(types)));
    expect([...covered].sort()).toEqual(await usedTypes());
  });

  it("has a rule for every write", () => {
    const allowed = apply.filter(({ effect }) => effect !== "Deny");
    const named = new Set(allowed.flatMap(({ actions }) => actions));
    const forgotten = all.flatMap(({ service, types }) =>
      Object.values(types).flatMap(({ writes }) => writes.map((action) => `${service}:${action}`)),
    );
    expect(forgotten.filter((action) => !named.has(action))).toEqual([]);
  });

  it("writes no type that only people apply, and finds those in their stacks alone", () => {
    const writes = new Set(all.flatMap(({ types }) => Object.keys(types).filter((type) => types[type]?.writes.length)));
    const unwritten = all
      .flatMap(({ types }) => Object.keys(types))
      .filter((type) => !type.startsWith("data.") && !waiting.includes(type) && !writes.has(type));
    expect([...new Set(unwritten)].sort()).toEqual([
      "aws_dynamodb_table",
      "aws_iam_openid_connect_provider",
      "aws_iam_policy",
    ]);
    const platform = Platform.synthesize();
    const others = platform.stacks.filter((stack) => !["state", "delivery"].includes(stack));
    expect(others.filter((stack) => unwritten.some((type) => platform.template(stack).count(type) > 0))).toEqual([]);
  });

  it("names AWS's reference for every service", () => {
    const prefix = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_";
    expect(all.filter(({ source }) => !source.startsWith(prefix))).toEqual([]);
  });

  it("fits IAM's limits for the longest names too, with room for the next right", () => {
    const longest = { ...environment, name: "a-name-as-long-as-20", shortName: "asshort8" };
    const sizes = Object.values(rolePolicies(longest, ["a-service-of-20-char"])).flatMap((policies) =>
      Object.entries(policies).map(([name, policy]) => [name, policySize(policy)] as const),
    );
    expect(sizes.filter(([, size]) => size > 0.95 * policyCharacters)).toEqual([]);
  });
});

describe("plan", () => {
  const actions = plan.flatMap((statement) => statement.actions);

  it("changes nothing but locks", () => {
    const reading = /^[a-z0-9-]+:(Describe|Get|List)/;
    expect([...new Set(actions.filter((action) => !reading.test(action)))].sort()).toEqual([
      "dynamodb:DeleteItem",
      "dynamodb:PutItem",
      "kms:Decrypt",
      "kms:GenerateDataKey",
      "s3:DeleteObject",
      "s3:PutObject",
    ]);
    const bucket = `arn:aws:s3:::${names.stateBucket(environment)}/test`;
    expect(allows(plan, "s3:PutObject", `${bucket}/data.tfstate`)).toBe(false);
    expect(allows(plan, "s3:PutObject", `${bucket}/data.tfstate.tflock`)).toBe(true);
    expect(allows(plan, "s3:DeleteObject", `${bucket}/data.tfstate`)).toBe(false);
  });

  it.each(patchLooks)("may call %s on %s, as `smart360 patch --check` does", (action, resource) => {
    expect(allows(plan, action, resource)).toBe(true);
  });

  it("reads the value of no secret but the token of Redis, which the provider compares", () => {
    expect(plan.filter((statement) => statement.actions.includes("secretsmanager:GetSecretValue"))).toEqual([
      {
        sid: "CompareCacheToken",
        actions: ["secretsmanager:GetSecretValue"],
        resources: [foreign(environment).cacheTokenSecretArn],
      },
    ]);
  });

  it("decrypts with the keys of states and data only, through the services that hold them", () => {
    const { stateKeyArn, dataKeyArn } = foreign(environment);
    const via = (...services: string[]) => ({
      StringEquals: {
        "kms:ViaService": services.map((service) => `${service}.us-east-1.amazonaws.com`),
      },
    });
    expect(plan.filter((statement) => statement.actions.includes("kms:Decrypt"))).toEqual([
      {
        sid: "DecryptCacheToken",
        actions: ["kms:Decrypt"],
        resources: [dataKeyArn],
        conditions: { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } },
      },
      {
        sid: "UseStateKey",
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: [stateKeyArn],
        conditions: via("s3", "dynamodb"),
      },
    ]);
  });

  it("locks the states of its environment only", () => {
    const lock = plan.find(({ sid }) => sid === "LockByItem");
    expect(lock?.resources).toEqual(["arn:aws:dynamodb:us-east-1:123456789012:table/smart360-test-tfstate-lock"]);
    expect(lock?.conditions).toEqual({
      "ForAllValues:StringLike": {
        "dynamodb:LeadingKeys": ["smart360-test-tfstate-123456789012/test/*.tfstate"],
      },
    });
  });
});

describe("apply", () => {
  const rule = (sid: string) => {
    const [found, ...others] = apply.filter((statement) => statement.sid === sid);
    if (found === undefined || others.length > 0) throw new Error(`${others.length} more than one ${sid}`);
    return found;
  };

  it("creates the database with the default options of its engine, which it cannot do without", () => {
    const options = "arn:aws:rds:us-east-1:123456789012:og:default:postgres-15";
    expect(allows(apply, "rds:CreateDBInstance", options)).toBe(true);
    expect(allows(apply, "rds:ModifyDBInstance", options)).toBe(true);
  });

  it("passes each role to its own service", () => {
    const passed = apply
      .filter((statement) => statement.actions.includes("iam:PassRole"))
      .map(({ resources, conditions }) => [resources, conditions]);
    const role = (name: string) => `arn:aws:iam::123456789012:role/smart360-test-${name}`;
    const to = (service: string) => ({ StringEquals: { "iam:PassedToService": service } });
    expect(passed).toEqual([
      [[role("*-execution"), role("*-task")], to("ecs-tasks.amazonaws.com")],
      [[role("instances")], to("ec2.amazonaws.com")],
      [[role("database-monitoring")], to("monitoring.rds.amazonaws.com")],
      [[role("flow-logs")], to("vpc-flow-logs.amazonaws.com")],
    ]);
  });

  it.each(patchLooks)("may call %s on %s, as `smart360 patch` does", (action, resource) => {
    expect(allows([...plan, ...apply], action, resource)).toBe(true);
  });

  it("starts an instance refresh, as `smart360 patch` does", () => {
    const group =
      "arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:0a1b:autoScalingGroupName/smart360-test-instances";
    expect(allows(apply, "autoscaling:StartInstanceRefresh", group)).toBe(true);
  });

  it("creates service-linked roles of the services in use only", () => {
    expect(rule("IamCreatesServiceLinkedRoles")).toMatchObject({
      resources: ["arn:aws:iam::123456789012:role/aws-service-role/*"],
      conditions: { StringEquals: { "iam:AWSServiceName": expect.arrayContaining(["ecs.amazonaws.com"]) as unknown } },
    });
  });

  it("attaches the two policies of AWS that the instances need, to bounded roles", () => {
    expect(rule("IamAttachesPolicies").conditions).toEqual({
      StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/smart360-test-role-boundary" },
      ArnEquals: {
        "iam:PolicyARN": [
          "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
          "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
        ],
      },
    });
  });

  it.each(["Ec2ChangesOwn", "KmsChangesOwn", "CloudfrontChangesOwn", "AcmChangesOwn", "LogsChangesDeliveries"])(
    "%s: changes what AWS gives an id to by the environment's tags only",
    (sid) => {
      expect(rule(sid).conditions).toEqual({
        StringEquals: { "aws:ResourceTag/Environment": "test", "aws:ResourceTag/Product": "smart360" },
      });
    },
  );

  it.each(["Ec2Creates", "KmsCreates", "CloudfrontCreates"])("%s: creates it with those tags only", (sid) => {
    expect(rule(sid).conditions).toEqual({
      StringEquals: { "aws:RequestTag/Environment": "test", "aws:RequestTag/Product": "smart360" },
    });
  });

  it.each(["KmsTags", "CloudfrontTags", "AcmTags", "LogsCreatesDeliveries"])(
    "%s: tags nothing of another environment",
    (sid) => {
      expect(rule(sid).conditions).toEqual({
        StringEquals: { "aws:RequestTag/Environment": "test", "aws:RequestTag/Product": "smart360" },
        StringEqualsIfExists: { "aws:ResourceTag/Environment": "test", "aws:ResourceTag/Product": "smart360" },
      });
    },
  );

  it("takes no security group of others for the default one", () => {
    expect(rule("Ec2AdoptsDefaultSecurityGroup").conditions).toMatchObject({
      Null: { "aws:ResourceTag/Environment": "true" },
    });
  });

  it("writes records of the viewer's domain only, and none without a zone", () => {
    expect(rule("Route53Writes")).toMatchObject({
      resources: ["arn:aws:route53:::hostedzone/Z9876543210TEST"],
      conditions: {
        "ForAllValues:StringLike": {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["test.example.com", "*.test.example.com"],
        },
      },
    });
    const zoneless = { ...environment, domain: { name: "test.example.com" } };
    const services = statementsOf(rolePolicies(zoneless, [])["apply"] ?? {}).flatMap(({ actions }) => actions);
    expect(services.filter((action) => action.startsWith("route53:"))).toEqual([]);
  });
});

/** Type -> action of its creation, and the ARN that its attributes make. */
const named: Record<string, [action: string, arn: (a: Record<string, string>) => string]> = {
  aws_cloudwatch_dashboard: ["cloudwatch:PutDashboard", (a) => `cloudwatch::@:dashboard/${a["dashboard_name"]}`],
  aws_cloudwatch_log_delivery_destination: [
    "logs:PutDeliveryDestination",
    (a) => `logs:us-east-1:@:delivery-destination:${a["name"]}`,
  ],
  aws_cloudwatch_log_delivery_source: [
    "logs:PutDeliverySource",
    (a) => `logs:us-east-1:@:delivery-source:${a["name"]}`,
  ],
  aws_cloudwatch_log_group: ["logs:CreateLogGroup", (a) => `logs:us-east-1:@:log-group:${a["name"]}`],
  aws_cloudwatch_metric_alarm: ["cloudwatch:PutMetricAlarm", (a) => `cloudwatch:us-east-1:@:alarm:${a["alarm_name"]}`],
  aws_db_event_subscription: ["rds:CreateEventSubscription", (a) => `rds:us-east-1:@:es:${a["name"]}`],
  aws_db_instance: ["rds:CreateDBInstance", (a) => `rds:us-east-1:@:db:${a["identifier"]}`],
  aws_db_parameter_group: ["rds:CreateDBParameterGroup", (a) => `rds:us-east-1:@:pg:${a["name"]}`],
  aws_db_subnet_group: ["rds:CreateDBSubnetGroup", (a) => `rds:us-east-1:@:subgrp:${a["name"]}`],
  aws_ecr_repository: ["ecr:CreateRepository", (a) => `ecr:us-east-1:@:repository/${a["name"]}`],
  aws_ecs_capacity_provider: ["ecs:CreateCapacityProvider", (a) => `ecs:us-east-1:@:capacity-provider/${a["name"]}`],
  aws_ecs_cluster: ["ecs:CreateCluster", (a) => `ecs:us-east-1:@:cluster/${a["name"]}`],
  aws_ecs_service: ["ecs:CreateService", (a) => `ecs:us-east-1:@:service/smart360-production/${a["name"]}`],
  aws_ecs_task_definition: ["ecs:RegisterTaskDefinition", (a) => `ecs:us-east-1:@:task-definition/${a["family"]}:1`],
  aws_elasticache_parameter_group: [
    "elasticache:CreateCacheParameterGroup",
    (a) => `elasticache:us-east-1:@:parametergroup:${a["name"]}`,
  ],
  aws_elasticache_replication_group: [
    "elasticache:CreateReplicationGroup",
    (a) => `elasticache:us-east-1:@:replicationgroup:${a["replication_group_id"]}`,
  ],
  aws_elasticache_subnet_group: [
    "elasticache:CreateCacheSubnetGroup",
    (a) => `elasticache:us-east-1:@:subnetgroup:${a["name"]}`,
  ],
  aws_iam_instance_profile: ["iam:CreateInstanceProfile", (a) => `iam::@:instance-profile/${a["name"]}`],
  aws_iam_role: ["iam:CreateRole", (a) => `iam::@:role/${a["name"]}`],
  aws_kms_alias: ["kms:CreateAlias", (a) => `kms:us-east-1:@:${a["name"]}`],
  aws_lb: [
    "elasticloadbalancing:CreateLoadBalancer",
    (a) => `elasticloadbalancing:us-east-1:@:loadbalancer/app/${a["name"]}/1`,
  ],
  aws_lb_target_group: [
    "elasticloadbalancing:CreateTargetGroup",
    (a) => `elasticloadbalancing:us-east-1:@:targetgroup/${a["name"]}/1`,
  ],
  aws_s3_bucket: ["s3:CreateBucket", (a) => `s3:::${a["bucket"]}`],
  aws_secretsmanager_secret: [
    "secretsmanager:CreateSecret",
    (a) => `secretsmanager:us-east-1:@:secret:${a["name"]}-AbCdEf`,
  ],
  aws_sns_topic: ["sns:CreateTopic", (a) => `sns:us-east-1:@:${a["name"]}`],
  aws_ssm_parameter: ["ssm:PutParameter", (a) => `ssm:us-east-1:@:parameter${a["name"]}`],
  aws_wafv2_web_acl: ["wafv2:CreateWebACL", (a) => `wafv2:us-east-1:@:global/webacl/${a["name"]}/1`],
};

describe("the names of what the stacks create", () => {
  const platform = Platform.synthesize();
  // People apply the others.
  const applied = platform.stacks.filter((stack) => !["state", "delivery"].includes(stack));
  const own = production();
  const written = statementsOf(applyPolicies(own, foreign(own)));
  const foreignToIt = statementsOf(applyPolicies({ ...own, name: "staging", shortName: "stag" }, foreign(own)));

  it.each(Object.entries(named))(
    "%s: is within apply's reach, and out of another environment's",
    (type, [action, arn]) => {
      const created = applied.flatMap((stack) => platform.template(stack).all(type));
      const arns = created.map((attributes: Attributes) =>
        `arn:aws:${arn(attributes as Record<string, string>)}`.replace("@", own.accountId),
      );
      expect(arns.length).toBeGreaterThan(0);
      expect(arns.filter((name) => !allows(written, action, name))).toEqual([]);
      expect(arns.filter((name) => allows(foreignToIt, action, name))).toEqual([]);
    },
  );
});
