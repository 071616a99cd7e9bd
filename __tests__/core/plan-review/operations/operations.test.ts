import { describe, expect, it } from "vitest";
import type { OperationEffect } from "../../../../core/plan-review/review";
import {
  configurationOf,
  created,
  destroyed,
  replaced,
  type ResourceChange,
  reviewOf,
  updated,
  type Values,
} from "../../../support/plans";

const operations = (changes: readonly ResourceChange[], more: Values = {}) =>
  reviewOf(changes, more).operations.map(({ effect, subject, sentence }) => `${effect} | ${subject}: ${sentence}`);

const container = (more: Values = {}) => ({ name: "billing", image: "repo:1", memory: 768, ...more });
const definitions = (...containers: readonly Values[]) => ({
  family: "billing",
  arn: "arn:old",
  container_definitions: JSON.stringify(containers),
});
const service = (more: Values = {}) => ({
  name: "smart360-production-billing",
  desired_count: 2,
  deployment_minimum_healthy_percent: 100,
  deployment_maximum_percent: 150,
  task_definition: "arn:old",
  tags_all: { Service: "billing" },
  ...more,
});
const configuration = configurationOf({
  "aws_ecs_service.main": {
    task_definition: { references: ["aws_ecs_task_definition.main.arn", "aws_ecs_task_definition.main"] },
  },
});
const newRevision = (before: Values, after: Values) => [
  updated("aws_ecs_service", "main", service(), service({ task_definition: undefined }), {
    change: { after_unknown: { task_definition: true } },
  }),
  replaced("aws_ecs_task_definition", "main", before, after, [["container_definitions"]]),
];

