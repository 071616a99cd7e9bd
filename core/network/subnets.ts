/** How a VPC's address range is divided. Pure arithmetic on IPv4 CIDR blocks. */

export type Tier = "public" | "private" | "isolated";

export interface Subnet {
  readonly tier: Tier;
  readonly availabilityZone: string;
  /** CIDR block, for example `10.60.0.0/19`. */
  readonly cidr: string;
}

/**
 * The subnets of a VPC, one of each tier per availability zone (at most three).
 *
 * An eighth of the range goes to each private subnet (instances, load balancer), a sixty-fourth to each public one (NAT
 * gateways) and to each isolated one (database, cache). The place of a subnet follows from its tier and from the
 * position of its zone, so that adding a zone moves none of the others. AWS takes subnets of /28 at least
 * (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html), hence a VPC of /22 or larger.
 */
export function planSubnets(vpcCidr: string, availabilityZones: readonly string[]): Subnet[] {
  const { address, prefix } = parseCidr(vpcCidr);
  const block = (tier: Tier, index: number): string => {
    const eighth = 2 ** (32 - prefix - 3);
    const sixtyFourth = eighth / 8;
    if (tier === "private") return formatCidr(address + index * eighth, prefix + 3);
    const base = tier === "public" ? 6 * eighth : 7 * eighth;
    return formatCidr(address + base + index * sixtyFourth, prefix + 6);
  };
  const tiers: readonly Tier[] = ["public", "private", "isolated"];
  return tiers.flatMap((tier) =>
    availabilityZones.map((availabilityZone, index) => ({ tier, availabilityZone, cidr: block(tier, index) })),
  );
}

/** `10.60.0.0/16` as numbers. The text must be a valid CIDR block: `core/environment` checks that. */
export function parseCidr(cidr: string): { readonly address: number; readonly prefix: number } {
  const [ip = "", prefix = ""] = cidr.split("/");
  const address = ip.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return { address, prefix: Number(prefix) };
}

function formatCidr(address: number, prefix: number): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}
