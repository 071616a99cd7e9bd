/** Edits of what runs and of who may do what, and what the review says of each. */
import { argumentsOf, type Arguments, containers, secrets, statement } from "../../../support/small-platform";
import { set, type Edit } from "./edit";

export const ofServices: readonly Edit[] = [
  {
    name: "an environment variable",
    edit: set("aws_ecs_task_definition", {
      container_definitions: containers({ environment: [{ name: "DEBUG", value: "1" }] }),
    }),
    told: [
      "restarting: 1 updated, 1 replaced",
      'restarts: billing: DEBUG "0" -> "1"; new task definition revision; 2 tasks are replaced one at a time',
      "~ service billing",
      '  task_definition "arn:aws:ecs:us-east-1:111122223333:task-definition/billing:6505" -> (known after apply)',
      "-/+ task definition billing",
      '  container_definitions > billing > environment > DEBUG "0" -> "1" (forces replacement)',
      "Not shown: 6 computed values.",
    ],
  },
  {
    name: "more memory",
    edit: set("aws_ecs_task_definition", { container_definitions: containers({ memory: 1024 }) }),
    told: [
      "restarting: 1 updated, 1 replaced",
      "restarts: billing: memory 768 -> 1024 MiB; new task definition revision; 2 tasks are replaced one at a time",
      "~ service billing",
      '  task_definition "arn:aws:ecs:us-east-1:111122223333:task-definition/billing:6505" -> (known after apply)',
      "-/+ task definition billing",
      "  container_definitions > billing > memory 768 -> 1024 (forces replacement)",
      "Not shown: 6 computed values.",
    ],
  },
  {
    name: "another image and a secret",
    edit: set("aws_ecs_task_definition", {
      container_definitions: containers({
        image: "billing:2",
        environment: [{ name: "API_TOKEN", value: secrets[2] }],
      }),
    }),
    told: [
      "restarting: 1 updated, 1 replaced",
      'restarts: billing: image "billing:1" -> "billing:2"; DEBUG removed; API_TOKEN added; new task definition revision; 2 tasks are replaced one at a time',
      "~ service billing",
      '  task_definition "arn:aws:ecs:us-east-1:111122223333:task-definition/billing:6505" -> (known after apply)',
      "-/+ task definition billing",
      '  container_definitions > billing > image "billing:1" -> "billing:2" (forces replacement)',
      '  container_definitions > billing > environment > DEBUG removed, was "0" (forces replacement)',
      "  container_definitions > billing > environment > API_TOKEN set to (sensitive) (forces replacement)",
      "Not shown: 6 computed values.",
    ],
  },
  {
    name: "one task more",
    edit: set("aws_ecs_service", { desired_count: 3 }),
    told: ["restarting: 1 updated", "restarts: billing: 2 -> 3 tasks", "~ service billing", "  desired_count 2 -> 3"],
  },
  {
    name: "another instance type",
    edit: set("aws_launch_template", { instance_type: "t3a.2xlarge" }),
    told: [
      "restarting: 2 updated",
      "restarts: instance group node: instance refresh: 2 instances are replaced, new ones first, at most 100 percent at a time; the apply does not wait for it",
      "~ instance group node",
      '  launch_template > version "1" -> (known after apply)',
      "~ launch template node",
      '  instance_type "t3a.xlarge" -> "t3a.2xlarge"',
      "Not shown: 1 computed value.",
    ],
  },
  {
    name: "wider permissions",
    edit: set("aws_iam_role_policy", { policy: JSON.stringify(statement("s3:*", "*")) }),
    told: [
      "security: 1 updated",
      "changes: policy app of role app changes 1 statement",
      "  removed allows s3:GetObject on arn:aws:s3:::files/*",
      "  added allows s3:* on everything",
      "~ policy app of role app",
      '  policy > Statement > Files > Action "s3:GetObject" -> "s3:*"',
      '  policy > Statement > Files > Resource "arn:aws:s3:::files/*" -> "*"',
    ],
  },
  {
    name: "a policy in another layout",
    edit: set("aws_iam_role_policy", { policy: JSON.stringify(statement("s3:GetObject"), null, 2) }),
    told: ["none: no change"],
  },
  {
    name: "trust in everybody",
    edit: set("aws_iam_role", {
      assume_role_policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" }],
      }),
    }),
    told: [
      "red: 1 updated",
      "red: role app allows sts:AssumeRole to everybody.",
      "changes: role app now allows everybody and no longer allows service ecs-tasks.amazonaws.com in 1 statement",
      "  removed allows sts:AssumeRole to service ecs-tasks.amazonaws.com",
      "  added allows sts:AssumeRole to everybody",
      "~ role app",
      '  assume_role_policy > Statement > [0] > Principal { Service = "ecs-tasks.amazonaws.com" } -> "*"',
    ],
  },
  {
    name: "a port open to the world",
    edit: set("aws_vpc_security_group_ingress_rule", { cidr_ipv4: "0.0.0.0/0" }),
    told: [
      "red: 1 updated",
      "red: incoming rule database opens tcp 5432 from everywhere (0.0.0.0/0) to security group database.",
      "changes: incoming rule database opens tcp 5432 from everywhere (0.0.0.0/0) to security group database, closes tcp 5432 from 10.0.0.0/16 to security group database",
      "~ incoming rule database",
      '  cidr_ipv4 "10.0.0.0/16" -> "0.0.0.0/0"',
    ],
  },
  {
    name: "a rule of the firewall less",
    edit: (c) => void (argumentsOf(c, "aws_wafv2_web_acl")["rule"] as unknown[]).pop(),
    told: [
      "red: 1 updated",
      "red: firewall edge would let more through without rule api.",
      "widens: firewall edge removes rule api, which blocks",
      "~ firewall edge",
      "  rule loses api: {5 fields}",
    ],
  },
  {
    name: "a rule of the firewall that only counts",
    edit: (c) => {
      const [login = {}] = argumentsOf(c, "aws_wafv2_web_acl")["rule"] as Arguments[];
      login["action"] = { count: {} };
    },
    told: [
      "red: 1 updated",
      "red: firewall edge would let more through by rule login.",
      "widens: firewall edge changes rule login",
      "  removed action > block {  } -> (none)",
      "  added action > count (none) -> {  }",
      "~ firewall edge",
      "  rule > login > action loses block",
      "  rule > login > action gains count",
    ],
  },
  {
    name: "a rule of the firewall that allows before all others",
    edit: (c) => {
      const rules = argumentsOf(c, "aws_wafv2_web_acl")["rule"] as Arguments[];
      rules.push({ ...rules[0], name: "let-all", priority: 0, action: { allow: {} } });
    },
    told: [
      "red: 1 updated",
      "red: firewall edge would let more through by rule let-all.",
      "widens: firewall edge adds rule let-all, which allows",
      "~ firewall edge",
      "  rule gains let-all: {5 fields}",
    ],
  },
  {
    name: "a higher limit of the firewall",
    edit: (c) => {
      const [, api = {}] = argumentsOf(c, "aws_wafv2_web_acl")["rule"] as Arguments[];
      api["statement"] = { rate_based_statement: { limit: 2_000_000, aggregate_key_type: "IP" } };
    },
    told: [
      "red: 1 updated",
      "red: firewall edge would let more through by rule api.",
      "widens: firewall edge changes rule api: statement > rate_based_statement > limit 2000 -> 2000000",
      "~ firewall edge",
      "  rule > api > statement > rate_based_statement > limit 2000 -> 2000000",
    ],
  },
  {
    name: "older encryption of the load balancer",
    edit: set("aws_lb_listener", { ssl_policy: "ELBSecurityPolicy-2016-08" }),
    told: [
      "red: 1 updated",
      "red: listener main would accept weaker encryption: ssl_policy ELBSecurityPolicy-TLS13-1-2-2021-06 -> ELBSecurityPolicy-2016-08.",
      "~ listener main",
      '  ssl_policy "ELBSecurityPolicy-TLS13-1-2-2021-06" -> "ELBSecurityPolicy-2016-08"',
    ],
  },
  {
    name: "a port open to half of the world",
    edit: set("aws_vpc_security_group_ingress_rule", { cidr_ipv4: "128.0.0.0/1" }),
    told: [
      "red: 1 updated",
      "red: incoming rule database opens tcp 5432 from 128.0.0.0/1 (2,147,483,648 addresses) to security group database.",
      "changes: incoming rule database opens tcp 5432 from 128.0.0.0/1 (2,147,483,648 addresses) to security group database, closes tcp 5432 from 10.0.0.0/16 to security group database",
      "~ incoming rule database",
      '  cidr_ipv4 "10.0.0.0/16" -> "128.0.0.0/1"',
    ],
  },
  {
    name: "rules of the firewall in another order",
    edit: (c) => void (argumentsOf(c, "aws_wafv2_web_acl")["rule"] as unknown[]).reverse(),
    told: ["none: no change"],
  },
  {
    name: "tags only",
    edit: (c) =>
      ["aws_s3_bucket", "aws_ecs_cluster", "aws_kms_key"].forEach((type) => set(type, { tags: { Team: "ops" } })(c)),
    isSymmetric: true,
    told: ["none: 3 updated", "Not shown: 6 tags; 3 resources with nothing else."],
  },
  {
    name: "one of a count less",
    edit: set("aws_cloudwatch_metric_alarm", { count: 1 }),
    told: ["routine: 1 destroyed", "- alarm alarm-1"],
  },
  {
    name: "another key of for_each",
    edit: set("aws_sns_topic", { for_each: '${toset(["a", "c"])}' }),
    told: [
      "security: 1 created, 1 destroyed",
      "narrows: topic topic-b no longer allows sns:Publish on arn:aws:sns:us-east-1:111122223333:topic-b to everybody",
      "  removed allows sns:Publish on arn:aws:sns:us-east-1:111122223333:topic-b to everybody",
      "- topic topic-b",
    ],
  },
  {
    name: "an output",
    edit: () => ({ output: { bucket: { value: "elsewhere" }, token: { value: "${var.password}", sensitive: true } } }),
    told: [
      "routine: no change",
      'output bucket update: "files" -> "elsewhere"',
      "output token create: (none) -> (sensitive)",
    ],
  },
];