describe("services on ECS", () => {
  it.each<[string, Values, Values, string]>([
    ["memory", {}, { memory: 1024 }, "memory 768 -> 1024 MiB"],
    ["cpu", { cpu: 128 }, { cpu: 256 }, "cpu 128 -> 256 CPU units"],
    ["image", {}, { image: "repo:2" }, 'image "repo:1" -> "repo:2"'],
    ["a variable more", {}, { environment: [{ name: "DEBUG", value: "1" }] }, "DEBUG added"],
    ["a variable less", { environment: [{ name: "DEBUG", value: "1" }] }, {}, "DEBUG removed"],
    [
      "another variable",
      { environment: [{ name: "A", value: "1" }] },
      { environment: [{ name: "A", value: "2" }] },
      'A "1" -> "2"',
    ],
    [
      "a secret more",
      { secrets: [{ name: "A", valueFrom: "arn:a" }] },
      {
        secrets: [
          { name: "A", valueFrom: "arn:a" },
          { name: "B", valueFrom: "arn:b" },
        ],
      },
      "secret B added",
    ],
    [
      "another secret",
      { secrets: [{ name: "A", valueFrom: "arn:a" }] },
      { secrets: [{ name: "A", valueFrom: "arn:b" }] },
      'secret A "arn:a" -> "arn:b"',
    ],
    [
      "a variable that is a secret",
      { environment: [{ name: "DB_PASSWORD", value: "1" }] },
      { environment: [{ name: "DB_PASSWORD", value: "2" }] },
      "DB_PASSWORD changes",
    ],
    ["a health check", {}, { healthCheck: { retries: 3 } }, "healthCheck > retries (none) -> 3"],
  ])("say what is new in the task definition: %s", (_, before, after, words) => {
    expect(
      operations(newRevision(definitions(container(before)), definitions(container(after))), configuration),
    ).toEqual([`restarts | billing: ${words}; new task definition revision; 2 tasks are replaced one at a time`]);
  });

  it("name the container where there are several, and count what is too much", () => {
    const before = definitions(container(), { name: "proxy", memory: 64 });
    const environment = ["A", "B", "C", "D", "E"].map((name) => ({ name, value: "1" }));
    const after = definitions(container({ environment }), { name: "proxy", memory: 128, cpu: 1 });
    expect(operations(newRevision(before, after), configuration)).toEqual([
      "restarts | billing: billing: A added; billing: B added; billing: C added; billing: D added; billing: E added; " +
        "proxy: memory 64 -> 128 MiB; 1 more change; " +
        "new task definition revision; 2 tasks are replaced one at a time",
    ]);
  });

  it("are the same in a module, and with count", () => {
    const [update, task] = newRevision(definitions(container()), definitions(container({ memory: 1 })));
    const address = (type: string) => ({ address: `module.a[0].${type}.main["x"]`, module_address: "module.a[0]" });
    const changes = [
      { ...update, ...address("aws_ecs_service") },
      { ...task, ...address("aws_ecs_task_definition") },
    ] as ResourceChange[];
    const expressions = {
      task_definition: { references: ["aws_ecs_task_definition.main.arn", "aws_ecs_task_definition.main"] },
    };
    const module = { resources: [{ address: "aws_ecs_service.main", expressions }] };
    expect(operations(changes, { configuration: { root_module: { module_calls: { a: { module } } } } })).toEqual([
      "restarts | billing: memory 768 -> 1 MiB; new task definition revision; 2 tasks are replaced one at a time",
    ]);
  });

  it.each<[string, Values, Values, string]>([
    [
      "of another definition",
      {},
      { task_definition: "arn:new" },
      "another task definition; 2 tasks are replaced one at a time",
    ],
    [
      "that is forced",
      {},
      { force_new_deployment: true },
      "a new deployment is forced; 2 tasks are replaced one at a time",
    ],
    [
      "in another network",
      { network_configuration: [{ subnets: ["a"] }] },
      { network_configuration: [{ subnets: ["b"] }] },
      "another network; 2 tasks are replaced one at a time",
    ],
    [
      "of a daemon",
      { scheduling_strategy: "DAEMON" },
      { scheduling_strategy: "DAEMON", task_definition: "x" },
      "another task definition; on each instance its task is stopped, then started anew",
    ],
    [
      "beside the old tasks",
      { deployment_configuration: [{ strategy: "BLUE_GREEN" }] },
      { deployment_configuration: [{ strategy: "BLUE_GREEN" }], task_definition: "x" },
      "another task definition; all tasks start anew beside the old ones, then traffic moves (BLUE_GREEN)",
    ],
    [
      "without a count",
      { desired_count: null },
      { desired_count: null, task_definition: "x" },
      "another task definition; its tasks are replaced",
    ],
    [
      "with ECS's own limits",
      { deployment_minimum_healthy_percent: null, deployment_maximum_percent: null },
      { deployment_minimum_healthy_percent: null, deployment_maximum_percent: null, task_definition: "x" },
      "another task definition; 2 tasks are replaced all at once",
    ],
  ])("are replaced by a deployment %s", (_, before, after, words) => {
    expect(operations([updated("aws_ecs_service", "main", service(before), service(after))])).toEqual([
      `restarts | billing: ${words}`,
    ]);
  });

  it("find their own task definition among those of similar names, of other keys, and without a configuration", () => {
    const task = (name: string, memory: number, more: Values = {}) =>
      replaced(
        "aws_ecs_task_definition",
        name,
        { ...definitions(container()), family: name },
        { ...definitions(container({ memory })), family: name },
        [["container_definitions"]],
        more,
      );
    const changes = (before: string, more: Values = {}) => [
      task("main2", 1),
      task("main", 2, { address: 'aws_ecs_task_definition.main["a"]' }),
      task("main", 3, { address: 'aws_ecs_task_definition.main["b"]' }),
      updated("aws_ecs_service", "main", service({ task_definition: before }), service({ task_definition: "x" }), more),
    ];
    const rollouts = (...parameters: Parameters<typeof operations>) =>
      operations(...parameters).filter((said) => said.startsWith("restarts"));
    const said = (memory: number) =>
      `restarts | billing: memory 768 -> ${memory} MiB; new task definition revision; 2 tasks are replaced one at a time`;
    expect(rollouts(changes("arn:old", { address: 'aws_ecs_service.main["b"]' }), configuration)).toEqual([said(3)]);
    expect(rollouts(changes("arn:aws:ecs:task-definition/main2:7"))).toEqual([said(1)]);
  });

  it("start, end, and are made anew", () => {
    expect(operations([created("aws_ecs_service", "main", service())])).toEqual([
      "takes-time | billing: starts with 2 tasks",
    ]);
    expect(operations([destroyed("aws_ecs_service", "main", service())])).toEqual([
      "interrupts | billing: stops: 2 tasks end, and nothing answers any more",
    ]);
    expect(operations([replaced("aws_ecs_service", "main", service(), service({ name: "x" }), [["name"]])])).toEqual([
      "interrupts | billing: the service is destroyed and made anew (name): nothing answers in between",
    ]);
  });

  it("scale", () => {
    const scaled = (count: number) =>
      operations([updated("aws_ecs_service", "main", service(), service({ desired_count: count }))]);
    expect(scaled(4)).toEqual(["restarts | billing: 2 -> 4 tasks"]);
    expect(scaled(0)).toEqual(["interrupts | billing: 2 -> 0 tasks: nothing answers any more"]);
  });

  it("do not restart for their settings, nor for tags", () => {
    expect(
      operations([updated("aws_ecs_service", "main", service(), service({ health_check_grace_period_seconds: 5 }))]),
    ).toEqual(["metadata | app: 1 resource gets other settings, and nothing restarts"]);
    expect(
      operations([
        updated("aws_ecs_service", "main", service(), service({ tags_all: { Service: "billing", a: "b" } })),
      ]),
    ).toEqual([]);
  });

  it("are called by their own name where no tag says better", () => {
    const untagged = service({ tags_all: {} });
    expect(operations([destroyed("aws_ecs_service", "main", untagged)])[0]).toContain("| smart360-production-billing:");
  });

  it("may be somewhere else than their task definition", () => {
    const change = replaced(
      "aws_ecs_task_definition",
      "x",
      definitions(container()),
      definitions(container({ memory: 1 })),
      [["container_definitions"]],
    );
    expect(operations([change])).toEqual([
      "metadata | billing: memory 768 -> 1 MiB; new task definition revision; nothing here runs it yet",
    ]);
  });
});

