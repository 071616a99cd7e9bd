import { describe, expect, it } from "vitest";
import { reviewPlans } from "../../../../core/plan-review/review-plans";
import {
  configurationOf,
  created,
  destroyed,
  replaced,
  type ResourceChange,
  reviewOf,
  stackPlan,
  unchanged,
  updated,
  type Values,
} from "../../../support/plans";

const rule = (more: Values = {}) => ({
  security_group_id: "sg-0a0a0a0a",
  referenced_security_group_id: "sg-0b0b0b0b",
  ip_protocol: "tcp",
  from_port: 5432,
  to_port: 5432,
  ...more,
});
const groups = [
  unchanged("aws_security_group", "database", { id: "sg-0a0a0a0a", name: "x-1", tags: { Name: "database" } }),
  unchanged("aws_security_group", "instances", { id: "sg-0b0b0b0b", name: "x-2", tags: { Name: "instances" } }),
];
const ingress = "aws_vpc_security_group_ingress_rule";
const egress = "aws_vpc_security_group_egress_rule";

const sentences = (changes: readonly ResourceChange[], more: Values = {}) =>
  reviewOf([...groups, ...changes], more).security.map(({ effect, sentence }) => `${effect}: ${sentence}`);

describe("rules of security groups", () => {
  it("open and close, by the names of both ends", () => {
    expect(sentences([created(ingress, "a", rule({ description: "for the app" }))])).toEqual([
      "widens: opens tcp 5432 from security group instances to security group database (for the app)",
    ]);
    expect(sentences([destroyed(ingress, "a", rule())])).toEqual([
      "narrows: closes tcp 5432 from security group instances to security group database",
    ]);
    expect(sentences([created(egress, "a", rule())])).toEqual([
      "widens: opens tcp 5432 from security group database to security group instances",
    ]);
  });

  it("say both where they change, and nothing where they stay what they are", () => {
    expect(sentences([updated(ingress, "a", rule(), rule({ to_port: 5433 }))])).toEqual([
      "changes: opens tcp 5432-5433 from security group instances to security group database, closes tcp 5432 from security group instances to security group database",
    ]);
    expect(sentences([updated(ingress, "a", rule(), rule({ description: "other", tags: { a: "b" } }))])).toEqual([]);
    expect(sentences([replaced(ingress, "a", rule(), rule(), [["security_group_id"]])])).toEqual([]);
  });

  it.each<[Values, string]>([
    [{ ip_protocol: "-1", from_port: null, to_port: null }, "everything"],
    [{ from_port: 0, to_port: 65_535 }, "all tcp"],
    [{ from_port: 80, to_port: 90 }, "tcp 80-90"],
    [{ ip_protocol: "icmp", from_port: -1, to_port: -1 }, "all icmp"],
    [{ ip_protocol: "udp", from_port: 53, to_port: 53 }, "udp 53"],
  ])("name ports %o", (ports, words) => {
    expect(sentences([created(ingress, "a", rule(ports))])).toEqual([
      `widens: opens ${words} from security group instances to security group database`,
    ]);
  });

  it("name ends that are known after apply by what the configuration refers to", () => {
    const change = created(
      ingress,
      "a",
      { ip_protocol: "tcp", from_port: 1, to_port: 1 },
      {
        change: { after_unknown: { security_group_id: true, referenced_security_group_id: true } },
      },
    );
    const references = (...names: readonly string[]) => ({ references: names });
    const configuration = configurationOf({
      "aws_vpc_security_group_ingress_rule.a": {
        referenced_security_group_id: references("aws_security_group.instances.id", "aws_security_group.instances"),
        security_group_id: references(
          "data.terraform_remote_state.data.outputs.cache_security_group_id",
          "data.terraform_remote_state.data.outputs",
        ),
      },
    });
    expect(sentences([change], configuration)).toEqual([
      "widens: opens tcp 1 from security group instances to cache security group",
    ]);
  });

  it("know groups of other stacks, and prefix lists that were read", () => {
    const prior = {
      values: {
        root_module: {
          resources: [
            {
              mode: "data",
              address: "data.aws_ec2_managed_prefix_list.cf",
              values: { id: "pl-0c0c0c0c", name: "com.amazonaws.global.cloudfront" },
            },
          ],
        },
      },
    };
    const change = created(ingress, "a", rule({ referenced_security_group_id: null, prefix_list_id: "pl-0c0c0c0c" }));
    const review = reviewPlans([stackPlan("platform", [change], { prior_state: prior }), stackPlan("data", groups)]);
    expect(review.security.map(({ sentence }) => sentence)).toEqual([
      "opens tcp 5432 from com.amazonaws.global.cloudfront to security group database",
    ]);
  });

  it("of the older kind, with several peers and themselves", () => {
    const old = {
      type: "ingress",
      protocol: "tcp",
      from_port: 22,
      to_port: 22,
      security_group_id: "sg-0a0a0a0a",
      cidr_blocks: ["10.0.0.0/8", "10.1.0.0/16"],
      self: true,
    };
    expect(sentences([created("aws_security_group_rule", "a", old)])).toEqual([
      "widens: opens tcp 22 from 10.0.0.0/8, 10.1.0.0/16, itself to security group database",
    ]);
  });

  it("written into a group, as far as they differ", () => {
    const inline = (...cidrs: readonly string[]) => ({
      tags: { Name: "web" },
      ingress: cidrs.map((cidr) => ({
        protocol: "tcp",
        from_port: 443,
        to_port: 443,
        cidr_blocks: [cidr],
        self: false,
      })),
    });
    const [review] = [
      reviewOf([
        updated(
          "aws_security_group",
          "web",
          inline("10.0.0.0/8"),
          inline("10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"),
        ),
      ]),
    ];
    expect(review?.security).toMatchObject([
      {
        effect: "widens",
        sentence: "opens 3, closes 0",
        lines: ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"].map((cidr) => ({
          sign: "added",
          text: `opens tcp 443 from ${cidr} to security group web`,
        })),
      },
    ]);
  });

  it("of network ACLs", () => {
    const acl = (rule_action: string) => ({
      rule_action,
      egress: false,
      protocol: "tcp",
      from_port: 22,
      to_port: 22,
      cidr_block: "0.0.0.0/0",
      network_acl_id: "acl-1",
    });
    expect(sentences([created("aws_network_acl_rule", "a", acl("deny"))])).toEqual([
      "widens: opens nothing of tcp 22 from 0.0.0.0/0 to acl-1",
    ]);
  });
});

