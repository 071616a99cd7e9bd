import { beforeAll, describe, expect, it } from "vitest";
import type { Diagram } from "../../../core/diagram/diagram";
import { resourcesOf } from "../../../core/synthesized/stack";
import { samplePlatform, documentsOf, pictureOf, platformOf } from "../../support/diagrams";

const arrows = ({ edges }: Diagram) =>
  edges.map(({ from, to, label }) => `${from} -> ${to}${label === undefined ? "" : ` (${label})`}`).sort();
const boxes = ({ groups, nodes }: Diagram) => [...groups, ...nodes];
const ids = (diagram: Diagram) => boxes(diagram).map(({ id }) => id);
const box = (diagram: Diagram, id: string) => boxes(diagram).find((one) => one.id === id);

type Tree = Record<string, Record<string, Record<string, unknown>>>;

let documents: Map<string, unknown>;
let diagram: Diagram;

beforeAll(() => {
  documents = documentsOf(samplePlatform());
  diagram = pictureOf(documents);
});

/** The picture after a change of the synthesized stacks. */
function pictureWith(change: (documents: Map<string, { resource: Tree }>) => void): Diagram {
  const copy = structuredClone(documents) as Map<string, { resource: Tree }>;
  change(copy);
  return pictureOf(copy);
}

const without = (type: string) =>
  pictureWith((copy) => {
    for (const { resource } of copy.values()) delete resource?.[type];
  });

describe("architecture", () => {
  it("leads from users to data, from Jenkins to what it releases, and to who watches", () => {
    expect(arrows(diagram)).toEqual([
      "cloudwatch -> alarm-topic",
      "collector -> signoz-apollo.bynry.com:4317 (OTLP, TLS)",
      "distribution -> frontend",
      "distribution -> load-balancer (/api/*)",
      "firewall -> distribution",
      "jenkins -> frontend",
      "jenkins -> registry",
      "jenkins -> services (rolls out)",
      "jenkins -> state",
      "load-balancer -> services (by path)",
      "private -> public (out)",
      "registry -> services (images, secrets)",
      "services -> cache",
      "services -> collector (OTLP)",
      "services -> database",
      "services -> files (3 of 9)",
      "services -> observability (logs, alarms)",
      "users -> firewall (HTTPS)",
    ]);
  });

  it("puts things where they are", () => {
    const inside = (id: string): string =>
      [id, box(diagram, id)?.parent].filter((one) => one !== undefined).join(" < ");
    expect(["load-balancer", "cluster", "services", "service-billing", "collector"].map(inside)).toEqual([
      "load-balancer < private",
      "cluster < private",
      "services < cluster",
      "service-billing < services",
      "collector < cluster",
    ]);
    expect(["database", "cache", "nat-us-east-1a", "nat-us-east-1b"].map(inside)).toEqual([
      "database < isolated",
      "cache < isolated",
      "nat-us-east-1a < public",
      "nat-us-east-1b < public",
    ]);
    expect(
      diagram.nodes.filter(({ kind }) => kind === "subnet").map(({ parent, label }) => `${parent} ${label}`),
    ).toEqual([
      "private 1a 10.60.0.0/19",
      "private 1b 10.60.32.0/19",
      "public 1a 10.60.192.0/22",
      "public 1b 10.60.196.0/22",
      "isolated 1a 10.60.224.0/22",
      "isolated 1b 10.60.228.0/22",
    ]);
  });

  it("says what the stacks say", () => {
    const details = (id: string) => diagram.nodes.find((node) => node.id === id)?.details;
    expect(details("database")).toEqual(["db.m6g.large", "RDS, Multi-AZ"]);
    expect(details("cache")).toEqual(["cache.t4g.small", "2 nodes, failover"]);
    expect(details("distribution")).toEqual(["smart360.bynry.com"]);
    expect(details("service-billing")).toEqual(["2–4 tasks"]);
    expect(box(diagram, "instances")?.label).toBe("2–3 × t3a.xlarge");
    expect(box(diagram, "database")?.label).toBe("PostgreSQL 15");
    expect(box(diagram, "cache")?.label).toBe("Redis 7.1");
  });

  it("gives every resource of every stack to exactly one box", () => {
    const all = [...documents].flatMap(([stack, document]) =>
      resourcesOf(document).map(({ address }) => `${stack}/${address}`),
    );
    const drawn = boxes(diagram).flatMap(({ resources }) =>
      resources.map(({ stack, address }) => `${stack}/${address}`),
    );
    expect(drawn.toSorted()).toEqual(all.toSorted());
  });

  it("draws every box from a resource, but for what is outside and for groups of boxes", () => {
    const bare = diagram.nodes.filter(({ resources }) => resources.length === 0);
    expect(bare.map(({ id }) => id)).toEqual(["users", "signoz-apollo.bynry.com:4317"]);
    expect(bare.every(({ isOutside }) => isOutside === true)).toBe(true);
  });

  it("marks what not all services use", () => {
    const marked = diagram.nodes.filter(({ marks }) => marks !== undefined);
    expect(marked.map(({ id, marks }) => [id, marks])).toEqual([
      ["service-assets", ["files"]],
      ["service-reporting", ["files"]],
      ["service-workorders", ["files"]],
    ]);
    expect(diagram.legend).toEqual([{ kind: "files", text: "stores files" }]);
  });

  it("tells every arrow in words", () => {
    expect(diagram.description).toContain("9 services to Files (3 of 9)");
    expect(diagram.description.match(/ to /g)).toHaveLength(diagram.edges.length);
  });
});