/** What an update of one argument means. */
type Case = readonly [type: string, before: Values, after: Values, expected: readonly string[]];

describe("updates", () => {
  const window = { maintenance_window: "sun:05:00-sun:06:00" };
  const db = (more: Values) => ({ identifier: "main", ...window, ...more });
  const cache = (more: Values) => ({ replication_group_id: "main", ...window, ...more });
  it.each<Case>([
    [
      "aws_db_instance",
      db({ instance_class: "a", multi_az: true }),
      db({ instance_class: "b", multi_az: true }),
      [
        "interrupts | database main: instance class a -> b: a failover of a minute or two, in the next maintenance window (sun:05:00-sun:06:00 UTC)",
      ],
    ],
    [
      "aws_db_instance",
      db({ instance_class: "a", apply_immediately: true }),
      db({ instance_class: "b", apply_immediately: true }),
      ["interrupts | database main: instance class a -> b: down for minutes, as it has no standby, at once"],
    ],
    [
      "aws_db_instance",
      db({ port: 5432, multi_az: true }),
      db({ port: 5433, multi_az: true }),
      ["interrupts | database main: port 5432 -> 5433: a failover of a minute or two, at once"],
    ],
    [
      "aws_db_instance",
      db({ backup_retention_period: 0 }),
      db({ backup_retention_period: 7 }),
      [
        "interrupts | database main: backup retention 0 -> 7: down for minutes, as it has no standby, in the next maintenance window (sun:05:00-sun:06:00 UTC)",
      ],
    ],
    [
      "aws_db_instance",
      db({ backup_retention_period: 3 }),
      db({ backup_retention_period: 7 }),
      ["metadata | app: 1 resource gets other settings, and nothing restarts"],
    ],
    [
      "aws_db_instance",
      db({ storage_type: "gp2" }),
      db({ storage_type: "gp3" }),
      ["metadata | app: 1 resource gets other settings, and nothing restarts"],
    ],
    [
      "aws_db_instance",
      db({ allocated_storage: 20 }),
      db({ allocated_storage: 40 }),
      [
        "takes-time | database main: 20 -> 40 GiB of storage; slower while it is optimized, and cannot be taken back, in the next maintenance window (sun:05:00-sun:06:00 UTC)",
      ],
    ],
    [
      "aws_db_instance",
      db({ parameter_group_name: "a" }),
      db({ parameter_group_name: "b" }),
      ["metadata | database main: another parameter group, which takes effect with the next reboot"],
    ],
    [
      "aws_db_parameter_group",
      {
        name: "g",
        parameter: [
          { name: "max_connections", value: "1", apply_method: "pending-reboot" },
          { name: "log_statement", value: "ddl", apply_method: "immediate" },
        ],
      },
      {
        name: "g",
        parameter: [
          { name: "max_connections", value: "2", apply_method: "pending-reboot" },
          { name: "log_statement", value: "all", apply_method: "immediate" },
        ],
      },
      [
        "metadata | DB parameter group g: max_connections 1 -> 2, with the next reboot, which this plan does not do",
        "metadata | DB parameter group g: log_statement ddl -> all, at once, without a reboot",
      ],
    ],
    [
      "aws_elasticache_replication_group",
      cache({ node_type: "a", automatic_failover_enabled: true }),
      cache({ node_type: "b", automatic_failover_enabled: true }),
      [
        "interrupts | cache main: node type a -> b: a failover: connections are cut for seconds, in the next maintenance window (sun:05:00-sun:06:00 UTC)",
      ],
    ],
    [
      "aws_elasticache_replication_group",
      cache({ engine_version: "7.0", apply_immediately: true }),
      cache({ engine_version: "7.1", apply_immediately: true }),
      [
        "interrupts | cache main: engine version 7.0 -> 7.1: its only node is replaced: out of reach for minutes, at once",
      ],
    ],
    [
      "aws_elasticache_replication_group",
      cache({ num_cache_clusters: 1 }),
      cache({ num_cache_clusters: 2 }),
      ["takes-time | cache main: 1 -> 2 nodes; the others go on"],
    ],
    [
      "aws_elasticache_replication_group",
      cache({ num_cache_clusters: 2 }),
      cache({ num_cache_clusters: 1 }),
      ["interrupts | cache main: 2 -> 1 nodes; connections to the ones that go are cut"],
    ],
    [
      "aws_elasticache_replication_group",
      cache({ auth_token: "a-a-a-a", auth_token_update_strategy: "SET" }),
      cache({ auth_token: "b-b-b-b", auth_token_update_strategy: "SET" }),
      ["interrupts | cache main: another password, and the old one is refused: whatever still has it fails"],
    ],
    [
      "aws_elasticache_replication_group",
      cache({ auth_token: "a-a-a-a" }),
      cache({ auth_token: "b-b-b-b" }),
      ["restarts | cache main: another password, beside the old one, which is good until the next change"],
    ],
    [
      "aws_cloudfront_distribution",
      { domain_name: "d", enabled: true, comment: "a" },
      { domain_name: "d", enabled: true, comment: "b" },
      [
        "takes-time | distribution d: its settings reach all edge locations within 3 to 10 minutes; viewers see old or new until then",
      ],
    ],
    [
      "aws_cloudfront_distribution",
      { domain_name: "d", enabled: true },
      { domain_name: "d", enabled: false },
      ["interrupts | distribution d: is switched off: its viewers get nothing"],
    ],
    [
      "aws_lb",
      { name: "l", idle_timeout: 60 },
      { name: "l", idle_timeout: 90 },
      ["metadata | load balancer l: idle timeout 60 -> 90 seconds, for new connections"],
    ],
    [
      "aws_lb",
      { name: "l", subnets: ["a", "b"] },
      { name: "l", subnets: ["b", "c"] },
      ["interrupts | load balancer l: other subnets: connections through those it leaves are cut"],
    ],
    [
      "aws_lb_listener_rule",
      { priority: 1, tags_all: { Service: "billing" } },
      { priority: 2, tags_all: { Service: "billing" } },
      ["metadata | billing's route: priority 1 -> 2: it is asked in another order"],
    ],
    [
      "aws_lb_listener_rule",
      { condition: [{ path_pattern: [{ values: ["/a"] }] }] },
      { condition: [{ path_pattern: [{ values: ["/b"] }] }] },
      ["restarts | listener rule main: requests are routed differently at once"],
    ],
    [
      "aws_route53_record",
      { name: "n", ttl: 60, records: ["a"] },
      { name: "n", ttl: 60, records: ["b"] },
      ["restarts | DNS record n: leads elsewhere once cached answers expire (60 seconds)"],
    ],
    [
      "aws_route",
      { nat_gateway_id: "a" },
      { nat_gateway_id: "b" },
      ["interrupts | route main: leads another way at once: open connections through the old one break"],
    ],
    [
      "aws_instance",
      { instance_type: "a", tags: { Name: "i" } },
      { instance_type: "b", tags: { Name: "i" } },
      ["interrupts | instance i: instance_type: is stopped and started again"],
    ],
    [
      "aws_lambda_function",
      { function_name: "f", source_code_hash: "a" },
      { function_name: "f", source_code_hash: "b" },
      ["restarts | function f: other code from the next call on"],
    ],
    [
      "aws_eks_node_group",
      { version: "1.30", update_config: [{ max_unavailable: 2 }] },
      { version: "1.31", update_config: [{ max_unavailable: 2 }] },
      ["restarts | EKS node group main: version: nodes are drained and replaced, 2 nodes at a time"],
    ],
  ])("of %s: %o -> %o", (type, before, after, expected) => {
    expect(operations([updated(type, "main", before, after)])).toEqual(expected);
  });

  it("of a launch template refresh the instances where the group does so", () => {
    const preferences = [{ min_healthy_percentage: 100, max_healthy_percentage: 150 }];
    const group = (version: string, refresh: readonly Values[]) => ({
      name: "g",
      desired_capacity: 2,
      launch_template: [{ id: "lt", version }],
      instance_refresh: refresh,
    });
    const change = (refresh: readonly Values[]) =>
      operations([updated("aws_autoscaling_group", "g", group("1", refresh), group("2", refresh))]);
    expect(change([{ strategy: "Rolling", preferences }])).toEqual([
      "restarts | instance group g: instance refresh: 2 instances are replaced, new ones first, at most 150 percent at a time; the apply does not wait for it",
    ]);
    expect(change([{ strategy: "Rolling", preferences: [] }])).toEqual([
      "restarts | instance group g: instance refresh: 2 instances are replaced, at least 90 percent stay up; the apply does not wait for it",
    ]);
    expect(change([])).toEqual([
      "metadata | instance group g: another launch template, for instances that start from now on; the running ones stay as they are",
    ]);
  });
});