describe("the whole world", () => {
  const world = (more: Values = {}) => rule({ referenced_security_group_id: null, cidr_ipv4: "0.0.0.0/0", ...more });

  it("let in is red", () => {
    expect(reviewOf([...groups, created(ingress, "a", world())]).red).toMatchObject([
      {
        kind: "exposed",
        approveAs: "aws_vpc_security_group_ingress_rule.a",
        sentence: "incoming rule a opens tcp 5432 from everywhere (0.0.0.0/0) to security group database.",
      },
    ]);
    expect(reviewOf([created(ingress, "a", world({ cidr_ipv4: null, cidr_ipv6: "::/0" }))]).red).toHaveLength(1);
    expect(reviewOf([updated(ingress, "a", rule(), world())]).red).toHaveLength(1);
  });

  it("is no red for the web's own ports, on the way out, or when it is shut out", () => {
    expect(reviewOf([created(ingress, "a", world({ from_port: 443, to_port: 443 }))]).red).toEqual([]);
    expect(reviewOf([created(egress, "a", world())]).red).toEqual([]);
    expect(reviewOf([destroyed(ingress, "a", world())]).red).toEqual([]);
    expect(reviewOf([updated(ingress, "a", world(), world({ tags: { a: "b" } }))]).red).toEqual([]);
  });
});

