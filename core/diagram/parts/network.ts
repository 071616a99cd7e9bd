/** The VPC, its subnets by tier, its ways out. */
import { text, type Landscape, type Resource } from "../landscape";
import type { Sketch } from "../sketch";

/** By where a subnet's default route leads: to the internet, to a NAT gateway, nowhere. */
export type Tier = "public" | "private" | "isolated";

const tiers = [
  { tier: "private", label: "Private subnets", flow: "down", head: "left", parent: "vpc", column: "tier" },
  { tier: "public", label: "Public subnets", flow: "down", head: "bottom", isOne: true, parent: "below" },
  { tier: "isolated", label: "Isolated subnets", flow: "down", head: "bottom", parent: "below" },
] as const;

export function networkBoxes(sketch: Sketch): void {
  const { land } = sketch;
  const vpcs = land.all("aws_vpc");
  if (vpcs.length === 0) return;
  sketch.group({
    id: "vpc",
    kind: "vpc",
    label: "VPC",
    detail: text(vpcs[0], "cidr_block") ?? "",
    flow: "down",
    parent: "middle",
    resources: vpcs,
  });
  for (const { tier, ...group } of tiers) {
    if (tier === "public") sketch.frame("below", { parent: "vpc", column: "tier" });
    const subnets = land.all("aws_subnet").filter((subnet) => tierOf(land, subnet) === tier);
    if (subnets.length === 0) continue;
    sketch.group({ ...group, id: tier, kind: tier, detail: "", resources: [] });
    for (const subnet of subnets) {
      const zone = text(subnet, "availability_zone") ?? "";
      const label = `${zone.replace(/^.*-/, "")} ${text(subnet, "cidr_block") ?? ""}`;
      const id = `${tier}-subnet-${zone}`;
      sketch.node({ id, kind: "subnet", label, shape: "chip", parent: tier, resources: [subnet] });
    }
  }
  ways(sketch);
  for (const gateway of land.all("aws_nat_gateway")) {
    const subnet = land.uses(gateway.arguments["subnet_id"], gateway.stack)[0];
    const zone = text(subnet, "availability_zone") ?? gateway.address;
    const parent = subnet === undefined ? "public" : tierOf(land, subnet);
    const addresses = land.uses(gateway.arguments["allocation_id"], gateway.stack);
    const box = { id: `nat-${zone}`, kind: "nat", label: "NAT", details: [zone], parent, column: "nat" } as const;
    sketch.node({ ...box, resources: [gateway, ...addresses] });
  }
}

/** Ways in and out that are no boxes of their own: beside the subnets that use them. */
function ways(sketch: Sketch): void {
  const chip = { shape: "chip" } as const;
  const internet = sketch.land.all("aws_internet_gateway");
  const gateway = { kind: "gateway", label: "Internet gateway", parent: "vpc" } as const;
  sketch.node({ ...chip, ...gateway, id: "internet-gateway", resources: internet });
  const endpoints = sketch.land.all("aws_vpc_endpoint");
  const count = `${endpoints.length} ${endpoints.length === 1 ? "endpoint" : "endpoints"}`;
  sketch.node({ ...chip, id: "endpoints", kind: "endpoint", label: count, parent: "private", resources: endpoints });
}

export function networkArrows(sketch: Sketch): void {
  const { land } = sketch;
  for (const route of land.all("aws_route")) {
    const [gateway] = land.uses(route.arguments["nat_gateway_id"], route.stack);
    if (gateway === undefined) continue;
    for (const subnet of land.all("aws_subnet"))
      if (routesOf(land, subnet).includes(route)) sketch.edge(tierOf(land, subnet), sketch.boxOf(gateway), "out");
  }
}

/** The tier of the subnets that a value of `stack` names. */
export function tierNamed({ land }: Sketch, value: unknown, stack: string): Tier | undefined {
  const [subnet] = land.uses(value, stack).filter(({ type }) => type === "aws_subnet");
  return subnet === undefined ? undefined : tierOf(land, subnet);
}

function tierOf(land: Landscape, subnet: Resource): Tier {
  const routes = routesOf(land, subnet);
  const leadsTo = (argument: string) => routes.some(({ arguments: given }) => given[argument] !== undefined);
  if (leadsTo("gateway_id")) return "public";
  return leadsTo("nat_gateway_id") ? "private" : "isolated";
}

function routesOf(land: Landscape, subnet: Resource): Resource[] {
  const tables = land
    .all("aws_route_table_association")
    .filter((association) => land.refers(association, subnet))
    .flatMap((association) => land.uses(association.arguments["route_table_id"], association.stack));
  return land.all("aws_route").filter((route) => tables.some((table) => land.refers(route, table)));
}
