/** What Terraform does beside changing arguments, and what the review says of it. */
import { secrets } from "../../../support/small-platform";
import { set, type Edit } from "./edit";

const twoBuckets = { files: { bucket: "files" }, other: { bucket: "${terraform_data.name.output}" } };

export const ofTerraform: readonly Edit[] = [
  {
    name: "everything destroyed",
    options: ["-destroy"],
    told: [
      "red: 29 destroyed",
      "red: database main would be destroyed.",
      "red: table locks would be destroyed.",
      "red: bucket files would be destroyed.",
      'red: key "main" would be destroyed.',
      "red: secret auth would be destroyed.",
      "red: secret version of secret auth would be destroyed.",
      "red: parameter /smart360/image would be destroyed.",
      "red: cache main would be destroyed.",
      "red: image repository billing would be destroyed.",
      "red: log group /smart360/app would be destroyed.",
      "red: firewall edge would be destroyed: what it stands in front of is open.",
      "interrupts: instance group node: ends: its instances are terminated",
      "interrupts: database main: ends: whatever uses it fails",
      "interrupts: cluster main: ends: its services end",
      "interrupts: billing: stops: 2 tasks end, and nothing answers any more",
      "interrupts: cache main: ends: whatever uses it fails",
      "interrupts: listener main: ends: requests to it fail",
      "widens: firewall edge is destroyed with all its rules",
      "narrows: role app no longer allows sts:AssumeRole to service ecs-tasks.amazonaws.com",
      "  removed allows sts:AssumeRole to service ecs-tasks.amazonaws.com",
      "narrows: policy app of role app no longer allows s3:GetObject on arn:aws:s3:::files/*",
      "  removed allows s3:GetObject on arn:aws:s3:::files/*",
      'narrows: key "main" no longer allows kms:* on everything to arn:aws:iam::111122223333:root',
      "  removed allows kms:* on everything to arn:aws:iam::111122223333:root",
      "narrows: topic topic-a no longer allows sns:Publish on arn:aws:sns:us-east-1:111122223333:topic-a to everybody",
      "  removed allows sns:Publish on arn:aws:sns:us-east-1:111122223333:topic-a to everybody",
      "narrows: topic topic-b no longer allows sns:Publish on arn:aws:sns:us-east-1:111122223333:topic-b to everybody",
      "  removed allows sns:Publish on arn:aws:sns:us-east-1:111122223333:topic-b to everybody",
      "narrows: incoming rule database closes tcp 5432 from 10.0.0.0/16 to security group database",
      "- log group /smart360/app",
      "- database main",
      "- table locks",
      "- image repository billing",
      "- cache main",
      '- key "main"',
      "- bucket files",
      "- secret auth",
      "- secret version of secret auth",
      "- parameter /smart360/image",
      "- firewall edge",
      "- instance group node",
      "- cluster main",
      "- service billing",
      "- listener main",
      "- role app",
      "- policy app of role app",
      "- topic topic-a",
      "- topic topic-b",
      "- incoming rule database",
      "- alarm alarm-0",
      "- alarm alarm-1",
      "- DB parameter group main",
      "- ECR lifecycle policy billing",
      "- task definition billing",
      "- launch template node",
      "- S3 bucket public access block files",
      "- S3 bucket versioning files",
      "- security group database",
      'output bucket destroy: "files" -> (none)',
    ],
  },
  {
    name: "one replaced, as asked for",
    options: ["-replace=aws_db_instance.main"],
    isSymmetric: true,
    told: [
      "red: 1 replaced",
      "red: database main would be replaced by an empty one: its replacement was asked for (-replace).",
      "interrupts: database main: is destroyed and made anew: whatever uses it fails",
      "-/+ database main",
      "Not shown: 42 computed values.",
    ],
  },
  {
    name: "the new one first",
    edit: set("aws_cloudwatch_log_group", { name: "/smart360/other", lifecycle: { create_before_destroy: true } }),
    told: [
      "red: 1 replaced",
      'red: log group /smart360/app would be replaced by an empty one: name "/smart360/app" -> "/smart360/other" forces it.',
      "+/- log group /smart360/app",
      '  name "/smart360/app" -> "/smart360/other" (forces replacement)',
      "Not shown: 5 computed values.",
    ],
  },
  {
    name: "moved",
    edit: (c) => {
      c.resource["aws_s3_bucket"] = { documents: { bucket: "files" } };
      for (const type of ["aws_s3_bucket_versioning", "aws_s3_bucket_public_access_block"])
        set(type, { bucket: "${aws_s3_bucket.documents.id}" })(c);
      return {
        moved: [{ from: "aws_s3_bucket.files", to: "aws_s3_bucket.documents" }],
        output: { bucket: { value: "${aws_s3_bucket.documents.bucket}" } },
      };
    },
    told: ["routine: 1 moved", "moved: aws_s3_bucket.files -> aws_s3_bucket.documents"],
  },
  {
    name: "imported",
    edit: (c) => {
      Object.assign(c.resource["aws_ecs_cluster"] ?? {}, { old: { name: "old" } });
      return { import: [{ to: "aws_ecs_cluster.old", id: "old" }] };
    },
    told: [
      "routine: 1 updated, 1 imported",
      "~ cluster old",
      '  name set to "old"',
      "imported: cluster old by old",
      "Not shown: 2 computed values.",
    ],
  },
  {
    name: "forgotten",
    edit: (c) => {
      delete c.resource["aws_ecr_repository"];
      return { removed: [{ from: "aws_ecr_repository.billing", lifecycle: { destroy: false } }] };
    },
    told: ["routine: 1 forgotten", ". image repository billing", "forgotten: image repository billing"],
  },
  {
    name: "drift that the plan takes back",
    found: { aws_cloudwatch_log_group: { retention_in_days: 1 } },
    told: [
      "routine: 1 updated",
      "~ log group /smart360/app",
      "  retention_in_days 1 -> 90",
      "drift: log group /smart360/app changed; planned: update",
    ],
  },
  {
    name: "drift only",
    found: { aws_db_instance: { backup_retention_period: 1, password: secrets[0] } },
    options: ["-refresh-only"],
    told: ["none: no change", "drift: database main changed; planned: none"],
  },
  {
    name: "gone",
    found: { aws_s3_bucket: null },
    told: [
      "routine: 1 created, 2 replaced",
      "-/+ S3 bucket public access block files",
      '  bucket "files" -> (known after apply) (forces replacement)',
      "-/+ S3 bucket versioning files",
      '  bucket "files" -> (known after apply) (forces replacement)',
      "drift: bucket files deleted; planned: create",
      "Not shown: 3 computed values.",
    ],
  },
  {
    name: "a name known after apply only",
    edit: (c) => {
      c.resource["terraform_data"] = { name: { input: "x" } };
      c.resource["aws_s3_bucket"] = { ...twoBuckets, files: { bucket: "${terraform_data.name.output}" } };
    },
    told: [
      "red: 2 created, 3 replaced",
      "red: bucket files would be replaced by an empty one: bucket (known after apply only) forces it.",
      "-/+ bucket files",
      '  bucket "files" -> (known after apply) (forces replacement)',
      "-/+ S3 bucket public access block files",
      '  bucket "files" -> (known after apply) (forces replacement)',
      "-/+ S3 bucket versioning files",
      '  bucket "files" -> (known after apply) (forces replacement)',
      "unknown: bucket files, bucket: it forces the replacement, though its value may turn out to be the same",
      'output bucket update: "files" -> (known after apply)',
      "Not shown: 26 computed values.",
    ],
  },
  {
    name: "an address known after apply only",
    edit: (c) => {
      c.resource["terraform_data"] = { cidr: { input: "10.0.0.0/8" } };
      set("aws_vpc_security_group_ingress_rule", { cidr_ipv4: "${terraform_data.cidr.output}" })(c);
    },
    told: [
      "routine: 1 created, 1 updated",
      "~ incoming rule database",
      '  cidr_ipv4 "10.0.0.0/16" -> (known after apply)',
      "unknown: incoming rule database, cidr_ipv4: whom the rule admits is known after apply only",
    ],
  },
  {
    name: "only a part, by -target",
    edit: (c) => {
      set("aws_ecs_cluster", { name: "other" })(c);
      set("aws_kms_key", { description: "other" })(c);
    },
    options: ["-target=aws_kms_key.main"],
    told: ["routine: 1 updated", '~ key "other"', '  description "main" -> "other"'],
  },
  {
    name: "a check that does not hold",
    edit: () => ({
      check: {
        size: { assert: [{ condition: "${length(var.password) > 100}", error_message: "The password is short." }] },
      },
    }),
    told: ["none: no change", "check: check.size: The password is short."],
  },
];