describe("what comes to the whole world", () => {
  const from = (...cidr_blocks: readonly string[]) => ({
    type: "ingress",
    protocol: "tcp",
    from_port: 22,
    to_port: 22,
    security_group_id: "sg-0a0a0a0a",
    cidr_blocks: cidr_blocks.filter((cidr) => !cidr.includes(":")),
    ipv6_cidr_blocks: cidr_blocks.filter((cidr) => cidr.includes(":")),
  });
  const isRed = (...cidrs: readonly string[]) =>
    reviewOf([created("aws_security_group_rule", "a", from(...cidrs))]).red.length > 0;

  it.each<[boolean, ...string[]]>([
    [true, "0.0.0.0/1", "128.0.0.0/1"],
    [true, "0.0.0.0/1"],
    [true, "::/1", "8000::/1"],
    [true, "2000::/3"],
    [true, "3.0.0.0/8", "4.0.0.0/8"],
    [true, "10.0.0.0/6"],
    [false, "3.0.0.0/8"],
    [false, "3.0.0.0/8", "3.0.0.0/8", "3.1.0.0/16"],
    [false, "2600::/12"],
    [false, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"],
    [false, "10.0.0.0/7"],
    [false, "203.0.113.9", "2001:db8::1", "no range", "1.2.3/8", "1.2.3.4/33", "1:::2/3", "::g/0"],
  ])("%s: %s %s", (expected, ...cidrs) => {
    expect(isRed(...cidrs)).toBe(expected);
  });

  it("is red of each half where each has a rule of its own", () => {
    const half = (name: string, cidr_ipv4: string) =>
      created(ingress, name, rule({ referenced_security_group_id: null, cidr_ipv4 }));
    const { red } = reviewOf([...groups, half("a", "0.0.0.0/1"), half("b", "128.0.0.0/1")]);
    expect(red.map(({ sentence }) => sentence)).toEqual([
      "incoming rule a opens tcp 5432 from 0.0.0.0/1 (2,147,483,648 addresses) to security group database.",
      "incoming rule b opens tcp 5432 from 128.0.0.0/1 (2,147,483,648 addresses) to security group database.",
    ]);
  });

  it("is told by its size from a registry's block on, and never of private ranges", () => {
    const said = (cidr_ipv4: string) =>
      sentences([created(ingress, "a", rule({ referenced_security_group_id: null, cidr_ipv4 }))])[0];
    expect(said("3.0.0.0/8")).toBe(
      "widens: opens tcp 5432 from 3.0.0.0/8 (16,777,216 addresses) to security group database",
    );
    expect(said("3.0.0.0/9")).toBe("widens: opens tcp 5432 from 3.0.0.0/9 to security group database");
    expect(said("10.0.0.0/8")).toBe("widens: opens tcp 5432 from 10.0.0.0/8 to security group database");
  });

  it("counts in the conditions of policies, too", () => {
    const policy = (...cidrs: readonly string[]) => ({
      bucket: "files",
      policy: JSON.stringify({
        Statement: {
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: "*",
          Condition: { IpAddress: { "aws:SourceIp": cidrs } },
        },
      }),
    });
    const red = (...cidrs: readonly string[]) => reviewOf([created("aws_s3_bucket_policy", "a", policy(...cidrs))]).red;
    expect(red("0.0.0.0/1", "128.0.0.0/1")).toMatchObject([{ kind: "exposed" }]);
    expect(red("203.0.113.0/24")).toEqual([]);
  });
});

it("whom a rule admits being known after apply only is a risky unknown", () => {
  const change = created(ingress, "a", rule({ referenced_security_group_id: null }), {
    change: { after_unknown: { cidr_ipv4: true } },
  });
  const configuration = configurationOf({
    "aws_vpc_security_group_ingress_rule.a": { cidr_ipv4: { references: ["aws_eip.a.public_ip"] } },
  });
  expect(reviewOf([change], configuration).unknowns).toMatchObject([
    { path: ["cidr_ipv4"], sentence: "whom the rule admits is known after apply only" },
  ]);
});
