import { describe, expect, it } from "vitest";
import { guardedTypes } from "../../../core/synthesized/guarded-types";
import { enforce, violations } from "../../../core/rules/rules";
import { RuleError } from "../../../core/errors";

type Arguments = Record<string, unknown>;

/** A stack with these resources, `type.Name` -> arguments; the construct path is `stack/<Name>`. */
function stackOf(resources: Record<string, Arguments>): unknown {
  const resource: Record<string, Record<string, Arguments>> = {};
  for (const [address, given] of Object.entries(resources)) {
    const [type = "", name = ""] = address.split(".");
    resource[type] = { ...resource[type], [name]: { "//": { metadata: { path: `stack/${name}` } }, ...given } };
  }
  return { resource };
}

const roleBoundaryArn = "arn:aws:iam::123456789012:policy/smart360-test-role-boundary";
const messages = (resources: Record<string, Arguments>, protectData = true) =>
  violations(stackOf(resources), { protectData, roleBoundaryArn }).map(({ path, message }) => `${path}: ${message}`);

const lifecycle = { prevent_destroy: true };
const policy = (statement: string) => `\${jsonencode({"Version" = "2012-10-17", "Statement" = [{${statement}}]})}`;
const trust = (principal: string) => policy(`"Sid" = "A", "Effect" = "Allow", "Principal" = {${principal}}`);
const onlyTls = policy(
  '"Sid" = "RefusePlainHttp", "Effect" = "Deny", "Principal" = "*", "Action" = ["s3:*"], "Condition" = {"Bool" = {"aws:SecureTransport" = "false"}}',
);
const bucketReference = "${aws_s3_bucket.Files.id}";
const goodBucket = {
  "aws_s3_bucket.Files": { bucket: "files", lifecycle },
  "aws_s3_bucket_public_access_block.Block": {
    bucket: bucketReference,
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  },
  "aws_s3_bucket_server_side_encryption_configuration.Encryption": { bucket: bucketReference },
  "aws_s3_bucket_policy.Policy": { bucket: bucketReference, policy: onlyTls },
};
const goodDatabase = {
  storage_encrypted: true,
  kms_key_id: "key",
  publicly_accessible: false,
  backup_retention_period: 7,
  deletion_protection: true,
  lifecycle,
};
const goodCache = {
  at_rest_encryption_enabled: "true",
  transit_encryption_enabled: true,
  snapshot_retention_limit: 1,
  automatic_failover_enabled: true,
  num_cache_clusters: 2,
  lifecycle,
};

const without = (whole: Record<string, Arguments>, address: string): Record<string, Arguments> =>
  Object.fromEntries(Object.entries(whole).filter(([key]) => key !== address));