describe("what is not in the stacks is not in the picture", () => {
  it.each([
    ["aws_wafv2_web_acl", "firewall"],
    ["aws_cloudfront_distribution", "distribution"],
    ["aws_db_instance", "database"],
    ["aws_elasticache_replication_group", "cache"],
    ["aws_lb", "load-balancer"],
    ["aws_ecs_cluster", "cluster"],
    ["aws_ecr_repository", "registry"],
    ["aws_sns_topic", "alarm-topic"],
    ["aws_dynamodb_table", "locks"],
    ["aws_nat_gateway", "nat-us-east-1a"],
    ["aws_vpc_endpoint", "endpoints"],
    ["aws_kms_key", "keys"],
    ["aws_vpc", "vpc"],
  ])("without %s there is no %s", (type, id) => {
    expect(ids(diagram)).toContain(id);
    const less = without(type);
    expect(ids(less)).not.toContain(id);
    for (const { from, to } of less.edges) expect(ids(less)).toEqual(expect.arrayContaining([from, to]));
  });

  it("without a firewall users reach CloudFront directly", () => {
    const less = pictureWith((copy) => {
      const edge = copy.get("edge")?.resource ?? {};
      for (const distribution of Object.values(edge["aws_cloudfront_distribution"] ?? {}))
        delete distribution["web_acl_id"];
    });
    expect(arrows(less)).toContain("users -> distribution (HTTPS)");
    expect(arrows(less).filter((arrow) => arrow.startsWith("firewall"))).toEqual([]);
  });

  it("a service whose stack is empty is gone", () => {
    const less = pictureWith((copy) => copy.set("service-billing", { resource: {} }));
    expect(ids(less)).not.toContain("service-billing");
    expect(box(less, "services")?.label).toBe("8 services");
  });

  it("without the secret of a database a service does not use it", () => {
    const less = pictureWith((copy) => {
      const definitions = copy.get("service-billing")?.resource["aws_ecs_task_definition"] ?? {};
      for (const definition of Object.values(definitions))
        definition["container_definitions"] = String(definition["container_definitions"]).replace(
          "billing/database-url",
          "billing/other",
        );
    });
    expect(arrows(less)).toContain("services -> database (8 of 9)");
  });

  it("Jenkins leads to what its policies let it change", () => {
    const less = pictureWith((copy) => {
      const policies = copy.get("delivery")?.resource["aws_iam_policy"] ?? {};
      for (const policy of Object.values(policies))
        policy["policy"] = String(policy["policy"]).replaceAll("ecs:UpdateService", "ecs:DescribeClusters");
    });
    expect(arrows(less)).not.toContain("jenkins -> services (rolls out)");
    expect(arrows(less)).toContain("jenkins -> registry");
  });

  it("nothing makes an empty picture", () => {
    expect(pictureOf(new Map())).toMatchObject({ groups: [], nodes: [], edges: [] });
  });
});

describe("a platform of another size", () => {
  it("with one service", () => {
    const one = pictureOf(documentsOf(platformOf(1)));
    expect(box(one, "services")?.label).toBe("1 service");
    expect(arrows(one)).toContain("services -> database");
    expect(arrows(one)).not.toContain("services -> files");
  });

  it("with 30 services still has one arrow for what many do", () => {
    const many = pictureOf(documentsOf(platformOf(30)));
    expect(arrows(many).filter((arrow) => arrow.includes("services"))).toEqual([
      "jenkins -> services (rolls out)",
      "load-balancer -> services (by path)",
      "registry -> services (images, secrets)",
      "services -> cache (23 of 30)",
      "services -> collector (OTLP)",
      "services -> database",
      "services -> files (6 of 30)",
      "services -> observability (logs, alarms)",
    ]);
  });
});