describe("what requests pass through", () => {
  it.each<[string, string]>([
    ["aws_lb", "requests through it fail"],
    ["aws_lb_listener", "requests to it fail"],
    ["aws_nat_gateway", "what goes out through it fails"],
    ["aws_subnet", "whatever is in it ends"],
    ["aws_ecs_cluster", "its services end"],
  ])("%s interrupts when it ends or is made anew, not when the new one comes first", (type, what) => {
    const values = { name: "it", tags: { Name: "it" } };
    const effects = (change: ResourceChange) =>
      reviewOf([change]).operations.map(({ effect, sentence }) => [effect, sentence]);
    expect(effects(destroyed(type, "it", values))).toEqual([["interrupts", `ends: ${what}`]]);
    expect(effects(replaced(type, "it", values, values, [["name"]]))).toEqual([
      ["interrupts", `is destroyed and made anew: ${what}`],
    ]);
    expect(
      effects(replaced(type, "it", values, values, [["name"]], { change: { actions: ["create", "delete"] } })),
    ).toEqual([["restarts", "is replaced, the new one first"]]);
  });

  it("is not said of a service's way in where the service itself ends", () => {
    const changes = [
      destroyed("aws_ecs_service", "main", service()),
      destroyed("aws_lb_target_group", "main", { name: "t" }),
      destroyed("aws_lb_listener_rule", "main", {}),
    ];
    expect(operations(changes)).toHaveLength(1);
    expect(operations(changes.slice(1))).toHaveLength(2);
  });
});

it("is told the most disturbing first, with the resources it follows from, and nothing of left-over objects", () => {
  const { operations: found } = reviewOf([
    created("aws_ecs_service", "a", service()),
    updated("aws_made_up", "b", { a: 1 }, { a: 2 }),
    updated("aws_made_up", "c", { a: 1 }, { a: 2 }),
    updated("aws_ecs_service", "d", service(), service({ task_definition: "x" })),
    destroyed("aws_lb", "e", { name: "e" }),
    destroyed("aws_lb", "f", { name: "f" }, { deposed: "0badcafe" }),
  ]);
  const expected: readonly [OperationEffect, readonly string[]][] = [
    ["interrupts", ["aws_lb.e"]],
    ["restarts", ["aws_ecs_service.d"]],
    ["takes-time", ["aws_ecs_service.a"]],
    ["metadata", ["aws_made_up.b", "aws_made_up.c"]],
  ];
  expect(found.map(({ effect, addresses }) => [effect, addresses])).toEqual(expected);
});