describe("rules for the whole tree", () => {
  it("let a stack pass that keeps them", () => {
    expect(
      messages({
        ...goodBucket,
        "aws_db_instance.Db": goodDatabase,
        "aws_elasticache_replication_group.Redis": goodCache,
        "aws_cloudwatch_log_group.Log": { retention_in_days: 30, kms_key_id: "key" },
        "aws_vpc_security_group_ingress_rule.In": { cidr_ipv4: "10.0.0.0/16" },
        "aws_iam_role.OfService": {
          assume_role_policy: trust('"Service" = "ec2.amazonaws.com"'),
          permissions_boundary: roleBoundaryArn,
        },
        "aws_iam_role.OfPeople": { assume_role_policy: trust('"AWS" = "arn:aws:iam::123456789012:root"') },
        "aws_iam_role_policy.Grants": {
          policy: policy('"Sid" = "Read", "Effect" = "Allow", "Action" = ["s3:GetObject"], "Resource" = ["arn"]'),
        },
      }),
    ).toEqual([]);
  });

  const protect =
    "holds data and can be destroyed by a plan. Give it lifecycle: protect(protectData) (modules/common/protection.ts).";
  const privateBucket = "Use PrivateBucket (modules/common/private-bucket.ts)";
  const cases: [string, Record<string, Arguments>, string[]][] = [
    [
      "a bucket without protection",
      { ...goodBucket, "aws_s3_bucket.Files": { bucket: "files" } },
      [`stack/Files: aws_s3_bucket ${protect}`],
    ],
    [
      "a bucket without encryption",
      without(goodBucket, "aws_s3_bucket_server_side_encryption_configuration.Encryption"),
      [`stack/Files: the bucket has no encryption configuration. ${privateBucket}.`],
    ],
    [
      "a bucket that answers over plain HTTP",
      without(goodBucket, "aws_s3_bucket_policy.Policy"),
      [`stack/Files: the bucket answers over plain HTTP. ${privateBucket}, whose policy refuses it.`],
    ],
    [
      "a bucket that can be made public",
      without(goodBucket, "aws_s3_bucket_public_access_block.Block"),
      [`stack/Files: the bucket can be made public. ${privateBucket}, which blocks public access.`],
    ],
    [
      "a database that AWS would delete",
      { "aws_db_instance.Db": { ...goodDatabase, deletion_protection: false } },
      [
        "stack/Db: aws_db_instance can be deleted by anyone with the permission. Set deletion_protection to the environment's protectData.",
      ],
    ],
    [
      "a public, unencrypted database without backups",
      {
        "aws_db_instance.Db": {
          ...goodDatabase,
          publicly_accessible: true,
          storage_encrypted: false,
          backup_retention_period: 0,
        },
      },
      [
        "stack/Db: aws_db_instance stores unencrypted. Set storage_encrypted.",
        "stack/Db: aws_db_instance could get a public address. Set publicly_accessible to false.",
        "stack/Db: aws_db_instance keeps no backups. Set backup_retention_period to at least 1 day.",
      ],
    ],
    [
      "Redis with failover and one node",
      { "aws_elasticache_replication_group.Redis": { ...goodCache, num_cache_clusters: 1 } },
      [
        "stack/Redis: failover needs a replica, and there is 1 node in all. Set cache.replicas to at least 1 or leave failover off.",
      ],
    ],
    [
      "a log group without retention",
      { "aws_cloudwatch_log_group.Log": { kms_key_id: "key" } },
      [
        "stack/Log: the log group keeps its events for ever. Set retentionInDays (LogGroup in modules/common/log-group.ts asks for it).",
      ],
    ],
    [
      "a log group without a key",
      { "aws_cloudwatch_log_group.Log": { retention_in_days: 30 } },
      ["stack/Log: aws_cloudwatch_log_group stores unencrypted. Set kms_key_id."],
    ],
    [
      "an unencrypted volume",
      { "aws_launch_template.Template": { block_device_mappings: [{ ebs: { encrypted: "false" } }] } },
      ["stack/Template: aws_launch_template stores unencrypted. Set block_device_mappings.ebs.encrypted."],
    ],
    [
      "a security group open to the world",
      { "aws_vpc_security_group_ingress_rule.In": { cidr_ipv4: "0.0.0.0/0" } },
      [
        "stack/In: the rule admits 0.0.0.0/0. Admit a security group or a prefix list instead; viewers come through CloudFront only.",
      ],
    ],
    [
      "rules inside a security group",
      { "aws_security_group.Group": { ingress: [{ from_port: 22 }] } },
      [
        "stack/Group: security-group rules inside a group, or of the older kind, cannot be reviewed one by one. Use allowFrom and allowTo of SecurityGroup (modules/common/security-group.ts).",
      ],
    ],
    [
      "a public load balancer",
      { "aws_lb.Alb": { internal: false, enable_deletion_protection: true } },
      ["stack/Alb: aws_lb could get a public address. Set internal to true."],
    ],
    [
      'Action: "*"',
      {
        "aws_iam_role_policy.Grants": {
          policy: policy('"Sid" = "All", "Effect" = "Allow", "Action" = "*", "Resource" = ["*"]'),
        },
      },
      ['stack/Grants: statement "All" allows "*". Name each action that is needed.'],
    ],
    [
      "every action of a service",
      { "aws_iam_policy.P": { policy: policy('"Sid" = "S3", "Effect" = "Allow", "Action" = ["s3:*"]') } },
      ['stack/P: statement "S3" allows "s3:*". Name each action that is needed.'],
    ],
    [
      "a policy that a plan cannot show",
      { "aws_iam_policy.P": { policy: '{"Statement":[]}' } },
      [
        "stack/P: the policy of aws_iam_policy cannot be read in a plan. Write it with policyDocument (modules/common/policy.ts).",
      ],
    ],
    [
      "everybody as principal",
      {
        "aws_sns_topic_policy.P": {
          policy: policy('"Sid" = "Open", "Effect" = "Allow", "Principal" = "*", "Action" = ["sns:Publish"]'),
        },
      },
      ['stack/P: statement "Open" admits everybody. Name the principal that is meant.'],
    ],
    [
      "a service's role without a boundary",
      { "aws_iam_role.R": { assume_role_policy: trust('"Service" = "ec2.amazonaws.com"') } },
      [
        "stack/R: the role is a service's and has no permissions boundary. Use Role (modules/common/role.ts), which sets the environment's.",
      ],
    ],
    [
      "a service's role within another boundary",
      {
        "aws_iam_role.R": {
          assume_role_policy: trust('"Service" = "ec2.amazonaws.com"'),
          permissions_boundary: "arn:aws:iam::aws:policy/AdministratorAccess",
        },
      },
      [
        `stack/R: the role is a service's and its permissions boundary is "arn:aws:iam::aws:policy/AdministratorAccess", not "${roleBoundaryArn}". Use Role (modules/common/role.ts), which sets the environment's.`,
      ],
    ],
  ];
  it.each(cases)("refuse %s", (_what, resources, expected) => {
    expect(messages(resources)).toEqual(expected);
  });

  it.each(Object.keys(guardedTypes))("refuse %s without prevent_destroy, unless the environment gave it up", (type) => {
    const expected = `stack/Thing: ${type} ${protect}`;
    expect(messages({ [`${type}.Thing`]: {} })).toContain(expected);
    expect(messages({ [`${type}.Thing`]: {} }, false)).not.toContain(expected);
  });

  it("report everything at once", () => {
    const broken = stackOf({ "aws_lb.Alb": { internal: false, enable_deletion_protection: false } });
    const run = () => enforce(broken, { protectData: true, roleBoundaryArn });
    expect(run).toThrow(RuleError);
    expect(run).toThrow(
      [
        "stack/Alb: aws_lb can be deleted by anyone with the permission. Set enable_deletion_protection to the environment's protectData.",
        "stack/Alb: aws_lb could get a public address. Set internal to true.",
      ].join("\n"),
    );
  });
});
